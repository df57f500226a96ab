"""The institute's holidays: days on which no batch meets."""

import asyncio
from collections.abc import Iterable
from datetime import datetime, time
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from multitrainer.clock import Clock
from multitrainer.database import Database
from multitrainer.database import Session as Transaction
from multitrainer.domain.actions import Action
from multitrainer.domain.audit import of_fields
from multitrainer.domain.errors import SenselessTimetable
from multitrainer.domain.local_time import moment, shown
from multitrainer.domain.sentences import Sentence
from multitrainer.domain.sessions import Session
from multitrainer.domain.timetable import DAY, MOST_HOLIDAYS, Holiday, must_be_a_holiday
from multitrainer.identity.callers import Caller
from multitrainer.repositories.by_start import Within
from multitrainer.repositories.names import names_of
from multitrainer.repositories.sessions import Sessions
from multitrainer.repositories.timetables import KeptHolidays, Timetables
from multitrainer.services.changes.audit import Audit
from multitrainer.services.changes.tags import Tagged, must_match, tagged
from multitrainer.services.gate import Gate
from multitrainer.services.timetables.icalendars import holidays_in
from multitrainer.stored.timetables import write_holidays

Raw = dict[str, Any]


class Holidays:
    """Use cases of holidays. When they change, the worker brings all sessions up."""

    def __init__(
        self,
        gate: Gate,
        database: Database,
        timetables: Timetables,
        sessions: Sessions,
        audit: Audit,
        zone: ZoneInfo,
        now: Clock,
    ) -> None:
        self._gate = gate
        self._database = database
        self._timetables = timetables
        self._sessions = sessions
        self._audit = audit
        self._zone = zone
        self._now = now

    async def read(self, caller: Caller) -> Raw:
        """All of them, the earliest first."""
        await self._gate.anywhere(caller, Action.READ_HOLIDAYS)
        return _view(await self._timetables.holidays())

    async def put(self, caller: Caller, holidays: Iterable[Holiday], if_match: str | None = None) -> Tagged:
        """Set all of them. Raises SenselessTimetable, Stale."""
        wanted = [*holidays]
        return await self._set(caller, if_match, lambda _: wanted)

    async def add(self, caller: Caller, new: Holiday) -> Tagged:
        """One more; one that is there already stays. Raises SenselessTimetable."""
        return await self._set(caller, None, lambda there: [*there, new])

    async def remove(self, caller: Caller, old: Holiday) -> Tagged:
        """One less; what is gone stays so."""
        return await self._set(caller, None, lambda there: [one for one in there if one != old])

    async def touched(self, caller: Caller, holiday: Holiday) -> list[Raw]:
        """Which batches have sessions to come on these days: how many, and how many of them a timetable leaves alone.

        Raises SenselessTimetable.
        """
        await self._gate.anywhere(caller, Action.SET_HOLIDAYS)
        must_be_a_holiday(holiday)
        first, last = (datetime.combine(day, time()) for day in (holiday.first, holiday.last + DAY))
        within = Within(max(moment(first, self._zone), self._now()), moment(last, self._zone))
        found = await self._sessions.to_come(within)
        names = await names_of("batches", {one.batch for one in found})
        return [
            {
                "batch": batch,
                "name": names.get(batch),
                "sessions": len(those),
                "kept": sum(one.is_kept for one in those),
            }
            for batch, those in _by_batch(found)
        ]

    async def take_over(self, caller: Caller, content: bytes, if_match: str | None = None) -> Tagged:
        """Add those of an .ics file. Raises UnreadableFile, SenselessTimetable, Stale."""
        await self._gate.anywhere(caller, Action.SET_HOLIDAYS)  # before anything is read for whoever may not
        found = await asyncio.to_thread(holidays_in, content, shown(self._now(), self._zone).date())
        return await self._set(caller, if_match, lambda there: [*there, *found])

    async def _set(self, caller: Caller, if_match: str | None, becoming: Any) -> Tagged:
        actor = await self._gate.anywhere(caller, Action.SET_HOLIDAYS)

        async def change(session: Transaction) -> Tagged:
            kept = await self._timetables.holidays(session)
            must_match(if_match, _view(kept))
            after = _in_order(becoming(kept.holidays))
            if after != kept.holidays:
                before = {"days": write_holidays(kept.holidays)}
                noted = of_fields("multitrainer_holidays", "institute", before, {"days": write_holidays(after)})
                async with self._audit.noting(actor, Action.SET_HOLIDAYS, noted, session):
                    await self._timetables.set_holidays(kept, after, session)
            return tagged(_view(await self._timetables.holidays(session)))

        return await self._database.atomically("holidays", change)


def _by_batch(sessions: Iterable[Session]) -> list[tuple[str, list[Session]]]:
    ordered = sorted(sessions, key=lambda one: one.batch)
    return [(batch, [*those]) for batch, those in groupby(ordered, key=lambda one: one.batch)]


def _in_order(holidays: Iterable[Holiday]) -> tuple[Holiday, ...]:
    """Each once, the earliest first. Raises SenselessTimetable."""
    ordered = sorted(set(holidays), key=lambda one: (one.first, one.last, one.name))
    if len(ordered) > MOST_HOLIDAYS:
        raise SenselessTimetable(
            Sentence("There can be {most} holidays at most, not {n}.", most=MOST_HOLIDAYS, n=len(ordered))
        )
    for one in ordered:
        must_be_a_holiday(one)
    return tuple(ordered)


def _view(kept: KeptHolidays) -> Raw:
    return {"holidays": write_holidays(kept.holidays)}
