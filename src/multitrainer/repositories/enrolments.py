"""Enrolments."""

from collections.abc import Collection, Sequence
from typing import Any

from pymongo import UpdateOne

from multitrainer.database import Outdated, Session
from multitrainer.documents import Enrolment as Document
from multitrainer.domain.enrolments import Enrolment, EnrolmentStatus
from multitrainer.domain.errors import EnrolmentNotFound
from multitrainer.domain.sentences import Sentence
from multitrainer.repositories.inserting import insert_new
from multitrainer.repositories.pages import Paged, after, paged
from multitrainer.repositories.rows import rows
from multitrainer.stored.enrolments import read_enrolment, write_enrolment
from multitrainer.stored.guards import as_read
from multitrainer.stored.ids import hexed, oid, oids

Raw = dict[str, Any]

FEW = 50
"""Up to so many students are looked for by name; for more, all of the course's are read, which is quicker."""
GUARDED = ("slots", "joinedAt", "status", "batch")


class Enrolments:
    """Reads and writes enrolments."""

    async def find(self, enrolment: str, session: Session = None) -> Enrolment:
        """Raises EnrolmentNotFound."""
        found = await Document.get_motor_collection().find_one({"_id": oid(enrolment)}, session=session)
        if found is None:
            raise no_enrolment(enrolment)
        return read_enrolment(found)

    async def page(
        self, course: str, status: EnrolmentStatus | None, batch: str | None, cursor: str | None, limit: int
    ) -> Paged:
        """Those of a course in the order in which they were made, as documents. Raises InvalidInput."""
        if batch and status not in {None, EnrolmentStatus.PLACED}:
            return Paged([], None)
        by: Raw = {"batch": oid(batch)} if batch else {"status": status.value} if status else {}
        match = {"course": oid(course), **by, **after(cursor)}
        found = Document.get_motor_collection().find(match).sort("_id", 1).limit(limit + 1)
        return paged(await found.to_list(None), limit)

    async def of_student(self, course: str, student: str, session: Session = None) -> Enrolment | None:
        """A student's on a course."""
        match = {"course": oid(course), "student": oid(student)}
        found = await Document.get_motor_collection().find_one(match, session=session)
        return read_enrolment(found) if found else None

    async def of_course(self, course: str, session: Session = None) -> list[Enrolment]:
        """All of a course, in the order in which they were made."""
        found = Document.get_motor_collection().find({"course": oid(course)}, session=session)
        return sorted(map(read_enrolment, await found.to_list(None)), key=lambda one: one.id)

    async def of_students(self, course: str, students: Collection[str], session: Session = None) -> list[Enrolment]:
        """Those of some students on a course."""
        if len(students) > FEW:
            return [one for one in await self.of_course(course, session) if one.student in {*students}]
        match = {"course": oid(course), "student": {"$in": oids([*students])}}
        found = Document.get_motor_collection().find(match, session=session)
        return [read_enrolment(raw) for raw in await found.to_list(None)]

    async def courses_among(self, courses: Sequence[Any]) -> set[str]:
        """Those of some courses that have any enrolments."""
        found = await Document.get_motor_collection().distinct("course", {"course": {"$in": [*courses]}})
        return {course for one in found if (course := hexed(one))}

    async def waiting(self) -> dict[str, int]:
        """How many students wait for a place, by course."""
        wait: Raw = {"$match": {"status": EnrolmentStatus.WAITING.value}}
        found = await rows(Document.get_motor_collection(), [wait, {"$group": {"_id": "$course", "n": {"$sum": 1}}}])
        return {course: row["n"] for row in found if (course := hexed(row["_id"]))}

    async def insert(self, enrolments: Sequence[Enrolment], session: Session) -> None:
        """Insert some. Raises Outdated where another has enrolled one of the students meanwhile."""
        documents = [write_enrolment(one) for one in enrolments]
        if documents and not await insert_new(Document.get_motor_collection(), documents, session):
            raise Outdated

    async def save(self, changes: Sequence[tuple[Enrolment, Enrolment]], session: Session) -> None:
        """Write what some have become that are still as they were read. Raises Outdated."""
        if not changes:
            return
        updates = [_update(before, becomes) for before, becomes in changes]
        result = await Document.get_motor_collection().bulk_write(updates, ordered=False, session=session)
        if result.matched_count != len(changes):
            raise Outdated

    async def delete_of_course(self, course: str, session: Session) -> None:
        """Delete all of a course."""
        await Document.get_motor_collection().delete_many({"course": oid(course)}, session=session)


def no_enrolment(enrolment: str) -> EnrolmentNotFound:
    """What is said where there is no such enrolment, or none that whoever asks may know of."""
    return EnrolmentNotFound(
        Sentence("There is no such enrolment."), f"There is no enrolment {enrolment}.", enrolment=enrolment
    )


def _update(before: Enrolment, becomes: Enrolment) -> UpdateOne:
    old, new = write_enrolment(before), write_enrolment(becomes)
    return UpdateOne({"_id": old["_id"], **as_read(old, *GUARDED)}, {"$set": {field: new[field] for field in GUARDED}})
