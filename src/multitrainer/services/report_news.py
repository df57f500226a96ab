"""Has whoever answers for a batch told of a session that did not take place, as its report says."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from multitrainer.database import Session
from multitrainer.domain.covers.values import Cover
from multitrainer.domain.telling.of_covers import notices_of_report
from multitrainer.repositories.teams import Teams
from multitrainer.repositories.users import Users
from multitrainer.services.telling import Telling


class ReportNews:
    """To be used within the change that keeps the report."""

    def __init__(self, telling: Telling, teams: Teams, users: Users) -> None:
        self._telling = telling
        self._teams = teams
        self._users = users

    @asynccontextmanager
    async def around(self, cover: Cover, text: str, by: str, transaction: Session) -> AsyncIterator[None]:
        """Have people told that the session of a cover was not held, as `text` says; or not at all."""
        lead = await self._teams.lead_of(cover.session.course, cover.session.batch, transaction)
        admins = [] if lead else await self._users.admins(transaction)
        async with self._telling.around(notices_of_report(cover, text, lead, admins, by), transaction):
            yield
