"""What an entry keeps, however the change came about, and under whose ids it is found."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from bson import ObjectId

from multitrainer.database import Database
from multitrainer.domain.actors import THE_ADMIN
from multitrainer.domain.audit import Wanted
from multitrainer.domain.people import Duty
from multitrainer.schemas.accounts import NewAdmin
from multitrainer.schemas.batches import BatchPatch, NewBatch
from multitrainer.schemas.courses import CoursePatch
from multitrainer.schemas.people import BatchPeople
from multitrainer.schemas.roster import NewRosterEntry
from multitrainer.schemas.trainers import NewTrainer
from multitrainer.services import Services
from tests.school import ALEX, BATCHES, COURSE, JOHN, MARIA, SARAH, STUDENT

C, B = str(COURSE), str(BATCHES[0])
Raw = dict[str, Any]
Write = Callable[[Services], Awaitable[Any]]


async def entries(services: Services, about: Any = None) -> list[Raw]:
    """The oldest first."""
    wanted = Wanted(about=str(about) if about else None)
    return (await services.audit.page(THE_ADMIN, wanted, None, 100)).items[::-1]


async def told(services: Services) -> list[tuple[str, str, Any, Any]]:
    """Each change of the one entry: of what, which field, before, after."""
    (entry,) = await entries(services)
    return [(change["id"], change["field"], change["before"], change["after"]) for change in entry["changes"]]


async def test_a_course_of_which_nothing_is_known_does_not_go_without_an_entry(
    services: Services, database: Database
) -> None:
    course = (await database.motor.courses.insert_one({})).inserted_id
    await services.courses.delete(THE_ADMIN, str(course), force=False)
    assert await told(services) == [(str(course), "_id", str(course), None)]


async def test_a_stray_batchs_entry_keeps_its_students_and_its_instructor(
    services: Services, database: Database
) -> None:
    stray = (await database.motor.batches.insert_one({"students": [STUDENT], "instructor": JOHN})).inserted_id
    await services.batches.delete(THE_ADMIN, str(stray), force=True)
    name = str(stray)
    assert await told(services) == [
        (name, "_id", name, None),
        (name, "students", [STUDENT], None),
        (name, "instructor", JOHN, None),
    ]
    assert (await entries(services, STUDENT)) == (await entries(services, JOHN)) == await entries(services)


async def test_a_batch_whose_course_is_gone_is_found_under_that_course(services: Services, database: Database) -> None:
    await database.motor.courses.delete_one({"_id": COURSE})
    await services.batches.delete(THE_ADMIN, B, force=True)
    assert len(await entries(services, COURSE)) == 1


async def test_what_is_odd_about_a_thing_that_goes_is_kept_as_it_was(services: Services, database: Database) -> None:
    await database.motor.batches.update_one(
        {"_id": BATCHES[0]}, {"$set": {"course": None, "students": {"0": "Stu"}, "trainers": ["Ann"]}}
    )
    await services.batches.delete(THE_ADMIN, B, force=True)
    assert (B, "trainers", ["Ann"], None) in await told(services)
    assert (B, "students", {"0": "Stu"}, None) in await told(services)
    assert (await entries(services))[0]["about"] == sorted([B, str(JOHN), "operator"])


@pytest.mark.parametrize("write", [
    lambda s: s.courses.patch(THE_ADMIN, C, CoursePatch(instructor=str(SARAH))),
    lambda s: s.courses.patch(THE_ADMIN, C, CoursePatch(instructor=str(SARAH), name="German A1")),
])  # fmt: skip
async def test_the_present_lead_in_place_of_somebody_who_is_no_trainer_leaves_an_entry(
    services: Services, database: Database, write: Write
) -> None:
    await database.motor.courses.update_one({"_id": COURSE}, {"$set": {"instructor": STUDENT}})
    await write(services)
    assert await told(services) == [(C, "instructor", str(STUDENT), str(SARAH))]
    assert len(await entries(services, STUDENT)) == 1


@pytest.mark.parametrize("write", [
    lambda s: s.batch_people.name_primary(THE_ADMIN, B, str(JOHN)),
    lambda s: s.batches.patch(THE_ADMIN, B, BatchPatch(instructor=str(JOHN))),
    lambda s: s.batches.patch(THE_ADMIN, B, BatchPatch(trainers=BatchPeople(primary=str(JOHN), backup=(str(SARAH),)))),
])  # fmt: skip
async def test_the_present_primary_in_place_of_somebody_who_is_no_trainer_leaves_an_entry(
    services: Services, database: Database, write: Write
) -> None:
    await database.motor.batches.update_one({"_id": BATCHES[0]}, {"$set": {"instructor": STUDENT}})
    await write(services)
    assert await told(services) == [(B, "instructor", str(STUDENT), str(JOHN))]


async def test_two_leads_who_change_places_leave_an_entry(services: Services, database: Database) -> None:
    await database.motor.courses.update_one(
        {"_id": COURSE}, {"$set": {"trainers.1.role": "lead", "trainers.1.assignedBatches": []}}
    )
    await services.courses.patch(THE_ADMIN, C, CoursePatch(instructor=str(JOHN)))
    assert (C, "instructor", str(SARAH), str(JOHN)) in await told(services)


@pytest.mark.parametrize("write", [
    lambda s: s.courses.patch(THE_ADMIN, C, CoursePatch(instructor=str(ALEX))),
    lambda s: s.batch_people.name_primary(THE_ADMIN, B, str(ALEX)),
    lambda s: s.batches.create(THE_ADMIN, NewBatch(course=C, name="New", instructor=str(MARIA))),
    lambda s: s.batches.delete(THE_ADMIN, B, force=True),
])  # fmt: skip
async def test_an_instructor_who_follows_from_the_lead_or_the_primary_is_not_told_besides(
    services: Services, write: Write
) -> None:
    await write(services)
    assert "instructor" not in [field for _, field, _, _ in await told(services)]


@pytest.mark.parametrize("write", [
    lambda s: s.courses.patch(THE_ADMIN, C, CoursePatch(name="Ours")),
    lambda s: s.batch_people.name(THE_ADMIN, str(BATCHES[2]), str(ALEX), Duty.BACKUP),
])  # fmt: skip
async def test_what_the_old_application_decided_is_told_by_the_command_that_writes_it(
    services: Services, database: Database, write: Write
) -> None:
    await database.motor.batches.update_one({"_id": BATCHES[0]}, {"$set": {"instructor": MARIA}})
    await write(services)
    people: Raw = {"backup": [str(SARAH)], "assistants": []}
    assert (B, "trainers", {"primary": str(JOHN), **people}, {"primary": str(MARIA), **people}) in await told(services)


async def test_a_repair_of_an_instructor_leaves_an_entry(services: Services, database: Database) -> None:
    await database.motor.batches.update_one({"_id": BATCHES[0]}, {"$unset": {"instructor": ""}})
    async for _ in services.doctor.examine(THE_ADMIN, repair=True):
        pass
    assert await told(services) == [(B, "instructor", None, str(JOHN))]
    assert len(await entries(services, COURSE)) == 1


async def test_a_courses_end_keeps_its_batches(services: Services, database: Database) -> None:
    stored = await database.motor.courses.find_one({"_id": COURSE}) or {}
    await services.courses.delete(THE_ADMIN, C, force=True)
    found = await told(services)
    assert [change for change in found if change[0] == C] == [
        (C, "_id", C, None),
        (C, "name", "German A1", None),
        (C, "instructor", SARAH, None),
        (C, "trainers", stored["trainers"], None),
    ]
    people = {"primary": JOHN, "backup": [SARAH], "assistants": []}
    assert [change for change in found if change[0] == B] == [
        (B, "_id", B, None),
        (B, "course", COURSE, None),
        (B, "name", "Batch 1", None),
        (B, "students", [STUDENT], None),
        (B, "instructor", JOHN, None),
        (B, "trainers", people, None),
    ]
    assert {id_ for id_, *_ in found} == {C, *map(str, BATCHES)}
    for concerned in (STUDENT, SARAH, JOHN, MARIA, *BATCHES):
        assert len(await entries(services, concerned)) == 1


async def test_students_who_come_or_go_are_concerned_and_those_who_stay_are_not(
    services: Services, database: Database
) -> None:
    stays, comes = ObjectId(), ObjectId()
    await database.motor.users.insert_many([{"_id": one, "role": "student"} for one in (stays, comes)])
    await database.motor.batches.update_one({"_id": BATCHES[0]}, {"$set": {"students": [STUDENT, stays]}})
    await services.batches.patch(THE_ADMIN, B, BatchPatch(students=(str(stays), str(comes))))
    assert [len(await entries(services, one)) for one in (STUDENT, comes, stays)] == [1, 1, 0]
    exported = [entry async for entry in await services.audit.export(THE_ADMIN, str(STUDENT))]
    assert [entry["action"] for entry in exported] == ["change-batch"]


OF_THE_COURSE: dict[str, Write] = {
    "a batch": lambda s: s.batches.create(THE_ADMIN, NewBatch(course=C, name="New")),
    "a batch's name": lambda s: s.batches.patch(THE_ADMIN, B, BatchPatch(name="New")),
    "a batch's end": lambda s: s.batches.delete(THE_ADMIN, B, force=True),
    "a primary": lambda s: s.batch_people.name_primary(THE_ADMIN, B, str(MARIA)),
    "somebody less on a batch": lambda s: s.batch_people.dismiss(THE_ADMIN, B, str(JOHN)),
    "a trainer more": lambda s: s.roster.add(THE_ADMIN, C, NewRosterEntry(trainer=str(ALEX))),
}


@pytest.mark.parametrize("write", OF_THE_COURSE.values(), ids=OF_THE_COURSE)
async def test_whatever_changes_a_team_is_found_under_its_course(services: Services, write: Write) -> None:
    await write(services)
    assert len(await entries(services, COURSE)) == 1


async def test_a_conversion_of_batches_alone_is_found_under_their_course(
    services: Services, database: Database
) -> None:
    await database.motor.batches.update_one({"_id": BATCHES[0]}, {"$unset": {"trainers": ""}})
    await services.course_conversion.convert(THE_ADMIN, C)
    (entry,) = await entries(services, COURSE)
    assert B in {change["id"] for change in entry["changes"]}


async def test_an_admins_entry_tells_the_role(services: Services) -> None:
    new = NewAdmin(name="Ada", email="ada@x.example", password="a long password")
    await services.accounts.create_admin(THE_ADMIN, new)
    assert ("role", None, "admin") in [change[1:] for change in await told(services)]


async def test_a_trainers_entry_tells_the_role(services: Services) -> None:
    await services.trainers.create(THE_ADMIN, NewTrainer(name="Eva", email="eva@x.example"))
    assert ("role", None, "trainer") in [change[1:] for change in await told(services)]
