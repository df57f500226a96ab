"""What wakes the jobs of this process's worker when there is something to do."""

import asyncio
from contextlib import suppress


class Bell:
    """Rings for jobs by their names. What is rung before somebody listens is heard when they do."""

    def __init__(self) -> None:
        self.ends = False
        """Whether the worker ends: a job begins nothing more then, and finishes what it has begun."""
        self._rung: dict[str | None, asyncio.Event] = {}

    def ring(self, *jobs: str) -> None:
        """Wake some jobs, or all that listen."""
        for job in jobs or [*self._rung]:
            self._of(job).set()

    async def heard(self, job: str | None, seconds: float) -> None:
        """Wait until it is rung for a job (None: for everybody), or for so long."""
        rung = self._of(job)
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await rung.wait()
        rung.clear()

    def _of(self, job: str | None) -> asyncio.Event:
        return self._rung.setdefault(job, asyncio.Event())
