"""The doctor names every breach with its code and ids, repairs what is derived, and leaves the rest alone."""

from typing import Any

import pytest
from bson import ObjectId

from multitrainer.database import Database
from multitrainer.domain.actors import THE_ADMIN
from multitrainer.domain.errors import CourseNotFound, MalformedData
from multitrainer.domain.people import Duty
from multitrainer.domain.roster import Status
from multitrainer.schemas.roster import RosterChange
from multitrainer.services import Services
from multitrainer.services.doctor import Finding
from tests import school
from tests.school import BATCHES, COURSE, JOHN, MARIA, SARAH

BATCH = BATCHES[0]


@pytest.fixture(autouse=True)
async def _school(database: Database) -> None:
    await school.found(database)


async def examine(services: Services, course: str | None = None, *, repair: bool = False) -> list[Finding]:
    return [f async for step in services.doctor.examine(THE_ADMIN, course, repair=repair) for f in step.found]


def named(findings: list[Finding]) -> set[tuple[str, str | None, str | None]]:
    return {(f.violation.code, f.violation.batch, f.violation.trainer) for f in findings}


async def test_sound_data_is_clean(services: Services) -> None:
    assert await examine(services) == []


async def test_a_week_that_can_not_be_read_is_named_and_left_to_people(services: Services, database: Database) -> None:
    morning = {"day": "monday", "start": "08:00", "end": "12:00", "level": "not"}
    weeks = {JOHN: [morning, {**morning, "day": "someday"}], MARIA: [morning], SARAH: "never"}
    await database.motor.multitrainer_trainers.insert_many({"_id": id_, "availability": w} for id_, w in weeks.items())
    found = await examine(services, repair=True)
    assert named(found) == {("malformed", None, str(JOHN)), ("malformed", None, str(SARAH))}
    assert not any(finding.repaired for finding in found)


BREACHES: dict[str, tuple[str, dict[str, Any], set[str]]] = {
    "a batch in no scope": ("courses", {"$pull": {"trainers.0.assignedBatches": BATCH}}, {"lead-scope"}),
    "a wrong workload": ("courses", {"$set": {"trainers.1.workload": 3}}, {"workload"}),
    "wrong assigned batches": ("courses", {"$set": {"trainers.1.assignedBatches": []}}, {"workload"}),
    "a missing entry": ("courses", {"$pull": {"trainers": {"trainer": JOHN}}}, {"on-roster"}),
    "a double entry": ("courses", {"$push": {"trainers": {"trainer": JOHN}}}, {"on-roster", "workload"}),
    "a missing instructor": ("courses", {"$unset": {"instructor": ""}}, {"legacy-instructor"}),
    "a primary who is backup": ("batches", {"$push": {"trainers.backup": JOHN}}, {"people-apart"}),
    "a double backup": ("batches", {"$push": {"trainers.backup": SARAH}}, {"people-apart"}),
    "another primary": ("batches", {"$set": {"trainers.primary": MARIA}}, {"legacy-instructor", "workload"}),
    "a missing instructor of a batch": ("batches", {"$unset": {"instructor": ""}}, {"legacy-instructor"}),
}


@pytest.mark.parametrize("breach", BREACHES)
async def test_a_breach_is_named_then_repaired_and_stays_so(
    services: Services, database: Database, breach: str
) -> None:
    collection, update, codes = BREACHES[breach]
    await database.motor[collection].update_one({"_id": COURSE if collection == "courses" else BATCH}, update)
    found = await examine(services)
    assert {f.violation.code for f in found} == codes
    assert not any(f.repaired for f in found)
    repaired = await examine(services, repair=True)
    assert named(repaired) == named(found)
    assert all(f.repaired for f in repaired)
    assert await examine(services, repair=True) == []


async def test_a_double_entry_becomes_one_with_the_keys_of_both(services: Services, database: Database) -> None:
    await database.motor.courses.update_one({"_id": COURSE}, {"$set": {"trainers.1.room": "4"}})
    await database.motor.courses.update_one({"_id": COURSE}, {"$push": {"trainers": {"trainer": JOHN, "note": "n"}}})
    await examine(services, repair=True)
    course = await database.motor.courses.find_one({"_id": COURSE})
    assert course is not None
    johns = [e for e in course["trainers"] if e["trainer"] == JOHN]
    assert [(e["room"], e["note"], e["workload"]) for e in johns] == [("4", "n", 50)]


async def test_a_primary_named_by_the_old_application_becomes_primary(services: Services, database: Database) -> None:
    await database.motor.batches.update_one({"_id": BATCH}, {"$set": {"instructor": MARIA}})
    await examine(services, repair=True)
    people = await services.batch_people.read(THE_ADMIN, str(BATCH))
    assert people["primary"]["name"] == "Maria"
    entries = await services.roster.entries(THE_ADMIN, str(COURSE))
    assert [e["workload"] for e in entries] == [0, 25, 75]


async def test_a_lead_named_by_the_old_application_becomes_lead(services: Services, database: Database) -> None:
    await database.motor.courses.update_one({"_id": COURSE}, {"$set": {"instructor": MARIA}})
    await examine(services, repair=True)
    entries = await services.roster.entries(THE_ADMIN, str(COURSE))
    assert [(e["trainer"]["name"], e["role"]) for e in entries[:2]] == [("Maria", "lead"), ("Dr. Sarah", "assistant")]


