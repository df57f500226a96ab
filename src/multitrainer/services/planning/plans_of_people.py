"""Proposals of who teaches what: `assign`, `rebalance`, and `what-if`, which is never applied.

With transactions, all courses change in one. Without, in an order that heals: the proposal says first that it is being
applied, then course after course changes, then it says that it has been. What is cut off in between, the doctor ends.
"""

import asyncio
from collections.abc import Sequence
from functools import partial
from typing import Any, NamedTuple

import orjson

from multitrainer.database import Database, Session
from multitrainer.domain.actors import Actor
from multitrainer.domain.audit import of_fields
from multitrainer.domain.errors import BatchNotFound, Conflict, CourseNotFound, InvalidInput, ProposalNotReady
from multitrainer.domain.people import People
from multitrainer.domain.proposals import APPLYING, REVERTING, ProposalKind, ProposalState, Step, must_be
from multitrainer.domain.sentences import Sentence
from multitrainer.domain.team import Team
from multitrainer.planning.asking import options_from, problem_for
from multitrainer.planning.causes import causes
from multitrainer.planning.differences import changed_people, differences, locked_primaries, outdated, still_locked
from multitrainer.planning.moves import Move, by_course, moves_of, reversed_moves
from multitrainer.planning.problem import must_be_there
from multitrainer.planning.telling import question
from multitrainer.planning.texts import infeasible, read_plan, written
from multitrainer.repositories.proposals import Proposals as ProposalRepository
from multitrainer.schemas.plan_options import PlanOptions
from multitrainer.schemas.proposals import NewProposal
from multitrainer.schemas.what_if import Question as WhatIf
from multitrainer.schemas.what_if import Suppositions
from multitrainer.services.changes.audit import Audit
from multitrainer.services.courses.team_changes import Asking, Decide, TeamChanges
from multitrainer.services.planning.limits import PlanningLimits
from multitrainer.services.planning.planner import Planner
from multitrainer.services.planning.proposal_kinds import (
    COLLECTION,
    PROBLEM,
    SOLUTION,
    VIEW,
    Begun,
    Made,
    Tell,
    kind_of,
)
from multitrainer.services.planning.schools import Schools
from multitrainer.services.working.turns import Turns
from multitrainer.solver.documents.limits import Limits, Progress
from multitrainer.solver.documents.problem import Problem
from multitrainer.solver.documents.solution import SolutionStatus

Raw = dict[str, Any]
S = ProposalState


class Change(NamedTuple):
    """What is done with a proposal: by whom, by which step, and the people before and after."""

    asking: Asking
    step: Step
    moves: tuple[Move, ...]

    @property
    def restores(self) -> bool:
        """Whether people come back to where they stood, which is nothing new for them."""
        return self.step is REVERTING


