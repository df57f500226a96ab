"""What each may do is decided by how they stand to it at that moment."""

from collections.abc import Awaitable, Callable
from typing import Any, NamedTuple

import pytest
from bson import ObjectId

from multitrainer.database import Database
from multitrainer.domain.actors import THE_ADMIN, Scope
from multitrainer.domain.errors import (
    BatchNotFound,
    CourseNotFound,
    MultitrainerError,
    NotAllowed,
    NotATrainer,
    NotFound,
    NotSignedIn,
    TrainerNotFound,
)
from multitrainer.domain.people import Duty
from multitrainer.domain.roster import Role, Status
from multitrainer.identity.callers import Caller
from multitrainer.schemas.batches import BatchPatch, NewBatch
from multitrainer.schemas.courses import CoursePatch, NewCourse
from multitrainer.schemas.roster import NewRosterEntry, RosterChange
from multitrainer.schemas.trainers import NewTrainer, TrainerPatch
from multitrainer.services import Services
from tests.callers import machine, signed_in
from tests.school import ALEX, BATCHES, COURSE, JOHN, MARIA, SARAH, STUDENT, found_anew

ADMIN, ANOTHER_STUDENT = ObjectId(), ObjectId()
FIRST, LAST = str(BATCHES[0]), str(BATCHES[-1])

Use = Callable[[Services, Caller], Awaitable[Any]]


class Uses(NamedTuple):
    """Something that is asked for, and how each is answered: None is yes."""

    use: Use
    lead: type[MultitrainerError] | None = None
    on_batch: type[MultitrainerError] | None = None
    elsewhere: type[MultitrainerError] | None = None
    stranger: type[MultitrainerError] | None = None
    student: type[MultitrainerError] | None = None
    another_student: type[MultitrainerError] | None = None
    reader: type[MultitrainerError] | None = None


