"""Trying again while the server is away or busy, and telling so."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any, TypeVar

from multitrainer.domain.errors import Unavailable
from multitrainer.failures import NOT_DONE, passes

T = TypeVar("T")
Raw = dict[str, Any]

FIRST_PAUSE_SECONDS = 0.5
LONGEST_PAUSE_SECONDS = 5.0
GIVES_UP_AFTER_SECONDS = 120.0
ODD_ERRORS_BORNE = 2
"""How often an error is borne that need not pass: a document may have been of another shape for a moment."""


class Patience:
    """Bears errors for a while. One for each piece of long work."""

    def __init__(self, tell: Callable[[str], None], gives_up_after: float | None = None) -> None:
        """Nothing is waited for yet. `gives_up_after` is in seconds of errors alone; two minutes unless it is given."""
        self._tell = tell
        self._gives_up_after = GIVES_UP_AFTER_SECONDS if gives_up_after is None else gives_up_after
        self._since: float | None = None
        self._pause = FIRST_PAUSE_SECONDS
        self._odd = 0

    async def insist(self, attempt: Callable[[], Awaitable[T]]) -> T:
        """Try until it is done. Raises Unavailable when it is given up, or PyMongoError."""
        while True:
            try:
                done = await attempt()
            except NOT_DONE as error:
                await self.bear(error)
            else:
                self.answered()
                return done

    async def walk(
        self, begin: Callable[[Any], AsyncIterator[list[Raw]]], id_: str, after: Any
    ) -> AsyncIterator[list[Raw]]:
        """All pieces behind `after`. An interrupted walk goes on behind the last piece: only the server ends it."""
        while True:
            try:
                async for piece in begin(after):
                    self.answered()
                    yield piece
                    after = piece[-1][id_]
            except NOT_DONE as error:
                await self.bear(error)
            else:
                return

    async def bear(self, error: Exception) -> None:
        """Wait before another attempt. Raises the error, or Unavailable, when there should be none."""
        if not passes(error):
            self._odd += 1
            if self._odd > ODD_ERRORS_BORNE:
                raise error
        now = time.monotonic()
        # From the first error on: before it, the work may have rested or been paused for long.
        self._since = now if self._since is None else self._since
        if now - self._since >= self._gives_up_after:
            raise Unavailable(
                f"The database has been away for {self._gives_up_after:.0f} seconds. Nothing is lost: the same again "
                "goes on where this was."
            ) from error
        self._tell(f"The database did not do it ({_short(error)}). Trying again in {self._pause:.1f} s.")
        await asyncio.sleep(self._pause)
        self._pause = min(2 * self._pause, LONGEST_PAUSE_SECONDS)

    def answered(self) -> None:
        """What follows is borne anew: the server did something."""
        self._since = None
        self._pause = FIRST_PAUSE_SECONDS
        self._odd = 0


def _short(error: Exception) -> str:
    """The kind of an error; a driver's message may hold a document, or the address with its password."""
    return type(error).__name__.lstrip("_")
