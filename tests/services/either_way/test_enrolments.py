"""Enrolments and batches stay in step, with transactions and without."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from random import Random
from typing import Any
from uuid import uuid4

import pytest
from bson import ObjectId

from multitrainer.database import Database
from multitrainer.domain.actors import THE_ADMIN
from multitrainer.domain.batches_plan import BatchesPlan
from multitrainer.domain.enrolment_imports import How, Source
from multitrainer.domain.errors import (
    AlreadyEnrolled,
    BadRows,
    BatchFull,
    Conflict,
    EnrolmentWithdrawn,
    MultitrainerError,
    NoBatching,
    PeopleWouldBeLost,
    PlanOutdated,
    UnknownSlot,
)
from multitrainer.metrics import Metrics
from multitrainer.schemas.batches import BatchPatch
from multitrainer.schemas.enrolments import EnrolmentPatch, NewBatching, NewEnrolment
from multitrainer.services import Services
from multitrainer.settings import Settings
from tests import school
from tests.databases import leave
from tests.school import BATCHES, JOHN

COURSE, FIRST, SECOND = str(school.COURSE), str(BATCHES[0]), str(BATCHES[1])
STUDENTS = [str(ObjectId()) for _ in range(30)]
Raw = dict[str, Any]


@pytest.fixture(scope="module", params=["auto", "never"])
async def one_database(
    mongodb_uri: str, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> AsyncIterator[tuple[Database, Settings]]:
    """One for all tests here: to make one takes longer than a test."""
    name = f"test_{uuid4().hex[:12]}"
    settings = Settings(
        _env_file=None, mongodb_database=name, data_dir=tmp_path_factory.mktemp("data"), transactions=request.param
    )
    async with Database(mongodb_uri, settings, Metrics()) as database:
        yield database, settings
        await leave(database.client, name)


@pytest.fixture
def settings(one_database: tuple[Database, Settings]) -> Settings:
    return one_database[1]


@pytest.fixture
def _from_many_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody queues, as if each came from a process of their own."""
    monkeypatch.setattr(Database, "_lock", lambda *_: asyncio.Lock())


@pytest.fixture
async def database(one_database: tuple[Database, Settings]) -> Database:
    """With the small school in it, and thirty students who sit nowhere."""
    database = one_database[0]
    for name in ("multitrainer_enrolments", "multitrainer_courses", "multitrainer_batches", "multitrainer_audit"):
        await database.motor[name].delete_many({})
    await school.found_anew(database)
    users = [{"_id": ObjectId(one), "name": "S", "role": "student"} for one in STUDENTS]
    await database.motor.users.insert_many(users)
    await database.motor.batches.update_many({}, {"$set": {"students": []}})
    return database


async def settle(services: Services, target: int = 5, minimum: int = 2, maximum: int = 6, **more: Any) -> None:
    new = NewBatching(target=target, minimum=minimum, maximum=maximum, **more)
    await services.batchings.put(THE_ADMIN, COURSE, new)


async def enrol(services: Services, student: str, batch: str | None = None, **more: Any) -> Raw:
    new = NewEnrolment(student=student, **({"batch": batch} if batch else {}), **more)
    made: Raw = (await services.enrolments.enrol(THE_ADMIN, COURSE, new)).view
    return made


async def put(services: Services, enrolment: Raw, batch: str) -> Raw:
    patch = EnrolmentPatch(batch=batch)
    changed: Raw = (await services.enrolments.change(THE_ADMIN, str(enrolment["_id"]), patch)).view
    return changed


async def stored(database: Database, enrolment: Raw) -> tuple[str, str | None]:
    found = await database.motor.multitrainer_enrolments.find_one({"_id": enrolment["_id"]})
    assert found is not None
    return found["status"], str(found["batch"]) if found["batch"] else None


async def classes(database: Database) -> dict[str, list[str]]:
    found = await database.motor.batches.find({"course": school.COURSE}).sort("_id", 1).to_list(None)
    return {str(batch["_id"]): [str(one) for one in batch["students"]] for batch in found}


async def findings(services: Services, *, repair: bool = False) -> list[tuple[str, bool]]:
    found = [f async for step in services.doctor.examine(THE_ADMIN, repair=repair) for f in step.found]
    return [(finding.violation.code, finding.repaired) for finding in found]


