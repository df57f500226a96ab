"""Which ways out there are for a session: what is asked for, and what its lead is told where nobody was found."""

from datetime import timedelta

from multitrainer.clock import Clock
from multitrainer.database import Session as Transaction
from multitrainer.domain.covers.rules import CoverRules
from multitrainer.domain.covers.values import Cover
from multitrainer.domain.covers.ways_out import Parallel, WaysOut, ways_out
from multitrainer.domain.intervals import Interval
from multitrainer.repositories.batchings import Batchings
from multitrainer.repositories.covers import Covers
from multitrainer.repositories.lessons import Lessons
from multitrainer.repositories.schools import Schools
from multitrainer.services.covers.stand_ins import StandIns
from multitrainer.stored.ids import oid


class WaysThere:
    """Finds what is possible without anybody who stands in: the batches to join, the assistants who are free."""

    def __init__(
        self,
        covers: Covers,
        lessons: Lessons,
        schools: Schools,
        stand_ins: StandIns,
        rules: CoverRules,
        now: Clock,
    ) -> None:
        self._covers = covers
        self._lessons = lessons
        self._schools = schools
        self._batchings = Batchings()
        self._stand_ins = stand_ins
        self._rules = rules
        self._now = now

    async def of(self, cover: Cover, transaction: Transaction) -> WaysOut:
        """What is possible now, whatever has become of the cover. Raises CourseNotFound."""
        session = cover.session
        sought = await self._stand_ins.sought([session], transaction)
        batches = {batch.id: batch for batch in sought.teams[session.course].batches}
        assisting = batches[session.batch].people.assistants if session.batch in batches else ()
        assistants = await self._stand_ins.people(sought, [*assisting], transaction)
        counts = await self._students(session.course, transaction)
        parallels = await self._parallels(cover, [*batches], counts, transaction)
        students = counts.get(session.batch, 0)
        return ways_out(session, students, parallels, assistants, self._now(), self._rules)

    async def _parallels(
        self, cover: Cover, batches: list[str], counts: dict[str, int], transaction: Transaction
    ) -> list[Parallel]:
        session, apart = cover.session, timedelta(minutes=self._rules.together_minutes)
        near = Interval(session.start - apart, session.start + apart + timedelta(milliseconds=1))
        others = [batch for batch in batches if batch != session.batch]
        found = await self._lessons.of_batches(others, near, transaction)
        unheld = await self._covers.unheld(session.course, near, transaction)
        maximum = await self._maximum(session.course, transaction)
        return [
            Parallel(one, one.id not in unheld, None if maximum is None else maximum - counts.get(one.batch, 0))
            for one in found
        ]

    async def _students(self, course: str, transaction: Transaction) -> dict[str, int]:
        found = await self._schools.batches([oid(course)], transaction)
        return {str(one["_id"]): one["students"] for one in found}

    async def _maximum(self, course: str, transaction: Transaction) -> int | None:
        """How many students a batch may have; None where nobody has said."""
        stated = await self._batchings.readable([oid(course)], transaction)
        found = stated.get(course)
        return found.maximum if found else None
