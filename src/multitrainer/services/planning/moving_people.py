"""Puts people where a plan has them, or back.

With transactions, all courses change in one. Without, in an order that heals: the proposal says first that it is being
applied, then course after course changes, then it says that it has been. What is cut off in between, the doctor ends.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

from multitrainer.database import Session
from multitrainer.domain.audit import of_fields
from multitrainer.domain.errors import Conflict, CourseNotFound
from multitrainer.domain.people import People
from multitrainer.domain.proposals import REVERTING, Step
from multitrainer.domain.team import Team
from multitrainer.planning.differences import changed_people, outdated
from multitrainer.planning.moves import Move, by_course, reversed_moves
from multitrainer.repositories.proposals import Proposals as ProposalRepository
from multitrainer.services.changes.audit import Audit
from multitrainer.services.courses.team_changes import Asking, Decide, TeamChanges
from multitrainer.services.planning.proposal_kinds import COLLECTION
from multitrainer.services.planning.schools import Schools

Raw = dict[str, Any]


class Change(NamedTuple):
    """What is done with a proposal: by whom, by which step, and the people before and after."""

    asking: Asking
    step: Step
    moves: tuple[Move, ...]

    @property
    def restores(self) -> bool:
        """Whether people come back to where they stood, which is nothing new for them."""
        return self.step is REVERTING


class MovingPeople:
    """Moves the people of batches, all of a plan or none of it."""

    def __init__(self, proposals: ProposalRepository, schools: Schools, changes: TeamChanges, audit: Audit) -> None:
        self._repository = proposals
        self._schools = schools
        self._changes = changes
        self._audit = audit

    async def take(self, found: Raw, change: Change, session: Session) -> None:
        """Take a proposal's step, with all its moves. Raises PlanOutdated, Conflict, CourseNotFound."""
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
            await self.write(proposal, change.asking, change.moves, restoring=change.restores)
        except (Conflict, CourseNotFound):
            back = left(reversed_moves(change.moves), await self.people(change.moves, None))
            await self.write(proposal, change.asking, back, restoring=True)
            await self._repository.move(proposal, step.over, step.was)
            raise
        await self._repository.move(proposal, step.over, step.to)

    async def write(self, proposal: str, asking: Asking, moves: Sequence[Move], *, restoring: bool) -> None:
        """Course after course. `restoring` says that people come back, which is nothing new for them."""
        for course, theirs in by_course(moves).items():
            await self._repository.alive(proposal)
            decide = _deciding(theirs, restoring=restoring)
            await self._changes.make(asking, course, decide, _nothing, decided=_batches(theirs))

    async def people(self, moves: Sequence[Move], session: Session) -> dict[str, People]:
        """Who stands on the batches of the courses that moves are about, by batch."""
        teams = await self._schools.teams([*by_course(moves)], session)
        return {batch.id: batch.people for team in teams for batch in team.batches}


def left(moves: Sequence[Move], people: dict[str, People]) -> tuple[Move, ...]:
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
