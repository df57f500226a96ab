"""Courses, and the seed's first query: a course's trainers, populated."""

from collections.abc import Collection
from typing import Any, NamedTuple

from bson import ObjectId

from multitrainer.clock import Clock
from multitrainer.database import Outdated, Session
from multitrainer.documents import Course
from multitrainer.domain.actors import THE_ADMIN, Actor
from multitrainer.domain.errors import CourseNotFound
from multitrainer.domain.roster import Entry
from multitrainer.domain.sentences import Sentence
from multitrainer.identity.callers import Caller
from multitrainer.repositories.callers import Callers
from multitrainer.repositories.pages import Paged, among, paged
from multitrainer.repositories.populate import populated_entry, roster_pipeline
from multitrainer.repositories.rows import rows
from multitrainer.stored.guards import as_read
from multitrainer.stored.ids import oid
from multitrainer.stored.shapes import is_migrated, plain_entry
from multitrainer.stored.users import UserSchema

Raw = dict[str, Any]

IN_SHORT = ("name", "trainers", "instructor")


class RosterRead(NamedTuple):
    """A roster as it was read: by whom, and the entries, None where it has none yet.

    `mine` is what they are on it themselves, where it alone tells; where it is None, the whole team may tell more.
    """

    actor: Actor
    mine: Entry | None
    entries: list[Raw] | None


class Courses:
    """Reads and writes courses, apart from their trainers, which Teams writes."""

    def __init__(self, callers: Callers, schema: UserSchema, clock: Clock) -> None:
        self._callers = callers
        self._schema = schema
        self._clock = clock

    async def find(self, course: str, session: Session = None) -> Raw:
        """The whole document. Raises CourseNotFound."""
        found: Raw | None = await Course.get_motor_collection().find_one({"_id": oid(course)}, session=session)
        if found is None:
            raise no_course(course)
        return found

    async def page(self, cursor: str | None, limit: int, ids: Collection[str] | None = None) -> Paged:
        """Whole documents in the order they were made, all or some. Raises InvalidInput."""
        found = Course.get_motor_collection().find(among(ids, cursor)).sort("_id", 1).limit(limit + 1)
        return paged(await found.to_list(None), limit)

    async def in_short(self, ids: Collection[str] | None = None) -> list[Raw]:
        """The names, rosters and instructors of all courses, or of some, in the order they were made."""
        found = Course.get_motor_collection().find(among(ids, None), IN_SHORT).sort("_id", 1)
        return list(await found.to_list(None))

    async def roster(self, course: str, caller: Caller = THE_ADMIN, session: Session = None) -> RosterRead:
        """The roster, populated as Mongoose does, and who asks for it. Raises NotSignedIn, CourseNotFound."""
        pipeline = roster_pipeline(oid(course), self._callers.joined(caller), self._schema)
        found = await rows(Course.get_motor_collection(), pipeline, session=session)
        if not found:
            await self._callers.find(caller, session)
            raise no_course(course)
        actor = self._callers.actor(caller, found[0])
        stored = [row for row in found if isinstance(row.get("trainers"), dict)]
        mine = _entry_of(actor, found)
        if stored:
            return RosterRead(actor, mine, [populated_entry(row, self._schema) for row in stored])
        return RosterRead(actor, mine, [] if await self._has_empty_roster(oid(course), session) else None)

    async def _has_empty_roster(self, course: ObjectId, session: Session) -> bool:
        """Whether the roster is there and empty, which the pipeline's one row can't tell from none at all."""
        fields = {"trainers": 1, "instructor": 1}
        found = await Course.get_motor_collection().find_one({"_id": course}, fields, session=session)
        return is_migrated(found or {})

    async def is_there(self, course: str, session: Session) -> bool:
        """Whether there is such a course."""
        found = await Course.get_motor_collection().find_one({"_id": oid(course)}, {"_id": 1}, session=session)
        return found is not None

    async def insert(self, course: str, name: str, session: Session) -> None:
        """Insert a course without trainers."""
        now = self._clock()
        await Course(_id=oid(course), name=name, created_at=now, updated_at=now).insert(session=session)

    async def delete(self, course: Raw, session: Session) -> None:
        """Delete a course that is still as it was read. Raises Outdated."""
        result = await Course.get_motor_collection().delete_one(_still(course), session=session)
        if not result.deleted_count:
            raise Outdated

    async def claim(self, course: Raw, session: Session) -> None:
        """Begin to delete a course that is still as it was read; who read it before can no more. Raises Outdated."""
        mark = {"$set": {"updatedAt": self._clock()}}
        result = await Course.get_motor_collection().update_one(_still(course), mark, session=session)
        if not result.matched_count:
            raise Outdated

    async def delete_claimed(self, course: str, session: Session) -> None:
        """Delete a course whose deletion has begun, whatever became of it since."""
        await Course.get_motor_collection().delete_one({"_id": oid(course)}, session=session)


def no_course(course: str) -> CourseNotFound:
    """What is said where there is no such course, or none that whoever asks may know of."""
    return CourseNotFound(Sentence("There is no such course."), f"There is no course {course}.", course=course)


def _entry_of(actor: Actor, found: list[Raw]) -> Entry | None:
    """Somebody's entry, out of the rows of the roster pipeline."""
    if found[0].get("at") is None:  # no list
        return None
    return plain_entry({"instructor": found[0].get("instructor"), "trainers": [r["trainers"] for r in found]}, actor.id)


def _still(course: Raw) -> Raw:
    return {"_id": course["_id"], **as_read(course, "name", "trainers", "instructor", "__v", "updatedAt")}
