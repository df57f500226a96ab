"""In which format courses and batches say who trains."""

from collections import Counter
from typing import Any, NamedTuple

from multitrainer.documents import Batch, Course
from multitrainer.domain.migrating import Format
from multitrainer.stored.shapes import format_of_batch, format_of_course

Raw = dict[str, Any]
OF_COURSES = {"name": 1, "trainers.trainer": 1, "trainers.role": 1, "trainers.status": 1, "instructor": 1}
OF_BATCHES = {"trainers": 1, "instructor": 1}


class Formats(NamedTuple):
    """How many courses and batches are in each format, and the courses that are not in the new one."""

    courses: Counter[Format]
    batches: Counter[Format]
    left: list[Raw]


async def formats(most: int) -> Formats:
    """All of the institute's, and the first of the courses that are left. Raises PyMongoError."""
    courses: Counter[Format] = Counter()
    left: list[Raw] = []
    async for course in Course.get_motor_collection().find({}, OF_COURSES).sort("_id", 1):
        found = format_of_course(course)
        courses[found] += 1
        if found is not Format.NEW and len(left) < most:
            left.append({"_id": course["_id"], "name": course.get("name"), "format": found.value})
    batches = Counter(
        [format_of_batch(batch) async for batch in Batch.get_motor_collection().find({}, OF_BATCHES).sort("_id", 1)]
    )
    return Formats(courses, batches, left)
