"""Requests to webhooks."""

import asyncio
import ssl
from collections.abc import Mapping
from functools import cached_property
from urllib.parse import urlsplit

from multitrainer import __version__
from multitrainer.delivering.addresses import addresses_of
from multitrainer.delivering.outcomes import NotDelivered
from multitrainer.settings import Settings

SUCCESS = range(200, 300)
GONE = 410
"""By this a receiver says that it wants nothing more, ever."""

PORTS = {"http": 80, "https": 443}


class Poster:
    """Sends what webhooks get."""

    def __init__(self, settings: Settings) -> None:
        self.allows_private = settings.webhook_private
        self._seconds = settings.webhook_timeout_seconds

    async def check(self, url: str) -> None:
        """Raises NotDelivered where an address leads nowhere, or where it may not."""
        await self._addresses(url)

    async def post(self, url: str, headers: Mapping[str, str], body: str) -> int:
        """Send once, following no redirect. Returns the status; raises NotDelivered for any but 2xx."""
        trusted = self._trusted
        try:
            async with asyncio.timeout(self._seconds):
                status = await self._sent(url, headers, body, trusted)
        except TimeoutError:
            raise NotDelivered(f"No answer within {self._seconds:g} s.") from None
        if status not in SUCCESS:
            raise NotDelivered(f"Answered with {status}.", for_good=status == GONE, status=status)
        return status

    async def _sent(self, url: str, headers: Mapping[str, str], body: str, trusted: ssl.SSLContext) -> int:
        """To the very address that was checked: a name may lead elsewhere a moment later.

        On a connection of its own, because one that is kept was made for another name, perhaps, at the same address.
        `post` limits the time of all of it.
        """
        import httpx  # only what sends needs it

        address = (await self._addresses(url))[0]
        meant = httpx.URL(url)
        headers = {**headers, "Host": meant.netloc.decode(), "User-Agent": f"multitrainer/{__version__}"}
        try:
            async with (
                httpx.AsyncClient(verify=trusted, trust_env=False, timeout=httpx.Timeout(None)) as client,
                client.stream(
                    "POST",
                    meant.copy_with(host=address),
                    headers=headers,
                    content=body,
                    extensions={"sni_hostname": meant.host},
                ) as answer,
            ):
                return answer.status_code  # whatever else it says is not read: it may have no end
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise NotDelivered(f"Could not be sent: {type(error).__name__}.") from None

    @cached_property
    def _trusted(self) -> ssl.SSLContext:
        """Read once: it takes longer than a request."""
        import httpx

        return httpx.create_ssl_context(trust_env=False)

    async def _addresses(self, url: str) -> list[str]:
        parts = urlsplit(url)
        assert parts.hostname  # the doors have checked its form
        port = parts.port or PORTS[parts.scheme]
        return await addresses_of(parts.hostname, port, private=self.allows_private)
