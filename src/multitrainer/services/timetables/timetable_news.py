"""Telling people of sessions that a timetable, or the holidays, have changed, with the change."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date

from multitrainer.clock import Clock
from multitrainer.database import Outdated
from multitrainer.database import Session as Transaction
from multitrainer.domain.sessions import Changes
from multitrainer.domain.telling.notices import Fact, Kind, Notice
from multitrainer.domain.telling.of_timetables import facts_of_changes, is_soon, news_of, notices_to_teaching
from multitrainer.repositories.lessons import Lessons
from multitrainer.repositories.timetables import Stated
from multitrainer.services.changes.students_told import StudentsTold
from multitrainer.services.changes.telling import Telling


class TimetableNews:
    """Tells those who teach a batch, and its students where sessions change that were there."""

    def __init__(self, students: StudentsTold, lessons: Lessons, telling: Telling, now: Clock) -> None:
        self._students = students
        self._lessons = lessons
        self._telling = telling
        self._now = now

    @asynccontextmanager
    async def around(
        self, stated: Stated, changes: Changes, by: str | None, told: str | None, transaction: Transaction
    ) -> AsyncIterator[None]:
        """Have people told of changes that are written inside, once for each of them.

        `by` made the change and knows, `told` is a session of which they are told by itself.
        """
        news = news_of(changes, _made_until(stated), told, self._now())
        notices = await self._notices(stated, news, by, transaction) if any(news) else []
        try:
            async with self._telling.around(notices, transaction):
                yield
        except Outdated:
            if transaction is None:  # some of it may be written, of which trying anew does not tell
                await self._telling.put(notices, None)
            raise

    async def _notices(self, stated: Stated, news: Changes, by: str | None, transaction: Transaction) -> list[Notice]:
        course, batch = str(stated.raw["course"]), str(stated.raw["_id"])
        urgent = is_soon(news, self._now())
        facts: dict[str, Fact] = {**facts_of_changes(news), "course": course, "batch": batch}
        taught = await self._lessons.taught_in(batch, transaction)
        told = notices_to_teaching((taught.primary, *taught.assistants), by, facts, urgent)
        if not news.changed:
            return told
        kind = Kind.SESSIONS_CHANGED
        return [
            *told,
            *await self._students.notices(kind, course, batch, facts, None, transaction, urgent=urgent),
        ]


def _made_until(stated: Stated) -> date | None:
    """The last day for which sessions were made; None where they have to be made anew."""
    until = stated.raw["generated"].get("until")
    return date.fromisoformat(until) if until else None