# John stands on the first batch, Maria on the last alone; Sarah leads; Alex is on no course.
USES = {
    "the roster": Uses(
        lambda s, c: s.roster.entries(c, str(COURSE)),
        stranger=CourseNotFound, student=CourseNotFound, another_student=CourseNotFound,
    ),
    "an entry": Uses(
        lambda s, c: s.roster.read(c, str(COURSE), str(JOHN)),
        stranger=CourseNotFound, student=CourseNotFound, another_student=CourseNotFound,
    ),
    "a course": Uses(
        lambda s, c: s.courses.read(c, str(COURSE)),
        stranger=CourseNotFound, student=CourseNotFound, another_student=CourseNotFound,
    ),
    "another name for a course": Uses(
        lambda s, c: s.courses.patch(c, str(COURSE), CoursePatch(name="New")),
        NotAllowed, NotAllowed, NotAllowed, CourseNotFound, CourseNotFound, CourseNotFound, NotAllowed,
    ),
    "a course's end": Uses(
        lambda s, c: s.courses.delete(c, str(COURSE), force=True),
        NotAllowed, NotAllowed, NotAllowed, CourseNotFound, CourseNotFound, CourseNotFound, NotAllowed,
    ),
    "a new course": Uses(
        lambda s, c: s.courses.create(c, NewCourse(name="New")),
        NotAllowed, NotAllowed, NotAllowed, NotAllowed, NotAllowed, NotAllowed, NotAllowed,
    ),
    "one more assistant": Uses(
        lambda s, c: s.roster.add(c, str(COURSE), NewRosterEntry(trainer=str(ALEX))),
        None, NotAllowed, NotAllowed, CourseNotFound, CourseNotFound, CourseNotFound, NotAllowed,
    ),
    "one more lead": Uses(
        lambda s, c: s.roster.add(c, str(COURSE), NewRosterEntry(trainer=str(ALEX), role=Role.LEAD)),
        NotAllowed, NotAllowed, NotAllowed, CourseNotFound, CourseNotFound, CourseNotFound, NotAllowed,
    ),
    "an assistant's status": Uses(
        lambda s, c: s.roster.change(c, str(COURSE), str(JOHN), RosterChange(status=Status.INACTIVE)),
        None, NotAllowed, NotAllowed, CourseNotFound, CourseNotFound, CourseNotFound, NotAllowed,
    ),
    "a lead's status": Uses(
        lambda s, c: s.roster.change(c, str(COURSE), str(SARAH), RosterChange(status=Status.ON_LEAVE)),
        NotAllowed, NotAllowed, NotAllowed, CourseNotFound, CourseNotFound, CourseNotFound, NotAllowed,
    ),
    "an assistant's end": Uses(
        lambda s, c: s.roster.remove(c, str(COURSE), str(JOHN), str(ALEX)),
        None, NotAllowed, NotAllowed, CourseNotFound, CourseNotFound, CourseNotFound, NotAllowed,
    ),
    "a batch": Uses(
        lambda s, c: s.batches.read(c, FIRST),
        elsewhere=BatchNotFound, stranger=BatchNotFound, another_student=BatchNotFound,
    ),
    "a batch's people": Uses(
        lambda s, c: s.batch_people.read(c, FIRST),
        elsewhere=BatchNotFound, stranger=BatchNotFound, another_student=BatchNotFound,
    ),
    "another name for a batch": Uses(
        lambda s, c: s.batches.patch(c, FIRST, BatchPatch(name="New")),
        NotAllowed, NotAllowed, BatchNotFound, BatchNotFound, NotAllowed, BatchNotFound, NotAllowed,
    ),
    "a batch's end": Uses(
        lambda s, c: s.batches.delete(c, FIRST, force=True),
        NotAllowed, NotAllowed, BatchNotFound, BatchNotFound, NotAllowed, BatchNotFound, NotAllowed,
    ),
    "a new batch": Uses(
        lambda s, c: s.batches.create(c, NewBatch(course=str(COURSE), name="New")),
        NotAllowed, NotAllowed, NotAllowed, NotAllowed, NotAllowed, NotAllowed, NotAllowed,
    ),
    "another primary": Uses(
        lambda s, c: s.batch_people.name_primary(c, FIRST, str(MARIA)),
        None, NotAllowed, BatchNotFound, BatchNotFound, NotAllowed, BatchNotFound, NotAllowed,
    ),
    "a backup": Uses(
        lambda s, c: s.batch_people.name(c, FIRST, str(MARIA), Duty.BACKUP),
        None, NotAllowed, BatchNotFound, BatchNotFound, NotAllowed, BatchNotFound, NotAllowed,
    ),
    "somebody's leaving a batch": Uses(
        lambda s, c: s.batch_people.dismiss(c, FIRST, str(JOHN)),
        None, NotAllowed, BatchNotFound, BatchNotFound, NotAllowed, BatchNotFound, NotAllowed,
    ),
    "a trainer": Uses(
        lambda s, c: s.trainers.read(c, str(JOHN)),
        stranger=TrainerNotFound, student=TrainerNotFound, another_student=TrainerNotFound,
    ),
    "a trainer's batches": Uses(
        lambda s, c: s.trainers.batches(c, str(JOHN), None, None),
        elsewhere=NotAllowed, stranger=TrainerNotFound, student=TrainerNotFound, another_student=TrainerNotFound,
    ),
    "another name for a trainer": Uses(
        lambda s, c: s.trainers.patch(c, str(JOHN), TrainerPatch(name="New")),
        NotAllowed, NotAllowed, NotAllowed, TrainerNotFound, TrainerNotFound, TrainerNotFound, NotAllowed,
    ),
    "a new trainer": Uses(
        lambda s, c: s.trainers.create(c, NewTrainer(name="New", email="new@x.example")),
        NotAllowed, NotAllowed, NotAllowed, NotAllowed, NotAllowed, NotAllowed, NotAllowed,
    ),
    "how far the migration is": Uses(
        lambda s, c: s.migration_overview.read(c),
        NotAllowed, NotAllowed, NotAllowed, NotAllowed, NotAllowed, NotAllowed,
    ),
    "what was set aside": Uses(
        lambda s, c: s.migration_overview.set_aside(c, None, None, 10),
        NotAllowed, NotAllowed, NotAllowed, NotAllowed, NotAllowed, NotAllowed,
    ),
    "a conversion's preview": Uses(
        lambda s, c: s.course_conversion.preview(c, str(COURSE)),
        NotAllowed, NotAllowed, NotAllowed, CourseNotFound, CourseNotFound, CourseNotFound,
    ),
    "a conversion": Uses(
        lambda s, c: s.course_conversion.convert(c, str(COURSE)),
        NotAllowed, NotAllowed, NotAllowed, CourseNotFound, CourseNotFound, CourseNotFound, NotAllowed,
    ),
}  # fmt: skip
WHO = {
    "lead": SARAH, "on_batch": JOHN, "elsewhere": MARIA, "stranger": ALEX,
    "student": STUDENT, "another_student": ANOTHER_STUDENT,
}  # fmt: skip


