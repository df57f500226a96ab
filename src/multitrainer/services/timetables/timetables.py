"""When batches meet: their timetables."""

from typing import Any

from multitrainer.database import Database, Session
from multitrainer.domain.actions import Action
from multitrainer.domain.audit import of_fields
from multitrainer.domain.timetable import why_nothing_is_planned
from multitrainer.identity.callers import Caller
from multitrainer.repositories.batches import Batches
from multitrainer.repositories.facts import Facts
from multitrainer.repositories.timetables import Stated
from multitrainer.repositories.timetables import Timetables as TimetableRepository
from multitrainer.schemas.sessions import NewTimetable
from multitrainer.services.changes.audit import Audit
from multitrainer.services.changes.recounts import Recounts
from multitrainer.services.changes.tags import Tagged, must_match, tagged
from multitrainer.services.gate import Gate
from multitrainer.services.timetables.session_maker import SessionMaker
from multitrainer.services.timetables.timetable_clashes import TimetableClashes
from multitrainer.stored.ids import oid
from multitrainer.stored.timetables import read_timetable

Raw = dict[str, Any]


class Timetables:
    """Use cases of timetables. Their hours are those of the batch, and their sessions are made at once."""

    def __init__(
        self,
        gate: Gate,
        database: Database,
        timetables: TimetableRepository,
        batches: Batches,
        facts: Facts,
        maker: SessionMaker,
        recounts: Recounts,
        audit: Audit,
        clashes: TimetableClashes,
        time_zone: str,
    ) -> None:
        self._gate = gate
        self._database = database
        self._timetables = timetables
        self._batches = batches
        self._facts = facts
        self._maker = maker
        self._recounts = recounts
        self._audit = audit
        self._clashes = clashes
        self._time_zone = time_zone

    async def read(self, caller: Caller, batch: str) -> Raw:
        """When a batch meets. Raises BatchNotFound, BatchWithoutCourse."""
        await self._gate.on_batch(caller, Action.READ_TIMETABLE, batch)
        course = await self._batches.course_of(batch)
        return self._view(course, await self._timetables.find(batch))

    async def read_to_change(self, caller: Caller, batch: str) -> Raw:
        """The same, for whoever may state it. Raises BatchNotFound, BatchWithoutCourse."""
        await self._gate.on_batch(caller, Action.CHANGE_TIMETABLE, batch)
        return await self.read(caller, batch)

    async def may_change(self, caller: Caller, batch: str) -> bool:
        """Whether somebody may state when a batch meets."""
        return await self._gate.may_on_batch(caller, Action.CHANGE_TIMETABLE, batch)

    async def clashes(self, caller: Caller, batch: str) -> list[Raw]:
        """What else its primary has at the times of a batch, for whoever may state them. Raises BatchNotFound."""
        await self._gate.on_batch(caller, Action.CHANGE_TIMETABLE, batch)
        return await self._clashing(batch)

    async def put(self, caller: Caller, batch: str, new: NewTimetable, if_match: str | None = None) -> Tagged:
        """State it anew, and make its sessions what it says; the answer says what else its primary has at these times.

        Raises BatchNotFound, BatchWithoutCourse, SenselessTimetable, MalformedData, Stale.
        """
        actor = await self._gate.on_batch(caller, Action.CHANGE_TIMETABLE, batch)
        course = await self._batches.course_of(batch)
        new.timetable()  # refuses what makes no sense
        fields = {"sessions": new.model_dump(mode="json")["sessions"], "timetable": _period(new)}

        async def change(session: Session) -> Tagged:
            stated = await self._timetables.find(batch, session)
            must_match(if_match, self._view(course, stated))
            hours = await self._hours(batch, course, session)
            noted = of_fields("multitrainer_batches", batch, {name: stated.raw.get(name) for name in fields}, fields)
            async with self._audit.noting(actor, Action.CHANGE_TIMETABLE, noted, session, about=course):
                await self._timetables.set(stated, {"course": oid(course), **fields}, session)
                await self._maker.bring_up(batch, session, actor.id)
            if await self._hours(batch, course, session) != hours:
                await self._recounts.count(actor, Action.CHANGE_TIMETABLE, course, session)
            return tagged(self._view(course, await self._timetables.find(batch, session)))

        answer = await self._database.atomically(f"course:{course}", change)
        return Tagged({**answer.view, "clashes": await self._clashing(batch)}, answer.tag)

    async def _clashing(self, batch: str) -> list[Raw]:
        return await self._clashes.of(batch, read_timetable((await self._timetables.find(batch)).in_use))

    async def _hours(self, batch: str, course: str, session: Session) -> float | None:
        return (await self._facts.hours([oid(course)], session)).get(batch)

    def _view(self, course: str, stated: Stated) -> Raw:
        period, in_use = stated.raw.get("timetable") or {}, stated.in_use.get("sessions") or []
        return {
            "_id": stated.raw["_id"],
            "course": oid(course),
            "sessions": stated.raw.get("sessions") or [],
            "sessionsInUse": in_use,
            "from": period.get("from"),
            "until": period.get("until"),
            "exceptions": period.get("exceptions") or [],
            "timeZone": self._time_zone,
            "note": why_nothing_is_planned(begins="from" in period, meets=bool(in_use)),
        }


def _period(new: NewTimetable) -> Raw | None:
    """What is stored beside the sessions; None where no sessions are to be made."""
    if new.first is None:
        return None
    until = {"until": new.until.isoformat()} if new.until else {}
    return {"from": new.first.isoformat(), **until, "exceptions": sorted(day.isoformat() for day in new.exceptions)}
