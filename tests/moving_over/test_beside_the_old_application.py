"""Real Mongoose writes on, at a hundred writes a second and more, while the institute is moved over."""

import asyncio
from collections.abc import Awaitable
from typing import Any

import pytest
from bson import ObjectId

from multitrainer.settings import Settings
from tests.interop.legacy_writer import LegacyWriter, Report, legacy_writer
from tests.interop.node import must_have_mongoose
from tests.moving_over.institute import Institute, found
from tests.moving_over.moving import Mover, Told

Raw = dict[str, Any]

PATIENCE_SECONDS = 60


@pytest.fixture(autouse=True)
def _mongoose() -> None:
    must_have_mongoose()


async def beside(writer: LegacyWriter, work: Awaitable[Any], least: int) -> Report:
    """Do something while it writes, and let it make so many writes at least."""
    await asyncio.gather(work, writer.writes(least))
    return await writer.stop()


async def lost(move: Mover, report: Report) -> list[Any]:
    """Every document that does not say what the old application wrote last.

    But where it wrote that nobody is the instructor, and somebody was primary or lead: that is no decision.
    """
    odd = []
    for (collection, id_), written in report.last.items():
        document = await move.database.motor[collection].find_one({"_id": id_})
        assert document
        emptied = {**document, "instructor": None}
        if not written.is_in(document) and not written.is_in(emptied):
            odd.append((collection, id_, written, document))
    return odd


async def disagreeing(move: Mover) -> list[Any]:
    """Every document whose instructor is a trainer, but neither the primary nor a lead."""
    batches, courses = move.database.motor.batches, move.database.motor.courses
    stale = [
        batch async for batch in batches.find({"instructor": {"$ne": None}, "trainers": {"$exists": True}})
        if batch["instructor"] != batch["trainers"].get("primary")
    ]  # fmt: skip
    return stale + [
        course async for course in courses.find({"instructor": {"$ne": None}, "trainers.0": {"$exists": True}})
        if course["instructor"] not in [e["trainer"] for e in course["trainers"] if e["role"] == "lead"]
    ]  # fmt: skip


async def test_what_the_old_application_writes_meanwhile_is_neither_lost_nor_left_stale(
    mongodb_uri: str, settings: Settings, move: Mover
) -> None:
    institute = await ordinary(move, courses=20, batches=150)
    name = settings.mongodb_database
    async with legacy_writer(mongodb_uri, name, trainers=institute.trainers, rate=150) as writer:
        report = await beside(writer, move.up(), least=300)
    await move.sweep()
    assert await lost(move, report) == []
    assert [summary.changed for summary in await move.sweep()] == [0, 0, 0]
    assert await disagreeing(move) == []
    assert await breaches(move) == []


async def ordinary(move: Mover, *, courses: int, batches: int) -> Institute:
    """An institute without the oddities, which the doctor would name."""
    institute = await found(move.database.motor, courses=courses, batches=batches)
    odd = {
        "courses": [id_ for ids in institute.odd_courses.values() for id_ in ids],
        "batches": [id_ for ids in institute.odd_batches.values() for id_ in ids],
    }
    for collection, ids in odd.items():
        await move.database.motor[collection].delete_many({"_id": {"$in": ids}})
    return institute


async def breaches(move: Mover) -> list[str]:
    """What the doctor finds, but for courses under an `_id` that it can't name, and their batches."""
    return [words for words in await move.violations() if not words.startswith(("malformed", "batch-without-course"))]


async def test_sync_follows_the_old_application_and_ends_where_it_does(
    mongodb_uri: str, settings: Settings, move: Mover
) -> None:
    institute = await ordinary(move, courses=10, batches=60)
    await move.up()
    advanced = asyncio.Event()
    following = asyncio.create_task(move.follow(Told(at_each_advance=advanced.set)))
    name = settings.mongodb_database
    async with legacy_writer(mongodb_uri, name, trainers=institute.trainers, rate=60, seed=2) as writer:
        await writer.writes(200)
        report = await writer.stop()
    await everything_followed(move, institute, advanced)
    following.cancel()
    await asyncio.gather(following, return_exceptions=True)
    assert [summary.changed for summary in await move.sweep()] == [0, 0, 0]
    assert await lost(move, report) == []
    assert await breaches(move) == []


async def everything_followed(move: Mover, institute: Institute, advanced: asyncio.Event) -> None:
    """Make one more batch, and wait until sync has followed it: changes come in their order."""
    batches, course = move.database.motor.batches, await move.database.motor.courses.find_one({})
    assert course
    last = {"_id": ObjectId(), "course": course["_id"], "name": "last", "instructor": institute.trainers[0]}
    await batches.insert_one(last)
    async with asyncio.timeout(PATIENCE_SECONDS):
        while not await batches.find_one({"_id": last["_id"], "trainers.primary": last["instructor"]}):
            await advanced.wait()
            advanced.clear()