@pytest.fixture(autouse=True)
async def _school(database: Database) -> None:
    await found(database)


async def found(database: Database) -> None:
    await found_anew(database)
    await database.motor.users.insert_many([
        {"_id": ADMIN, "name": "Ada", "role": "admin"}, {"_id": ANOTHER_STUDENT, "name": "Sam", "role": "student"},
    ])  # fmt: skip


async def caller(who: str) -> Caller:
    return await machine(Scope.READ) if who == "reader" else await signed_in(WHO[who])


@pytest.mark.parametrize("who", [*WHO, "reader"])
async def test_each_is_refused_what_is_not_for_them_and_told_no_more_than_they_may_know(
    services: Services, database: Database, who: str
) -> None:
    before, told = await everything(database), {}
    for name, uses in USES.items():
        if getattr(uses, who):
            with pytest.raises(MultitrainerError) as refusal:
                await uses.use(services, await caller(who))
            told[name] = refusal.type
    assert told == {name: getattr(uses, who) for name, uses in USES.items() if getattr(uses, who)}
    assert await everything(database) == before


@pytest.mark.parametrize("who", ["admin", *WHO, "reader"])
async def test_each_gets_what_is_for_them(services: Services, database: Database, who: str) -> None:
    for uses in USES.values():
        if who == "admin" or getattr(uses, who) is None:
            await found(database)
            await uses.use(services, await signed_in(ADMIN) if who == "admin" else await caller(who))


async def everything(database: Database) -> list[Any]:
    return [await database.motor[name].find().to_list(None) for name in ("users", "courses", "batches")]


async def test_a_sign_in_that_is_over_gets_nothing(services: Services) -> None:
    person = await signed_in(ADMIN)
    await services.sign_ins.end_all(str(ADMIN))
    for uses in USES.values():
        with pytest.raises(NotSignedIn):
            await uses.use(services, person)


async def test_what_is_hidden_is_told_in_the_words_of_what_is_not_there(services: Services) -> None:
    nothing, stranger = str(ObjectId()), await signed_in(ALEX)
    reads: list[tuple[str, Callable[[str], Awaitable[object]]]] = [
        (str(COURSE), lambda id_: services.roster.entries(stranger, id_)),
        (FIRST, lambda id_: services.batches.read(stranger, id_)),
        (FIRST, lambda id_: services.batch_people.read(stranger, id_)),
        (str(JOHN), lambda id_: services.trainers.read(stranger, id_)),
    ]
    for hidden, read in reads:
        with pytest.raises(NotFound) as of_hidden:
            await read(hidden)
        with pytest.raises(NotFound) as of_missing:
            await read(nothing)
        assert str(of_hidden.value).replace(hidden, nothing) == str(of_missing.value)
        assert [*of_hidden.value.facts] == [*of_missing.value.facts]


