"""What planning reads of courses and batches besides their people."""

from collections.abc import Sequence
from typing import Any

from bson import ObjectId

from multitrainer.database import Session
from multitrainer.documents import Batch, Course
from multitrainer.repositories.rows import rows

Raw = dict[str, Any]

STUDENTS = {"$size": {"$cond": [{"$isArray": "$students"}, "$students", []]}}


class Schools:
    """Reads many courses at once."""

    async def courses(self) -> list[ObjectId]:
        """All courses that can be named, in the order they were made."""
        found = await Course.get_motor_collection().find({}, {"_id": 1}).sort("_id", 1).to_list(None)
        return [one["_id"] for one in found if isinstance(one["_id"], ObjectId)]

    async def course_names(self, courses: Sequence[ObjectId], session: Session = None) -> dict[str, Any]:
        """What courses are called, by id."""
        found = Course.get_motor_collection().find({"_id": {"$in": [*courses]}}, {"name": 1}, session=session)
        return {str(one["_id"]): one.get("name") for one in await found.to_list(None)}

    async def batches(self, courses: Sequence[ObjectId], session: Session = None) -> list[Raw]:
        """The batches of some courses: `_id`, `course`, `name`, and in `students` how many there are."""
        shown: Raw = {"$project": {"course": 1, "name": 1, "students": STUDENTS}}
        pipeline: list[Raw] = [{"$match": {"course": {"$in": [*courses]}}}, shown]
        return await rows(Batch.get_motor_collection(), pipeline, session=session)

    async def primaries(self, trainers: Sequence[ObjectId], session: Session = None) -> list[Raw]:
        """The batches whose primary one of these is: `_id`, `course`, `primary`, and in `students` how many there are.

        Un-migrated batches count by their instructor.
        """
        named = {"$in": [*trainers]}
        shown: Raw = {"course": 1, "students": STUDENTS}
        migrated: list[Raw] = [
            {"$match": {"trainers.primary": named}},
            {"$project": {**shown, "primary": "$trainers.primary"}},
        ]
        others: list[Raw] = [
            {"$match": {"instructor": named}},
            {"$match": {"trainers.primary": None}},  # apart, because some engines find a list and this by no index
            {"$project": {**shown, "primary": "$instructor"}},
        ]
        return await rows(Batch.get_motor_collection(), migrated, others, session=session)
