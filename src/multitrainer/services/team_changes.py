"""The one way in which a team changes: load, check, decide, save, answer, whole or not at all."""

from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from multitrainer.database import Database, Outdated, Session
from multitrainer.domain.team import Team
from multitrainer.repositories.teams import Teams

T = TypeVar("T")
Decide = Callable[[Team], Team]
Answer = Callable[[Session, Team, Team], Awaitable[T]]
Step = Callable[[Session], Awaitable[None]]


async def _nothing(_: Session) -> None:
    """A step that is not needed."""


async def _run(step: Step, session: Session) -> None:
    """Without a transaction what is saved stays saved, so only this step begins anew."""
    while True:
        try:
            return await step(session)
        except Outdated:
            if session:
                raise


class TeamChanges:
    """Changes teams. Everything handed in may run several times, so none of it has other effects."""

    def __init__(self, database: Database, teams: Teams) -> None:
        self._database = database
        self._teams = teams

    async def make(
        self,
        course: str,
        decide: Decide,
        answer: Answer[T],
        *,
        first: Step = _nothing,
        also: Step = _nothing,
        new_batches: dict[str, dict[str, Any]] | None = None,
    ) -> T:
        """Run `first`, bring the team after what `decide` returns, run `also`, and answer from the same transaction.

        `also` writes what else there is to write, once nothing can be refused any more.

        Raises whatever the steps raise, CourseNotFound, MalformedData and Contended.
        """

        async def change(session: Session) -> T:
            await first(session)
            stored = await self._teams.load(course, session)
            after = decide(stored.current)
            await self._teams.save(stored, after, session, new_batches)
            await _run(also, session)
            return await answer(session, stored.team, after)

        return await self._database.atomically(f"course:{course}", change)