async def test_a_student_sees_names_and_no_contacts(services: Services) -> None:
    people = await services.batch_people.read(await signed_in(STUDENT), FIRST)
    assert people == {
        "primary": {"_id": JOHN, "name": "John"}, "backup": [{"_id": SARAH, "name": "Dr. Sarah"}], "assistants": [],
    }  # fmt: skip
    batch = await services.batches.read(await signed_in(STUDENT), FIRST)
    assert batch.keys() == {"_id", "course", "name"}


async def test_a_list_holds_what_one_may_read_and_nothing_else(services: Services, database: Database) -> None:
    other = ObjectId()
    await database.motor.courses.insert_one({"_id": other, "name": "Other", "trainers": []})
    await database.motor.batches.insert_one({"_id": ObjectId(), "course": other, "name": "B", "students": []})

    async def seen(who: ObjectId) -> tuple[int, int, int]:
        person = await signed_in(who)
        courses = len((await services.courses.page(person, None, 100)).items)
        trainers = len((await services.trainers.page(person, None, 100)).items)
        return courses, len((await services.batches.page(person, None, None, 100)).items), trainers

    assert await seen(ADMIN) == (2, 5, 4)
    assert await seen(SARAH) == (1, 4, 3)
    assert await seen(JOHN) == (1, 2, 3)
    assert await seen(ALEX) == (0, 0, 1)


async def test_a_student_lists_their_own_batches_alone(services: Services) -> None:
    for who, batches in ((STUDENT, 4), (ANOTHER_STUDENT, 0)):
        page = await services.batches.page(await signed_in(who), None, None, 100)
        assert len(page.items) == batches
        assert all(batch.keys() == {"_id", "course", "name"} for batch in page.items)


async def test_pages_of_some_things_follow_each_other_without_gap_or_repeat(services: Services) -> None:
    sarah, seen, cursor = await signed_in(SARAH), [], None
    while True:
        page = await services.batches.page(sarah, None, cursor, 3)
        seen += [batch["_id"] for batch in page.items]
        if (cursor := page.next) is None:
            break
    assert seen == [*BATCHES]


async def test_a_changed_roster_counts_from_the_next_request_on(services: Services) -> None:
    john = await signed_in(JOHN)
    await services.roster.change(THE_ADMIN, str(COURSE), str(JOHN), RosterChange(role=Role.LEAD))
    await services.roster.change(THE_ADMIN, str(COURSE), str(JOHN), RosterChange(assigned_batches=(FIRST,)))
    await services.batch_people.name_primary(john, FIRST, str(ALEX))
    with pytest.raises(NotAllowed):
        await services.batch_people.name_primary(john, LAST, str(ALEX))
    await services.roster.remove(THE_ADMIN, str(COURSE), str(JOHN), str(ALEX))
    with pytest.raises(CourseNotFound):
        await services.roster.entries(john, str(COURSE))


async def test_a_changed_role_counts_from_the_next_request_on(services: Services, database: Database) -> None:
    alex = await signed_in(ALEX)
    await database.motor.users.update_one({"_id": ALEX}, {"$set": {"role": "admin"}})
    await services.courses.read(alex, str(COURSE))
    await database.motor.users.update_one({"_id": ALEX}, {"$set": {"role": "student"}})
    with pytest.raises(CourseNotFound):
        await services.courses.read(alex, str(COURSE))
    await database.motor.users.delete_one({"_id": ALEX})
    with pytest.raises(NotSignedIn):
        await services.courses.read(alex, str(COURSE))


async def test_courses_and_batches_of_the_old_format_belong_to_their_instructors(
    services: Services, database: Database
) -> None:
    """Sarah leads by being the course's instructor, John assists by being a batch's."""
    await database.motor.courses.update_one({"_id": COURSE}, {"$unset": {"trainers": ""}})
    await database.motor.batches.update_many({}, {"$unset": {"trainers": ""}})
    sarah, john, alex = [await signed_in(who) for who in (SARAH, JOHN, ALEX)]
    assert len(await services.roster.entries(john, str(COURSE))) == 3
    assert (await services.batch_people.read(john, FIRST))["primary"]["_id"] == JOHN
    assert len((await services.courses.page(sarah, None, 100)).items) == 1
    assert len((await services.batches.page(john, None, None, 100)).items) == 2
    assert len((await services.batches.page(sarah, None, None, 100)).items) == 4
    await services.batch_people.name_primary(sarah, FIRST, str(MARIA))
    with pytest.raises(CourseNotFound):
        await services.roster.entries(alex, str(COURSE))


