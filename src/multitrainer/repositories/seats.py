"""Who sits in the batches of a course: `batch.students`, which the old application writes, too."""

from collections.abc import Sequence
from typing import Any

from multitrainer.clock import Clock
from multitrainer.database import Outdated, Session
from multitrainer.documents import Batch
from multitrainer.stored.faults import has_version
from multitrainer.stored.guards import as_read
from multitrainer.stored.ids import oid
from multitrainer.stored.seats import must_be_a_list, write_students

Raw = dict[str, Any]

FIELDS = ("course", "name", "students", "trainers", "instructor", "__v")


class Seats:
    """Reads and writes the students of batches."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    async def of_course(self, course: str, session: Session = None) -> list[Raw]:
        """The batches that are this course's alone, as far as they are looked at here, in the order they were made."""
        found = Batch.get_motor_collection().find({"course": oid(course)}, FIELDS, session=session)
        ours = [batch for batch in await found.to_list(None) if batch["course"] == oid(course)]
        return sorted(ours, key=lambda batch: str(batch["_id"]))

    async def save(self, batch: Raw, students: Sequence[str], session: Session) -> None:
        """Seat these in a batch that is still as it was read; Mongoose finds its copy stale by `__v`.

        Raises Outdated, MalformedData.
        """
        must_be_a_list(batch)
        update: Raw = {"$set": {"students": write_students(batch, students), "updatedAt": self._clock()}}
        if has_version(batch):
            update["$inc"] = {"__v": 1}
        still = {"_id": batch["_id"], **as_read(batch, "course", "students", "__v")}
        result = await Batch.get_motor_collection().update_one(still, update, session=session)
        if not result.matched_count:
            raise Outdated
