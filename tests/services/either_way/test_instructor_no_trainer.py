"""An `instructor` who is no trainer, or no user: nobody is taught or led by them, and nothing of it is lost."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from bson import ObjectId

from multitrainer.database import Database
from multitrainer.domain.actors import THE_ADMIN
from multitrainer.domain.people import Duty
from multitrainer.domain.roster import Status
from multitrainer.schemas.batches import BatchPatch
from multitrainer.schemas.courses import CoursePatch
from multitrainer.schemas.people import BatchPeople
from multitrainer.schemas.roster import RosterChange
from multitrainer.services import Services
from multitrainer.services.doctor import Finding
from tests.marks import without_transactions_when_long
from tests.school import ALEX, BATCHES, COURSE, JOHN, MARIA, SARAH, STUDENT

COURSE_ID, BATCH = str(COURSE), str(BATCHES[0])
NOBODY = ObjectId("d00000000000000000000000")
Raw = dict[str, Any]

each_no_trainer = pytest.mark.parametrize("named", [STUDENT, NOBODY], ids=["a student", "no user"])


async def set_instructors(database: Database, named: ObjectId) -> None:
    """Of the course, of a batch that has a primary, and of one that was never moved over."""
    await database.motor.courses.update_one({"_id": COURSE}, {"$set": {"instructor": named}})
    await database.motor.batches.update_one({"_id": BATCHES[1]}, {"$set": {"instructor": named}})
    update: Raw = {"$set": {"instructor": named}, "$unset": {"trainers": ""}}
    await database.motor.batches.update_one({"_id": BATCHES[0]}, update)
    await database.motor.courses.update_one({"_id": COURSE}, {"$set": {"trainers.1.workload": 25}})
    await database.motor.courses.update_one({"_id": COURSE}, {"$pull": {"trainers.1.assignedBatches": BATCHES[0]}})


async def documents(database: Database) -> list[Raw]:
    return [*await database.motor.courses.find().to_list(None), *await database.motor.batches.find().to_list(None)]


async def instructors(database: Database) -> list[ObjectId | None]:
    """The course's, then those of the two batches."""
    return [document.get("instructor") for document in (await documents(database))[:3]]


async def on_roster(services: Services, course: ObjectId = COURSE) -> list[str]:
    return [entry["trainer"]["name"] for entry in await services.roster.entries(THE_ADMIN, str(course))]


async def examine(services: Services, *, repair: bool = False) -> list[Finding]:
    return [f async for step in services.doctor.examine(THE_ADMIN, repair=repair) for f in step.found]


@without_transactions_when_long
@each_no_trainer
async def test_the_doctor_names_every_one_and_leaves_them_to_people(
    services: Services, database: Database, named: ObjectId
) -> None:
    await set_instructors(database, named)
    before = await documents(database)
    for repair in (False, True):
        found = await examine(services, repair=repair)
        assert {f.violation.code for f in found} == {"instructor-no-trainer"}
        assert [f.violation.batch for f in found] == [None, BATCH, str(BATCHES[1])]
        assert {(f.violation.course, f.violation.trainer) for f in found} == {(COURSE_ID, str(named))}
        assert not any(f.repaired or f.as_json()["repairable"] for f in found)
    assert await documents(database) == before


@each_no_trainer
async def test_a_repair_of_something_else_leaves_them_named(
    services: Services, database: Database, named: ObjectId
) -> None:
    await set_instructors(database, named)
    await database.motor.courses.update_one({"_id": COURSE}, {"$set": {"trainers.1.workload": 99}})
    await database.motor.batches.update_one({"_id": BATCHES[1]}, {"$push": {"trainers.backup": SARAH}})
    repaired = {f.violation.code for f in await examine(services, repair=True) if f.repaired}
    assert repaired == {"workload", "people-apart"}
    assert await instructors(database) == [named] * 3
    assert await on_roster(services) == ["Dr. Sarah", "John", "Maria"]