async def two_leads(services: Services) -> tuple[Caller, Caller]:
    """Sarah leads the first batch, where John stands; Maria leads the others, on which she stands herself."""
    await services.roster.change(THE_ADMIN, str(COURSE), str(MARIA), RosterChange(role=Role.LEAD))
    rest = tuple(str(batch) for batch in BATCHES[1:])
    await services.roster.change(THE_ADMIN, str(COURSE), str(SARAH), RosterChange(assigned_batches=(FIRST,)))
    await services.roster.change(THE_ADMIN, str(COURSE), str(MARIA), RosterChange(assigned_batches=rest))
    return await signed_in(SARAH), await signed_in(MARIA)


BEYOND: dict[str, tuple[Use, str]] = {
    "a primary who is it already": (
        lambda s, c: s.batch_people.name_primary(c, LAST, str(MARIA)), f"beyond your scope: {LAST}. An admin may",
    ),
    "a primary who is none": (
        lambda s, c: s.batch_people.name_primary(c, LAST, str(STUDENT)), f"beyond your scope: {LAST}",
    ),
    "a backup who is one already": (
        lambda s, c: s.batch_people.name(c, LAST, str(SARAH), Duty.BACKUP), f"beyond your scope: {LAST}",
    ),
    "nothing new of another lead": (
        lambda s, c: s.roster.change(c, str(COURSE), str(MARIA), RosterChange(role=Role.LEAD)),
        "Leads change neither leads nor themselves; an admin does",
    ),
    "nothing new of oneself": (
        lambda s, c: s.roster.change(c, str(COURSE), str(SARAH), RosterChange()),
        "Leads change neither leads nor themselves",
    ),
    "the removal of another lead, who is a primary": (
        lambda s, c: s.roster.remove(c, str(COURSE), str(MARIA)), "Leads change neither leads nor themselves",
    ),
    "the removal of somebody who stands elsewhere too": (
        lambda s, c: s.roster.remove(c, str(COURSE), str(JOHN)), f"beyond your scope: {BATCHES[1]}",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("use", "words"), BEYOND.values(), ids=BEYOND)
async def test_a_lead_is_told_what_is_beyond_their_scope_before_anything_else(
    services: Services, database: Database, use: Use, words: str
) -> None:
    sarah, _ = await two_leads(services)
    before = await everything(database)
    with pytest.raises(NotAllowed, match=words):
        await use(services, sarah)
    assert await everything(database) == before


async def test_a_lead_repeats_what_is_so_already_without_a_word(services: Services) -> None:
    sarah, _ = await two_leads(services)
    await services.batch_people.name_primary(sarah, FIRST, str(JOHN))


async def test_an_instructor_beyond_a_leads_scope_stays(services: Services, database: Database) -> None:
    """To name whoever is primary already decides that the old application's instructor is not."""
    sarah, _ = await two_leads(services)
    await database.motor.batches.update_one({"_id": BATCHES[-1]}, {"$set": {"instructor": STUDENT}})
    with pytest.raises(NotAllowed):
        await services.batch_people.name_primary(sarah, LAST, str(MARIA))
    assert await database.motor.batches.count_documents({"instructor": STUDENT}) == 1


async def test_a_lead_is_not_told_what_somebody_is_who_is_no_trainer(services: Services) -> None:
    with pytest.raises(NotATrainer) as refusal:
        await services.roster.add(await signed_in(SARAH), str(COURSE), NewRosterEntry(trainer=str(ADMIN)))
    assert "admin" not in refusal.value.detail
