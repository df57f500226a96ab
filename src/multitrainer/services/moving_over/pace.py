"""How fast an institute is moved over: as fast as its server and its other users bear."""

import asyncio
import time
from collections.abc import Awaitable, Callable

from multitrainer.services.moving_over.limits import MOST, Limits
from multitrainer.services.moving_over.patience import Patience

FIRST, LEAST = 1_000, 500
"""Documents in a chunk. Fewer do not make a slow server faster."""

TARGET_SECONDS = 3.0
LOOKS_EACH_SECONDS = 0.5
LONGEST_PAUSE_SECONDS = 5.0

Tell = Callable[[str], None]


class Pace:
    """Sizes chunks to a target time, and waits between them where that is wanted."""

    def __init__(self, limits: Limits, ping: Callable[[], Awaitable[None]], tell: Tell) -> None:
        self._limits = limits
        self._ping = ping
        self._tell = tell
        self._size = limits.batch_size or FIRST

    def size(self) -> int:
        """How many documents the next chunk may have."""
        return self._size

    async def keep(self, work: Callable[[], Awaitable[int]]) -> None:
        """Do some work when it may be done, and rest after it. It tells how many documents it was.

        Raises Unavailable, or PyMongoError, when the server answers no ping.
        """
        await Patience(self._tell).insist(self.before_chunk)  # of its own: that pings succeed says nothing of the work
        began = time.perf_counter()
        documents = await work()
        await self.after_chunk(documents, time.perf_counter() - began)

    async def before_chunk(self) -> None:
        """Wait while the pause file is there, or the server is slow for the others."""
        await self._until_unpaused()
        if self._limits.max_latency is not None:
            await self._until_quick(self._limits.max_latency)

    async def after_chunk(self, documents: int, seconds: float) -> None:
        """Size the next chunk by how long this one took, and keep to the rate."""
        if self._limits.batch_size is None:
            self._size = resized(self._size, documents, seconds)
        if self._limits.max_rate is not None:
            await self._rest(max(0.0, documents / self._limits.max_rate - seconds), self._limits.max_rate)

    async def _rest(self, seconds: float, rate: float) -> None:
        if seconds > LONGEST_PAUSE_SECONDS:
            self._tell(f"Keeping to {rate:,.0f} documents/s: the next ones in {seconds:.0f} s.")
        await asyncio.sleep(seconds)

    async def _until_unpaused(self) -> None:
        path = self._limits.pause_file
        if path is None or not path.exists():
            return
        self._tell(f"Paused, because {path} exists. Remove it, and the work goes on.")
        while path.exists():  # noqa: ASYNC110  (no event tells)
            await asyncio.sleep(LOOKS_EACH_SECONDS)

    async def _until_quick(self, limit: float) -> None:
        pause = LOOKS_EACH_SECONDS
        while (latency := await self._latency()) > limit:
            self._tell(f"The server takes {1000 * latency:.0f} ms for a ping; waiting {pause:.1f} s for it.")
            self._size = self._limits.batch_size or max(LEAST, self._size // 2)
            await asyncio.sleep(pause)
            pause = min(2 * pause, LONGEST_PAUSE_SECONDS)

    async def _latency(self) -> float:
        began = time.perf_counter()
        await self._ping()
        return time.perf_counter() - began


def resized(size: int, documents: int, seconds: float) -> int:
    """The size with which a chunk would have taken the target time; at most twice or half the present one."""
    if documents < size:  # the last one, or the last of its kind of `_id`
        return size
    factor = min(2.0, max(0.5, TARGET_SECONDS / max(seconds, 0.001)))
    return min(MOST, max(LEAST, int(size * factor)))
