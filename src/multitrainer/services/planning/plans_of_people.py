"""Proposals of who teaches what: `assign`, `rebalance`, and `what-if`, which is never applied."""

import asyncio
from collections.abc import Sequence
from functools import partial
from typing import Any

import orjson

from multitrainer.database import Database, Session
from multitrainer.domain.actors import Actor
from multitrainer.domain.errors import BatchNotFound, InvalidInput, ProposalNotReady
from multitrainer.domain.proposals import APPLYING, REVERTING, ProposalKind, ProposalState, must_be
from multitrainer.domain.sentences import Sentence
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
from multitrainer.services.courses.team_changes import Asking
from multitrainer.services.planning.limits import PlanningLimits
from multitrainer.services.planning.moving_people import Change, MovingPeople, left
from multitrainer.services.planning.planner import Planner
from multitrainer.services.planning.proposal_kinds import (
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
        moving: MovingPeople,
    ) -> None:
        self._database = database
        self._repository = repository
        self._schools = schools
        self._planner = planner
        self._limits = limits
        self._moving = moving
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
            await self._moving.take(found, Change(Asking(actor, APPLYING.action), APPLYING, moves), session)

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
            await self._moving.take(found, Change(Asking(actor, REVERTING.action), REVERTING, back), session)

        await self._database.atomically(f"proposal:{proposal}", change)

    async def mend(self, actor: Actor, found: Raw) -> ProposalState:
        """End what was cut off: forwards, or backwards where others have changed something of it meanwhile."""
        proposal = str(found["_id"])
        step = APPLYING if found["state"] == S.APPLYING else REVERTING
        moves = (await self._plan(proposal))[1]
        forwards = moves if step is APPLYING else reversed_moves(moves)
        people = await self._moving.people(forwards, None)
        is_whole = all(people.get(move.batch) in (move.before, move.after) for move in forwards)
        steps = forwards if is_whole else reversed_moves(forwards)
        restoring = not is_whole or step is REVERTING
        await self._moving.write(proposal, Asking(actor, step.action), left(steps, people), restoring=restoring)
        await self._repository.move(proposal, step.over, step.to if is_whole else step.was)
        return step.to if is_whole else step.was

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
        if changed := changed_people(reversed_moves(back), await self._moving.people(back, session)):
            raise outdated(changed, "applied", causes(changed, problem, problem))

    async def _must_be_unlocked(self, back: Sequence[Move], problem: Problem, session: Session) -> None:
        if held := locked_primaries(back, await self._schools.locked([*by_course(back)], session)):
            raise still_locked(held, causes(held, problem, problem))

    async def _state(self, proposal: str, session: Session) -> ProposalState:
        return S((await self._repository.find(proposal, session))["state"])

    async def _is(self, proposal: str, state: ProposalState, session: Session) -> bool:
        return await self._state(proposal, session) is state
