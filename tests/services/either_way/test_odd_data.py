"""Data of shapes that nobody planned: nothing ends in a trace, waits for ever, or is lost.

With transactions and without.
"""

from collections.abc import Awaitable, Callable
from typing import Any

import bson
import pytest
from bson import DBRef, Int64, ObjectId
from pymongo.errors import OperationFailure

from multitrainer.database import Database
from multitrainer.domain.actors import THE_ADMIN
from multitrainer.domain.errors import BatchNotFound, BatchWithoutCourse, MalformedData, MultitrainerError, Stale
from multitrainer.domain.people import Duty
from multitrainer.domain.roster import Status
from multitrainer.schemas.batches import BatchPatch
from multitrainer.schemas.courses import CoursePatch
from multitrainer.schemas.roster import NewRosterEntry, RosterChange
from multitrainer.services import Services
from multitrainer.services.doctor import Finding
from tests.callers import signed_in
from tests.marks import without_transactions_when_long
from tests.school import ALEX, BATCHES, COURSE, JOHN, MARIA, SARAH, STUDENT

COURSE_ID, BATCH = str(COURSE), str(BATCHES[0])
Raw = dict[str, Any]


async def everything(database: Database) -> dict[str, list[Raw]]:
    return {name: await database.motor[name].find().to_list(None) for name in ("courses", "batches", "users")}


async def put_back(database: Database, whole: dict[str, list[Raw]]) -> None:
    for name, documents in whole.items():
        await database.motor[name].delete_many({})
        await database.motor[name].insert_many(documents)


async def examine(services: Services, *, repair: bool = False) -> list[Finding]:
    return [f async for step in services.doctor.examine(THE_ADMIN, repair=repair) for f in step.found]


async def codes(services: Services) -> set[str]:
    return {f.violation.code for f in await examine(services)}


COMMANDS: dict[str, Callable[[Services], Awaitable[object]]] = {
    "rename the course": lambda s: s.courses.patch(THE_ADMIN, COURSE_ID, CoursePatch(name="Ours")),
    "name an instructor": lambda s: s.courses.patch(THE_ADMIN, COURSE_ID, CoursePatch(instructor=str(MARIA))),
    "change an entry": lambda s: s.roster.change(THE_ADMIN, COURSE_ID, str(JOHN), RosterChange(status=Status.ON_LEAVE)),
    "rename the batch": lambda s: s.batches.patch(THE_ADMIN, BATCH, BatchPatch(name="Ours")),
    "change the students": lambda s: s.batches.patch(THE_ADMIN, BATCH, BatchPatch(students=())),
    "name a backup": lambda s: s.batch_people.name(THE_ADMIN, BATCH, str(ALEX), Duty.BACKUP),
    "name a primary": lambda s: s.batch_people.name_primary(THE_ADMIN, BATCH, str(ALEX)),
    "delete the batch": lambda s: s.batches.delete(THE_ADMIN, BATCH, force=True),
    "read": lambda s: s.roster.entries(THE_ADMIN, COURSE_ID),
    "read the course": lambda s: s.courses.read(THE_ADMIN, COURSE_ID),
    "read the people": lambda s: s.batch_people.read(THE_ADMIN, BATCH),
    "read the batch": lambda s: s.batches.read(THE_ADMIN, BATCH),
    "read the trainer's batches": lambda s: s.trainers.batches(THE_ADMIN, str(JOHN), None, None),
    "list": lambda s: s.batches.page(THE_ADMIN, COURSE_ID, None, 100),
    "delete the course": lambda s: s.courses.delete(THE_ADMIN, COURSE_ID, force=True),
}

