"""The storm of the old application does what tests rely on."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from bson import ObjectId

from multitrainer.database import Database
from tests.faults.proxy import proxy
from tests.interop.legacy_writer import UNTOUCHED, Report, legacy_writer
from tests.interop.node import must_have_mongoose

TRAINERS = [ObjectId(f"a0000000000000000000000{n}") for n in range(4)]
BATCHES = [ObjectId(f"b0000000000000000000000{n}") for n in range(6)]
COURSES = [ObjectId(f"c0000000000000000000000{n}") for n in range(2)]
KINDS = {"save", "findOneAndUpdate", "replaceOne"}

Raw = dict[str, Any]


@pytest.fixture(scope="module", autouse=True)
def _mongoose() -> None:
    must_have_mongoose()


async def found(database: Database) -> None:
    """Documents that have trainers already, and an `_id` that the old application can't name."""
    own = {"__v": 0, "instructor": TRAINERS[0], "students": [TRAINERS[1]], "trainers": {"primary": TRAINERS[0]}}
    await database.motor.batches.drop()
    await database.motor.courses.drop()
    await database.motor.batches.insert_many([{"_id": id_, "name": "Batch", **own} for id_ in [*BATCHES, 7]])
    await database.motor.courses.insert_many([{"_id": id_, "name": "Course", "instructor": None} for id_ in COURSES])


async def unfaithful(database: Database, report: Report) -> list[ObjectId]:
    """The documents that do not say what the writer wrote last."""
    stored = {
        (name, document["_id"]): document
        for name in ("courses", "batches")
        for document in await database.motor[name].find().to_list(None)
    }
    return [key[1] for key, written in report.last.items() if not written.is_in(stored[key])]


@asynccontextmanager
async def always_moving(database: Database) -> AsyncIterator[None]:
    """Somebody else who moves every batch's version all the time."""

    async def move() -> None:
        while True:
            await database.motor.batches.update_many({}, {"$inc": {"__v": 1}})

    moving = asyncio.create_task(move())
    yield
    moving.cancel()
    with pytest.raises(asyncio.CancelledError):
        await moving


async def test_it_writes_in_every_way_and_tells_what_it_wrote_last(database: Database, mongodb_uri: str) -> None:
    await found(database)
    async with legacy_writer(mongodb_uri, database.motor.name, trainers=TRAINERS) as writer:
        await writer.writes(100)
        report = await writer.stop()
    assert sum(report.writes.values()) >= 100
    assert {kind for kind, count in report.writes.items() if count} == KINDS
    assert report.errors == {}
    assert {key[1] for key in report.last} == {*BATCHES, *COURSES}
    assert await unfaithful(database, report) == []


async def test_what_it_reports_is_not_what_others_write_afterwards(database: Database, mongodb_uri: str) -> None:
    await found(database)
    async with legacy_writer(mongodb_uri, database.motor.name, trainers=TRAINERS, limit=60) as writer:
        report = await writer.ended()
    await database.motor.batches.update_one({"_id": BATCHES[0]}, {"$set": {"instructor": ObjectId()}})
    await database.motor.batches.update_one({"_id": BATCHES[1]}, {"$unset": {"edits": 0}})
    assert await unfaithful(database, report) == [BATCHES[0], BATCHES[1]]


async def test_its_own_document_in_place_of_the_stored_one_drops_trainers(database: Database, mongodb_uri: str) -> None:
    await found(database)
    async with legacy_writer(mongodb_uri, database.motor.name, trainers=TRAINERS, limit=60) as writer:
        report = await writer.ended()
    assert report.writes["replaceOne"]
    assert await database.motor.batches.count_documents({"trainers": {"$exists": False}})
    assert await database.motor.batches.count_documents({"_id": 7, "trainers": {"$exists": True}, "edits": None}) == 1


async def test_a_seed_repeats_a_run(database: Database, mongodb_uri: str) -> None:
    async def run(seed: int) -> Report:
        await found(database)
        async with legacy_writer(mongodb_uri, database.motor.name, trainers=TRAINERS, seed=seed, limit=60) as writer:
            return await writer.ended()

    first, again, other = await run(1), await run(1), await run(2)
    assert sum(first.writes.values()) == 60
    assert (first.writes, first.last) == (again.writes, again.last)
    assert first.last != other.last


async def test_it_counts_what_it_finds_stale_and_goes_on(database: Database, mongodb_uri: str) -> None:
    await found(database)
    async with legacy_writer(mongodb_uri, database.motor.name, trainers=TRAINERS) as writer:
        async with always_moving(database):
            await writer.writes(100)
        report = await writer.stop()
    assert set(report.errors) == {"VersionError"}
    assert await unfaithful(database, report) == []


async def test_it_outlives_a_lost_connection(database: Database, mongodb_uri: str) -> None:
    await found(database)
    async with (
        proxy(mongodb_uri) as between,
        legacy_writer(between.uri, database.motor.name, trainers=TRAINERS) as writer,
    ):
        await writer.writes(20)
        between.before_request(1, between.refuse, "update")
        between.before_request(1, between.reset, "update")
        await between.refuses(3)
        between.heal()
        await writer.writes(100)
        report = await writer.stop()
    assert report.errors
    assert await unfaithful(database, report) == []


async def test_of_an_instructor_whom_it_never_named_it_claims_nothing(database: Database, mongodb_uri: str) -> None:
    await found(database)
    odd = [TRAINERS[0]]
    await database.motor.batches.update_many({}, {"$set": {"instructor": odd}})
    mix = {"findOneAndUpdate": 1}
    async with legacy_writer(mongodb_uri, database.motor.name, trainers=TRAINERS, seed=3, limit=8, mix=mix) as writer:
        report = await writer.ended()
    assert set(report.writes.values()) == {0, 8}
    left = [batch["_id"] async for batch in database.motor.batches.find({"instructor": odd, "edits": {"$gt": 0}})]
    assert left
    assert all(report.last["batches", id_].last.instructor == UNTOUCHED for id_ in left)
    assert await unfaithful(database, report) == []


async def test_it_does_not_begin_without_documents(database: Database, mongodb_uri: str) -> None:
    with pytest.raises(AssertionError, match="no document"):
        async with legacy_writer(mongodb_uri, database.motor.name, trainers=TRAINERS):
            pass
