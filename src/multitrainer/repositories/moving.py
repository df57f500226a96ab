"""Moving documents over: what migrations read of the institute's collections, and what they write."""

from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from datetime import datetime
from typing import Any

from bson import ObjectId
from motor.motor_asyncio import AsyncIOMotorCollection
from pymongo import UpdateMany

from multitrainer.documents import Batch, Course, User
from multitrainer.failures import in_time
from multitrainer.migrations import m0002_batch_trainers
from multitrainer.migrations.migration import Around, Migration, Statement
from multitrainer.migrations.references import Users, named_in
from multitrainer.repositories import walks
from multitrainer.repositories.facts import Facts
from multitrainer.repositories.walks import START
from multitrainer.stored.order import Key, key
from multitrainer.stored.shapes import has_primary, is_migrated
from multitrainer.stored.users import UserSchema

Raw = dict[str, Any]

_KINDS = {"courses": Course, "batches": Batch}


class Moving:
    """Reads and writes for migrations. Every method raises PyMongoError."""

    def __init__(self, schema: UserSchema, facts: Facts) -> None:
        self._schema = schema
        self._facts = facts
        self._scanned: dict[str, int] = {}

    def pieces(self, migration: Migration, size: Callable[[], int], after: Any = START) -> AsyncIterator[list[Raw]]:
        """The documents behind an `_id`, in order, up to `size()` at a time."""
        return walks.pieces(_collection(migration.collection), migration.fields, size, after)

    async def picked(self, migration: Migration, ids: Iterable[Any]) -> list[Raw]:
        """Those of these documents that are still there, in the order of `_id`."""
        return await walks.picked(_collection(migration.collection), migration.fields, [*ids])

    async def count(self, collection: str) -> int:
        """How many documents there are, about."""
        with in_time():
            return int(await _collection(collection).estimated_document_count())

    async def around(self, migration: Migration, documents: Sequence[Raw], *, all_between: bool = False) -> Around:
        """What verdicts on these documents depend on. `all_between`: no other lies between the first and the last."""
        if migration.reads_batches:
            batches = await self.batches_of(documents, all_between=all_between)
            with in_time():
                rules = await self._facts.rules(documents, batches)
            return Around(await self._users_of(without_people(documents, batches)), by_course(batches), rules)
        return Around(await self._users_of(documents), rules=self._facts.usual)

    async def batches_of(self, courses: Sequence[Raw], *, all_between: bool = False) -> list[Raw]:
        """The batches of these courses, with what any migration reads of them, in the order of `_id`."""
        if not courses:
            return []
        ids = [course["_id"] for course in courses]
        wanted = {"$gte": ids[0], "$lte": ids[-1]} if all_between else {"$in": ids}
        shown = walks.shown(("course", *m0002_batch_trainers.fields))
        with in_time():
            found = Batch.get_motor_collection().find({"course": wanted}, shown).sort([("course", 1), ("_id", 1)])
            return await found.to_list(None)

    async def scanned(self, migration: Migration) -> int:
        """How many documents the server reads to find those in a range of `_id`, about; 0 where it has an index."""
        name = migration.collection
        if name not in self._scanned:  # counting takes its time there too, so once is enough
            self._scanned[name] = await self.count(name) if await _scans_for_ranges(_collection(name)) else 0
        return self._scanned[name]

    async def moved_at(self, migration: Migration, between: Raw, now: datetime) -> list[Raw]:
        """Those of a range that a chunk of this time has moved over."""
        moved = {"_id": between, "updatedAt": now, "trainers": {"$exists": True}, "instructor": {"$exists": True}}
        with in_time():
            return await _collection(migration.collection).find(moved, walks.shown(migration.fields)).to_list(None)

    async def apply(self, migration: Migration, statements: Sequence[Statement]) -> int:
        """Make updates, in any order; tells how many documents matched."""
        with in_time():
            updates = [UpdateMany(s.match, s.pipeline) for s in statements]
            done = await _collection(migration.collection).bulk_write(updates, ordered=False)
        return done.matched_count

    async def courses_with(self, batches: Sequence[Any]) -> list[Any]:
        """The courses that these batches belong to, or that count them among somebody's batches."""
        with in_time():
            named = await Batch.get_motor_collection().distinct("course", {"_id": {"$in": [*batches]}})
            counting = await Course.get_motor_collection().distinct(
                "_id", {"trainers.assignedBatches": {"$in": [*batches]}}
            )
        return [*{key(course): course for course in (*named, *counting) if course is not None}.values()]

    async def _users_of(self, documents: Iterable[Raw]) -> Users:
        """Whoever is named as instructor by these documents."""
        if not (named := named_in(documents)):
            return Users({}, self._schema.trainers)
        role = self._schema.role
        with in_time():
            found = User.get_motor_collection().find({"_id": {"$in": [*named]}}, {role: 1})
            return Users({user["_id"]: user.get(role) for user in await found.to_list(None)}, self._schema.trainers)


def without_people(courses: Iterable[Raw], batches: Iterable[Raw]) -> list[Raw]:
    """Those that are counted by their `instructor`, which therefore has to be a trainer."""
    return [*(c for c in courses if not is_migrated(c)), *(b for b in batches if not has_primary(b))]


def by_course(batches: Iterable[Raw]) -> dict[Key, list[Raw]]:
    """The batches of each course; one without a course is of none, though MongoDB finds it with a course null."""
    of_course: dict[Key, list[Raw]] = {}
    for batch in (batch for batch in batches if "course" in batch):
        of_course.setdefault(key(batch["course"]), []).append(batch)
    return of_course


async def _scans_for_ranges(collection: AsyncIOMotorCollection[Raw]) -> bool:
    """Whether the server, as the embedded one, has no use of an index for a range of `_id` (docs/engines.md)."""
    with in_time():
        plan = await collection.find({"_id": {"$gte": ObjectId(), "$lte": ObjectId()}}).explain()
    return "COLLSCAN" in str(plan)


def _collection(name: str) -> AsyncIOMotorCollection[Raw]:
    return _KINDS[name].get_motor_collection()