ABOUT_SOMETHING_ELSE: dict[str, Callable[[Services], Awaitable[object]]] = {
    "another batch": lambda s: s.batch_people.name_primary(THE_ADMIN, str(BATCHES[2]), str(ALEX)),
    "its backup": lambda s: s.batch_people.name(THE_ADMIN, BATCH, str(ALEX), Duty.BACKUP),
    "its backup beside a primary": lambda s: s.batch_people.name(THE_ADMIN, str(BATCHES[1]), str(ALEX), Duty.BACKUP),
    "its people but for the primary": lambda s: s.batches.patch(
        THE_ADMIN, BATCH, BatchPatch(trainers=BatchPeople(assistants=(str(ALEX),)))
    ),
    "its name": lambda s: s.batches.patch(THE_ADMIN, BATCH, BatchPatch(name="Ours")),
    "the course's name": lambda s: s.courses.patch(THE_ADMIN, COURSE_ID, CoursePatch(name="Ours")),
    "somebody's status": lambda s: s.roster.change(
        THE_ADMIN, COURSE_ID, str(MARIA), RosterChange(status=Status.ON_LEAVE)
    ),
    "somebody who leaves": lambda s: s.roster.remove(THE_ADMIN, COURSE_ID, str(MARIA), str(ALEX)),
}


@without_transactions_when_long
@each_no_trainer
@pytest.mark.parametrize("command", ABOUT_SOMETHING_ELSE)
async def test_a_command_about_something_else_leaves_them_named(
    services: Services, database: Database, command: str, named: ObjectId
) -> None:
    await set_instructors(database, named)
    await ABOUT_SOMETHING_ELSE[command](services)
    assert await instructors(database) == [named] * 3
    assert {f.violation.code for f in await examine(services)} == {"instructor-no-trainer"}


DECIDING: dict[str, tuple[Callable[[Services], Awaitable[object]], list[ObjectId | None]]] = {
    "a primary": (
        lambda s: s.batch_people.name_primary(THE_ADMIN, BATCH, str(ALEX)), [STUDENT, ALEX, STUDENT]
    ),
    "the same primary": (
        lambda s: s.batch_people.name_primary(THE_ADMIN, str(BATCHES[1]), str(JOHN)), [STUDENT, STUDENT, JOHN]
    ),
    "the same primary in the old format": (
        lambda s: s.batches.patch(THE_ADMIN, str(BATCHES[1]), BatchPatch(instructor=str(JOHN))),
        [STUDENT, STUDENT, JOHN],
    ),
    "the same primary among all people": (
        lambda s: s.batches.patch(
            THE_ADMIN, str(BATCHES[1]), BatchPatch(trainers=BatchPeople(primary=str(JOHN), backup=(str(SARAH),)))
        ),
        [STUDENT, STUDENT, JOHN],
    ),
    "no primary": (
        lambda s: s.batch_people.dismiss(THE_ADMIN, str(BATCHES[1]), str(JOHN)), [STUDENT, STUDENT, None]
    ),
    "a lead": (
        lambda s: s.courses.patch(THE_ADMIN, COURSE_ID, CoursePatch(instructor=str(MARIA))), [MARIA, STUDENT, STUDENT]
    ),
    "the same lead": (
        lambda s: s.courses.patch(THE_ADMIN, COURSE_ID, CoursePatch(instructor=str(SARAH))), [SARAH, STUDENT, STUDENT]
    ),
}  # fmt: skip


@pytest.mark.parametrize("command", DECIDING)
async def test_a_command_that_decides_the_very_lead_or_primary_names_that_one(
    services: Services, database: Database, command: str
) -> None:
    decide, wanted = DECIDING[command]
    await set_instructors(database, STUDENT)
    await decide(services)
    assert await instructors(database) == wanted
    assert {f.violation.code for f in await examine(services)} == {"instructor-no-trainer"}


@each_no_trainer
async def test_a_course_that_was_never_moved_over_gets_a_roster_without_them(
    services: Services, database: Database, named: ObjectId
) -> None:
    course = (await database.motor.courses.insert_one({"name": "Old", "instructor": named})).inserted_id
    old = [{"course": course, "instructor": one} for one in (named, JOHN, MARIA)]
    theirs, _, marias = (await database.motor.batches.insert_many(old)).inserted_ids
    assert await on_roster(services, course) == ["John", "Maria"]
    await services.batch_people.name(THE_ADMIN, str(marias), str(ALEX), Duty.BACKUP)
    stored = await database.motor.courses.find_one({"_id": course}) or {}
    assert stored["instructor"] == named
    assert [(e["trainer"], e["role"]) for e in stored["trainers"]] == [
        (JOHN, "assistant"), (MARIA, "assistant"), (ALEX, "substitute"),
    ]  # fmt: skip
    assert await database.motor.batches.find_one({"_id": theirs}) == {"_id": theirs, **old[0]}
