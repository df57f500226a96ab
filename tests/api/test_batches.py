"""Batches over the API."""

import pytest
from bson import ObjectId

from multitrainer.client import Client
from multitrainer.database import Database
from multitrainer.domain.errors import (
    BatchNotFound,
    PeopleOverlap,
    PeopleWouldBeLost,
    TrainerInactive,
    UnknownCourse,
    UnknownStudent,
)
from multitrainer.domain.roster import Status
from multitrainer.schemas.batches import BatchPatch
from multitrainer.schemas.people import BatchPeople
from multitrainer.schemas.roster import RosterChange
from tests import school as raw
from tests.api.school import ALEX, BATCHES, COURSE, FIRST, JOHN, MARIA, NOBODY, SARAH, STUDENT, everything, stored

pytestmark = pytest.mark.usefixtures("school")


async def test_a_batch_is_answered_in_both_formats(client: Client) -> None:
    batch = await client.batches.read(FIRST)
    assert (batch.course, batch.name, batch.students) == (COURSE, "Batch 1", [STUDENT])
    assert (batch.instructor, batch.trainers.primary, batch.trainers.backup) == (JOHN, JOHN, [SARAH])


async def test_a_new_batch_joins_its_courses_lead(client: Client) -> None:
    people = BatchPeople(primary=ALEX, backup=(SARAH,))
    batch = await client.batches.create(COURSE, "Batch 5", students=[STUDENT], trainers=people)
    assert batch.trainers.model_dump() == {"primary": ALEX, "backup": [SARAH], "assistants": []}
    assert (batch.instructor, batch.students) == (ALEX, [STUDENT])
    assert (await client.roster.read(COURSE, SARAH)).assigned_batches == [*BATCHES, batch.id]
    assert (await client.roster.read(COURSE, ALEX)).assigned_batches == [batch.id]


async def test_somebody_who_knows_instructors_only_gets_a_batch_with_a_primary(client: Client) -> None:
    batch = await client.batches.create(COURSE, "Batch 5", instructor=MARIA)
    assert (batch.instructor, batch.trainers.primary) == (MARIA, MARIA)
    changed = await client.batches.patch(batch.id, BatchPatch(instructor=JOHN))
    assert (changed.instructor, changed.trainers.primary) == (JOHN, JOHN)


async def test_a_batch_that_was_never_migrated_reads_as_if_it_had_been(client: Client, database: Database) -> None:
    old = {"_id": ObjectId(NOBODY), "course": raw.COURSE, "name": "Old", "instructor": raw.JOHN}
    await database.motor.batches.insert_one(old)
    batch = await client.batches.read(NOBODY)
    assert (batch.trainers.primary, batch.trainers.backup, batch.students) == (JOHN, [], [])
    assert await stored(database, "batches", NOBODY) == old


async def test_a_patch_changes_what_it_names_and_nothing_else(client: Client, database: Database) -> None:
    await database.motor.batches.update_one({"_id": raw.BATCHES[0]}, {"$set": {"room": "12", "trainers.note": "x"}})
    before = await stored(database, "batches", FIRST)
    await client.batches.patch(FIRST, BatchPatch(name="Batch 1, evening", students=()))
    after = await stored(database, "batches", FIRST)
    moved = {name: after[name] for name in ("updatedAt", "__v")}
    assert after == before | {"name": "Batch 1, evening", "students": [], **moved}


async def test_a_patch_with_trainers_replaces_all_of_them(client: Client) -> None:
    batch = await client.batches.patch(FIRST, BatchPatch(trainers=BatchPeople(assistants=(MARIA,))))
    assert batch.trainers.model_dump(exclude_none=True) == {"backup": [], "assistants": [MARIA]}
    assert batch.instructor is None
    assert (await client.roster.read(COURSE, JOHN)).workload == 25


async def test_a_batch_with_people_is_deleted_only_when_forced(client: Client, database: Database) -> None:
    before = await everything(database)
    with pytest.raises(PeopleWouldBeLost) as refusal:
        await client.batches.delete(FIRST)
    assert refusal.value.facts == {"students": 1, "trainers": [SARAH, JOHN]}
    assert await everything(database) == before

    await client.batches.delete(FIRST, force=True)
    assert (await client.roster.read(COURSE, SARAH)).assigned_batches == BATCHES[1:]
    with pytest.raises(BatchNotFound):
        await client.batches.read(FIRST)


async def test_an_empty_batch_is_deleted_without_force(client: Client) -> None:
    batch = await client.batches.create(COURSE, "Batch 5")
    await client.batches.delete(batch.id)
    assert [b.id async for b in client.batches.list(COURSE)] == BATCHES


async def test_a_list_holds_one_courses_batches_or_all(client: Client) -> None:
    course = await client.courses.create("Spanish B1")
    batch = await client.batches.create(course.id, "Batch 1")
    assert [b.id async for b in client.batches.list(course.id)] == [batch.id]
    assert {b.id async for b in client.batches.list()} == {*BATCHES, batch.id}


async def test_a_batch_needs_what_it_names(client: Client) -> None:
    with pytest.raises(UnknownCourse) as no_course:
        await client.batches.create(NOBODY, "Batch 5")
    assert no_course.value.facts == {"field": "course"}
    with pytest.raises(UnknownStudent) as no_student:
        await client.batches.create(COURSE, "Batch 5", students=[STUDENT, NOBODY])
    assert no_student.value.facts == {"field": "students", "students": [NOBODY]}


async def test_people_stand_on_a_batch_once_and_only_while_active(client: Client) -> None:
    with pytest.raises(PeopleOverlap):
        await client.batches.create(COURSE, "Batch 5", trainers=BatchPeople(primary=JOHN, backup=(JOHN,)))
    await client.roster.change(COURSE, JOHN, RosterChange(status=Status.INACTIVE))
    with pytest.raises(TrainerInactive):
        await client.batches.create(COURSE, "Batch 5", instructor=JOHN)
