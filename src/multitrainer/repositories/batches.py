"""Batches, and the seed's other queries: a trainer's batches, a batch's people, populated."""

from collections.abc import Collection
from typing import Any, NamedTuple

from beanie import Document
from beanie.odm.utils.dump import get_dict
from bson import ObjectId

from multitrainer.clock import Clock
from multitrainer.database import Outdated, Session
from multitrainer.documents import Batch, Course
from multitrainer.domain.actors import THE_ADMIN, Actor
from multitrainer.domain.errors import BatchNotFound, BatchWithoutCourse
from multitrainer.domain.sentences import Sentence
from multitrainer.domain.standings import Context
from multitrainer.identity.callers import Caller
from multitrainer.repositories.callers import Callers, user_of
from multitrainer.repositories.guards import EDITED
from multitrainer.repositories.pages import Paged, after, among, in_order, paged
from multitrainer.repositories.populate import (
    IN_CLASS,
    ON_COURSE,
    batch_defaults,
    lookup,
    matches_of_trainer,
    people_pipeline,
    populated_batch,
    populated_people,
    trainer_batches_pipeline,
)
from multitrainer.repositories.rows import rows
from multitrainer.stored.faults import as_list
from multitrainer.stored.guards import as_read
from multitrainer.stored.ids import hexed, oid, oids
from multitrainer.stored.shapes import plain_entry, stands_plainly
from multitrainer.stored.users import UserSchema

Raw = dict[str, Any]

NAMED_AT_ONCE = 100


class PeopleRead(NamedTuple):
    """A batch's people as they were read: by whom, and what they are to the batch.

    Of trainers that holds as far as the batch and their entry alone tell; the whole team may tell more.
    """

    actor: Actor
    context: Context
    people: Raw


class OfTrainer(NamedTuple):
    """A trainer's batches as they were read, and by whom."""

    actor: Actor
    page: Paged


