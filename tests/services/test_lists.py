"""Lists as people look for things in them: narrowed down, counted, page by page. Nothing is changed here."""

import pytest
from bson import ObjectId

from multitrainer import wiring
from multitrainer.database import Database
from multitrainer.domain.actors import THE_ADMIN, Actor, ActorKind
from multitrainer.domain.enrolments import EnrolmentStatus
from multitrainer.domain.errors import CourseNotFound, NotAllowed, UnknownStudent
from multitrainer.domain.listing import CourseState, Load
from multitrainer.domain.people import Duty
from multitrainer.domain.roster import Role, Status
from multitrainer.schemas.enrolments import NewEnrolment
from multitrainer.services import Services
from multitrainer.services.courses.roster import WhichEntries
from multitrainer.services.enrolments.lists import WhichStudents
from multitrainer.services.overviews.batch_lists import EVERY, WhichBatches
from multitrainer.services.overviews.course_lists import ALL, WhichCourses
from multitrainer.services.overviews.trainer_lists import WhichTrainers
from multitrainer.settings import Settings
from tests import school

OLD, BARE, STU = ObjectId("c" * 24), ObjectId("d" * 24), str(school.STUDENT)
COURSE, FIRST = str(school.COURSE), str(school.BATCHES[0])
JOHN = Actor(ActorKind.TRAINER, str(school.JOHN))
ALEX = Actor(ActorKind.TRAINER, str(school.ALEX))


@pytest.fixture
async def services(database: Database, settings: Settings) -> Services:
    """The small school, which runs; a course in the old format that is over, and one of which nothing is known."""
    await school.found(database)
    await database.motor.courses.insert_many(
        [{"_id": OLD, "name": "Écrire", "instructor": school.SARAH}, {"_id": BARE, "name": "dutch B1", "trainers": []}]
    )
    old = {"_id": ObjectId("a" * 24), "course": OLD, "name": "Old", "students": [], "instructor": school.SARAH}
    await database.motor.batches.insert_one(old)
    periods = {FIRST: {"from": "2020-01-06"}, "a" * 24: {"from": "2020-01-06", "until": "2020-06-26"}}
    courses = {FIRST: school.COURSE, "a" * 24: OLD}
    for batch, period in periods.items():
        fact = {"_id": ObjectId(batch), "course": courses[batch], "timetable": period}
        await database.motor.multitrainer_batches.insert_one(fact)
    found = {"trainers.$.status": "on_leave"}
    await database.motor.courses.update_one({"trainers.trainer": school.MARIA}, {"$set": found})
    await database.motor.users.update_one({"_id": school.ALEX}, {"$set": {"specialization": ["Dutch", "French"]}})
    await database.motor.batches.update_one({"_id": school.BATCHES[1]}, {"$set": {"trainers.backup": []}})
    services = wiring.build(database, settings)
    await services.enrolments.enrol(THE_ADMIN, str(OLD), NewEnrolment(student=STU))
    return services


@pytest.mark.parametrize(
    ("which", "names"),
    [
        (ALL, ["dutch B1", "German A1", "Écrire"]),
        (WhichCourses("ecr"), ["Écrire"]),
        (WhichCourses(state=CourseState.RUNNING), ["German A1"]),
        (WhichCourses(state=CourseState.OVER), ["Écrire"]),
        (WhichCourses(state=CourseState.PLANNED), ["dutch B1"]),
        (WhichCourses(has_lead=False), ["dutch B1"]),
        (WhichCourses(migrated=False), ["Écrire"]),
    ],
)
async def test_courses_are_found_by_name_state_lead_and_format(
    services: Services, which: WhichCourses, names: list[str]
) -> None:
    found = await services.course_lists.page(THE_ADMIN, which, None, 10)
    assert [one["name"] for one in found.items] == names
    assert found.total == len(names)


async def test_a_list_goes_on_behind_its_cursor_and_says_what_each_course_has(services: Services) -> None:
    first = await services.course_lists.page(THE_ADMIN, ALL, None, 1)
    assert (first.items[0]["name"], first.total) == ("dutch B1", 3)
    second = await services.course_lists.page(THE_ADMIN, ALL, first.next, 1)
    (german,) = second.items
    assert (german["trainers"], german["batches"], german["students"]) == (3, 4, 4)
    assert german == await services.course_lists.one(THE_ADMIN, COURSE)


async def test_a_trainer_finds_their_own_courses_alone(services: Services) -> None:
    assert [one["name"] for one in (await services.course_lists.page(JOHN, ALL, None, 9)).items] == ["German A1"]
    assert (await services.course_lists.page(ALEX, ALL, None, 9)).total == 0