ODD: list[Any] = [
    {"$ne": None},
    {"$exists": False},
    {"$ref": "users"},
    {"$where": "sleep(1000)"},
    DBRef("users", SARAH),
    [{"$in": [1]}],
    float("nan"),
    Int64(2**62),
    "x",
    True,
]
A_FEW = [{"$ne": None}, DBRef("users", SARAH), float("nan")]
PLACES = [
    ("courses", "instructor"),
    ("courses", "trainers"),
    ("courses", "trainers.1.trainer"),
    ("courses", "trainers.1.role"),
    ("courses", "trainers.1.workload"),
    ("courses", "trainers.1.note"),
    ("courses", "name"),
    ("courses", "__v"),
    ("courses", "updatedAt"),
    ("batches", "instructor"),
    ("batches", "trainers"),
    ("batches", "trainers.primary"),
    ("batches", "trainers.backup"),
    ("batches", "trainers.note"),
    ("batches", "name"),
    ("batches", "students"),
    ("batches", "__v"),
    ("batches", "updatedAt"),
]


async def each_command_is_answered(services: Services, database: Database, place: tuple[str, str], odd: Any) -> None:
    collection, path = place
    which = {"_id": COURSE if collection == "courses" else BATCHES[0]}
    whole = await everything(database)
    for command in COMMANDS.values():
        await put_back(database, whole)
        try:
            await database.motor[collection].update_one(which, {"$set": {path: odd}})
        except OperationFailure:  # the embedded server has no DBRef in its indexes
            continue
        try:
            await command(services)
        except MultitrainerError as refusal:
            assert refusal.code in {"malformed-data", "not-on-roster"}  # noqa: PT017  (which of several)
    await examine(services, repair=True)
    await put_back(database, whole)


@pytest.mark.parametrize(
    ("settings", "place"),
    [(("auto", "never")[n % 2], place) for n, place in enumerate(PLACES)],
    indirect=["settings"],
    ids=[" ".join(place) for place in PLACES],
)
async def test_every_command_is_carried_out_or_refused(
    services: Services, database: Database, place: tuple[str, str]
) -> None:
    odd = A_FEW[PLACES.index(place) % len(A_FEW)]
    await each_command_is_answered(services, database, place, odd)


@pytest.mark.long
@pytest.mark.parametrize("odd", ODD, ids=repr)
@pytest.mark.parametrize("place", PLACES, ids=" ".join)
async def test_every_command_is_carried_out_or_refused_whatever_stands_there(
    services: Services, database: Database, place: tuple[str, str], odd: Any
) -> None:
    await each_command_is_answered(services, database, place, odd)


@without_transactions_when_long
async def test_a_user_is_never_shown_for_what_is_no_id(services: Services, database: Database) -> None:
    await database.motor.courses.update_one({"_id": COURSE}, {"$set": {"trainers.1.trainer": {"$ne": None}}})
    await database.motor.batches.update_one({"_id": BATCHES[0]}, {"$set": {"trainers.primary": {"$ne": None}}})
    entries = await services.roster.entries(THE_ADMIN, COURSE_ID)
    assert [(e["trainer"] or {}).get("name") for e in entries] == ["Dr. Sarah", None, "Maria"]
    assert (await services.batch_people.read(THE_ADMIN, BATCH))["primary"] is None


async def test_a_workload_that_is_no_number_counts_as_none_and_is_repaired(
    services: Services, database: Database
) -> None:
    await database.motor.courses.update_one({"_id": COURSE}, {"$set": {"trainers.1.workload": float("nan")}})
    assert await codes(services) == {"workload"}
    await examine(services, repair=True)
    assert [e["workload"] for e in await services.roster.entries(THE_ADMIN, COURSE_ID)] == [0, 50, 50]


@pytest.mark.parametrize("version", ["seven", None, True, {"$inc": 1}, Int64(2**63 - 1)])
async def test_a_batch_whose_version_is_no_number_can_be_renamed_and_keeps_it(
    services: Services, database: Database, version: Any
) -> None:
    await database.motor.batches.update_one({"_id": BATCHES[0]}, {"$set": {"__v": version}})
    await services.batches.patch(THE_ADMIN, BATCH, BatchPatch(name="Ours", students=()))
    found = await database.motor.batches.find_one({"_id": BATCHES[0]}) or {}
    assert (found["name"], found["students"], found["__v"]) == ("Ours", [], version)