class Batches:
    """Reads and writes batches, apart from their people, which Teams writes."""

    def __init__(self, callers: Callers, schema: UserSchema, clock: Clock) -> None:
        self._callers = callers
        self._schema = schema
        self._clock = clock

    async def find(self, batch: str, session: Session = None) -> Raw:
        """The whole document as it is stored. Raises BatchNotFound."""
        found: Raw | None = await Batch.get_motor_collection().find_one({"_id": oid(batch)}, session=session)
        if found is None:
            raise no_batch(batch)
        return found

    async def read(self, batch: str, session: Session = None) -> Raw:
        """The whole document, with the schema's defaults. Raises BatchNotFound."""
        return with_defaults(await self.find(batch, session))

    async def page(
        self, course: str | None, cursor: str | None, limit: int, ids: Collection[str] | None = None
    ) -> Paged:
        """Whole documents in the order they were made, all or some, of one course or of any. Raises InvalidInput."""
        return await self._page(among(ids, cursor), course, limit)

    async def page_of_student(self, student: str, course: str | None, cursor: str | None, limit: int) -> Paged:
        """The same, of those alone whose student somebody is."""
        return await self._page({"students": oid(student), **after(cursor)}, course, limit)

    async def of_student(self, student: str, course: str | None = None) -> list[str]:
        """The ids of all batches, of a course or of any, whose student somebody is."""
        of = {"course": oid(course)} if course else {}
        found = Batch.get_motor_collection().find({"students": oid(student), **of}, {"_id": 1})
        return [str(batch["_id"]) for batch in await found.to_list(None)]

    async def has_student(self, batch: str, student: str) -> bool:
        """Whether somebody is a student of a batch."""
        match = {"_id": oid(batch), "students": oid(student)}
        return await Batch.get_motor_collection().find_one(match, {"_id": 1}) is not None

    async def students(self, batch: str, session: Session = None) -> tuple[str, ...]:
        """The students of a batch; none where it is gone."""
        found = await Batch.get_motor_collection().find_one({"_id": oid(batch)}, {"students": 1}, session=session)
        named = map(hexed, as_list((found or {}).get("students")))
        return tuple(dict.fromkeys(student for student in named if student))

    async def course_of(self, batch: str) -> str:
        """Raises BatchNotFound, BatchWithoutCourse."""
        found = await Batch.get_motor_collection().find_one({"_id": oid(batch)}, {"course": 1})
        if found is None:
            raise no_batch(batch)
        if (course := hexed(found.get("course"))) is None:
            raise BatchWithoutCourse(
                Sentence("This batch belongs to no course."), f"Batch {batch} belongs to no course.", batch=batch
            )
        return course

    async def there(self, courses: Collection[str], batches: Collection[str]) -> set[str]:
        """Those of some courses that exist, and those of some batches whose course does, by id."""
        found = await _few_by_few(Batch, sorted(batches), "course")
        course_of = {str(one["_id"]): course for one in found if (course := hexed(one.get("course")))}
        known = {str(one["_id"]) for one in await _few_by_few(Course, sorted({*courses, *course_of.values()}), "_id")}
        return known & {*courses} | {batch for batch, course in course_of.items() if course in known}

    async def named(self, batches: Collection[str]) -> dict[str, Raw]:
        """What batches and their courses are called, and which courses these are, by the batch's id."""
        match: Raw = {"$match": {"_id": {"$in": oids([*batches])}}}
        shown: Raw = {"$project": {"course": 1, "batchName": "$name"}}
        pipeline = [match, shown, lookup("courses", "course", "courses_")]
        return {str(row["_id"]): _named(row) for row in await rows(Batch.get_motor_collection(), pipeline)}

    async def people(self, batch: str, caller: Caller = THE_ADMIN, session: Session = None) -> PeopleRead:
        """Who is on a batch, populated as Mongoose does, and who asks for it. Raises NotSignedIn, BatchNotFound."""
        pipeline = people_pipeline(oid(batch), self._callers.joined(caller), user_of(caller), self._schema)
        found = await rows(Batch.get_motor_collection(), pipeline, session=session)
        if not found:
            await self._callers.find(caller, session)
            raise no_batch(batch)
        actor = self._callers.actor(caller, found[0])
        return PeopleRead(actor, _context(found[0], actor), populated_people(found[0], self._schema))

    async def of_trainer(
        self,
        trainer: str,
        cursor: str | None,
        limit: int | None,
        caller: Caller = THE_ADMIN,
        of: list[ObjectId] | None = None,
    ) -> OfTrainer:
        """The batches whose primary the trainer is, with their course's name, in the order they were made.

        Those of some courses alone, where `of` names them. Un-migrated batches count by their instructor.

        Raises NotSignedIn, InvalidInput for a foreign cursor.
        """
        joined = self._callers.joined(caller)
        only = {} if of is None else {"course": {"$in": of}}
        matches = matches_of_trainer(oid(trainer), {**after(cursor), **only})
        pipelines = [trainer_batches_pipeline(match, limit + 1 if limit else None, joined) for match in matches]
        found = in_order(await rows(Batch.get_motor_collection(), *pipelines))
        actor = self._callers.actor(caller, found[0]) if found else await self._callers.find(caller)
        return OfTrainer(actor, paged([populated_batch(row) for row in found], limit or len(found)))

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

    async def _page(self, match: Raw, course: str | None, limit: int) -> Paged:
        wanted = {**({"course": oid(course)} if course else {}), **match}
        found = await Batch.get_motor_collection().find(wanted).sort("_id", 1).limit(limit + 1).to_list(None)
        return paged([with_defaults(batch) for batch in found], limit)

    async def delete(self, batch: Raw, session: Session) -> None:
        """Delete a batch of no course that is still as it was read. Raises Outdated."""
        still = {"_id": batch["_id"], **as_read(batch, "course", "trainers", "instructor", *EDITED)}
        result = await Batch.get_motor_collection().delete_one(still, session=session)
        if not result.deleted_count:
            raise Outdated


def with_defaults(batch: Raw) -> Raw:
    """A stored batch as it is shown, with the schema's defaults."""
    return {**batch, **batch_defaults(batch)}


def no_batch(batch: str) -> BatchNotFound:
    """What is said where there is no such batch, or none that whoever asks may know of."""
    return BatchNotFound(Sentence("There is no such batch."), f"There is no batch {batch}.", batch=batch)


async def _few_by_few(kind: type[Document], ids: list[str], field: str) -> list[Raw]:
    """Those of many that exist. Of each document that it reads, the embedded server compares all ids that are named."""
    found: list[Raw] = []
    for begin in range(0, len(ids), NAMED_AT_ONCE):
        named = {"_id": {"$in": oids(ids[begin : begin + NAMED_AT_ONCE])}}
        found += await kind.get_motor_collection().find(named, {field: 1}).to_list(None)
    return found


def _named(row: Raw) -> Raw:
    names = [course.get("name") for course in row["courses_"]]
    return {"batchName": row.get("batchName"), "course": row.get("course"), "courseName": names[0] if names else None}


def _context(row: Raw, actor: Actor) -> Context:
    courses, user = row.get(ON_COURSE) or [], actor.id
    if len(courses) != 1 or not isinstance(row.get("course"), ObjectId):
        return Context(in_class=row.get(IN_CLASS, False))
    entry = plain_entry(courses[0], user)
    return Context(entry if entry and entry.is_lead else None, stands_plainly(row, user), row.get(IN_CLASS, False))
