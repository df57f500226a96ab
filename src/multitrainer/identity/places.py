"""Where somebody sits who tries to sign in, as attempts are counted."""

from ipaddress import IPv6Address, ip_address, ip_network

OF_ONE_PLACE = 64
"""Bits of an IPv6 address that a connection has in common; the rest, whoever sits there chooses at will."""


def place_of(peer: tuple[str, int] | None) -> str:
    """The network address that attempts count for. `peer` is the host and port that a request comes from, if known."""
    host = peer[0] if peer else ""
    try:
        address = ip_address(host)
    except ValueError:  # a socket of the file system has none
        return host
    if isinstance(address, IPv6Address):
        return str(address.ipv4_mapped or ip_network((int(address), OF_ONE_PLACE), strict=False))
    return host