async def test_placing_moving_and_withdrawing_write_batch_and_enrolment(services: Services, database: Database) -> None:
    made = await enrol(services, STUDENTS[0])
    assert await stored(database, made) == ("waiting", None)
    await put(services, made, FIRST)
    assert (await stored(database, made), (await classes(database))[FIRST]) == (("placed", FIRST), [STUDENTS[0]])
    await put(services, made, SECOND)
    sitting = await classes(database)
    assert (await stored(database, made), sitting[FIRST], sitting[SECOND]) == (("placed", SECOND), [], [STUDENTS[0]])
    await services.enrolments.withdraw(THE_ADMIN, str(made["_id"]))
    assert (await stored(database, made), (await classes(database))[SECOND]) == (("withdrawn", None), [])
    after = await database.motor.batches.find_one({"_id": BATCHES[0]})
    assert after is not None
    assert (after["__v"], "updatedAt" in after) == (2, True)
    assert await findings(services) == []


async def test_who_is_enrolled_is_not_enrolled_again_and_who_withdrew_is(
    services: Services, database: Database
) -> None:
    made = await enrol(services, STUDENTS[0], FIRST)
    with pytest.raises(AlreadyEnrolled):
        await enrol(services, STUDENTS[0])
    await services.enrolments.withdraw(THE_ADMIN, str(made["_id"]))
    with pytest.raises(EnrolmentWithdrawn):
        await put(services, made, FIRST)
    assert (await enrol(services, STUDENTS[0]))["_id"] == made["_id"]
    assert await stored(database, made) == ("waiting", None)


async def test_who_sits_in_a_batch_already_is_enrolled_as_placed_there(services: Services, database: Database) -> None:
    await database.motor.batches.update_one({"_id": BATCHES[1]}, {"$push": {"students": ObjectId(STUDENTS[0])}})
    assert await stored(database, await enrol(services, STUDENTS[0])) == ("placed", SECOND)


@pytest.mark.usefixtures("_from_many_processes")
async def test_of_many_who_come_at_once_only_as_many_get_in_as_the_maximum_allows(
    services: Services, database: Database
) -> None:
    await settle(services)
    made = [await enrol(services, one) for one in STUDENTS[:6]]
    coming = [enrol(services, one, FIRST) for one in STUDENTS[6:12]] + [put(services, one, FIRST) for one in made]
    outcomes = await asyncio.gather(*coming, return_exceptions=True)
    refused = [one for one in outcomes if isinstance(one, BaseException)]
    assert {type(one) for one in refused} == {BatchFull}
    assert len((await classes(database))[FIRST]) == 6 == len(outcomes) - len(refused)
    assert await findings(services) == []


@pytest.mark.usefixtures("_from_many_processes")
async def test_whatever_is_done_at_once_nobody_sits_twice_and_no_batch_is_too_full(
    services: Services, database: Database
) -> None:
    chance = Random(7)
    await settle(services, maximum=5)
    made = [await enrol(services, one) for one in STUDENTS[:10]]
    placed = [put(services, one, str(chance.choice(BATCHES[:2]))) for one in made for _ in range(2)]
    withdrawn = [services.enrolments.withdraw(THE_ADMIN, str(one["_id"])) for one in made[:3]]
    outcomes = await asyncio.gather(*chance.sample([*placed, *withdrawn], 23), return_exceptions=True)
    assert not [one for one in outcomes if isinstance(one, BaseException) and not isinstance(one, Conflict)]
    sitting = (await classes(database)).values()
    assert all(len(students) <= 5 for students in sitting)
    seated = [student for students in sitting for student in students]
    assert len(seated) == len({*seated})
    assert await findings(services) == []


@pytest.mark.usefixtures("_from_many_processes")
async def test_one_student_who_is_enrolled_twice_at_once_is_enrolled_once(
    services: Services, database: Database
) -> None:
    coming = (enrol(services, STUDENTS[0], batch) for batch in (FIRST, SECOND, None))
    outcomes = await asyncio.gather(*coming, return_exceptions=True)
    assert sum(isinstance(one, AlreadyEnrolled) for one in outcomes) == 2
    assert sum(STUDENTS[0] in sitting for sitting in (await classes(database)).values()) <= 1


async def test_enrolments_follow_the_students_that_a_batch_is_given(services: Services, database: Database) -> None:
    made, other = await enrol(services, STUDENTS[0]), await enrol(services, STUDENTS[1], FIRST)
    await services.batches.patch(THE_ADMIN, FIRST, BatchPatch(students=(STUDENTS[0],)))
    assert await stored(database, made) == ("placed", FIRST)
    assert await stored(database, other) == ("waiting", None)
    await services.batches.delete(THE_ADMIN, FIRST, force=True)
    assert await stored(database, made) == ("waiting", None)