@pytest.mark.parametrize(
    ("which", "names"),
    [
        (WhichTrainers(), ["Alex", "Dr. Sarah", "John", "Maria"]),
        (WhichTrainers("sar"), ["Dr. Sarah"]),
        (WhichTrainers(subject="french"), ["Alex"]),
        (WhichTrainers(status=Status.ON_LEAVE), ["Maria"]),
        (WhichTrainers(load=Load.NOTHING), ["Alex"]),
    ],
)
async def test_trainers_are_found_by_name_subject_status_and_load(
    services: Services, which: WhichTrainers, names: list[str]
) -> None:
    found = await services.trainer_lists.page(THE_ADMIN, which, None, 10)
    assert [one["name"] for one in found.items] == names


async def test_a_trainer_finds_those_of_their_courses_without_what_they_carry(services: Services) -> None:
    found = await services.trainer_lists.page(JOHN, WhichTrainers(), None, 10)
    assert [(one["name"], one["percent"]) for one in found.items] == [
        ("Dr. Sarah", None),
        ("John", None),
        ("Maria", None),
    ]


async def test_batches_are_found_by_name_trainer_and_whom_they_lack_whichever_format(services: Services) -> None:
    async def names(which: WhichBatches, course: str = COURSE, caller: Actor = THE_ADMIN) -> list[str]:
        return [one["name"] for one in (await services.batch_lists.page(caller, course, which, None, 9)).items]

    assert await names(WhichBatches("batch 3")) == ["Batch 3"]
    assert await names(WhichBatches(trainer=str(school.MARIA))) == ["Batch 3", "Batch 4"]
    assert await names(WhichBatches(lacks=Duty.BACKUP)) == ["Batch 2"]
    assert await names(EVERY, caller=JOHN) == ["Batch 1", "Batch 2"]
    old = await services.batch_lists.page(THE_ADMIN, str(OLD), EVERY, None, 9)
    assert [(one["primary"], one["migrated"]) for one in old.items] == [(str(school.SARAH), False)]
    assert old.unmigrated == 1
    with pytest.raises(CourseNotFound):
        await names(EVERY, caller=ALEX)


async def test_batches_are_shown_page_by_page(services: Services) -> None:
    first = await services.batch_lists.page(THE_ADMIN, COURSE, EVERY, None, 3)
    second = await services.batch_lists.page(THE_ADMIN, COURSE, EVERY, first.next, 3)
    assert [one["name"] for one in (*first.items, *second.items)] == [f"Batch {n}" for n in range(1, 5)]
    assert (first.total, second.next) == (4, None)


async def test_a_roster_is_narrowed_down_by_name_and_role(services: Services) -> None:
    roster = await services.roster.entries(THE_ADMIN, COURSE)
    assert [one["trainer"]["name"] for one in roster if WhichEntries("ma").has(one)] == ["Maria"]
    assert [one["trainer"]["name"] for one in roster if WhichEntries(role=Role.LEAD).has(one)] == ["Dr. Sarah"]


async def test_students_are_found_by_name_and_status_by_whoever_looks_after_the_course(services: Services) -> None:
    lists = services.enrolment_lists
    found = await lists.page(THE_ADMIN, str(OLD), WhichStudents("stu", EnrolmentStatus.WAITING), None, 9)
    assert [(one["name"], one["student"]) for one in found.items] == [("Stu", STU)]
    assert (await lists.page(THE_ADMIN, str(OLD), WhichStudents(status=EnrolmentStatus.PLACED), None, 9)).total == 0
    one = await lists.one(THE_ADMIN, found.items[0]["id"])
    assert one == {**found.items[0], "course": str(OLD)}
    sarah = Actor(ActorKind.TRAINER, str(school.SARAH))
    assert await lists.may_read(sarah, COURSE)
    assert (await lists.page(sarah, COURSE, WhichStudents(), None, 9)).total == 0
    for other in (JOHN, ALEX):
        assert not await lists.may_read(other, COURSE)
        with pytest.raises((NotAllowed, CourseNotFound)):
            await lists.page(other, COURSE, WhichStudents(), None, 9)


async def test_whoever_enrols_names_a_student_by_id_or_address(services: Services, database: Database) -> None:
    await database.motor.users.update_one({"_id": school.STUDENT}, {"$set": {"email": "stu@x.example"}})
    for named in (STU, "stu@x.example"):
        assert await services.enrolment_lists.student(THE_ADMIN, COURSE, named) == STU
    for nobody in ("", "nobody@x.example", "0" * 24):
        with pytest.raises(UnknownStudent):
            await services.enrolment_lists.student(THE_ADMIN, COURSE, nobody)
