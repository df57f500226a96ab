"""Where a webhook's address leads. Within the institute's own network nobody is to be reached through us."""

import asyncio
import socket
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

from multitrainer.delivering.outcomes import NotDelivered

NAT64 = IPv6Network("64:ff9b::/96")
"""IPv6 addresses that stand for IPv4 ones."""


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
    meant = _meant(ip_address(address.partition("%")[0]))
    return meant.is_global and not meant.is_multicast


def _meant(address: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    """The IPv4 address that one of IPv6 leads to, else itself."""
    if isinstance(address, IPv4Address):
        return address
    if address in NAT64:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    if address.teredo:
        return address.teredo[1]
    return address.ipv4_mapped or address.sixtofour or address
