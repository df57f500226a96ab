"""Has people told of leave: whoever is away, the admins, and the leads of the trainer's courses."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from multitrainer.database import Session
from multitrainer.domain.actors import Actor
from multitrainer.domain.leave.values import Leave
from multitrainer.domain.roster import Status
from multitrainer.domain.telling.of_leaves import notices_of_leave
from multitrainer.repositories.teams import Teams
from multitrainer.repositories.users import Users
from multitrainer.services.changes.telling import Telling


class LeaveNotices:
    """To be used within the change of a leave."""

    def __init__(self, telling: Telling, users: Users, teams: Teams) -> None:
        self._telling = telling
        self._users = users
        self._teams = teams

    @asynccontextmanager
    async def around(self, actor: Actor, before: Leave | None, after: Leave, session: Session) -> AsyncIterator[None]:
        """Have people told of what is done inside, or not at all (`Telling.around`)."""
        admins, leads = await self._users.admins(session), await self._leads_of(after.trainer, session)
        async with self._telling.around(notices_of_leave(before, after, actor.id, admins, leads), session):
            yield

    async def _leads_of(self, trainer: str, session: Session) -> list[str]:
        """The leads of all courses that a trainer is on, each once."""
        courses = sorted(await self._teams.courses_of(trainer, session))
        teams = [stored.current for stored in await self._teams.load_all(courses, session, counting=False)]
        entries = [entry for team in teams if team.member(trainer) for entry in team.roster]
        leads = (entry.trainer for entry in entries if entry.is_lead and entry.status is not Status.INACTIVE)
        return [*dict.fromkeys(leads)]
