"""Proposals of which batches a course has and who sits in them: `batches`."""

import asyncio
from collections.abc import Sequence
from functools import partial
from typing import Any, Protocol

import orjson

from multitrainer.database import Session
from multitrainer.domain.actors import Actor
from multitrainer.domain.audit import of_fields
from multitrainer.domain.batches_plan import BatchesPlan
from multitrainer.domain.errors import Conflict, PlanOutdated
from multitrainer.domain.proposals import APPLYING, REVERTING, ProposalState, Step, must_be
from multitrainer.planning.batches_view import batches_view
from multitrainer.repositories.proposals import Proposals as ProposalRepository
from multitrainer.schemas.proposals import NewProposal
from multitrainer.services.changes.audit import Audit
from multitrainer.services.courses.team_changes import First
from multitrainer.services.planning.batches_plans import BatchesPlans
from multitrainer.services.planning.proposal_kinds import COLLECTION, SOLUTION, VIEW, Begun, Made, Tell
from multitrainer.solver.sectioning.splitting import Intake

Raw = dict[str, Any]


class Change(Protocol):
    """What applies a plan, or takes it back."""

    async def __call__(self, caller: Actor, plan: BatchesPlan, entering: First = ...) -> None:
        """`entering` is written in the same transaction."""


class PlansOfBatches:
    """A kind of proposal (proposal_kinds.py). A plan that was cut off is applied, or taken back, by doing so again."""

    shown_as = "batches"

    def __init__(self, repository: ProposalRepository, plans: BatchesPlans, audit: Audit) -> None:
        self._repository = repository
        self._plans = plans
        self._audit = audit

    async def begin(self, actor: Actor, scope: Sequence[str], new: NewProposal) -> Begun:
        """Raises CourseNotFound, NoBatching, MalformedData."""
        (course,) = scope  # schemas/proposals.py lets no more through
        return Begun({}, partial(self._make, await self._plans.intake(actor, course)))

    async def _make(self, intake: Intake, tell: Tell, cancelled: asyncio.Event) -> Made:
        plan = await self._plans.plan(intake)
        view = batches_view(plan, intake)
        changes = len(view["new"]) + len(view["changed"])
        summary = {"status": "planned", "changes": changes, "uncovered": 0, "waiting": len(plan.waiting)}
        return Made({SOLUTION: orjson.dumps(plan.to_json()), VIEW: orjson.dumps(view)}, summary)

    async def apply(self, actor: Actor, found: Raw) -> None:
        """Make the batches and seat everybody as the plan says."""
        await self._take(actor, found, APPLYING, self._plans.apply, self._plans.revert)

    async def revert(self, actor: Actor, found: Raw) -> None:
        """Seat everybody as before, and delete the batches that the plan made."""
        await self._take(actor, found, REVERTING, self._plans.revert, self._plans.apply)

    async def mend(self, actor: Actor, found: Raw) -> ProposalState:
        """Forwards, or backwards where others have changed something of it meanwhile."""
        proposal, plan = str(found["_id"]), await self._plan(str(found["_id"]))
        step, there, back = APPLYING, self._plans.apply, self._plans.revert
        if found["state"] == ProposalState.REVERTING:
            step, there, back = REVERTING, back, there
        try:
            await there(actor, plan)
            to = step.to
        except PlanOutdated:
            await back(actor, plan)
            to = step.was
        await self._repository.move(proposal, step.over, to)
        return to

    async def _take(self, actor: Actor, found: Raw, step: Step, there: Change, back: Change) -> None:
        proposal = str(found["_id"])
        if await self._state(proposal, None) is step.to:
            return
        await self._repository.must_be_alone(found)
        plan, entering = await self._plan(proposal), _Entering(self._repository, self._audit, actor, found, step)
        try:
            await there(actor, plan, entering)
        except _AlreadyThere:
            return
        except Conflict:
            if entering.is_half_way:
                await back(actor, plan)
                await self._repository.move(proposal, step.over, step.was)
            raise
        if entering.is_half_way:
            await self._repository.move(proposal, step.over, step.to)

    async def _plan(self, proposal: str) -> BatchesPlan:
        plan = await self._repository.part(proposal, SOLUTION)
        return BatchesPlan.from_json(orjson.loads(plan)) if plan else BatchesPlan("")

    async def _state(self, proposal: str, session: Session) -> ProposalState:
        return ProposalState((await self._repository.find(proposal, session))["state"])


class _AlreadyThere(Exception):
    """Another has done it meanwhile."""


class _Entering:
    """What a change begins with: the proposal's state moves in its transaction, or, without one, half way before it."""

    def __init__(self, repository: ProposalRepository, audit: Audit, actor: Actor, found: Raw, step: Step) -> None:
        self._repository = repository
        self._audit = audit
        self._actor = actor
        self._found = found
        self._proposal = str(found["_id"])
        self._step = step
        self.is_half_way = False

    async def __call__(self, session: Session) -> None:
        if self.is_half_way:  # an earlier try of ours got so far
            return
        step = self._step
        state = ProposalState((await self._repository.find(self._proposal, session))["state"])
        if state is step.to:
            raise _AlreadyThere
        must_be(state, step.was, step.verb)
        noted = of_fields(COLLECTION, self._proposal, {"state": step.was.value}, {"state": step.to.value})
        async with self._audit.noting(self._actor, step.action, noted, session):
            if session is None:
                await self._repository.enter(self._found, step)
            else:
                await self._repository.must_be_alone(self._found, session)
                await self._repository.move(self._proposal, step.was, step.to, session)
        self.is_half_way = session is None
