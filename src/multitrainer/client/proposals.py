"""Plans: made, looked at, applied and taken back; and what would be, if."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence

from multitrainer.client.messages import body, view
from multitrainer.client.paging import PAGE_SIZE, each
from multitrainer.client.transport import Call, Transport, path
from multitrainer.domain.proposals import ProposalKind, ProposalState
from multitrainer.schemas.base import Page
from multitrainer.schemas.plan_options import PlanOptions
from multitrainer.schemas.proposals import (
    BatchInPlan,
    NewProposal,
    NewProposalOfCourses,
    Plan,
    Proposal,
    ProposalInList,
)
from multitrainer.schemas.what_if import Question, Suppositions

LOOKS_EVERY_SECONDS = 0.5
Told = Callable[[Proposal], None]


class Proposals:
    """`client.proposals`: plans to look at before anything changes."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    async def start(
        self,
        kind: ProposalKind,
        courses: Sequence[str] | None = None,
        *,
        options: PlanOptions | None = None,
        suppose: Suppositions | None = None,
    ) -> Proposal:
        """Have a proposal made for some courses together, or for all. `wait` waits for it.

        Raises:
            UnknownCourse, CourseNotFound, InvalidInput.
            PlanRunning: one of these courses is being planned already.
            ProposalHalfApplied: one for these courses was cut off; `multitrainer doctor --repair` ends it.
        """
        new = body(NewProposalOfCourses, kind=kind, courses=courses, options=options, suppose=suppose)
        return view(Proposal, await self._transport.send(Call("POST", path("proposals"), body=new)))

    async def start_for_course(
        self,
        course: str,
        kind: ProposalKind = ProposalKind.ASSIGN,
        *,
        options: PlanOptions | None = None,
        suppose: Suppositions | None = None,
    ) -> Proposal:
        """The same for one course, which a lead may who answers for all its batches. Raises as `start`."""
        new = body(NewProposal, kind=kind, options=options, suppose=suppose)
        return view(Proposal, await self._transport.send(Call("POST", path("courses", course, "proposals"), body=new)))

    async def read(self, proposal: str) -> Proposal:
        """Read how far a proposal is, with its plan once it is ready. Raises ProposalNotFound."""
        return view(Proposal, await self._transport.send(Call("GET", path("proposals", proposal))))

    async def explain(self, proposal: str, batch: str) -> BatchInPlan:
        """Why a batch has its primary in a plan: the best alternative, and why nobody else has it.

        Raises ProposalNotFound, ProposalNotReady, BatchNotFound, PlanningFailed.
        """
        call = Call("GET", path("proposals", proposal, "batches", batch))
        return view(BatchInPlan, await self._transport.send(call))

    async def wait(self, proposal: str, told: Told = lambda _: None) -> Proposal:
        """Wait until a proposal has been made, telling each time how far it is. Raises ProposalNotFound."""
        while (found := await self.read(proposal)).state == ProposalState.RUNNING:
            told(found)
            await asyncio.sleep(LOOKS_EVERY_SECONDS)
        return found

    async def page(
        self, course: str | None = None, cursor: str | None = None, limit: int = PAGE_SIZE
    ) -> Page[ProposalInList]:
        """One page of the proposals, the newest first. Raises InvalidInput for a foreign cursor."""
        query = {"course": course, "cursor": cursor, "limit": limit}
        return view(Page[ProposalInList], await self._transport.send(Call("GET", path("proposals"), query)))

    def list(self, course: str | None = None, page_size: int = PAGE_SIZE) -> AsyncIterator[ProposalInList]:
        """Every proposal, the newest first, read page by page."""
        return each(lambda cursor: self.page(course, cursor, page_size))

    async def cancel(self, proposal: str) -> Proposal:
        """Have it end with the best plan so far. Raises ProposalNotFound."""
        return await self._do(proposal, "cancel")

    async def apply(self, proposal: str) -> Proposal:
        """Put everybody where the plan has them; again, it is the same.

        Raises:
            ProposalNotFound, ProposalNotReady, TrainerInactive, Contended, MalformedData, RefusedByDatabase.
            PlanOutdated: what it was made from has changed; `differences` and `words` of its facts say what.
        """
        return await self._do(proposal, "apply")

    async def revert(self, proposal: str) -> Proposal:
        """Put everybody back where they were; again, it is the same. Raises as `apply`."""
        return await self._do(proposal, "revert")

    async def delete(self, proposal: str) -> None:
        """Delete a proposal; what it changed stays. Raises ProposalNotFound, ProposalNotReady."""
        await self._transport.send(Call("DELETE", path("proposals", proposal)))

    async def what_if(
        self, suppose: Suppositions, courses: Sequence[str] | None = None, *, options: PlanOptions | None = None
    ) -> Plan:
        """The plan that would follow a leave, a new trainer, a new batch, other hours. Nothing is stored.

        Raises UnknownCourse, CourseNotFound, InvalidInput, PlanningFailed.
        """
        question = body(Question, suppose=suppose, courses=courses, options=options)
        return view(Plan, await self._transport.send(Call("POST", path("what-if"), body=question)))

    async def _do(self, proposal: str, what: str) -> Proposal:
        return view(Proposal, await self._transport.send(Call("POST", path("proposals", proposal, what))))