async def test_a_course_takes_its_enrolments_with_it_where_that_is_forced(
    services: Services, database: Database
) -> None:
    await enrol(services, STUDENTS[0])
    await settle(services)
    await database.motor.batches.delete_many({})
    await database.motor.courses.update_one({}, {"$set": {"trainers": []}, "$unset": {"instructor": ""}})
    with pytest.raises(PeopleWouldBeLost, match="1 student is enrolled"):
        await services.courses.delete(THE_ADMIN, COURSE, force=False)
    await services.courses.delete(THE_ADMIN, COURSE, force=True)
    for name in ("multitrainer_enrolments", "multitrainer_courses"):
        assert await database.motor[name].count_documents({}) == 0


async def test_the_doctor_names_enrolments_behind_the_batches_and_brings_them_after(
    services: Services, database: Database
) -> None:
    made, twice = await enrol(services, STUDENTS[0], FIRST), await enrol(services, STUDENTS[1], FIRST)
    await database.motor.batches.update_one({"_id": BATCHES[0]}, {"$pull": {"students": ObjectId(STUDENTS[0])}})
    await database.motor.batches.update_one({"_id": BATCHES[1]}, {"$push": {"students": ObjectId(STUDENTS[1])}})
    assert sorted(await findings(services)) == [("enrolled-twice", False), ("enrolment-place", False)]
    assert sorted(await findings(services, repair=True)) == [("enrolled-twice", False), ("enrolment-place", True)]
    assert await stored(database, made) == ("waiting", None)
    assert await stored(database, twice) == ("placed", FIRST)


async def wait(database: Database, number: int) -> None:
    """So many students wait, the latest made joined first."""
    about = {"course": school.COURSE, "slots": [], "status": "waiting", "batch": None}
    await database.motor.multitrainer_enrolments.insert_many(
        {"student": ObjectId(student), "joinedAt": datetime(2026, 1, 31 - place, tzinfo=UTC), **about}
        for place, student in enumerate(STUDENTS[:number])
    )


async def made(services: Services) -> BatchesPlan:
    return await services.batches_plans.plan(await services.batches_plans.intake(THE_ADMIN, COURSE))


async def planned(services: Services, database: Database) -> BatchesPlan:
    """Thirteen students wait; one more sits in the first batch."""
    await enrol(services, STUDENTS[-1], FIRST)
    await wait(database, 13)
    await settle(services, target=2, minimum=2, maximum=2)
    return await made(services)


async def everything(database: Database) -> dict[str, list[Raw]]:
    """All that a plan touches, but for what moves on with every write."""
    moving = {"__v": 0, "updatedAt": 0}
    names = ("courses", "batches", "multitrainer_enrolments", "multitrainer_batches")
    return {name: await database.motor[name].find({}, moving).sort("_id", 1).to_list(None) for name in names}


async def test_a_plan_is_applied_as_it_says_and_taken_back_exactly(services: Services, database: Database) -> None:
    plan = await planned(services, database)
    assert plan.waiting == ()
    before = await everything(database)
    kept = BatchesPlan.from_json(plan.to_json())
    await services.batches_plans.apply(THE_ADMIN, kept)
    sitting = await classes(database)
    assert {student: batch for batch, students in sitting.items() for student in students} == plan.after
    assert [len(students) for students in sitting.values()] == [2] * 7
    names = {str(batch["_id"]): batch["name"] async for batch in database.motor.batches.find()}
    assert [names[batch.id] for batch in plan.new] == ["Batch 5", "Batch 6", "Batch 7"]
    assert await findings(services) == []
    await services.batches_plans.apply(THE_ADMIN, plan)
    assert await classes(database) == sitting
    await services.batches_plans.revert(THE_ADMIN, kept)
    assert await everything(database) == before


async def test_who_joined_first_gets_the_last_place(services: Services, database: Database) -> None:
    await settle(services, target=2, minimum=2, maximum=2)
    await wait(database, 9)
    assert (await made(services)).waiting == (STUDENTS[0],)


async def refusal(services: Services, plan: BatchesPlan) -> list[str]:
    with pytest.raises(PlanOutdated) as refused:
        await services.batches_plans.apply(THE_ADMIN, plan)
    found: list[str] = refused.value.facts["differences"]
    return found


