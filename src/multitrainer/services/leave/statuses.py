"""Whoever is away is on leave on their rosters while it lasts."""

from datetime import timedelta

from multitrainer.clock import Clock
from multitrainer.domain.actors import THE_ADMIN
from multitrainer.domain.errors import Conflict, Contended, MalformedData, NotFound
from multitrainer.domain.leave.status import next_turn, status_at
from multitrainer.domain.leave.values import Leave
from multitrainer.domain.roster import Status
from multitrainer.failures import REFUSED
from multitrainer.repositories.leaves import Leaves
from multitrainer.repositories.teams import Teams
from multitrainer.schemas.roster import RosterChange
from multitrainer.services.courses.roster import Roster

AT_ONCE = 50
"""How many leaves one run looks at."""

LATER = timedelta(minutes=5)
"""When a leave is looked at again that could not be."""


class LeaveStatuses:
    """Sets the status on rosters as leave begins and ends, or changes while it runs: a job of the worker's."""

    name = "leave-statuses"
    alone = True

    def __init__(self, leaves: Leaves, teams: Teams, roster: Roster, now: Clock) -> None:
        self._leaves = leaves
        self._teams = teams
        self._roster = roster
        self._now = now

    async def run(self) -> bool:
        """Look at some that are due; whether there may be more. Killed in between, they are due still."""
        due = await self._leaves.due(self._now(), AT_ONCE)
        for leave in due:
            await self._look_at(leave)
        return len(due) == AT_ONCE

    async def _look_at(self, id_: str) -> None:
        """One that can't be read, because somebody wrote it by hand, keeps the others from nothing."""
        try:
            leave = await self._leaves.find(id_)
            await self._look(leave, await self._leaves.of_trainer(leave.trainer))
        except (MalformedData, NotFound):
            await self._leaves.put_off(id_, self._now() + LATER)

    async def _look(self, leave: Leave, leaves: list[Leave]) -> None:
        now = self._now()
        for stored in await self._teams.of_trainer(leave.trainer):
            entry = stored.current.member(leave.trainer)
            status = status_at(entry.status, leaves, now) if entry else None
            if entry and status and status is not entry.status:
                await self._set(stored.current.course, leave.trainer, status)
        await self._leaves.turned(leave, next_turn([leave], now))

    async def _set(self, course: str, trainer: str, status: Status) -> None:
        """A course that can't be changed keeps the others from nothing; the doctor names what is wrong with it.

        Raises Contended, which passes: the leave stays due.
        """
        try:
            await self._roster.change(THE_ADMIN, course, trainer, RosterChange(status=status))
        except Contended:
            raise
        except (Conflict, NotFound, *REFUSED):
            return
