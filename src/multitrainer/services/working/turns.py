"""Turns: of what takes much of the machine, only so many run at a time, and the others wait in order."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from multitrainer.domain.errors import Unavailable
from multitrainer.domain.sentences import Sentence


class Turns:
    """So many at once in this process."""

    def __init__(self, at_once: int) -> None:
        self._at_once = at_once
        self._free = asyncio.Semaphore(at_once)

    @asynccontextmanager
    async def turn(self, seconds: float | None = None) -> AsyncIterator[None]:
        """Have a turn, which is waited for as long as it takes, or so many seconds. Raises Unavailable."""
        try:
            async with asyncio.timeout(seconds):
                await self._free.acquire()
        except TimeoutError:
            raise Unavailable(
                Sentence(
                    "{n} plans are being worked at for others, and no more at once. None was made for this question; "
                    "ask it again.",
                    n=self._at_once,
                )
            ) from None
        try:
            yield
        finally:
            self._free.release()
