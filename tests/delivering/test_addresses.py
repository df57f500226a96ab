"""Which addresses a webhook may lead to, and that what is called is what was checked."""

import socket
from typing import Any

import pytest

from multitrainer.delivering.addresses import addresses_of, is_public
from multitrainer.delivering.outcomes import NotDelivered
from multitrainer.delivering.poster import Poster
from multitrainer.settings import Settings
from tests.receivers import receiver


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.9.9.9", "0.0.0.0", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1",
        "224.0.0.1", "255.255.255.255", "192.0.2.1", "240.0.0.1",
        "::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "fd12::1", "ff02::1", "2001:db8::1",
        "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "64:ff9b::a00:1", "2002:7f00:1::", "2002:c0a8:101::1",
        "::127.0.0.1", "::10.0.0.1", "::8.8.8.8", "::ffff:0:127.0.0.1", "::ffff:0:8.8.8.8", "64:ff9b:1::7f00:1",
        "64:ff9b:1::808:808", "fec0::1", "5f00::1", "4000::1", "3fff::1", "192.88.99.1", "192.0.0.9",
        "2001:db8::8.8.8.8", "2001:0:808:808::80ff:fffe", "2001:0:7f00:1::f7f7:f7f7",
    ],
)  # fmt: skip
def test_no_address_of_this_machine_or_of_a_private_network_is_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize(
    "address", ["93.184.216.34", "8.8.8.8", "2606:4700::1111", "64:ff9b::808:808", "::ffff:8.8.8.8", "2002:808:808::1"]
)
def test_what_lies_on_the_internet_is_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "2130706433", "0x7f.1", "017700000001", "localhost", "::1", "::127.0.0.1", "fec0::1"]
)
async def test_a_private_address_is_refused_however_it_is_written(host: str) -> None:
    with pytest.raises(NotDelivered):
        await addresses_of(host, 443, private=False)


async def test_a_name_that_leads_to_a_public_and_a_private_address_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    both = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 443)) for address in ("8.8.8.8", "10.0.0.1")]
    monkeypatch.setattr("multitrainer.delivering.addresses.asyncio.get_running_loop", lambda: Resolving(both))
    with pytest.raises(NotDelivered, match="private"):
        await addresses_of("hooks.example", 443, private=False)
    assert await addresses_of("hooks.example", 443, private=True) == ["8.8.8.8", "10.0.0.1"]


class Resolving:
    """A loop that knows one name."""

    def __init__(self, found: list[Any]) -> None:
        self._found = found

    async def getaddrinfo(self, *_: object, **__: object) -> list[Any]:
        return self._found


async def test_what_is_called_is_the_address_that_was_checked_under_the_name_that_was_given(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def once(*_: object, **__: object) -> list[str]:
        monkeypatch.undo()  # from now on the name leads nowhere
        return ["127.0.0.1"]

    async with receiver() as there:
        monkeypatch.setattr("multitrainer.delivering.poster.addresses_of", once)
        port = there.url.rpartition(":")[2]
        url = f"http://hooks.invalid:{port}?x=1"
        poster = Poster(Settings(_env_file=None, webhook_private=True))
        assert await poster.post(url, {"webhook-id": "1"}, "{}") == 204
        posted = await there.next()
    assert posted.headers["host"] == f"hooks.invalid:{port.partition('/')[0]}"
    assert posted.head == "POST /hook?x=1 HTTP/1.1"


async def test_a_name_that_leads_nowhere_is_told_as_such() -> None:
    for host in ("hooks.invalid", "a" * 70 + ".example"):
        with pytest.raises(NotDelivered, match="leads nowhere"):
            await addresses_of(host, 443, private=False)
