"""An institute of a size, written straight into the database: two years of sessions, covers, leave and the ledger."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from itertools import islice
from random import Random
from typing import Any, NamedTuple

from bson import ObjectId

from multitrainer.database import Database
from multitrainer.stored.ids import made_of

Raw = dict[str, Any]
BATCHES_OF_A_COURSE, WEEKS = 25, 104
ILL = 0
"""The trainer who falls ill: the first one."""


class Size(NamedTuple):
    """How large."""

    trainers: int = 60
    covers: int = 50_000
    sessions: int = 200_000
    entries: int = 100_000
    leaves: int = 2_000


class People(NamedTuple):
    """Whoever there is, by id."""

    trainers: list[ObjectId]
    courses: list[ObjectId]
    batches: list[Raw]


async def found(database: Database, size: Size, midnight: datetime) -> People:
    """Make it: all trainers are in the pool; the one who falls ill has six sessions in the three days after midnight.

    Whatever else meets in a week does so at other times of the same days. Batches of earlier terms have no trainer
    any more, and the most sessions.
    """
    random = Random(1)
    people = _people(size)
    await _insert(database, "users", _users(people))
    await _insert(database, "courses", _courses(people))
    await _insert(database, "batches", people.batches)
    await _insert(database, "multitrainer_sessions", _sessions(size, people, midnight))
    await _insert(database, "multitrainer_covers", _covers(size, people, midnight, random))
    await _insert(database, "multitrainer_cover_ledger", _entries(size, people, midnight, random))
    await _insert(database, "multitrainer_leaves", _leaves(size, people, midnight, random))
    await database.motor.multitrainer_cover_settings.insert_one({"_id": "institute", "pool": people.trainers})
    return people


async def there(database: Database) -> People:
    """Whoever was made, the one who falls ill first."""
    users, courses = (database.motor[name].find({}).sort("_id", 1) for name in ("users", "courses"))
    trainers = [one["_id"] async for one in users if one["role"] == "trainer"]
    return People(trainers, [one["_id"] async for one in courses], await database.motor.batches.find().to_list(None))


async def _insert(database: Database, name: str, documents: Iterable[Raw]) -> None:
    left = iter(documents)
    while some := [*islice(left, 5_000)]:
        await database.motor[name].insert_many(some, ordered=False)


def _people(size: Size) -> People:
    trainers = [ObjectId() for _ in range(size.trainers)]
    held = [trainer for n, trainer in enumerate(trainers) for _ in range(2 + n % 3)]
    courses = [ObjectId() for _ in range(-(-len(held) // BATCHES_OF_A_COURSE))]
    batches = [
        _batch(f"Batch {n}", courses[n // BATCHES_OF_A_COURSE], primary, trainers[(n * 7 + 5) % size.trainers])
        for n, primary in enumerate(held)
    ]
    return People(trainers, courses, batches)


def _batch(name: str, course: ObjectId, primary: ObjectId, backup: ObjectId) -> Raw:
    people = {"primary": primary, "backup": [backup], "assistants": []}
    about = {"_id": ObjectId(), "__v": 0, "course": course, "name": name, "students": []}
    return {**about, "instructor": primary, "trainers": people}


def _users(people: People) -> Iterator[Raw]:
    for n, trainer in enumerate(people.trainers):
        yield {"_id": trainer, "name": f"Trainer {n}", "email": f"t{n}@x.example", "role": "trainer"}
    yield {"_id": ObjectId(), "name": "Ada", "email": "ada@x.example", "role": "admin"}


def _courses(people: People) -> Iterator[Raw]:
    for n, course in enumerate(people.courses):
        theirs = [batch for batch in people.batches if batch["course"] == course]
        teaching = [*dict.fromkeys(batch["instructor"] for batch in theirs)]
        roster = [{"_id": ObjectId(), "trainer": one, "role": "assistant", "status": "active",
                   "assignedBatches": [b["_id"] for b in theirs if b["instructor"] == one], "workload": 50}
                  for one in teaching]  # fmt: skip
        yield {"_id": course, "__v": 0, "name": f"Course {n}", "instructor": None, "trainers": roster}


def _sessions(size: Size, people: People, midnight: datetime) -> Iterator[Raw]:
    """Each batch twice in each week of two years, at hours in which its trainer has no other; then earlier ones."""
    made, weeks = 0, min(WEEKS, max(8, size.sessions // (4 * len(people.batches))))
    for n, batch in enumerate(people.batches):
        nth = sum(one["instructor"] == batch["instructor"] for one in people.batches[:n])
        for week in range(4 - weeks, 4):
            days = (0, 1, 2) if batch["instructor"] == people.trainers[ILL] else (n % 5, (n + 2) % 5)
            for day in days:
                made += 1
                yield _session(batch["_id"], midnight + timedelta(weeks=week, days=day, hours=8 + 3 * nth), day)
    old = [ObjectId() for _ in range(400)]
    for n in range(max(0, size.sessions - made)):
        at = midnight - timedelta(days=1 + n // len(old) % (7 * WEEKS), hours=-9)
        yield _session(old[n % len(old)], at, n)


def _session(batch: ObjectId, start: datetime, number: int) -> Raw:
    planned = {"day": start.date().isoformat(), "number": number, "status": "planned", "byHand": False, "sequence": 0}
    return {"_id": ObjectId(), "batch": batch, "start": start, "end": start + timedelta(minutes=90), **planned}


def _covers(size: Size, people: People, midnight: datetime, random: Random) -> Iterator[Raw]:
    for n in range(size.covers):
        batch, who = random.choice(people.batches), random.sample(people.trainers, 2)
        start = midnight - timedelta(minutes=60 + n * 20)
        offer = {"trainer": who[1], "tier": "pool", "madeAt": start, "deadline": start, "opening": 1,
                 "together": [], "state": "accepted", "answeredAt": start}  # fmt: skip
        yield {
            "_id": made_of(start, str(n)), "session": ObjectId(), "course": batch["course"], "batch": batch["_id"],
            "trainer": who[0], "substitute": who[1], "leave": ObjectId(), "start": start,
            "end": start + timedelta(minutes=90), "state": "done", "openedAt": start, "opening": 1,
            "offers": [offer], "alone": False,
        }  # fmt: skip


def _entries(size: Size, people: People, midnight: datetime, random: Random) -> Iterator[Raw]:
    """Two of each cover."""
    for n in range(size.entries // 2):
        at = midnight - timedelta(minutes=60 + n * 20)
        year, week, _ = at.isocalendar()
        cover, who = made_of(at, str(n)), random.sample(people.trainers, 2)
        for hours, kind, trainer, other in ((1.5, "covered", who[1], who[0]), (-1.5, "was-covered", who[0], who[1])):
            yield {"_id": f"{cover}:{kind}", "trainer": trainer, "other": other, "hours": hours, "cover": cover,
                   "day": at.date().isoformat(), "week": f"{year}-W{week:02}", "kind": kind, "at": at}  # fmt: skip


def _leaves(size: Size, people: People, midnight: datetime, random: Random) -> Iterator[Raw]:
    for n in range(size.leaves):
        start = midnight - timedelta(days=4 + n * 700 // size.leaves)
        yield a_leave(random.choice(people.trainers), start, start + timedelta(days=2))


def a_leave(trainer: ObjectId, start: datetime, end: datetime, **more: Any) -> Raw:
    """One that is approved."""
    said = {"kind": "sick", "note": "", "state": "approved", "decidedBy": None}
    return {"_id": ObjectId(), "trainer": trainer, "start": start, "end": end, **said, **more}
