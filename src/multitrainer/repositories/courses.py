"""Courses, and the seed's first query: a course's trainers, populated."""

from typing import Any

from bson import ObjectId

from multitrainer.clock import Clock
from multitrainer.database import Outdated, Session
from multitrainer.documents import Course
from multitrainer.domain.errors import CourseNotFound
from multitrainer.repositories.pages import Paged, after, paged
from multitrainer.repositories.populate import populated_entry, roster_pipeline
from multitrainer.repositories.rows import rows
from multitrainer.stored.guards import as_read
from multitrainer.stored.ids import oid
from multitrainer.stored.shapes import is_migrated

Raw = dict[str, Any]


class Courses:
    """Reads and writes courses, apart from their trainers, which Teams writes."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    async def find(self, course: str, session: Session = None) -> Raw:
        """The whole document. Raises CourseNotFound."""
        found: Raw | None = await Course.get_motor_collection().find_one({"_id": oid(course)}, session=session)
        if found is None:
            raise CourseNotFound(f"There is no course {course}.", course=course)
        return found

    async def page(self, cursor: str | None, limit: int) -> Paged:
        """Whole documents in the order they were made. Raises InvalidInput."""
        found = Course.get_motor_collection().find(after(cursor)).sort("_id", 1).limit(limit + 1)
        return paged(await found.to_list(None), limit)

    async def roster(self, course: str, session: Session = None) -> list[Raw] | None:
        """The roster, populated as Mongoose does; None where the course has none yet. Raises CourseNotFound."""
        found = await rows(Course.get_motor_collection(), roster_pipeline(oid(course)), session=session)
        if not found:
            raise CourseNotFound(f"There is no course {course}.", course=course)
        entries = [populated_entry(row) for row in found if isinstance(row.get("trainers"), dict)]
        if entries:
            return entries
        return [] if await self._has_empty_roster(oid(course), session) else None

    async def _has_empty_roster(self, course: ObjectId, session: Session) -> bool:
        """Whether the roster is there and empty, which the pipeline's one row can't tell from none at all."""
        fields = {"trainers": 1, "instructor": 1}
        found = await Course.get_motor_collection().find_one({"_id": course}, fields, session=session)
        return is_migrated(found or {})

    async def insert(self, course: str, name: str, session: Session) -> None:
        """Insert a course without trainers, unless an earlier try got that far."""
        if await Course.get_motor_collection().find_one({"_id": oid(course)}, {"_id": 1}, session=session):
            return
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


def _still(course: Raw) -> Raw:
    return {"_id": course["_id"], **as_read(course, "name", "trainers", "instructor", "__v", "updatedAt")}
