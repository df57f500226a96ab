"""Applies proposals and takes them back, whole or not at all.

With transactions, all courses change in one. Without, in an order that heals: the proposal says first that it is being
applied, then course after course changes, then it says that it has been. What is cut off in between, the doctor ends.
"""

from collections.abc import Sequence
from typing import NamedTuple

from multitrainer.database import Database, Session
from multitrainer.domain.actors import Actor
from multitrainer.domain.audit import of_fields
from multitrainer.domain.errors import Conflict, CourseNotFound, ProposalNotReady
from multitrainer.domain.people import People
from multitrainer.domain.permissions import Action
from multitrainer.domain.proposals import ProposalKind, ProposalState, must_be
from multitrainer.domain.team import Team
from multitrainer.identity.callers import Caller
from multitrainer.planning.differences import changed_people, differences, outdated
from multitrainer.planning.moves import Move, by_course, moves_of
from multitrainer.repositories.proposals import Proposals as ProposalRepository
from multitrainer.services.audit import Audit
from multitrainer.services.proposal_kinds import APPLICABLE, options_from, problem_for
from multitrainer.services.proposal_runs import PROBLEM, SOLUTION
from multitrainer.services.proposals import COLLECTION, Proposals
from multitrainer.services.schools import Schools
from multitrainer.services.team_changes import Asking, Decide, TeamChanges
from multitrainer.solver.problem import Problem
from multitrainer.solver.solution import Solution

Raw = dict[str, object]
S = ProposalState


class Step(NamedTuple):
    """What is done with a proposal: by whom, from which state over which to which, and the people before and after."""

    asking: Asking
    was: ProposalState
    over: ProposalState
    to: ProposalState
    moves: tuple[Move, ...]

    @property
    def restores(self) -> bool:
        """Whether people come back to where they stood, which is nothing new for them."""
        return self.to is S.REVERTED


