"""Proposals: made beside the requests, looked at, cancelled and deleted. proposal_changes.py applies them."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any

import orjson

from multitrainer.domain.actions import Action
from multitrainer.domain.actors import Actor, ActorKind
from multitrainer.domain.audit import of_deletion, of_fields
from multitrainer.domain.contexts import led_by
from multitrainer.domain.errors import NotAllowed, NotFound, ProposalNotReady
from multitrainer.domain.proposals import SENTENCES, ProposalKind, ProposalState, actions_for
from multitrainer.domain.sentences import Sentence
from multitrainer.identity.callers import Caller
from multitrainer.repositories.pages import Paged
from multitrainer.repositories.proposals import Proposals as ProposalRepository
from multitrainer.repositories.proposals import no_proposal, of_courses
from multitrainer.schemas.base import Body
from multitrainer.schemas.plan_options import PlanOptions
from multitrainer.schemas.proposals import NewProposal
from multitrainer.schemas.what_if import Question, Suppositions
from multitrainer.services.changes.audit import Audit
from multitrainer.services.gate import Gate
from multitrainer.services.planning.plans_of_people import PlansOfPeople
from multitrainer.services.planning.proposal_kinds import COLLECTION, VIEW, Kinds, kind_of
from multitrainer.services.planning.proposal_runs import ProposalRuns
from multitrainer.services.planning.schools import Schools
from multitrainer.stored.ids import new_id, oid

Raw = dict[str, Any]
SHOWN = ("_id", "kind", "courses", "state", "made_by", "made_at", "ended_at", "progress", "summary", "error")
NAMES = {"made_by": "madeBy", "made_at": "madeAt", "ended_at": "endedAt"}
BUSY = {ProposalState.RUNNING, ProposalState.APPLYING, ProposalState.REVERTING}
START: Raw = {"phase": "start", "done": 0.0, "values": {}}


class Proposals:
    """Use cases of proposals."""

    def __init__(
        self,
        gate: Gate,
        proposals: ProposalRepository,
        schools: Schools,
        runs: ProposalRuns,
        people: PlansOfPeople,
        kinds: Kinds,
        audit: Audit,
    ) -> None:
        self._gate = gate
        self._proposals = proposals
        self._schools = schools
        self._runs = runs
        self._people = people
        self._kinds = kinds
        self._audit = audit

    async def make(
        self, caller: Caller, courses: Sequence[str] | None, new: NewProposal, id_: str | None = None
    ) -> Raw:
        """Begin to make a proposal for some courses, or for all; with an id that an earlier try used, that one.

        Raises CourseNotFound, UnknownCourse, InvalidInput, NoBatching, MalformedData, PlanRunning.
        """
        actor, scope = await self._scope(caller, courses, new.kind)
        what = await self._kinds[new.kind].begin(actor, scope, new)
        proposal = id_ or new_id()
        kept = {"kind": new.kind.value, "options": options_as_kept(new.options, new.suppose), "progress": START}
        made_by = {"kind": actor.kind.value, "id": actor.id}
        begun = {"_id": oid(proposal), "courses": of_courses(scope), "made_by": made_by, **kept}
        noted = of_fields(COLLECTION, proposal, {}, {"kind": new.kind.value, "courses": [*scope]})
        if await self._proposals.start(begun):
            async with self._audit.noting(actor, Action.MAKE_PROPOSAL, noted):
                for name, part in what.parts.items():
                    await self._proposals.keep(proposal, name, part)
                self._runs.begin(proposal, what.make)
        return await self._whole(await self._proposals.find(proposal))

    async def answer(self, caller: Caller, question: Question) -> Raw:
        """The plan that would follow, if; nothing is kept. Raises UnknownCourse, InvalidInput, PlanningFailed."""
        _, scope = await self._scope(caller, question.courses, ProposalKind.WHAT_IF)
        return await self._people.answer(scope, question)

    async def read(self, caller: Caller, proposal: str) -> Raw:
        """A proposal, with its plan once it is there. Raises ProposalNotFound."""
        return await self._whole(await self._found(caller, Action.READ_PROPOSAL, proposal))

    async def view(self, caller: Caller, proposal: str) -> Raw:
        """The same to be sent on: megabytes of a plan that nobody has to read stay the text that they are kept as."""
        found = await self._found(caller, Action.READ_PROPOSAL, proposal)
        return self._with(found, await self._proposals.part(proposal, VIEW), orjson.Fragment)

    async def explain(self, caller: Caller, proposal: str, batch: str) -> Raw:
        """Why one batch has its primary in the plan. Raises ProposalNotFound, ProposalNotReady, BatchNotFound."""
        return await self._people.explain(await self._found(caller, Action.READ_PROPOSAL, proposal), batch)

    async def page(self, caller: Caller, course: str | None, cursor: str | None, limit: int) -> Paged:
        """Proposals, the newest first; for a trainer, those of courses that they lead. Raises InvalidInput."""
        actor = await self._gate.anywhere(caller, Action.LIST_PROPOSALS)
        only = None if course is None else {course}
        if actor.kind is not ActorKind.TRAINER:
            page = await self._proposals.page(cursor, limit, only)
            return Paged([_shown(one) for one in page.items], page.next)
        led = {*led_by(actor, await self._gate.teams_of(actor))}
        page = await self._proposals.page(cursor, limit, led if only is None else led & only)
        theirs = [one for one in page.items if {str(course) for course in one["courses"]} <= led]
        return Paged([_shown(one) for one in theirs], page.next)

    async def of_course(self, caller: Caller, course: str, cursor: str | None, limit: int) -> Paged:
        """Those for one course, for whoever may read them. Raises CourseNotFound, InvalidInput."""
        await self._gate.on_whole_course(await self._gate.anybody(caller), Action.READ_PROPOSAL, course)
        return await self.page(caller, course, cursor, limit)

    async def of_institute(self, caller: Caller, cursor: str | None, limit: int) -> Paged:
        """Those of all courses, for whoever plans them together. Raises InvalidInput."""
        await self._gate.anywhere(caller, Action.PLAN_EVERYTHING)
        return await self.page(caller, None, cursor, limit)

    async def ready(self, caller: Caller, limit: int) -> list[Raw]:
        """The newest that wait to be applied, of all courses, for an admin."""
        await self._gate.anywhere(caller, Action.PLAN_EVERYTHING)
        return [_shown(one) for one in await self._proposals.ready(limit)]

    async def may_make(self, caller: Caller, course: str) -> bool:
        """Whether somebody may have proposals made for a course of who teaches what."""
        return await self._may(caller, (Action.MAKE_PROPOSAL,), [course])

    async def may_change(self, caller: Caller, proposal: Raw) -> bool:
        """Whether somebody may apply a proposal that they have read, end it, and have another one made like it."""
        actions = actions_for(kind_of(proposal), Action.APPLY_PROPOSAL)
        return await self._may(caller, actions, [str(course) for course in proposal["courses"]])

    async def _may(self, caller: Caller, actions: Sequence[Action], courses: Sequence[str]) -> bool:
        actor = await self._gate.anybody(caller)
        with suppress(NotAllowed, NotFound):
            for course in courses:
                for action in actions:
                    await self._gate.on_whole_course(actor, action, course)
            return True
        return False

    async def cancel(self, caller: Caller, proposal: str) -> Raw:
        """Have it end with the best so far; one that has ended stays as it is. Raises ProposalNotFound."""
        await self._found(caller, Action.END_PROPOSAL, proposal)
        await self._proposals.cancel(proposal)
        self._runs.cancel(proposal)
        return await self._whole(await self._proposals.find(proposal))

    async def delete(self, caller: Caller, proposal: str) -> None:
        """Delete one that nobody works at. Raises ProposalNotFound, ProposalNotReady."""
        actor, found = await self.let_through(caller, Action.END_PROPOSAL, proposal)
        state = ProposalState(found["state"])
        if state in BUSY:
            words = Sentence("This proposal {stands}; cancel or end that first.", stands=SENTENCES[state])
            raise ProposalNotReady(words, state=state.value)
        noted = of_deletion(COLLECTION, proposal, {"kind": found["kind"], "state": found["state"]})
        async with self._audit.noting(actor, Action.END_PROPOSAL, noted):
            await self._proposals.delete(proposal)

    async def ended(self, proposal: str) -> None:
        """Wait until a proposal that this process makes is made."""
        await self._runs.ended(proposal)

    async def finish(self) -> None:
        """End what is being made here, because the service ends."""
        await self._runs.finish()

    async def _scope(
        self, caller: Caller, courses: Sequence[str] | None, kind: ProposalKind
    ) -> tuple[Actor, tuple[str, ...]]:
        """Who asks, and the courses to plan, each once."""
        if courses is None:
            actor = await self._gate.anywhere(caller, Action.PLAN_EVERYTHING)
            return actor, tuple(await self._schools.all_courses())
        actor = await self._gate.anybody(caller)
        scope = tuple(dict.fromkeys(courses))
        for course in scope:
            for action in actions_for(kind, Action.MAKE_PROPOSAL):
                await self._gate.on_whole_course(actor, action, course)
        await self._schools.must_exist(scope)
        return actor, scope

    async def _found(self, caller: Caller, action: Action, proposal: str) -> Raw:
        return (await self.let_through(caller, action, proposal))[1]

    async def let_through(self, caller: Caller, action: Action, proposal: str) -> tuple[Actor, Raw]:
        """Who asks, and the proposal. Raises ProposalNotFound, also for whoever may not know of it."""
        actor = await self._gate.anybody(caller)
        found = await self._proposals.find(proposal)
        for course in found["courses"]:
            for one in actions_for(kind_of(found), action):
                await self._gate.on_whole_course(actor, one, str(course), no_proposal(proposal))
        return actor, found

    async def _whole(self, found: Raw) -> Raw:
        return self._with(found, await self._proposals.part(str(found["_id"]), VIEW), orjson.loads)

    def _with(self, found: Raw, view: bytes | None, read: Callable[[bytes], Any]) -> Raw:
        shown_as = self._kinds[kind_of(found)].shown_as
        shown = {"plan": None, "batches": None, shown_as: read(view) if view else None}
        return {**_shown(found), "options": found["options"], **shown}


def options_as_kept(options: PlanOptions, suppose: Suppositions | None) -> Raw:
    """What was asked for, as it is kept with the proposal."""
    kept = _dumped(options)
    return kept if suppose is None else {**kept, "suppose": _dumped(suppose)}


def _dumped(body: Body) -> Raw:
    return body.model_dump(mode="json", by_alias=True, exclude_defaults=True)


def _shown(found: Raw) -> Raw:
    return {NAMES.get(name, name): found.get(name) for name in SHOWN}
