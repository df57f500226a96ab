"""What is set about cover: of each course and of the institute, in a collection of ours."""

from collections.abc import Collection
from typing import Any

from pymongo.errors import DuplicateKeyError

from multitrainer.database import Outdated, Session
from multitrainer.documents import CoverSettings as Document
from multitrainer.domain.covers.courses import Contacts, CourseCover
from multitrainer.domain.covers.rules import WEIGHTS
from multitrainer.stored.cover_settings import faults, read_cover, read_pool
from multitrainer.stored.guards import as_read
from multitrainer.stored.ids import oid, oids

Raw = dict[str, Any]

INSTITUTE = "institute"


class CoverSettings:
    """Reads and sets them. What can't be read is as usual, so that it stops no search."""

    def __init__(self, weights: tuple[float, ...] = WEIGHTS) -> None:
        """`weights` are the institute's, which count where a course states none of its own."""
        self.weights = weights

    async def of_courses(self, courses: Collection[str], session: Session = None) -> dict[str, CourseCover]:
        """How each of some courses is covered, also where it sets nothing."""
        named = [*oids([*courses]), INSTITUTE]
        found = Document.get_motor_collection().find({"_id": {"$in": named}}, session=session)
        stored = {str(one["_id"]): one for one in await found.to_list(None)}
        institute = stored.get(INSTITUTE, {})
        return {course: read_cover(stored.get(course, {}), institute, self.weights) for course in courses}

    async def pool(self, session: Session = None) -> tuple[str, ...]:
        """The institute's substitutes, in the order in which they are asked."""
        return read_pool(await self.institute(session))

    async def contacts(self, course: str, session: Session = None) -> Contacts:
        """Whom a course's students' news goes to: its own contacts, else the institute's."""
        return (await self.of_courses([course], session))[course].contacts

    async def course(self, course: str, session: Session = None) -> Raw:
        """What a course sets itself, as it is stored; only `_id` where that is nothing."""
        return await _one(oid(course), session)

    async def institute(self, session: Session = None) -> Raw:
        """What the institute sets, as it is stored; only `_id` where that is nothing."""
        return await _one(INSTITUTE, session)

    async def set(self, read: Raw, fields: Raw, session: Session) -> None:
        """Set some fields that are still as they were read; None takes one away. Raises Outdated."""
        still = {"_id": read["_id"], **as_read(read, *fields)}
        update = {"$set": {name: value for name, value in fields.items() if value is not None}}
        update["$unset"] = {name: "" for name, value in fields.items() if value is None}
        change = {operator: named for operator, named in update.items() if named}
        try:
            await Document.get_motor_collection().update_one(still, change, upsert=True, session=session)
        except DuplicateKeyError:  # another has set something meanwhile
            raise Outdated from None

    async def faults(self, ids: Collection[Any]) -> dict[str, list[str]]:
        """What can't be read of some courses, or of the institute: the fields, by the id."""
        found = Document.get_motor_collection().find({"_id": {"$in": [*ids]}})
        named = {str(one["_id"]): [*faults(one)] for one in await found.to_list(None)}
        return {id_: fields for id_, fields in named.items() if fields}


async def _one(id_: Any, session: Session) -> Raw:
    found: Raw | None = await Document.get_motor_collection().find_one({"_id": id_}, session=session)
    return found or {"_id": id_}