class ProposalChanges:
    """Use cases that change the school as a proposal says."""

    def __init__(
        self,
        database: Database,
        repository: ProposalRepository,
        proposals: Proposals,
        schools: Schools,
        changes: TeamChanges,
        audit: Audit,
    ) -> None:
        self._database = database
        self._repository = repository
        self._proposals = proposals
        self._schools = schools
        self._changes = changes
        self._audit = audit

    async def apply(self, caller: Caller, proposal: str) -> Raw:
        """Put everybody where the plan has them; one that has been applied stays as it is.

        Raises:
            ProposalNotFound, ProposalNotReady, TrainerInactive.
            PlanOutdated: what it was made from has changed.
        """
        actor, found = await self._proposals.let_through(caller, Action.APPLY_PROPOSAL, proposal)
        if found["kind"] not in APPLICABLE:
            raise ProposalNotReady("What would be, if, is never applied.", state=found["state"])
        asking = Asking(actor, Action.APPLY_PROPOSAL)

        async def change(session: Session) -> None:
            if await self._is(proposal, S.APPLIED, session):
                return
            must_be(await self._state(proposal, session), S.READY, "applied")
            problem, moves = await self._plan(proposal)
            await self._must_be_as_it_was(found, problem, session)
            await self._take(proposal, Step(asking, S.READY, S.APPLYING, S.APPLIED, moves), session)

        await self._database.atomically(f"proposal:{proposal}", change)
        return await self._proposals.read(actor, proposal)

    async def revert(self, caller: Caller, proposal: str) -> Raw:
        """Put everybody back where they were; one that has been reverted stays as it is.

        Raises:
            ProposalNotFound, ProposalNotReady.
            PlanOutdated: a batch's people are others than the plan made them.
        """
        actor, _ = await self._proposals.let_through(caller, Action.REVERT_PROPOSAL, proposal)
        asking = Asking(actor, Action.REVERT_PROPOSAL)

        async def change(session: Session) -> None:
            if await self._is(proposal, S.REVERTED, session):
                return
            must_be(await self._state(proposal, session), S.APPLIED, "reverted")
            back = reversed_moves((await self._plan(proposal))[1])
            await self._must_stand(back, session)
            await self._take(proposal, Step(asking, S.APPLIED, S.REVERTING, S.REVERTED, back), session)

        await self._database.atomically(f"proposal:{proposal}", change)
        return await self._proposals.read(actor, proposal)

    async def mend(self, actor: Actor, proposal: str) -> ProposalState:
        """End what was cut off: forwards, or backwards where others have changed something of it meanwhile."""
        found = await self._repository.find(proposal)
        was = S(found["state"])
        if was is S.INTERRUPTED:
            await self._repository.move(proposal, S.RUNNING, S.INTERRUPTED)
            return S.INTERRUPTED
        moves = (await self._plan(proposal))[1]
        action = Action.APPLY_PROPOSAL if was is S.APPLYING else Action.REVERT_PROPOSAL
        forwards = moves if was is S.APPLYING else reversed_moves(moves)
        to, origin = (S.APPLIED, S.READY) if was is S.APPLYING else (S.REVERTED, S.APPLIED)
        people = await self._people(forwards, None)
        is_whole = all(people.get(move.batch) in (move.before, move.after) for move in forwards)
        steps = forwards if is_whole else reversed_moves(forwards)
        restoring = not is_whole or to is S.REVERTED
        await self._write(proposal, Asking(actor, action), _left(steps, people), restoring=restoring)
        await self._repository.move(proposal, was, to if is_whole else origin)
        return to if is_whole else origin

    async def _take(self, proposal: str, step: Step, session: Session) -> None:
        noted = of_fields(COLLECTION, proposal, {"state": step.was.value}, {"state": step.to.value})
        async with self._audit.noting(step.asking.actor, step.asking.action, noted, session):
            if session is None:
                await self._take_one_by_one(proposal, step)
            else:
                await self._take_at_once(proposal, step, session)

    async def _take_at_once(self, proposal: str, step: Step, session: Session) -> None:
        await self._repository.move(proposal, step.was, step.to, session)
        for course, moves in by_course(step.moves).items():
            decide = _deciding(moves, restoring=step.restores)
            await self._changes.make_within(session, step.asking, course, decide, decided=_batches(moves))

    async def _take_one_by_one(self, proposal: str, step: Step) -> None:
        """What can't be finished is taken back, so that nothing is left in part but by a kill."""
        await self._repository.move(proposal, step.was, step.over)
        try:
            await self._write(proposal, step.asking, step.moves, restoring=step.restores)
        except (Conflict, CourseNotFound):
            back = _left(reversed_moves(step.moves), await self._people(step.moves, None))
            await self._write(proposal, step.asking, back, restoring=True)
            await self._repository.move(proposal, step.over, step.was)
            raise
        await self._repository.move(proposal, step.over, step.to)

    async def _write(self, proposal: str, asking: Asking, moves: Sequence[Move], *, restoring: bool) -> None:
        for course, theirs in by_course(moves).items():
            await self._repository.alive(proposal)
            decide = _deciding(theirs, restoring=restoring)
            await self._changes.make(asking, course, decide, _nothing, decided=_batches(theirs))

    async def _plan(self, proposal: str) -> tuple[Problem, tuple[Move, ...]]:
        problem = await self._repository.part(proposal, PROBLEM)
        solution = await self._repository.part(proposal, SOLUTION)
        assert problem
        assert solution
        asked = Problem.model_validate_json(problem)
        return asked, moves_of(asked, Solution.model_validate_json(solution))

    async def _must_be_as_it_was(self, found: Raw, problem: Problem, session: Session) -> None:
        courses = found["courses"]
        assert isinstance(courses, list)
        assert isinstance(found["options"], dict)
        school = await self._schools.load([str(course) for course in courses], session)
        now = problem_for(ProposalKind(str(found["kind"])), school, options_from(found["options"]))
        if changed := differences(problem, now):
            raise outdated(changed, "made")

    async def _must_stand(self, back: Sequence[Move], session: Session) -> None:
        if changed := changed_people(reversed_moves(back), await self._people(back, session)):
            raise outdated(changed, "applied")

    async def _people(self, moves: Sequence[Move], session: Session) -> dict[str, People]:
        teams = await self._schools.teams([*by_course(moves)], session)
        return {batch.id: batch.people for team in teams for batch in team.batches}

    async def _state(self, proposal: str, session: Session) -> ProposalState:
        return S((await self._repository.find(proposal, session))["state"])

    async def _is(self, proposal: str, state: ProposalState, session: Session) -> bool:
        return await self._state(proposal, session) is state


def reversed_moves(moves: Sequence[Move]) -> tuple[Move, ...]:
    """The same the other way round."""
    return tuple(Move(move.batch, move.course, move.after, move.before) for move in moves)


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
