"""Our validator on the institute's collections: warning, refusing, gone again, and never instead of their own."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime
from typing import Any

import bson
import pytest
from bson import Decimal128, Int64, ObjectId, Regex
from pymongo.errors import WriteError

from multitrainer import leases
from multitrainer.database import Database
from multitrainer.domain.actors import THE_ADMIN
from multitrainer.domain.errors import Contended, ValidatorChanged, WritesWouldBeRefused
from multitrainer.repositories.validators import LEASE
from multitrainer.services import Services
from multitrainer.services.moving_over.enforcement import Enforced, Standing, State
from tests import school
from tests.school import BATCHES

Raw = dict[str, Any]
BOTH = ("courses", "batches")
NAMED: Raw = {"name": {"$type": "string"}}
ODD: Raw = {
    "$or": [
        {"$jsonSchema": {"title": "Course", "bsonType": "object", "properties": {"title": {"maxLength": 9}}}},
        {"$expr": {"$eq": ["$a", "$b"]}},
        {"name": Regex("^x", "i"), "n": Int64(1), "m": 1.0, "d": Decimal128("1.50")},
        {"since": {"$gt": datetime(1999, 1, 1, tzinfo=UTC)}, "owner": ObjectId(), "parts": {"b": 1, "a": 2}},
    ]
}


async def options(database: Database, collection: str) -> Raw:
    found = await database.motor.command("listCollections", filter={"name": collection})
    return {"level": "strict", "action": "error"} | {
        key.removeprefix("validation").lower(): value
        for row in found["cursor"]["firstBatch"]
        for key, value in row["options"].items()
        if key.startswith("valid")
    }


async def theirs(database: Database, validator: Raw, level: str = "strict", action: str = "error") -> None:
    for collection in BOTH:
        await database.motor.command(
            "collMod", collection, validator=validator, validationLevel=level, validationAction=action
        )


def states(answer: Sequence[Enforced | Standing]) -> list[State]:
    return [one.state for one in answer]


async def offenders(database: Database, count: int) -> list[str]:
    """Courses of before, written straight into the database."""
    made = await database.motor.courses.insert_many([{"name": f"Old {n}"} for n in range(count)])
    return [str(id_) for id_ in made.inserted_ids]


@pytest.fixture(autouse=True)
async def _school(database: Database) -> None:
    await school.found(database)


async def test_looking_counts_the_offenders_and_writes_nothing(services: Services, database: Database) -> None:
    ids = await offenders(database, 12)
    before = [await options(database, name) for name in BOTH]
    courses, batches = await services.enforcement.look(THE_ADMIN)
    assert (courses.state, courses.offenders, courses.theirs) == (State.OFF, 12, False)
    assert len(courses.samples) == 10
    assert set(courses.samples) <= set(ids)
    assert batches == Enforced("batches", State.OFF)
    assert [await options(database, name) for name in BOTH] == before


async def test_a_warning_counts_offenders_and_lets_them_through(services: Services, database: Database) -> None:
    (old,) = await offenders(database, 1)
    courses, batches = await services.enforcement.warn(THE_ADMIN)
    assert courses == Enforced("courses", State.WARNING, 1, (old,))
    assert batches == Enforced("batches", State.WARNING)
    await offenders(database, 1)
    assert [one.offenders for one in await services.enforcement.look(THE_ADMIN)] == [2, 0]


async def test_refusing_refuses_what_is_bad_and_lets_through_what_is_good(
    services: Services, database: Database
) -> None:
    assert states(await services.enforcement.refuse(THE_ADMIN)) == [State.REFUSING] * 2
    with pytest.raises(WriteError, match="validation"):
        await database.motor.courses.insert_one({"name": "No trainers"})
    with pytest.raises(WriteError, match="validation"):
        await database.motor.batches.update_one({"_id": BATCHES[0]}, {"$set": {"trainers.primary": "John"}})
    await database.motor.courses.insert_one({"name": "Nobody yet", "trainers": []})
    await database.motor.batches.update_one({"_id": BATCHES[0]}, {"$set": {"room": "4"}, "$unset": {"instructor": ""}})
    assert [one.offenders for one in await services.enforcement.look(THE_ADMIN)] == [0, 0]


async def test_refusing_waits_until_no_offender_is_left_and_puts_nothing_on_either_collection(
    services: Services, database: Database
) -> None:
    (stray,) = (await database.motor.batches.insert_many([{"name": "Old"}])).inserted_ids
    await services.enforcement.warn(THE_ADMIN)
    before = [await options(database, name) for name in BOTH]
    with pytest.raises(WritesWouldBeRefused, match=f"in batches: 1, first {stray}") as refused:
        await services.enforcement.refuse(THE_ADMIN)
    assert refused.value.facts["collections"] == [
        {"collection": "batches", "state": "warning", "offenders": 1, "samples": [str(stray)], "theirs": False}
    ]
    assert [await options(database, name) for name in BOTH] == before
    await database.motor.batches.update_one({"_id": stray}, {"$set": {"trainers": {}}})
    assert states(await services.enforcement.refuse(THE_ADMIN)) == [State.REFUSING] * 2


async def test_forced_it_refuses_at_once_and_the_offenders_can_still_be_changed(
    services: Services, database: Database
) -> None:
    (old,) = await offenders(database, 1)
    courses, _ = await services.enforcement.refuse(THE_ADMIN, force=True)
    assert courses == Enforced("courses", State.REFUSING, 1, (old,))
    changed = await database.motor.courses.update_one({"_id": ObjectId(old)}, {"$set": {"name": "Renamed"}})
    assert changed.modified_count == 1
    with pytest.raises(WriteError):
        await database.motor.courses.insert_one({"name": "No trainers"})
    assert await services.enforcement.refuse(THE_ADMIN) == await services.enforcement.look(THE_ADMIN)


@pytest.mark.parametrize("command", ["warn", "refuse", "off"])
@pytest.mark.parametrize(
    ("validator", "level", "action"), [({}, "strict", "error"), (NAMED, "strict", "error"), (NAMED, "moderate", "warn")]
)
async def test_calling_twice_changes_nothing(
    services: Services, database: Database, command: str, validator: Raw, level: str, action: str
) -> None:
    await theirs(database, validator, level, action)
    again: Callable[..., Awaitable[object]] = getattr(services.enforcement, command)
    forced = {"force": True} if command == "refuse" else {}
    first, before = await again(THE_ADMIN, **forced), [await options(database, name) for name in BOTH]
    assert await again(THE_ADMIN) == first
    assert [await options(database, name) for name in BOTH] == before


@pytest.mark.parametrize(
    ("validator", "level", "action"),
    [
        ({}, "strict", "error"),
        ({}, "moderate", "warn"),
        (ODD, "strict", "error"),
        (ODD, "moderate", "error"),
        (ODD, "strict", "warn"),
        (ODD, "off", "warn"),
        ({"$and": [NAMED, ODD]}, "off", "error"),
    ],
)
async def test_off_leaves_exactly_what_the_institute_had(
    services: Services, database: Database, validator: Raw, level: str, action: str
) -> None:
    await theirs(database, validator, level, action)
    before = [await options(database, name) for name in BOTH]
    await services.enforcement.warn(THE_ADMIN)
    refusing = await services.enforcement.refuse(THE_ADMIN, force=True)
    assert [(one.state, one.theirs) for one in refusing] == [(State.REFUSING, bool(validator))] * 2
    assert [(one.state, one.theirs) for one in await services.enforcement.off(THE_ADMIN)] == [
        (State.OFF, bool(validator))
    ] * 2
    assert [bson.encode(await options(database, name)) for name in BOTH] == [bson.encode(one) for one in before]


async def test_several_commands_at_once_lose_nothing_of_the_institutes(services: Services, database: Database) -> None:
    await theirs(database, ODD, "moderate", "warn")
    before = await options(database, "courses")
    told = services.enforcement
    await asyncio.gather(
        *(told.refuse(THE_ADMIN, force=True) for _ in range(4)), *(told.warn(THE_ADMIN) for _ in range(4)),
        *(told.off(THE_ADMIN) for _ in range(4)),
    )  # fmt: skip
    await told.off(THE_ADMIN)
    assert await options(database, "courses") == before


async def test_a_command_does_not_begin_while_another_service_is_at_it(
    services: Services, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(leases, "PATIENCE_SECONDS", 0.1)
    async with leases.held(LEASE):
        with pytest.raises(Contended, match="Try again"):
            await services.enforcement.warn(THE_ADMIN)
        assert states(await services.enforcement.look(THE_ADMIN)) == [State.OFF] * 2
    assert states(await services.enforcement.warn(THE_ADMIN)) == [State.WARNING] * 2


async def test_their_validator_that_refuses_is_never_made_to_warn(services: Services, database: Database) -> None:
    await theirs(database, NAMED)
    before = await options(database, "courses")
    await database.motor.courses.insert_one({"name": "Old"})
    courses, batches = await services.enforcement.warn(THE_ADMIN)
    assert (courses.state, courses.offenders, courses.theirs) == (State.COUNTING, 1, True)
    assert batches == Enforced("batches", State.COUNTING, theirs=True)
    assert await options(database, "courses") == before


async def test_going_back_to_a_warning_leaves_their_validator_that_refuses(
    services: Services, database: Database
) -> None:
    await theirs(database, NAMED)
    before = await options(database, "courses")
    await services.enforcement.refuse(THE_ADMIN)
    for bad in ({"name": 4, "trainers": []}, {"name": "x"}):
        with pytest.raises(WriteError):
            await database.motor.courses.insert_one(bad)
    assert states(await services.enforcement.warn(THE_ADMIN)) == [State.COUNTING] * 2
    assert await options(database, "courses") == before


async def test_going_back_to_a_warning_lets_offenders_through_again(services: Services, database: Database) -> None:
    await services.enforcement.refuse(THE_ADMIN)
    assert states(await services.enforcement.warn(THE_ADMIN)) == [State.WARNING] * 2
    assert len(await offenders(database, 1)) == 1


async def test_their_validator_that_warns_is_made_to_refuse_only_by_force(
    services: Services, database: Database
) -> None:
    await theirs(database, NAMED, action="warn")
    assert [(one.state, one.theirs) for one in await services.enforcement.warn(THE_ADMIN)] == [
        (State.WARNING, True)
    ] * 2
    with pytest.raises(WritesWouldBeRefused, match="own validator of courses only warns"):
        await services.enforcement.refuse(THE_ADMIN)
    assert (await options(database, "courses"))["action"] == "warn"
    assert states(await services.enforcement.refuse(THE_ADMIN, force=True)) == [State.REFUSING] * 2


async def test_their_validator_that_is_off_stays_so(services: Services, database: Database) -> None:
    await theirs(database, NAMED, level="off")
    await services.enforcement.refuse(THE_ADMIN)
    await database.motor.courses.insert_one({"name": 4, "trainers": []})
    with pytest.raises(WriteError):
        await database.motor.courses.insert_one({"name": "x"})


@pytest.mark.parametrize(
    "change",
    [{"validationAction": "error"}, {"validationLevel": "strict"}, {"validator": {"$and": [NAMED, "ours"]}}],
    ids=lambda change: next(iter(change)),
)
async def test_what_was_changed_by_hand_is_told_and_not_overwritten(
    services: Services, database: Database, change: Raw
) -> None:
    await services.enforcement.warn(THE_ADMIN)
    if "validator" in change:
        change = {"validator": {"$and": [NAMED, (await options(database, "batches"))["validator"]]}}
    await database.motor.command("collMod", "batches", **change)
    before = [await options(database, name) for name in BOTH]
    for command in (services.enforcement.warn, services.enforcement.refuse, services.enforcement.off):
        with pytest.raises(ValidatorChanged, match="batches by hand"):
            await command(THE_ADMIN)
    assert states(await services.enforcement.look(THE_ADMIN)) == [State.WARNING, State.CHANGED]
    assert [await options(database, name) for name in BOTH] == before


async def test_a_validator_that_replaced_ours_by_hand_counts_as_theirs(services: Services, database: Database) -> None:
    await services.enforcement.warn(THE_ADMIN)
    await theirs(database, NAMED, action="warn")
    assert states(await services.enforcement.look(THE_ADMIN)) == [State.OFF] * 2
    await services.enforcement.warn(THE_ADMIN)
    await services.enforcement.off(THE_ADMIN)
    assert await options(database, "courses") == {"validator": NAMED, "level": "strict", "action": "warn"}


async def test_a_command_that_came_as_far_as_one_collection_is_completed(
    services: Services, database: Database
) -> None:
    await services.enforcement.refuse(THE_ADMIN)
    courses = await options(database, "courses")
    await services.enforcement.off(THE_ADMIN)
    await database.motor.command(
        "collMod",
        "courses",
        validator=courses["validator"],
        validationLevel=courses["level"],
        validationAction=courses["action"],
    )
    assert states(await services.enforcement.look(THE_ADMIN)) == [State.REFUSING, State.OFF]
    assert states(await services.enforcement.refuse(THE_ADMIN)) == [State.REFUSING] * 2


async def test_where_there_is_no_collection_there_is_nothing_to_demand(services: Services, database: Database) -> None:
    await database.motor.drop_collection("courses")
    for command in (services.enforcement.warn, services.enforcement.refuse, services.enforcement.look):
        courses, batches = await command(THE_ADMIN)
        assert courses == Enforced("courses", State.ABSENT)
        assert batches.state in (State.WARNING, State.REFUSING)
    assert "courses" not in await database.motor.list_collection_names()
    assert states(await services.enforcement.off(THE_ADMIN)) == [State.ABSENT, State.OFF]


async def test_an_empty_collection_can_be_enforced(services: Services, database: Database) -> None:
    await database.motor.courses.delete_many({})
    assert states(await services.enforcement.refuse(THE_ADMIN)) == [State.REFUSING] * 2
    with pytest.raises(WriteError):
        await database.motor.courses.insert_one({"name": "No trainers"})


async def test_the_answer_for_programs_has_json_values_only(services: Services, database: Database) -> None:
    await database.motor.courses.insert_one({"_id": 7})
    assert [one.as_json() for one in await services.enforcement.warn(THE_ADMIN)] == [
        {"collection": "courses", "state": "warning", "offenders": 1, "samples": ["7"], "theirs": False},
        {"collection": "batches", "state": "warning", "offenders": 0, "samples": [], "theirs": False},
    ]
