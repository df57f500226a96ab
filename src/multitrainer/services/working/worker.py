"""The worker: jobs that go on beside the requests, until it is told to end.

A job says by `run` whether there was something to do. While there is, it is run again at once; else when it is rung for
(`Bell`), or after a while, because another process may have made work for it.
"""

import asyncio
from collections.abc import Sequence
from typing import Protocol

import structlog

from multitrainer import leases
from multitrainer.domain.errors import MultitrainerError
from multitrainer.failures import NOT_DONE
from multitrainer.services.working.bell import Bell

log = structlog.get_logger()

FIRST_PAUSE_SECONDS = 1.0
LONGEST_PAUSE_SECONDS = 30.0
"""After a failure: the pauses double up to this."""

GRACE_SECONDS = 5.0
"""How long what is being done may take to finish when the worker ends; whatever takes longer is cancelled."""


class Job(Protocol):
    """Something to do again and again."""

    name: str
    alone: bool
    """Whether one worker alone may be at it, of all that there are."""

    async def run(self) -> bool:
        """Do a piece of it. Returns whether something was done, so that it is worth looking again at once."""


class Worker:
    """Runs jobs, each beside the others. What fails in one is logged once, and tried again."""

    def __init__(self, jobs: Sequence[Job], bell: Bell, poll_seconds: float) -> None:
        self._jobs = jobs
        self._bell = bell
        self._poll_seconds = poll_seconds

    async def keep(self) -> None:
        """Run until it is cancelled; then finish what has begun, for some seconds at the most."""
        tasks = [asyncio.create_task(self._keep(job), name=job.name) for job in self._jobs]
        try:
            await asyncio.wait(tasks)
        finally:
            self._bell.ends = True
            self._bell.ring()
            await asyncio.wait(tasks, timeout=GRACE_SECONDS)
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            self._bell.ends = False

    async def drain(self) -> None:
        """Run each job, one after the other, until none has anything to do. Raises whatever a job raises."""
        while any([await _once(job) for job in self._jobs]):
            pass

    async def _keep(self, job: Job) -> None:
        pause = 0.0
        while not self._bell.ends:
            try:
                again = await _once(job)
            except Exception as error:
                pause = _longer(job, error, pause)
                await self._bell.heard(None, pause)
                continue
            if pause:
                log.info("worker-goes-on", job=job.name)
            pause = 0.0
            if not (again or self._bell.ends):
                await self._bell.heard(job.name, self._poll_seconds)


async def _once(job: Job) -> bool:
    if job.alone:
        return bool(await leases.alone(f"job:{job.name}", job.run))
    return await job.run()


def _longer(job: Job, error: Exception, pause: float) -> float:
    """The next pause. The first failure is told, and what follows only if it is a fault of ours."""
    foreseen = isinstance(error, (MultitrainerError, *NOT_DONE))
    if not pause:
        reason = getattr(error, "code", None) or type(error).__name__
        log.warning("worker-waits", job=job.name, reason=str(reason), exc_info=None if foreseen else error)
    return min(pause * 2, LONGEST_PAUSE_SECONDS) or FIRST_PAUSE_SECONDS