async def test_a_document_that_would_become_too_large_is_refused_and_stays(
    services: Services, database: Database
) -> None:
    course = await database.motor.courses.find_one({"_id": COURSE}) or {}
    pad = "x" * (16 * 2**20 - len(bson.encode(course)) - 100)
    await database.motor.courses.update_one({"_id": COURSE}, {"$set": {"pad": pad}})
    with pytest.raises(MalformedData, match="larger"):
        await services.roster.add(THE_ADMIN, COURSE_ID, NewRosterEntry(trainer=str(ALEX)))
    assert await database.motor.courses.find_one({"_id": COURSE}) == {**course, "pad": pad}


@pytest.mark.parametrize("role", ["assistant", "lead"])
async def test_a_command_on_a_trainer_who_stands_twice_leaves_one_of_them(
    services: Services, database: Database, role: str
) -> None:
    again = {"_id": ObjectId(), "trainer": JOHN, "role": role}
    await database.motor.courses.update_one({"_id": COURSE}, {"$push": {"trainers": again}})
    await services.roster.change(THE_ADMIN, COURSE_ID, str(JOHN), RosterChange(status=Status.ON_LEAVE))
    johns = [e for e in await services.roster.entries(THE_ADMIN, COURSE_ID) if e["trainer"]["_id"] == JOHN]
    assert [(e["role"], e["status"]) for e in johns] == [(role, "on_leave")]
    assert await codes(services) == set()


async def test_a_backup_whom_the_old_application_makes_primary_is_named_and_becomes_only_that(
    services: Services, database: Database
) -> None:
    people = {"trainers": {"backup": [ALEX]}, "instructor": ALEX}
    await database.motor.batches.update_one({"_id": BATCHES[0]}, {"$set": people})
    assert "people-apart" in await codes(services)
    await examine(services, repair=True)
    assert await codes(services) == set()
    found = await database.motor.batches.find_one({"_id": BATCHES[0]}) or {}
    assert found["trainers"] == {"primary": ALEX, "backup": [], "assistants": []}


# Batches that are not one course's.


@pytest.fixture
async def shared(database: Database) -> ObjectId:
    """A batch that two courses were written into."""
    other = await database.motor.courses.insert_one({"name": "Other"})
    batch = await database.motor.batches.insert_one({"course": [COURSE, other.inserted_id], "name": "Shared"})
    return ObjectId(batch.inserted_id)


@without_transactions_when_long
async def test_a_batch_of_two_courses_is_named_for_both_and_belongs_to_neither(
    services: Services, shared: ObjectId
) -> None:
    found = [f.violation for f in await examine(services, repair=True)]
    assert [(v.code, v.batch) for v in found] == [("malformed", str(shared))] * 2
    with pytest.raises(MalformedData):
        await services.batch_people.name_primary(THE_ADMIN, BATCH, str(ALEX))
    with pytest.raises(BatchWithoutCourse):
        await services.batch_people.name_primary(THE_ADMIN, str(shared), str(ALEX))


async def test_a_course_that_goes_leaves_a_batch_that_it_shares(
    services: Services, database: Database, shared: ObjectId
) -> None:
    with pytest.raises(MalformedData):
        await services.courses.delete(THE_ADMIN, COURSE_ID, force=False)
    await services.courses.delete(THE_ADMIN, COURSE_ID, force=True)
    assert [b["_id"] async for b in database.motor.batches.find()] == [shared]


