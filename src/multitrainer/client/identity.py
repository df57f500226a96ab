"""What requests show of who sends them: a key, or the tokens of a sign-in, which are renewed when they have to be."""

import asyncio
import re
from collections.abc import Awaitable, Callable
from contextlib import suppress

from multitrainer.domain.errors import InvalidInput, NotSignedIn
from multitrainer.schemas.auth import Tokens

VISIBLE = re.compile(r"[!-~]+")
Renew = Callable[[str], Awaitable[Tokens]]


class Identity:
    """Who a client is at the moment. Whoever has signed in is that person, and no machine with a key any more."""

    def __init__(self, api_key: str | None = None) -> None:
        """Raises InvalidInput for a key that no request could carry."""
        self._api_key = _sendable(api_key) if api_key else None
        self._renewing: asyncio.Task[None] | None = None
        self.tokens: Tokens | None = None

    @property
    def headers(self) -> dict[str, str]:
        """What to send along."""
        if self.tokens:
            return {"Authorization": f"Bearer {self.tokens.access_token}"}
        return {"X-API-Key": self._api_key} if self._api_key else {}

    async def renew(self, refused: Tokens, renew: Renew) -> bool:
        """Whether there are other tokens than those that were refused, after renewing them where there are not.

        All who ask meanwhile wait for the same answer, because a refresh token that is used twice ends the sign-in;
        and it goes on if one of them gives up. Raises what `renew` does, but NotSignedIn.
        """
        if self.tokens is refused:
            if self._renewing is None:
                self._renewing = asyncio.create_task(self._renew(refused, renew))
                self._renewing.add_done_callback(self._renewed)
            await asyncio.shield(self._renewing)
        return self.tokens is not None and self.tokens is not refused

    async def settled(self) -> None:
        """Wait until nothing is being renewed."""
        if self._renewing:
            await asyncio.wait({self._renewing})

    async def _renew(self, present: Tokens, renew: Renew) -> None:
        with suppress(NotSignedIn):  # which whoever asked is told by the answer that they have
            found = await renew(present.refresh_token)
            if self.tokens is present:  # and nobody has signed in or out meanwhile
                self.tokens = found

    def _renewed(self, task: asyncio.Task[None]) -> None:
        self._renewing = None
        if not task.cancelled():
            task.exception()  # whoever still waits has it; if none does, it is nobody's any more


def _sendable(api_key: str) -> str:
    """A key without the line break of the file it was read from. What sends it would show it in its own refusal."""
    key = api_key.strip()
    if not VISIBLE.fullmatch(key):
        raise InvalidInput(
            "api_key can't be sent: it is empty, or has a space, a line break or a foreign letter in it."
        )
    return key
