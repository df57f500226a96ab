"""Whatever is stored, and whoever wrote it last: a list holds what one may read, and nothing else."""

from collections.abc import Awaitable, Callable, Iterable
from functools import partial
from typing import Any

import pytest
from bson import Binary, ObjectId

from multitrainer.database import Database
from multitrainer.domain.errors import NotAllowed, NotFound
from multitrainer.identity.callers import Caller
from multitrainer.services import Services
from tests.callers import signed_in
from tests.school import ALEX, BATCHES, COURSE, JOHN, MARIA, SARAH, STUDENT, found

Raw = dict[str, Any]
Write = Callable[[Database], Awaitable[object]]

FIRST, LAST = BATCHES[0], BATCHES[-1]
TRAINERS = (SARAH, JOHN, MARIA, ALEX)


def course(**fields: Any) -> Write:
    """Somebody sets these fields of the course."""
    return lambda d: d.motor.courses.update_one({"_id": COURSE}, {"$set": fields})


def batch(**fields: Any) -> Write:
    """Somebody sets these fields of the first batch."""
    return lambda d: d.motor.batches.update_one({"_id": FIRST}, {"$set": fields})


def entry(trainer: ObjectId, **fields: Any) -> Raw:
    return {"_id": ObjectId(), "trainer": trainer, "role": "assistant", "status": "active", **fields}


def one_of_id(id_: Any) -> Write:
    return lambda d: d.motor.courses.insert_one({"_id": id_, "instructor": JOHN, "trainers": [entry(JOHN)]})


def without_trainers(collection: str, **match: Any) -> Write:
    return lambda d: d.motor[collection].update_many(match, {"$unset": {"trainers": ""}})


LEAD = entry(SARAH, role="lead", assignedBatches=[*BATCHES])
AWAY = {"role": "lead", "status": "inactive"}

STATES: dict[str, tuple[Write, ...]] = {
    "as it should be": (),
    "the old application names another primary": (batch(instructor=ALEX),),
    "the old application names another lead": (course(instructor=ALEX),),
    "the old application names nobody": (course(instructor=None), batch(instructor=None)),
    "the old application names a student": (course(instructor=STUDENT), batch(instructor=STUDENT)),
    "a course of the old format": (without_trainers("courses"),),
    "all of the old format": (without_trainers("courses"), without_trainers("batches")),
    "an inactive assistant": (course(trainers=[LEAD, entry(JOHN, status="inactive")]),),
    "an inactive assistant as instructor": (course(trainers=[LEAD, entry(JOHN, status="inactive")], instructor=JOHN),),
    "an inactive lead as instructor": (course(trainers=[LEAD, entry(JOHN, **AWAY)], instructor=JOHN),),
    "a lead on leave": (course(trainers=[{**LEAD, "status": "on_leave"}, entry(JOHN)]),),
    "two leads": (course(trainers=[LEAD, entry(JOHN, role="lead", assignedBatches=[FIRST])]),),
    "a status that nobody knows": (course(trainers=[LEAD, entry(JOHN, status="retired")]),),
    "a role that nobody knows": (course(trainers=[LEAD, entry(JOHN, role="observer")]),),
    "batches that are none": (course(trainers=[entry(SARAH, role="lead", assignedBatches="x")]),),
    "one trainer twice": (course(trainers=[LEAD, entry(JOHN), entry(JOHN, **AWAY)]),),
    "one trainer twice, inactive first": (
        course(trainers=[LEAD, entry(JOHN, **AWAY), entry(JOHN, role="lead", assignedBatches=[FIRST])]),
    ),
    "a roster that is no list": (course(trainers=LEAD),),
    "nobody on the roster": (course(trainers=[], instructor=None),),
    "a batch without course": (lambda d: d.motor.batches.update_one({"_id": FIRST}, {"$unset": {"course": ""}}),),
    "a batch of a course that is gone": (batch(course=ObjectId()),),
    "a batch of two courses": (batch(course=[COURSE, ObjectId()]),),
    "a primary in a list": (batch(trainers={"primary": [JOHN], "backup": [], "assistants": []}),),
    "a backup that is no list": (batch(trainers={"primary": MARIA, "backup": JOHN, "assistants": []}),),
    "courses without an id of ours": tuple(one_of_id(id_) for id_ in ("abc", 5, None, Binary(b"x"), {"a": 1})),
}


@pytest.mark.parametrize("written", STATES.values(), ids=STATES)
async def test_a_list_holds_what_one_may_read_and_nothing_else(
    services: Services, database: Database, written: Iterable[Write]
) -> None:
    await found(database)
    for write in written:
        await write(database)
    for trainer in TRAINERS:
        person = await signed_in(trainer)
        courses = await of_those((COURSE,), partial(services.courses.read, person))
        assert await listed(services.courses.page(person, None, 100)) == courses
        assert await of_those((COURSE,), partial(services.roster.entries, person)) == courses
        batches = await of_those(BATCHES, partial(services.batches.read, person))
        assert await listed(services.batches.page(person, None, None, 100)) == batches
        assert await of_those(BATCHES, partial(services.batch_people.read, person)) == batches
        trainers = await of_those(TRAINERS, partial(services.trainers.read, person))
        assert await listed(services.trainers.page(person, None, 100)) == trainers
        await services.trainers.batches(person, str(trainer), None, None)


async def of_those(ids: Iterable[ObjectId], read: Callable[[str], Awaitable[object]]) -> set[ObjectId]:
    """Those that can be read."""
    return {id_ for id_ in ids if await may(read(str(id_)))}


async def may(use: Awaitable[object]) -> bool:
    try:
        await use
    except (NotFound, NotAllowed):
        return False
    return True


async def listed(page: Awaitable[Any]) -> set[ObjectId]:
    return {document["_id"] for document in (await page).items}


async def test_a_replaced_primary_reads_no_more_and_the_new_one_does(services: Services, database: Database) -> None:
    await found(database)
    await batch(instructor=ALEX)(database)
    await course(trainers=[LEAD])(database)
    before, now = [await signed_in(who) for who in (JOHN, ALEX)]
    assert [await may(services.batch_people.read(who, str(FIRST))) for who in (before, now)] == [False, True]


async def test_whoever_has_left_sees_no_colleagues(services: Services, database: Database) -> None:
    await found(database)
    await course(trainers=[LEAD, entry(JOHN, status="inactive"), entry(MARIA)])(database)
    await database.motor.batches.update_many({}, {"$set": {"trainers.primary": MARIA, "instructor": MARIA}})
    john: Caller = await signed_in(JOHN)
    assert await listed(services.trainers.page(john, None, 100)) == {JOHN}
    assert not await may(services.trainers.read(john, str(SARAH)))