class PlansOfPeople:
    """A kind of proposal (proposal_kinds.py)."""

    shown_as = "plan"

    def __init__(
        self,
        database: Database,
        repository: ProposalRepository,
        schools: Schools,
        planner: Planner,
        limits: PlanningLimits,
        changes: TeamChanges,
        audit: Audit,
    ) -> None:
        self._database = database
        self._repository = repository
        self._schools = schools
        self._planner = planner
        self._limits = limits
        self._changes = changes
        self._audit = audit
        self._making, self._answering = Turns(limits.at_once), Turns(limits.at_once)

    async def begin(self, actor: Actor, scope: Sequence[str], new: NewProposal) -> Begun:
        """Raises UnknownCourse, InvalidInput, MalformedData."""
        problem = await self._problem(scope, new.kind, new.options, new.suppose)
        text = await asyncio.to_thread(written, problem)
        return Begun({PROBLEM: text}, partial(self._make, problem, text, self._limits.of(new.options)))

    async def answer(self, scope: Sequence[str], asked: WhatIf) -> Raw:
        """The plan that would follow, if; nothing is kept.

        Raises UnknownCourse, InvalidInput, PlanningFailed, and Unavailable where too many others ask.
        """
        problem = await self._problem(scope, ProposalKind.WHAT_IF, asked.options, asked.suppose)
        async with self._answering.turn(self._limits.answer_seconds):
            return await self._answered(problem, self._limits.of_answer(asked.options))

    async def _answered(self, problem: Problem, limits: Limits) -> Raw:
        solution = await self._planner.plan(problem, limits, lambda _: None, asyncio.Event())
        text, said = await asyncio.to_thread(written, problem), await asyncio.to_thread(written, solution)
        shown: Raw = orjson.loads(await self._told(text, said, is_long=bool(solution.uncovered)))
        return shown

    async def explain(self, found: Raw, batch: str) -> Raw:
        """Why one batch of a plan has its primary, or nobody. Raises ProposalNotReady, BatchNotFound."""
        problem, solution = await self._texts(str(found["_id"]))
        if problem is None or solution is None or kind_of(found) is ProposalKind.BATCHES:
            raise ProposalNotReady(
                Sentence("There is no plan of who teaches what in this proposal."), state=found["state"]
            )
        async with self._answering.turn(self._limits.answer_seconds):
            shown: Raw | None = orjson.loads(await self._told(problem, solution, batch))
        if shown is None:
            raise BatchNotFound(
                Sentence("The proposal plans no such batch."),
                f"The proposal plans no batch {batch}, or several of this name; its `changes` have ids.",
                batch=batch,
            )
        return shown

    async def _make(self, problem: Problem, text: bytes, limits: Limits, tell: Tell, cancelled: asyncio.Event) -> Made:
        async with self._making.turn():
            return await self._made(problem, text, limits, tell, cancelled)

    async def _made(self, problem: Problem, text: bytes, limits: Limits, tell: Tell, cancelled: asyncio.Event) -> Made:
        solution = await self._planner.plan(problem, limits, tell, cancelled)
        tell(Progress("explaining", 1.0, {term.term: term.value for term in solution.terms}))
        said = await asyncio.to_thread(written, solution)
        view = await self._told(text, said, is_long=bool(solution.uncovered))
        changes = len(await asyncio.to_thread(moves_of, problem, solution))
        summary = {"status": solution.status.value, "changes": changes, "uncovered": len(solution.uncovered)}
        error = infeasible(solution) if solution.status is SolutionStatus.INFEASIBLE else None
        return Made({SOLUTION: said, VIEW: view}, summary, error)

    async def _told(self, problem: bytes, solution: bytes, batch: str | None = None, *, is_long: bool = False) -> bytes:
        text = question(problem, solution, batch)
        return await self._planner.tell(text, self._limits.answer_seconds, is_long=is_long)

    async def _texts(self, proposal: str) -> tuple[bytes | None, bytes | None]:
        return await self._repository.part(proposal, PROBLEM), await self._repository.part(proposal, SOLUTION)

    async def _problem(
        self, scope: Sequence[str], kind: ProposalKind, options: PlanOptions, suppose: Suppositions | None
    ) -> Problem:
        school = await self._schools.load(scope)
        must_be_there(school, options)
        problem = await asyncio.to_thread(problem_for, kind, school, options, suppose)
        if not problem.batches:
            raise InvalidInput(
                Sentence("There is nothing to plan: these courses have no batches yet."),
                errors=[{"field": "body.courses", "message": Sentence("have no batches yet")}],
            )
        return problem

    async def apply(self, actor: Actor, found: Raw) -> None:
        """Put everybody where the plan has them. Raises TrainerInactive as well."""
        if kind_of(found) is ProposalKind.WHAT_IF:
            raise ProposalNotReady(Sentence("What would be, if, is never applied."), state=found["state"])
        proposal = str(found["_id"])

        async def change(session: Session) -> None:
            if await self._is(proposal, S.APPLIED, session):
                return
            must_be(await self._state(proposal, session), S.READY, "applied")
            await self._repository.must_be_alone(found, session)
            problem, moves = await self._plan(proposal)
            await self._must_be_as_it_was(found, problem, session)
            await self._take(found, Change(Asking(actor, APPLYING.action), APPLYING, moves), session)

        await self._database.atomically(f"proposal:{proposal}", change)

    async def revert(self, actor: Actor, found: Raw) -> None:
        """Put everybody back. Raises PlanOutdated where people are others than it made, or a primary is locked."""
        proposal = str(found["_id"])

        async def change(session: Session) -> None:
            if await self._is(proposal, S.REVERTED, session):
                return
            must_be(await self._state(proposal, session), S.APPLIED, "reverted")
            await self._repository.must_be_alone(found, session)
            problem, moves = await self._plan(proposal)
            back = reversed_moves(moves)
            await self._must_stand(back, problem, session)
            await self._must_be_unlocked(back, problem, session)
            await self._take(found, Change(Asking(actor, REVERTING.action), REVERTING, back), session)

        await self._database.atomically(f"proposal:{proposal}", change)

    async def mend(self, actor: Actor, found: Raw) -> ProposalState:
        """End what was cut off: forwards, or backwards where others have changed something of it meanwhile."""
        proposal = str(found["_id"])
        step = APPLYING if found["state"] == S.APPLYING else REVERTING
        moves = (await self._plan(proposal))[1]
        forwards = moves if step is APPLYING else reversed_moves(moves)
        people = await self._people(forwards, None)
        is_whole = all(people.get(move.batch) in (move.before, move.after) for move in forwards)
        steps = forwards if is_whole else reversed_moves(forwards)
        restoring = not is_whole or step is REVERTING
        await self._write(proposal, Asking(actor, step.action), _left(steps, people), restoring=restoring)
        await self._repository.move(proposal, step.over, step.to if is_whole else step.was)
        return step.to if is_whole else step.was

    async def _take(self, found: Raw, change: Change, session: Session) -> None:
        proposal, step = str(found["_id"]), change.step
        noted = of_fields(COLLECTION, proposal, {"state": step.was.value}, {"state": step.to.value})
        async with self._audit.noting(change.asking.actor, step.action, noted, session):
            if session is None:
                await self._repository.enter(found, step)
                await self._take_one_by_one(proposal, change)
            else:
                await self._take_at_once(proposal, change, session)

    async def _take_at_once(self, proposal: str, change: Change, session: Session) -> None:
        await self._repository.move(proposal, change.step.was, change.step.to, session)
        for course, moves in by_course(change.moves).items():
            decide = _deciding(moves, restoring=change.restores)
            await self._changes.make_within(session, change.asking, course, decide, decided=_batches(moves))

    async def _take_one_by_one(self, proposal: str, change: Change) -> None:
        """What can't be finished is taken back, so that nothing is left in part but by a kill."""
        step = change.step
        try:
            await self._write(proposal, change.asking, change.moves, restoring=change.restores)
        except (Conflict, CourseNotFound):
            back = _left(reversed_moves(change.moves), await self._people(change.moves, None))
            await self._write(proposal, change.asking, back, restoring=True)
            await self._repository.move(proposal, step.over, step.was)
            raise
        await self._repository.move(proposal, step.over, step.to)

    async def _write(self, proposal: str, asking: Asking, moves: Sequence[Move], *, restoring: bool) -> None:
        for course, theirs in by_course(moves).items():
            await self._repository.alive(proposal)
            decide = _deciding(theirs, restoring=restoring)
            await self._changes.make(asking, course, decide, _nothing, decided=_batches(theirs))

    async def _plan(self, proposal: str) -> tuple[Problem, tuple[Move, ...]]:
        problem, solution = await self._texts(proposal)
        assert problem
        assert solution
        return await asyncio.to_thread(read_plan, problem, solution)

    async def _must_be_as_it_was(self, found: Raw, problem: Problem, session: Session) -> None:
        school = await self._schools.load([str(course) for course in found["courses"]], session)
        now = await asyncio.to_thread(problem_for, kind_of(found), school, options_from(found["options"]))
        if changed := await asyncio.to_thread(differences, problem, now):
            raise outdated(changed, "made", causes(changed, problem, now))

    async def _must_stand(self, back: Sequence[Move], problem: Problem, session: Session) -> None:
        if changed := changed_people(reversed_moves(back), await self._people(back, session)):
            raise outdated(changed, "applied", causes(changed, problem, problem))

    async def _must_be_unlocked(self, back: Sequence[Move], problem: Problem, session: Session) -> None:
        if held := locked_primaries(back, await self._schools.locked([*by_course(back)], session)):
            raise still_locked(held, causes(held, problem, problem))

    async def _people(self, moves: Sequence[Move], session: Session) -> dict[str, People]:
        teams = await self._schools.teams([*by_course(moves)], session)
        return {batch.id: batch.people for team in teams for batch in team.batches}

    async def _state(self, proposal: str, session: Session) -> ProposalState:
        return S((await self._repository.find(proposal, session))["state"])

    async def _is(self, proposal: str, state: ProposalState, session: Session) -> bool:
        return await self._state(proposal, session) is state


def _left(moves: Sequence[Move], people: dict[str, People]) -> tuple[Move, ...]:
    """Those that are still to be made."""
    return tuple(move for move in moves if people.get(move.batch) == move.before)


def _batches(moves: Sequence[Move]) -> list[str]:
    return [move.batch for move in moves]


def _deciding(moves: Sequence[Move], *, restoring: bool) -> Decide:
    """Puts the people of some batches where they belong, while they stand where they stood."""

    def decide(team: Team) -> Team:
        people = {batch.id: batch.people for batch in team.batches}
        if changed := changed_people(reversed_moves(moves), people):
            raise outdated(changed, "made")
        after = {move.batch: move.after for move in moves}
        return team.put_back(after) if restoring else team.staff_all(after)

    return decide


async def _nothing(session: Session, before: Team, after: Team) -> None:
    """There is nothing to answer."""
