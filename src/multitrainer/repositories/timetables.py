"""Timetables of batches, how far their sessions are made from them, and the institute's holidays."""

from collections.abc import Collection, Sequence
from typing import Any, NamedTuple

from bson import ObjectId
from pymongo.errors import DuplicateKeyError

from multitrainer.database import Outdated, Session
from multitrainer.documents import BatchFacts
from multitrainer.documents import Holidays as HolidaysDocument
from multitrainer.domain.listing import Period
from multitrainer.domain.timetable import Holiday
from multitrainer.planning.slots import courses_in_need, with_sessions
from multitrainer.repositories.batchings import Batchings
from multitrainer.repositories.facts import OF_BATCHES
from multitrainer.stored.guards import as_read
from multitrainer.stored.ids import oid, oids
from multitrainer.stored.timetables import read_holidays, read_period, write_holidays

Raw = dict[str, Any]

READ = (*OF_BATCHES, "slot", "timetable", "generated")
DUE = ""
"""How far sessions are made that have to be made anew: no day is before it."""


class KeptHolidays(NamedTuple):
    """The holidays, and how often they have changed."""

    version: int
    holidays: tuple[Holiday, ...]


NO_HOLIDAYS = KeptHolidays(0, ())


class Stated(NamedTuple):
    """What is stated of a batch: as it is stored, and with the sessions of its slot where it has none of its own."""

    raw: Raw
    in_use: Raw


class Timetables:
    """Reads and writes them. Others keep other fields in the same documents."""

    def __init__(self) -> None:
        self._batchings = Batchings()

    async def find(self, batch: str, session: Session = None) -> Stated:
        """What is stated of a batch; only its `_id` where nothing is."""
        found = await BatchFacts.get_motor_collection().find_one({"_id": oid(batch)}, READ, session=session)
        (stated,) = await self._with_sessions([found or {"_id": oid(batch)}], session)
        return stated

    async def some(self, batches: Collection[str]) -> list[Stated]:
        """The same of some batches of which anything is stated."""
        if not batches:
            return []
        found = BatchFacts.get_motor_collection().find({"_id": {"$in": oids([*batches])}}, READ)
        return await self._with_sessions(await found.to_list(None), None)

    async def of_courses(self, courses: Sequence[ObjectId], session: Session = None) -> list[Stated]:
        """The same of those batches of some courses whose sessions are made."""
        wanted = {"course": {"$in": [*courses]}}
        found = await BatchFacts.get_motor_collection().find(wanted, READ, session=session).to_list(None)
        return await self._with_sessions([fact for fact in found if fact.get("generated")], session)

    async def periods(self, courses: Sequence[ObjectId]) -> dict[str, list[Period]]:
        """From when to when the batches of some courses meet, by course; what can't be read says nothing."""
        wanted, fields = {"course": {"$in": [*courses]}}, ("course", "timetable.from", "timetable.until")
        found: dict[str, list[Period]] = {}
        for fact in await BatchFacts.get_motor_collection().find(wanted, fields).to_list(None) if courses else ():
            found.setdefault(str(fact["course"]), []).append(read_period(fact.get("timetable")))
        return found

    async def set(self, stated: Stated, fields: Raw, session: Session) -> None:
        """State a timetable where it still is as it was read, and that its sessions are due. Raises Outdated."""
        still = {"_id": stated.raw["_id"], **as_read(stated.raw, "sessions", "timetable", "generated")}
        due = {"until": DUE, "holidays": (stated.raw.get("generated") or {}).get("holidays", 0)}
        update = {"$set": {**fields, "generated": due}}
        try:
            await BatchFacts.get_motor_collection().update_one(still, update, upsert=True, session=session)
        except DuplicateKeyError:  # another has stated something of it meanwhile
            raise Outdated from None

    async def make_due(self, course: str, session: Session, batch: str | None = None) -> None:
        """The sessions of a course's batches, or of one of them, have to be made anew."""
        these: Raw = {"_id": oid(batch)} if batch else {"course": oid(course)}
        change = {"$set": {"generated.until": DUE}}
        found = await BatchFacts.get_motor_collection().find(these, {"generated": 1}, session=session).to_list(None)
        made = [fact["_id"] for fact in found if fact.get("generated")]
        await BatchFacts.get_motor_collection().update_many({"_id": {"$in": made}}, change, session=session)

    async def made(self, stated: Stated, until: str, holidays: int, session: Session) -> None:
        """Sessions are made up to a day, with a version of the holidays. Raises Outdated if the timetable changed."""
        still = {"_id": stated.raw["_id"], **as_read(stated.raw, "sessions", "timetable", "generated")}
        generated = {"$set": {"generated": {"until": until, "holidays": holidays}}}
        change = generated if stated.raw.get("timetable") else {"$unset": {"generated": ""}}
        result = await BatchFacts.get_motor_collection().update_one(still, change, session=session)
        if not result.matched_count:
            raise Outdated

    async def due(self, until: str, holidays: int, limit: int) -> list[str]:
        """Some batches whose sessions are not made up to a day, or with older holidays."""
        behind = ({"generated.until": {"$lt": until}}, {"generated.holidays": {"$lt": holidays}})
        found: list[Raw] = []
        for match in behind:
            found += await BatchFacts.get_motor_collection().find(match, {"_id": 1}).limit(limit).to_list(None)
        return [*{str(one["_id"]): None for one in found}][:limit]

    async def holidays(self, session: Session = None) -> KeptHolidays:
        """The institute's holidays."""
        found = await HolidaysDocument.get_motor_collection().find_one({"_id": "institute"}, session=session)
        return KeptHolidays(found["version"], read_holidays(found["days"])) if found else NO_HOLIDAYS

    async def set_holidays(self, read: KeptHolidays, holidays: Sequence[Holiday], session: Session) -> None:
        """Set them where they still are as they were read. Raises Outdated."""
        days = write_holidays(holidays)
        collection = HolidaysDocument.get_motor_collection()
        try:
            if not read.version:
                await collection.insert_one({"_id": "institute", "version": 1, "days": days}, session=session)
                return
        except DuplicateKeyError:
            raise Outdated from None
        still = {"_id": "institute", "version": read.version}
        change = {"$set": {"version": read.version + 1, "days": days}}
        if not (await collection.update_one(still, change, session=session)).matched_count:
            raise Outdated

    async def _with_sessions(self, facts: Sequence[Raw], session: Session) -> list[Stated]:
        in_need = courses_in_need(facts)
        batchings = await self._batchings.readable(in_need, session) if in_need else {}
        in_use = with_sessions({str(fact["_id"]): fact for fact in facts}, batchings)
        return [Stated(fact, dict(in_use[str(fact["_id"])])) for fact in facts]