async def test_a_plan_is_refused_with_what_changed_since_and_writes_nothing(
    services: Services, database: Database
) -> None:
    plan = await planned(services, database)
    late = str(ObjectId())
    await database.motor.batches.update_one({"_id": BATCHES[2]}, {"$push": {"students": ObjectId(late)}})
    await database.motor.batches.delete_one({"_id": BATCHES[3]})
    enrolled = await database.motor.multitrainer_enrolments.find_one({"student": ObjectId(STUDENTS[0])})
    assert enrolled
    await services.enrolments.withdraw(THE_ADMIN, str(enrolled["_id"]))
    new = {"_id": ObjectId(), "course": school.COURSE, "name": "Another", "students": []}
    await database.motor.batches.insert_one(new)
    before = await everything(database)
    assert await refusal(services, plan) == [
        f"Batch 3 ({BATCHES[2]}): came: Student {late}.",
        f"Batch {BATCHES[3]} is gone.",
        f"Another ({new['_id']}) was made since.",
        f"S ({STUDENTS[0]}) has withdrawn.",
    ]
    assert await everything(database) == before


async def test_a_plan_is_refused_where_settings_slots_or_wishes_changed_since(
    services: Services, database: Database
) -> None:
    slots = [{"name": "Mon"}, {"name": "Sat"}]
    await settle(services, slots=slots, batches={FIRST: "Mon"})
    enrolled = await enrol(services, STUDENTS[0], slots=("Mon",))
    plan = await made(services)
    await services.enrolments.change(THE_ADMIN, str(enrolled["_id"]), EnrolmentPatch(slots=("Sat",)))
    await settle(services, target=4, maximum=5, slots=slots, batches={FIRST: "Sat"})
    before = await everything(database)
    assert await refusal(services, plan) == [
        "The settings' target was 5, and is 4.",
        "The settings' maximum was 6, and is 5.",
        f"Batch 1 ({FIRST}) was in slot Mon, and is in slot Sat.",
        f"S ({STUDENTS[0]}) wished for Mon, and wishes for Sat.",
    ]
    assert await everything(database) == before


async def test_settings_are_set_over_a_slot_of_a_batch_that_the_course_has_not_any_more(
    services: Services, database: Database
) -> None:
    await settle(services, slots=[{"name": "Mon"}, {"name": "Sat"}], batches={FIRST: "Mon", SECOND: "Sat"})
    await database.motor.multitrainer_batches.update_one({"_id": BATCHES[0]}, {"$set": {"slot": "Sun"}})
    with pytest.raises(UnknownSlot, match="Sat is no slot of the course"):
        await settle(services, slots=[{"name": "Mon"}])
    assert await findings(services, repair=True) == [("slot-gone", False)]
    await settle(services, slots=[{"name": "Sat"}])
    assert await findings(services) == []
    assert (await services.batchings.read(THE_ADMIN, COURSE))["batches"] == {SECOND: "Sat"}


async def test_a_plan_is_not_taken_back_over_what_people_did_since(services: Services, database: Database) -> None:
    plan = await planned(services, database)
    await services.batches_plans.apply(THE_ADMIN, plan)
    new = plan.new[0].id
    await services.batches.patch(THE_ADMIN, new, BatchPatch(name="Evening", instructor=str(JOHN)))
    before = await everything(database)
    with pytest.raises(PlanOutdated) as refused:
        await services.batches_plans.revert(THE_ADMIN, plan)
    named = [f"Evening ({new}) has trainers now.", f"Evening ({new}) was named {plan.new[0].name}."]
    assert (refused.value.facts["differences"], "Make a new plan" in refused.value.detail) == (named, False)
    assert await everything(database) == before


async def test_a_plan_that_was_applied_in_part_is_applied_to_its_end(services: Services, database: Database) -> None:
    plan = await planned(services, database)
    joined = plan.kept[1]
    students = [ObjectId(one) for one in joined.after]
    await database.motor.batches.update_one({"_id": ObjectId(joined.id)}, {"$set": {"students": students}})
    await services.batches_plans.apply(THE_ADMIN, plan)
    assert {s: batch for batch, found in (await classes(database)).items() for s in found} == plan.after
    assert await findings(services) == []


@pytest.mark.usefixtures("_from_many_processes")
async def test_two_who_apply_a_plan_at_once_apply_it_once(services: Services, database: Database) -> None:
    plan = await planned(services, database)
    coming = (services.batches_plans.apply(THE_ADMIN, plan) for _ in range(2))
    outcomes = await asyncio.gather(*coming, return_exceptions=True)
    assert not [one for one in outcomes if isinstance(one, BaseException) and not isinstance(one, MultitrainerError)]
    assert {s: batch for batch, found in (await classes(database)).items() for s in found} == plan.after


