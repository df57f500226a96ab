"""Counts a course's workloads anew where hours have changed that they are counted from."""

from multitrainer.database import Session
from multitrainer.domain.actions import Action
from multitrainer.domain.actors import Actor
from multitrainer.domain.audit import of_team
from multitrainer.repositories.teams import Teams
from multitrainer.services.changes.audit import Audit


class Recounts:
    """To be used within the change of those hours."""

    def __init__(self, teams: Teams, audit: Audit) -> None:
        self._teams = teams
        self._audit = audit

    async def count(self, actor: Actor, action: Action, course: str, session: Session) -> None:
        """A course that can't be read whole stays as it is, and the doctor names it."""
        stored = await self._teams.load(course, session)
        if stored.malformed:
            return
        counted = stored.current
        noted = of_team(stored.team, counted, stored.said, stored.saying(counted))
        async with self._audit.noting(actor, action, noted, session, about=course):
            await self._teams.save(stored, counted, session)
