"""How courses are split, and the slots of their batches: beside the institute's documents, in collections of ours."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any

from bson import ObjectId
from pymongo import UpdateOne
from pymongo.errors import DuplicateKeyError

from multitrainer.database import Outdated, Session
from multitrainer.documents import BatchFacts, CourseFacts, CoverSettings
from multitrainer.documents import Session as ClassSession
from multitrainer.domain.batching import Batching
from multitrainer.domain.errors import MalformedData
from multitrainer.stored.enrolments import read_batching, write_batching
from multitrainer.stored.guards import as_read
from multitrainer.stored.ids import oid, oids

Raw = dict[str, Any]


class Batchings:
    """Reads and writes the settings of courses' batches. Others keep other fields in the same documents."""

    async def find(self, course: str, session: Session = None) -> Batching | None:
        """A course's settings, where it has any. Raises MalformedData."""
        return read_batching(course, await self.raw(course, session))

    async def raw(self, course: str, session: Session = None) -> Raw | None:
        """The same as they are stored."""
        found = await CourseFacts.get_motor_collection().find_one({"_id": oid(course)}, session=session)
        batching: Raw | None = (found or {}).get("batching")
        return batching

    async def of_courses(self, courses: Sequence[ObjectId], session: Session = None) -> dict[str, Batching]:
        """The settings of those of some courses that have any, by id. Raises MalformedData."""
        found = CourseFacts.get_motor_collection().find({"_id": {"$in": [*courses]}}, {"batching": 1}, session=session)
        raw = {str(one["_id"]): one.get("batching") for one in await found.to_list(None)}
        read = {course: read_batching(course, batching) for course, batching in raw.items()}
        return {course: batching for course, batching in read.items() if batching is not None}

    async def readable(self, courses: Sequence[ObjectId], session: Session = None) -> dict[str, Batching]:
        """The same without those that can't be read."""
        found = CourseFacts.get_motor_collection().find({"_id": {"$in": [*courses]}}, {"batching": 1}, session=session)
        read: dict[str, Batching] = {}
        for one in await found.to_list(None):
            with suppress(MalformedData):
                if batching := read_batching(str(one["_id"]), one.get("batching")):
                    read[str(one["_id"])] = batching
        return read

    async def save(self, course: str, read: Raw | None, batching: Batching, session: Session) -> None:
        """Write a course's settings that are still as they were read. Raises Outdated."""
        still = {"_id": oid(course), **as_read({"batching": read}, "batching")}
        update = {"$set": {"batching": write_batching(batching)}}
        try:
            await CourseFacts.get_motor_collection().update_one(still, update, upsert=True, session=session)
        except DuplicateKeyError:
            raise Outdated from None

    async def slots(self, course: str, session: Session = None) -> dict[str, str]:
        """The slot of each batch of a course that has one."""
        found = BatchFacts.get_motor_collection().find({"course": oid(course)}, session=session)
        return {str(batch["_id"]): batch["slot"] for batch in await found.to_list(None) if batch.get("slot")}

    async def lost_slots(self, courses: Sequence[Any], session: Session = None) -> list[tuple[str, str, str]]:
        """Course, batch and slot of batches in some courses: those in a slot that their course does not have."""
        found = BatchFacts.get_motor_collection().find({"course": {"$in": [*courses]}}, session=session)
        slots = [
            (str(one["course"]), str(one["_id"]), one["slot"]) for one in await found.to_list(None) if one.get("slot")
        ]
        known = await self.readable([*courses], session) if slots else {}
        return [one for one in slots if one[0] in known and one[2] not in known[one[0]].slot_names]

    async def set_slots(self, course: str, slots: Mapping[str, str], session: Session) -> None:
        """Note the slots of some batches."""
        if slots:
            updates = [
                UpdateOne({"_id": oid(batch)}, {"$set": {"course": oid(course), "slot": slot}}, upsert=True)
                for batch, slot in slots.items()
            ]
            await BatchFacts.get_motor_collection().bulk_write(updates, ordered=False, session=session)

    async def clear_slots(self, batches: Sequence[str], session: Session) -> None:
        """Some batches have no slot any more."""
        if batches:
            theirs = {"_id": {"$in": oids([*batches])}}
            await BatchFacts.get_motor_collection().update_many(theirs, {"$unset": {"slot": ""}}, session=session)

    async def forget_batches(self, batches: Sequence[str], session: Session) -> None:
        """Batches are gone, and with them all that was noted of them, and their sessions."""
        await self._forget(oids([*batches]), session)

    async def forget_course(self, course: str, session: Session) -> None:
        """A course is gone, and with it all that was noted of it and its batches."""
        for kept in (CourseFacts, CoverSettings):
            await kept.get_motor_collection().delete_one({"_id": oid(course)}, session=session)
        found = (
            await BatchFacts.get_motor_collection()
            .find({"course": oid(course)}, {"_id": 1}, session=session)
            .to_list(None)
        )
        await self._forget([fact["_id"] for fact in found], session)

    async def _forget(self, batches: Sequence[ObjectId], session: Session) -> None:
        if batches:
            gone = {"$in": [*batches]}
            await ClassSession.get_motor_collection().delete_many({"batch": gone}, session=session)
            await BatchFacts.get_motor_collection().delete_many({"_id": gone}, session=session)