async def test_without_settings_there_is_no_plan(services: Services) -> None:
    with pytest.raises(NoBatching, match="PUT its batching first"):
        await made(services)


CSV = "student,slots,joinedAt\n" + "".join(f"{one},Mon|Tue,2026-01-0{n}\n" for n, one in enumerate(STUDENTS[:5], 1))


async def take(services: Services, text: str, **how: bool) -> Raw:
    return await services.enrolment_imports.from_file(THE_ADMIN, COURSE, text.encode(), How(**how))


def counts(report: Raw) -> dict[str, int]:
    return {name: report[name] for name in ("new", "changed", "unchanged", "withdrawn", "placed", "badRows")}


NONE = {"new": 0, "changed": 0, "unchanged": 0, "withdrawn": 0, "placed": 0, "badRows": 0}


async def test_a_file_is_imported_once_however_often_it_comes(services: Services, database: Database) -> None:
    await settle(services, slots=[{"name": "Mon"}, {"name": "Tue"}])
    await database.motor.users.update_one({"_id": ObjectId(STUDENTS[5])}, {"$set": {"email": "zoe@x.example"}})
    await database.motor.batches.update_one({"_id": BATCHES[0]}, {"$push": {"students": ObjectId(STUDENTS[0])}})
    text = CSV + "Zoe@X.example,,\n"
    before = await everything(database)
    assert counts(await take(services, text, dry_run=True)) == {**NONE, "new": 6, "placed": 1}
    assert await everything(database) == before
    assert counts(await take(services, text)) == {**NONE, "new": 6, "placed": 1}
    before = await everything(database)
    assert counts(await take(services, text)) == {**NONE, "unchanged": 6}
    assert await everything(database) == before
    found = await database.motor.multitrainer_enrolments.find_one({"student": ObjectId(STUDENTS[0])})
    assert found
    await services.enrolments.withdraw(THE_ADMIN, str(found["_id"]))
    assert counts(await take(services, text.replace("Mon|", ""))) == {
        **NONE,
        "changed": 4,
        "unchanged": 1,
        "withdrawn": 1,
    }


async def test_bad_rows_are_named_by_their_lines_and_keep_all_others_out(
    services: Services, database: Database
) -> None:
    text = f"student\n{STUDENTS[0]}\n{ObjectId()}\n{STUDENTS[0]}\nnobody@x.example\n"
    named = [
        (one["line"], one["message"].partition(".")[0]) for one in (await take(services, text, dry_run=True))["bad"]
    ]
    assert named == [
        (3, "No user has this id"),
        (4, "The same student as in line 2; take one of them out"),
        (5, "No user has this e-mail address"),
    ]
    with pytest.raises(BadRows, match="3 of 4 rows are wrong, first line 3"):
        await take(services, text)
    assert not await database.motor.multitrainer_enrolments.count_documents({})
    assert counts(await take(services, text, skip_bad=True)) == {**NONE, "new": 1, "badRows": 3}


async def test_who_stands_in_documents_is_adopted_and_placed_where_they_sit(
    services: Services, database: Database
) -> None:
    seated, waiting = [ObjectId(one) for one in STUDENTS[:3]], [{"user": ObjectId(STUDENTS[3])}, {"user": "?"}]
    await database.motor.batches.update_one({"_id": BATCHES[0]}, {"$set": {"students": seated}})
    await database.motor.courses.update_one({"_id": school.COURSE}, {"$set": {"list": waiting}})
    adopt = services.enrolment_imports.adopt
    for expected in ({"new": 3, "placed": 3}, {"unchanged": 3}):
        report = await adopt(THE_ADMIN, COURSE, "students", Source.BATCHES, How())
        assert counts(report) == {**NONE, **expected}
    with pytest.raises(BadRows, match=r"course c0*: list\.user"):
        await adopt(THE_ADMIN, COURSE, "list.user", Source.COURSES, How())
    with pytest.raises(BadRows, match=r"3 of 3 rows .*User a0* is a trainer\. Name the field"):
        await adopt(THE_ADMIN, COURSE, "trainers.trainer", Source.COURSES, How())
    report = await adopt(THE_ADMIN, COURSE, "list.user", Source.COURSES, How(skip_bad=True))
    assert counts(report) == {**NONE, "new": 1, "badRows": 1}
    assert await findings(services) == []