@pytest.mark.parametrize("course", [None, "x", ObjectId(), [ObjectId()], {"$ne": None}])
async def test_a_batch_without_a_course_is_named_and_can_be_deleted(
    services: Services, database: Database, course: Any
) -> None:
    batch = str((await database.motor.batches.insert_one({"course": course, "students": [STUDENT]})).inserted_id)
    found = [f.violation for f in await examine(services)]
    assert [(v.code, v.batch) for v in found] == [("batch-without-course", batch)]
    with pytest.raises(BatchWithoutCourse):
        await services.batches.delete(THE_ADMIN, batch, force=False)
    with pytest.raises(Stale):
        await services.batches.delete(THE_ADMIN, batch, force=True, if_match='"x"')
    await services.batches.delete(THE_ADMIN, batch, force=True)
    assert await examine(services) == []


@without_transactions_when_long
async def test_a_student_who_stands_where_a_list_should_be_is_one_of_the_class(
    services: Services, database: Database
) -> None:
    student, another = await signed_in(STUDENT), await signed_in(ALEX)
    for theirs in (STUDENT, [STUDENT]):
        await database.motor.batches.update_one({"_id": BATCHES[0]}, {"$set": {"students": theirs}})
        assert BATCHES[0] in [batch["_id"] for batch in (await services.batches.page(student, None, None, 9)).items]
        assert (await services.batches.read(student, BATCH))["_id"] == BATCHES[0]
        assert (await services.batch_people.read(student, BATCH))["primary"] == {"_id": JOHN, "name": "John"}
    odd: list[Any] = [ALEX, [], None, str(STUDENT), {"0": STUDENT}]
    for others in odd:
        await database.motor.batches.update_one({"_id": BATCHES[0]}, {"$set": {"students": others}})
        with pytest.raises(BatchNotFound):
            await services.batch_people.read(student, BATCH)
    with pytest.raises(BatchNotFound):
        await services.batch_people.read(another, BATCH)


async def test_a_batch_may_have_the_id_of_its_course(services: Services, database: Database) -> None:
    await database.motor.batches.insert_one({"_id": COURSE, "course": COURSE, "name": "Twin"})
    await services.batches.patch(THE_ADMIN, COURSE_ID, BatchPatch(name="Renamed", instructor=str(ALEX)))
    await services.batches.patch(THE_ADMIN, COURSE_ID, BatchPatch(name="Again"))
    names = [(await database.motor[kind].find_one({"_id": COURSE}) or {})["name"] for kind in ("courses", "batches")]
    assert names == ["German A1", "Again"]
    await services.batches.delete(THE_ADMIN, COURSE_ID, force=True)
    assert await examine(services) == []


# Ids that no address can name.


@without_transactions_when_long
@pytest.mark.parametrize("id_", ["german-1", 7, {"a": 1}, None])
async def test_what_has_no_object_id_is_named_and_left_out_of_lists(
    services: Services, database: Database, id_: Any
) -> None:
    await database.motor.courses.insert_one({"_id": id_, "name": "Odd", "trainers": "x"})
    await database.motor.batches.insert_one({"_id": id_, "course": COURSE, "trainers": {"primary": JOHN}})
    await database.motor.users.insert_one({"_id": id_, "role": "trainer", "name": "Odd"})
    found = [f.violation for f in await examine(services, repair=True)]
    assert {(v.code, v.course, v.batch) for v in found} == {
        ("malformed", COURSE_ID, str(id_)),
        ("malformed", str(id_), None),
    }
    assert [c["_id"] for c in (await services.courses.page(THE_ADMIN, None, 100)).items] == [COURSE]
    assert [b["_id"] for b in (await services.batches.page(THE_ADMIN, COURSE_ID, None, 100)).items] == [*BATCHES]
    assert [b["_id"] for b in (await services.batches.page(THE_ADMIN, None, None, 100)).items] == [*BATCHES]
    johns = (await services.trainers.batches(THE_ADMIN, str(JOHN), None, 100)).items
    assert [b["_id"] for b in johns] == [*BATCHES[:2]]
    trainers = (await services.trainers.page(THE_ADMIN, None, 100)).items
    assert [t["_id"] for t in trainers] == [SARAH, JOHN, MARIA, ALEX]