@pytest.mark.parametrize(
    ("collection", "update"),
    [
        ("courses", {"$set": {"trainers": "nobody"}}),
        ("courses", {"$push": {"trainers": "sarah"}}),
        ("courses", {"$set": {"trainers.1.role": "captain"}}),
        ("courses", {"$set": {"trainers.1.status": 3}}),
        ("courses", {"$set": {"trainers.1.trainer": "not an id"}}),
        ("courses", {"$set": {"instructor": "Sarah"}}),
        ("courses", {"$set": {"__v": "seven"}}),
        ("batches", {"$set": {"trainers": [1]}}),
        ("batches", {"$set": {"__v": "seven"}}),
        ("courses", {"$set": {"trainers.1.role": ["assistant"]}}),
        ("batches", {"$set": {"trainers.primary": "x"}}),
        ("batches", {"$set": {"trainers.backup": "x"}}),
        ("batches", {"$set": {"instructor": {"name": "x"}}}),
    ],
)
async def test_a_malformed_document_is_named_and_never_written(
    services: Services, database: Database, collection: str, update: dict[str, Any]
) -> None:
    which = {"_id": COURSE if collection == "courses" else BATCH}
    await database.motor[collection].update_one(which, update)
    before = await database.motor[collection].find_one(which)
    found = await examine(services, repair=True)
    assert "malformed" in {f.violation.code for f in found}
    assert not any(f.repaired for f in found)
    with pytest.raises(MalformedData):
        await services.batch_people.name(THE_ADMIN, str(BATCH), str(MARIA), Duty.BACKUP)
    assert await database.motor[collection].find_one(which) == before


NULLS: dict[str, tuple[str, list[str]]] = {
    "a course's version": ("courses", ["__v"]),
    "a batch's version": ("batches", ["__v"]),
    "in an entry": ("courses", ["trainers.1.role", "trainers.1.status"]),
}


@pytest.mark.parametrize("nulls", NULLS)
async def test_a_null_that_says_nothing_is_clean_and_in_nobodys_way(
    services: Services, database: Database, nulls: str
) -> None:
    collection, fields = NULLS[nulls]
    which = {"_id": COURSE if collection == "courses" else BATCH}
    await database.motor[collection].update_one(which, {"$set": dict.fromkeys(fields)})
    assert await examine(services) == []
    await services.batch_people.name_primary(THE_ADMIN, str(BATCH), str(MARIA))
    await services.roster.change(THE_ADMIN, str(COURSE), str(JOHN), RosterChange(status=Status.ON_LEAVE))
    assert (await services.batch_people.read(THE_ADMIN, str(BATCH)))["primary"]["_id"] == MARIA
    assert await examine(services) == []


async def test_a_batch_whose_id_is_no_object_id_is_named_because_no_roster_can_count_it(
    services: Services, database: Database
) -> None:
    await database.motor.batches.insert_one({"_id": "evening", "course": COURSE, "instructor": JOHN})
    assert named(await examine(services)) == {("malformed", "evening", None)}
    with pytest.raises(MalformedData):
        await services.batch_people.name(THE_ADMIN, str(BATCH), str(MARIA), Duty.BACKUP)


async def test_a_batch_of_no_course_and_a_user_who_is_gone_are_named(services: Services, database: Database) -> None:
    stray = await database.motor.batches.insert_one({"name": "stray", "course": ObjectId()})
    await database.motor.users.delete_one({"_id": MARIA})
    found = await examine(services, repair=True)
    assert named(found) == {
        ("batch-without-course", str(stray.inserted_id), None),
        ("unknown-user", None, str(MARIA)),
    }
    assert not any(f.repaired for f in found)


async def test_documents_that_were_never_migrated_are_clean_and_stay_unmigrated(
    services: Services, database: Database
) -> None:
    course = await database.motor.courses.insert_one({"name": "old", "instructor": SARAH})
    await database.motor.batches.insert_one({"course": course.inserted_id, "instructor": JOHN})
    assert await examine(services, repair=True) == []
    assert "trainers" not in (await database.motor.courses.find_one({"_id": course.inserted_id}) or {})


async def test_a_course_that_can_not_be_written_keeps_none_of_the_others_from_being_repaired(
    services: Services, database: Database
) -> None:
    await database.motor.courses.update_one({"_id": COURSE}, {"$set": {"trainers.1.workload": 3}})
    full = await database.motor.courses.insert_one({"pad": "x" * (16 * 2**20 - 200), "instructor": SARAH})
    await database.motor.batches.insert_one({"course": full.inserted_id, "trainers": {"primary": JOHN}})
    found = await examine(services, repair=True)
    assert {(f.violation.course, f.repaired) for f in found} == {(str(COURSE), True), (str(full.inserted_id), False)}


async def test_one_course_can_be_examined_alone(services: Services, database: Database) -> None:
    await database.motor.courses.update_one({"_id": COURSE}, {"$set": {"trainers.1.workload": 3}})
    other = await database.motor.courses.insert_one({"name": "other"})
    assert await examine(services, str(other.inserted_id)) == []
    assert named(await examine(services, str(COURSE))) == {("workload", None, str(JOHN))}
    with pytest.raises(CourseNotFound):
        await examine(services, str(ObjectId()))


async def test_more_courses_than_a_chunk_are_all_examined(services: Services, database: Database) -> None:
    wrong = {"trainers": [{"trainer": JOHN, "workload": 1}]}
    await database.motor.courses.insert_many([{"name": f"{n}", **wrong} for n in range(250)])
    found = await examine(services, repair=True)
    assert len([f for f in found if f.violation.code == "workload"]) == 250
    assert await examine(services) == []
