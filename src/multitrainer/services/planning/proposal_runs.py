"""Makes plans beside the requests, and tells how far each is so that any service can answer for it."""

import asyncio
from contextlib import suppress
from typing import Any

import structlog

from multitrainer.database import Outdated
from multitrainer.domain.errors import MultitrainerError
from multitrainer.domain.proposals import ProposalState
from multitrainer.failures import NOT_DONE
from multitrainer.repositories.proposals import Proposals
from multitrainer.services.planning.proposal_kinds import Made, Making
from multitrainer.solver.documents.limits import Progress

log = structlog.get_logger()

BEAT_SECONDS = 1.0
SHUT_DOWN = "The service that made it was stopped. Have it made anew."
BROKEN = "Planning went wrong here. The log of the service says more."


class ProposalRuns:
    """The runs of this process."""

    def __init__(self, proposals: Proposals) -> None:
        self._proposals = proposals
        self._running: dict[str, asyncio.Task[None]] = {}
        self._cancelled: dict[str, asyncio.Event] = {}

    def begin(self, proposal: str, make: Making) -> None:
        """Begin to make what is kept as running."""
        self._cancelled[proposal] = asyncio.Event()
        task = asyncio.create_task(self._run(proposal, make))
        self._running[proposal] = task
        task.add_done_callback(lambda _: self._forget(proposal))

    def cancel(self, proposal: str) -> None:
        """The best so far will do, where it is made here."""
        if event := self._cancelled.get(proposal):
            event.set()

    async def ended(self, proposal: str) -> None:
        """Wait until a run of this process has ended."""
        if task := self._running.get(proposal):
            await asyncio.wait([task])

    async def finish(self) -> None:
        """End all runs, because the service ends."""
        tasks = [*self._running.values()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _forget(self, proposal: str) -> None:
        self._running.pop(proposal, None)
        self._cancelled.pop(proposal, None)

    async def _run(self, proposal: str, make: Making) -> None:
        try:
            progress = _Latest()
            await self._keep(proposal, await self._made(proposal, make, progress), progress)
        except asyncio.CancelledError:
            await self._end(proposal, ProposalState.INTERRUPTED, error=SHUT_DOWN)
            raise
        except MultitrainerError as error:
            await self._end(proposal, ProposalState.FAILED, error=error.detail)
        except Exception:
            log.exception("planning-failed", proposal=proposal)
            await self._end(proposal, ProposalState.FAILED, error=BROKEN)

    async def _made(self, proposal: str, make: Making, progress: "_Latest") -> Made:
        cancelled = self._cancelled[proposal]
        beating = asyncio.create_task(self._beat(proposal, progress, cancelled))
        try:
            return await make(progress.tell, cancelled)
        finally:
            beating.cancel()
            await asyncio.gather(beating, return_exceptions=True)

    async def _beat(self, proposal: str, progress: "_Latest", cancelled: asyncio.Event) -> None:
        while True:
            with suppress(*NOT_DONE):  # it may be back for the next one
                if await self._proposals.beat(proposal, progress.shown):
                    cancelled.set()
            await asyncio.sleep(BEAT_SECONDS)

    async def _keep(self, proposal: str, made: Made, progress: "_Latest") -> None:
        """The parts first, so that what is ready is all there."""
        for name, part in made.parts.items():
            await self._proposals.keep(proposal, name, part)
        state = ProposalState.READY if made.error is None else ProposalState.FAILED
        ended = {**progress.shown, "phase": "done", "done": 1.0}
        await self._end(proposal, state, summary=made.summary, error=made.error, progress=ended)

    async def _end(self, proposal: str, state: ProposalState, **fields: Any) -> None:
        with suppress(Outdated, *NOT_DONE):  # it was deleted or given up; or the silence will tell
            await self._proposals.move(proposal, ProposalState.RUNNING, state, **fields)


class _Latest:
    """The latest progress."""

    def __init__(self) -> None:
        self.shown: dict[str, Any] = {"phase": "start", "done": 0.0, "values": {}}

    def tell(self, progress: Progress) -> None:
        """The latest is another."""
        values = {str(term): value for term, value in progress.values.items()}
        self.shown = {"phase": progress.phase, "done": progress.done, "values": values}
