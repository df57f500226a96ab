"""What else somebody holds at the time of a session, or its batch has."""

from zoneinfo import ZoneInfo

from multitrainer.database import Session as Transaction
from multitrainer.domain.covers.clashes import Clash, held_besides
from multitrainer.domain.intervals import Interval
from multitrainer.domain.local_time import shown
from multitrainer.domain.sessions import LONGEST, Session, overlapped
from multitrainer.repositories.batches import Batches
from multitrainer.repositories.by_start import Within
from multitrainer.repositories.lessons import Lessons
from multitrainer.repositories.sessions import Sessions


class Clashes:
    """Finds the sessions that somebody holds besides one: their own, what they assist at, and what they cover."""

    def __init__(self, lessons: Lessons, sessions: Sessions, batches: Batches, zone: ZoneInfo) -> None:
        self._lessons = lessons
        self._sessions = sessions
        self._batches = batches
        self._zone = zone

    async def of(
        self, trainer: str, session: str, when: Interval, transaction: Transaction = None
    ) -> tuple[Clash, ...]:
        """Those that overlap a time, the earliest first."""
        near = Interval(when.start - LONGEST, when.end)
        lessons = (await self._lessons.held([trainer], near, transaction))[trainer]
        found = await self._sessions.some(held_besides(lessons, session, when), transaction)
        named = await self._batches.named({one.batch for one in found}) if found else {}
        in_order = sorted(found, key=lambda one: (one.start, one.id))
        return tuple(self._clash(one, named.get(one.batch, {}).get("batchName")) for one in in_order)

    async def of_holder(self, session: Session, transaction: Transaction = None) -> tuple[Clash, ...]:
        """The same of whoever holds a session, at its own time."""
        holder = session.cover or session.teacher or await self._lessons.primary_of(session.batch, transaction)
        when = Interval(session.start, session.end)
        return await self.of(holder, session.id, when, transaction) if holder else ()

    async def must_fit(self, session: Session, transaction: Transaction) -> None:
        """Raises SessionOverlaps where the batch of a session would meet twice at a time."""
        near = Within(session.start - LONGEST, session.end)
        if other := overlapped(session, await self._sessions.near(session.batch, near, transaction)):
            named = await self._batches.named({session.batch})
            raise self._clash(other, named.get(session.batch, {}).get("batchName")).refusal

    def _clash(self, one: Session, name: str | None) -> Clash:
        return Clash(one.id, one.batch, name, shown(one.start, self._zone), shown(one.end, self._zone))
