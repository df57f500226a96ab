"""Where a webhook's address leads. Within the institute's own network nobody is to be reached through us."""

import asyncio
import socket
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

from multitrainer.delivering.outcomes import NotDelivered

MEANS_IPV4 = IPv6Network("64:ff9b::/96")
"""IPv6 addresses that stand for IPv4 ones (NAT64, RFC 6052)."""

UNICAST = IPv6Network("2000::/3")
"""All that IANA gives out of IPv6 for the Internet (RFC 4291). What lies elsewhere is of a network's own, or a way to
write an IPv4 address: `::/96` (RFC 4291), `::ffff:0:0:0/96` (SIIT, RFC 2765), `64:ff9b:1::/48` (RFC 8215), `fec0::/10`
(RFC 3879), `5f00::/16` (RFC 9602)."""

SPECIAL = (
    IPv6Network("3fff::/20"),  # for documentation, RFC 9637
    IPv4Network("192.0.0.0/24"),  # of protocols, RFC 6890
    IPv4Network("192.88.99.0/24"),  # relays of 6to4, RFC 7526
)
"""What `ipaddress` takes for public, and is not."""


async def addresses_of(host: str, port: int, *, private: bool) -> list[str]:
    """The addresses that a name leads to at this moment.

    Raises NotDelivered where it leads to none or, unless private ones are allowed, to one that is not public: all have
    to be, because which of them is taken is not for us to say.
    """
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise NotDelivered("The name of the host leads nowhere.") from None
    addresses = [*dict.fromkeys(str(entry[4][0]) for entry in found)]
    if not private and not all(map(is_public, addresses)):
        raise NotDelivered("The address is private, of this machine or of its network; only public ones are called.")
    return addresses


def is_public(address: str) -> bool:
    """Whether an address is anybody's on the Internet: not private, loopback, link-local, multicast or reserved."""
    return all(map(_is_public, _meant(ip_address(address.partition("%")[0]))))


def _is_public(address: IPv4Address | IPv6Address) -> bool:
    if isinstance(address, IPv6Address) and address not in UNICAST:
        return False
    return address.is_global and not address.is_multicast and not any(address in network for network in SPECIAL)


def _meant(address: IPv4Address | IPv6Address) -> tuple[IPv4Address | IPv6Address, ...]:
    """The IPv4 addresses that one of IPv6 leads to (by Teredo over a server), else itself."""
    if isinstance(address, IPv4Address):
        return (address,)
    if address in MEANS_IPV4:
        return (IPv4Address(int(address) & 0xFFFFFFFF),)
    return address.teredo or (address.ipv4_mapped or address.sixtofour or address,)
