"""Batches, and the seed's other queries: a trainer's batches, a batch's people, populated."""

from operator import itemgetter
from typing import Any

from beanie.odm.utils.dump import get_dict

from multitrainer.clock import Clock
from multitrainer.database import Outdated, Session
from multitrainer.documents import Batch
from multitrainer.domain.errors import BatchNotFound, BatchWithoutCourse
from multitrainer.repositories.guards import EDITED
from multitrainer.repositories.pages import Paged, after, paged
from multitrainer.repositories.populate import (
    batch_defaults,
    matches_of_trainer,
    people_pipeline,
    populated_batch,
    populated_people,
    trainer_batches_pipeline,
)
from multitrainer.repositories.rows import rows
from multitrainer.stored.guards import as_read
from multitrainer.stored.ids import hexed, oid, oids

Raw = dict[str, Any]


class Batches:
    """Reads and writes batches, apart from their people, which Teams writes."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    async def find(self, batch: str, session: Session = None) -> Raw:
        """The whole document as it is stored. Raises BatchNotFound."""
        found: Raw | None = await Batch.get_motor_collection().find_one({"_id": oid(batch)}, session=session)
        if found is None:
            raise _no(batch)
        return found

    async def read(self, batch: str, session: Session = None) -> Raw:
        """The whole document, with the schema's defaults. Raises BatchNotFound."""
        return with_defaults(await self.find(batch, session))

    async def page(self, course: str | None, cursor: str | None, limit: int) -> Paged:
        """Whole documents in the order they were made, of one course or of all. Raises InvalidInput."""
        match = {**({"course": oid(course)} if course else {}), **after(cursor)}
        found = await Batch.get_motor_collection().find(match).sort("_id", 1).limit(limit + 1).to_list(None)
        return paged([with_defaults(batch) for batch in found], limit)

    async def course_of(self, batch: str) -> str:
        """Raises BatchNotFound, BatchWithoutCourse."""
        found = await Batch.get_motor_collection().find_one({"_id": oid(batch)}, {"course": 1})
        if found is None:
            raise _no(batch)
        if (course := hexed(found.get("course"))) is None:
            raise BatchWithoutCourse(f"Batch {batch} belongs to no course.", batch=batch)
        return course

    async def people(self, batch: str, session: Session = None) -> Raw:
        """Who is on a batch, populated as Mongoose does. Raises BatchNotFound."""
        found = await rows(Batch.get_motor_collection(), people_pipeline(oid(batch)), session=session)
        if not found:
            raise _no(batch)
        return populated_people(found[0])

    async def of_trainer(self, trainer: str, cursor: str | None, limit: int | None) -> Paged:
        """The batches whose primary the trainer is, with their course's name, in the order they were made.

        Un-migrated batches count by their instructor. Raises InvalidInput for a foreign cursor.
        """
        matches = matches_of_trainer(oid(trainer), after(cursor))
        pipelines = [trainer_batches_pipeline(match, limit + 1 if limit else None) for match in matches]
        found = await rows(Batch.get_motor_collection(), *pipelines)
        found.sort(key=itemgetter("_id"))
        return paged([populated_batch(row) for row in found], limit or len(found))

    def new(self, batch: str, course: str, name: str, students: tuple[str, ...]) -> Raw:
        """A batch to insert, without people; Teams inserts it together with them."""
        now = self._clock()
        document = Batch(
            _id=oid(batch),
            course=oid(course),
            name=name,
            students=oids(students),
            created_at=now,
            updated_at=now,
        )
        return dict(get_dict(document, to_db=True, keep_nulls=False))

    async def delete(self, batch: Raw, session: Session) -> None:
        """Delete a batch of no course that is still as it was read. Raises Outdated."""
        still = {"_id": batch["_id"], **as_read(batch, "course", "trainers", "instructor", *EDITED)}
        result = await Batch.get_motor_collection().delete_one(still, session=session)
        if not result.deleted_count:
            raise Outdated


def with_defaults(batch: Raw) -> Raw:
    """A stored batch as it is shown, with the schema's defaults."""
    return {**batch, **batch_defaults(batch)}


def _no(batch: str) -> BatchNotFound:
    return BatchNotFound(f"There is no batch {batch}.", batch=batch)
