"""Makes sessions from timetables: when one changes, and as time goes on."""

from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager, nullcontext, suppress
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bson import ObjectId

from multitrainer.clock import Clock
from multitrainer.database import Database
from multitrainer.database import Session as Transaction
from multitrainer.domain.errors import Conflict, MalformedData
from multitrainer.domain.invariants import Violation
from multitrainer.domain.local_time import shown
from multitrainer.domain.sessions import Changes, Session, are_shifted, brought_up
from multitrainer.domain.timetable import Timetable, planned
from multitrainer.failures import REFUSED
from multitrainer.repositories.sessions import Sessions
from multitrainer.repositories.timetables import NO_HOLIDAYS, KeptHolidays, Stated, Timetables
from multitrainer.services.changes.covers_due import CoversDue
from multitrainer.services.timetables.timetable_news import TimetableNews
from multitrainer.stored.ids import oid
from multitrainer.stored.timetables import new_session, read_timetable

LOOK_BACK = timedelta(days=366)
"""A timetable that began longer ago gets no sessions for what was before."""

AT_ONCE = 50
"""How many batches one run looks after."""

PUT_OFF = timedelta(minutes=5)
"""When a batch that could not be brought up is tried again. Until then it stands in no other's way."""


class SessionMaker:
    """Brings the sessions of batches after their timetables; a job of the worker's as time goes on."""

    name = "sessions"
    alone = True

    def __init__(
        self,
        database: Database,
        timetables: Timetables,
        sessions: Sessions,
        covers_due: CoversDue,
        news: TimetableNews | None,
        zone: ZoneInfo,
        ahead: timedelta,
        now: Clock,
    ) -> None:
        """Without `news` nobody is told."""
        self._database = database
        self._timetables = timetables
        self._sessions = sessions
        self._covers_due = covers_due
        self._news = news
        self._zone = zone
        self._ahead = ahead
        self._now = now
        self._put_off: dict[str, datetime] = {}

    @property
    def until(self) -> date:
        """The last day for which sessions are made now."""
        return self._today + self._ahead

    async def bring_up(
        self, batch: str, transaction: Transaction, by: str | None = None, told: str | None = None
    ) -> None:
        """Make a batch's sessions what its timetable says, and tell of it. Raises Outdated, MalformedData.

        `by` made the change and is not told, nor is anybody of the session `told`, of which they are by itself.
        The mark that they are made comes last: without a transaction, a kill before it leaves them due.
        """
        stated = await self._timetables.find(batch, transaction)
        if stated.raw.get("generated"):
            holidays = await self._timetables.holidays(transaction)
            await self._bring_up(stated, holidays, transaction, by, told)

    async def brought_up(self, given_back: Session, transaction: Transaction) -> Session:
        """What a session that is given back to its timetable becomes by that. Raises MalformedData."""
        stated = await self._timetables.find(given_back.batch, transaction)
        if not stated.raw.get("generated"):
            return given_back
        changes = await self._changes(stated, await self._timetables.holidays(transaction), transaction, given_back)
        return next((after for _, after in changes.changed if after.id == given_back.id), given_back)

    async def bring_up_course(self, course: str, transaction: Transaction, by: str | None = None) -> None:
        """The same for all batches of a course that have a timetable."""
        made = await self._timetables.of_courses([oid(course)], transaction)
        holidays = await self._timetables.holidays(transaction) if made else NO_HOLIDAYS
        for stated in made:
            await self._bring_up(stated, holidays, transaction, by)

    async def make_due(self, course: str, transaction: Transaction, batch: str | None = None) -> None:
        """What follows changes when batches meet: before it, so that a kill in between leaves them due."""
        await self._timetables.make_due(course, transaction, batch)

    async def run(self) -> bool:
        """Bring up some batches whose sessions are due; whether there may be more."""
        holidays, now = await self._timetables.holidays(), self._now()
        self._put_off = {batch: until for batch, until in self._put_off.items() if until > now}
        found = await self._timetables.due(self.until.isoformat(), holidays.version, AT_ONCE + len(self._put_off))
        due = [batch for batch in found if batch not in self._put_off][:AT_ONCE]
        for batch in due:
            if not await self.mended(batch):
                self._put_off[batch] = now + PUT_OFF
        return len(due) == AT_ONCE

    async def behind(self, courses: Sequence[ObjectId]) -> list[Violation]:
        """The batches of some courses whose sessions are not what their timetables say."""
        stated = await self._timetables.of_courses(courses)
        holidays = await self._timetables.holidays() if stated else NO_HOLIDAYS
        found = [(one, await self._why_behind(one, holidays)) for one in stated]
        return [
            Violation("sessions-behind", why, str(one.raw["course"]), str(one.raw["_id"])) for one, why in found if why
        ]

    async def _why_behind(self, stated: Stated, holidays: KeptHolidays) -> str | None:
        """In words; None where they are as the timetable says."""
        words = f"The sessions of batch {stated.raw['_id']} are not what its timetable says."
        with suppress(MalformedData):
            changes = await self._changes(stated, holidays, None)
            if not any(changes):
                return None
            if are_shifted(changes):
                words += (
                    f" They are at other times: if that is so of many, MULTITRAINER_TIME_ZONE ({self._zone.key}) may "
                    "differ from the zone that they were made with."
                )
        return words

    async def mended(self, batch: str) -> bool:
        """Bring a batch up; whether that could be. One that can't be keeps no others waiting: the doctor names it."""
        try:
            course = str((await self._timetables.find(batch)).raw.get("course"))
            await self._database.atomically(f"course:{course}", lambda session: self.bring_up(batch, session))
        except (Conflict, *REFUSED):
            return False
        return True

    async def _bring_up(
        self,
        stated: Stated,
        holidays: KeptHolidays,
        transaction: Transaction,
        by: str | None = None,
        told: str | None = None,
    ) -> None:
        changes = await self._changes(stated, holidays, transaction)
        new = [new_session(str(stated.raw["_id"]), one) for one in changes.new]
        async with self._telling(stated, changes, by, told, transaction):
            await self._sessions.save(changes.changed, transaction)
            await self._sessions.insert(new, transaction)
        if any(changes):
            await self._covers_due.of_batch(str(stated.raw["_id"]), transaction)
        await self._timetables.made(stated, self._until(stated).isoformat(), holidays.version, transaction)

    def _telling(
        self, stated: Stated, changes: Changes, by: str | None, told: str | None, transaction: Transaction
    ) -> AbstractAsyncContextManager[None]:
        return self._news.around(stated, changes, by, told, transaction) if self._news else nullcontext()

    async def _changes(
        self, stated: Stated, holidays: KeptHolidays, transaction: Transaction, given: Session | None = None
    ) -> Changes:
        """`given` is one of the sessions as it will be."""
        timetable = read_timetable(stated.in_use)
        since = self._since(timetable)
        there = await self._sessions.since(str(stated.raw["_id"]), since, transaction)
        wanted = planned(timetable, since, self._until(stated), holidays.holidays, self._zone)
        those = [given if given and one.id == given.id else one for one in there]
        return brought_up(those, wanted, self._now())

    def _since(self, timetable: Timetable) -> date:
        return max(min(timetable.first or self._today, self._today), self._today - LOOK_BACK)

    def _until(self, stated: Stated) -> date:
        """What was made for further ahead, when more was asked for, is looked after all the same."""
        made = stated.raw["generated"].get("until")
        return max(self.until, date.fromisoformat(made)) if made else self.until

    @property
    def _today(self) -> date:
        return shown(self._now(), self._zone).date()
