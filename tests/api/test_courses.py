"""Courses over the API."""

import pytest
from bson import ObjectId

from multitrainer.client import Client
from multitrainer.database import Database
from multitrainer.domain.errors import CourseNotFound, NotATrainer, PeopleWouldBeLost, UnknownTrainer
from multitrainer.domain.roster import Role
from multitrainer.schemas.courses import CoursePatch, RosterMember
from tests import school as raw
from tests.api.school import ALEX, BATCHES, COURSE, JOHN, MARIA, NOBODY, SARAH, STUDENT, everything, stored

pytestmark = pytest.mark.usefixtures("school")


async def test_a_course_is_answered_in_both_formats(client: Client) -> None:
    course = await client.courses.read(COURSE)
    assert (course.name, course.instructor) == ("German A1", SARAH)
    assert [(e.trainer, e.role) for e in course.trainers] == [
        (SARAH, Role.LEAD),
        (JOHN, Role.ASSISTANT),
        (MARIA, Role.ASSISTANT),
    ]


async def test_a_new_course_starts_with_its_roster(client: Client) -> None:
    members = [RosterMember(trainer=ALEX), RosterMember(trainer=SARAH, role=Role.LEAD)]
    course = await client.courses.create("Spanish B1", trainers=members)
    assert [(e.trainer, e.role) for e in course.trainers] == [(ALEX, Role.ASSISTANT), (SARAH, Role.LEAD)]
    assert course.instructor == SARAH
    assert await client.courses.read(course.id) == course


async def test_somebody_who_knows_instructors_only_gets_a_course_with_a_lead(
    client: Client, database: Database
) -> None:
    course = await client.courses.create("Spanish B1", instructor=ALEX)
    assert [(e.trainer, e.role) for e in course.trainers] == [(ALEX, Role.LEAD)]
    assert (await stored(database, "courses", course.id))["instructor"] == ObjectId(ALEX)


async def test_a_course_that_was_never_migrated_reads_as_if_it_had_been(client: Client, database: Database) -> None:
    await database.motor.courses.insert_one({"_id": ObjectId(NOBODY), "name": "Old", "instructor": raw.ALEX})
    course = await client.courses.read(NOBODY)
    assert [(e.trainer, e.role, e.status) for e in course.trainers] == [(ALEX, "lead", "active")]
    assert "trainers" not in await stored(database, "courses", NOBODY)


async def test_a_patch_changes_what_it_names_and_nothing_else(client: Client, database: Database) -> None:
    await database.motor.courses.update_one({"_id": raw.COURSE}, {"$set": {"fee": 450, "trainers.0.since": "2019"}})
    before = await stored(database, "courses", COURSE)
    course = await client.courses.patch(COURSE, CoursePatch(name="German A1, spring"))
    after = await stored(database, "courses", COURSE)
    assert course.name == "German A1, spring"
    assert after == before | {"name": "German A1, spring", "updatedAt": after["updatedAt"]}


async def test_patching_the_instructor_makes_them_the_first_lead(client: Client) -> None:
    course = await client.courses.patch(COURSE, CoursePatch(instructor=ALEX))
    assert course.instructor == ALEX
    assert [(e.trainer, e.role) for e in course.trainers][:2] == [(ALEX, "lead"), (SARAH, "assistant")]
    assert course.trainers[0].assigned_batches == BATCHES


async def test_a_course_with_people_is_deleted_only_when_forced(client: Client, database: Database) -> None:
    before = await everything(database)
    with pytest.raises(PeopleWouldBeLost) as refusal:
        await client.courses.delete(COURSE)
    assert refusal.value.facts == {"batches": BATCHES, "trainers": [SARAH, JOHN, MARIA]}
    assert await everything(database) == before

    await client.courses.delete(COURSE, force=True)
    assert await everything(database) == before | {"courses": [], "batches": []}


async def test_an_empty_course_is_deleted_without_force(client: Client) -> None:
    course = await client.courses.create("Spanish B1")
    await client.courses.delete(course.id)
    with pytest.raises(CourseNotFound):
        await client.courses.read(course.id)


@pytest.mark.parametrize(("trainer", "refusal"), [(NOBODY, UnknownTrainer), (STUDENT, NotATrainer)])
async def test_only_trainers_lead_courses(client: Client, trainer: str, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        await client.courses.create("Spanish B1", instructor=trainer)
    with pytest.raises(refusal):
        await client.courses.patch(COURSE, CoursePatch(instructor=trainer))
