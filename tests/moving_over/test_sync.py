"""Sync: trainers follow whatever the old application decides, with a change stream and without."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest
from bson import ObjectId

from multitrainer.app import create_app
from multitrainer.database import Database
from multitrainer.metrics import Metrics
from multitrainer.repositories.ledger import LONG_AGO
from multitrainer.settings import Settings
from tests.moving_over.moving import Mover, Told, mover

Roster = dict[ObjectId, tuple[str, list[ObjectId]]]

ADA, BEN, CAM = (ObjectId(f"a0000000000000000000000{n}") for n in range(3))
COURSE, ANOTHER, BATCH, LATER = (ObjectId(f"c0000000000000000000000{n}") for n in range(4))
PATIENCE_SECONDS = 60


@asynccontextmanager
async def moved_at(uri: str, settings: Settings) -> AsyncIterator[Mover]:
    """A course of Ada's and another one of Cam's, whose one batch Ben teaches; all moved over."""
    quick = settings.model_copy(update={"sync_sweep_seconds": 0.05})
    async with Database(uri, quick, Metrics()) as database:
        await database.motor.users.insert_many([{"_id": one, "role": "trainer"} for one in (ADA, BEN, CAM)])
        courses = [{"_id": COURSE, "instructor": ADA}, {"_id": ANOTHER, "instructor": CAM}]
        await database.motor.courses.insert_many(courses)
        await database.motor.batches.insert_one({"_id": BATCH, "course": COURSE, "instructor": BEN})
        move = mover(database, quick)
        await move.up()
        yield move
        await database.client.drop_database(settings.mongodb_database)


@pytest.fixture(params=["change stream", "sweeps"])
async def moved(
    request: pytest.FixtureRequest, mongodb_uri: str, standalone_uri: str, settings: Settings
) -> AsyncIterator[Mover]:
    async with moved_at(mongodb_uri if request.param == "change stream" else standalone_uri, settings) as move:
        yield move


@pytest.fixture
async def replicated(mongodb_uri: str, settings: Settings) -> AsyncIterator[Mover]:
    async with moved_at(mongodb_uri, settings) as move:
        yield move


@asynccontextmanager
async def following(move: Mover) -> AsyncIterator[asyncio.Event]:
    """Sync at work; the event tells of each step."""
    advanced = asyncio.Event()
    task = asyncio.create_task(move.follow(Told(at_each_advance=advanced.set)))
    try:
        yield advanced
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def roster(move: Mover, course: ObjectId = COURSE) -> Roster:
    found = await move.database.motor.courses.find_one({"_id": course})
    assert found
    return {entry["trainer"]: (entry["role"], entry["assignedBatches"]) for entry in found["trainers"]}


async def until(advanced: asyncio.Event, holds: Callable[[], Any]) -> None:
    async with asyncio.timeout(PATIENCE_SECONDS):
        while not await holds():
            await advanced.wait()
            advanced.clear()


async def test_who_is_named_instructor_becomes_lead_or_primary(moved: Mover) -> None:
    async with following(moved) as advanced:
        await moved.database.motor.courses.update_one({"_id": COURSE}, {"$set": {"instructor": BEN}})
        await moved.database.motor.batches.update_one({"_id": BATCH}, {"$set": {"instructor": CAM}})
        wanted: Roster = {BEN: ("lead", [BATCH]), ADA: ("assistant", []), CAM: ("assistant", [BATCH])}
        await until(advanced, lambda: _is(moved, wanted))


async def _is(move: Mover, wanted: Roster) -> bool:
    return await roster(move) == wanted


async def test_a_new_batch_gets_its_people_and_its_course_counts_it(moved: Mover) -> None:
    async with following(moved) as advanced:
        await moved.database.motor.batches.insert_one({"_id": LATER, "course": COURSE, "instructor": CAM})
        wanted: Roster = {ADA: ("lead", [BATCH, LATER]), BEN: ("assistant", [BATCH]), CAM: ("assistant", [LATER])}
        await until(advanced, lambda: _is(moved, wanted))


async def test_a_batch_that_is_deleted_or_given_to_another_course_is_no_longer_counted(moved: Mover) -> None:
    async with following(moved) as advanced:
        await moved.database.motor.batches.update_one({"_id": BATCH}, {"$set": {"course": ANOTHER}})
        await until(advanced, lambda: _is(moved, {ADA: ("lead", []), BEN: ("assistant", [])}))
        assert await roster(moved, ANOTHER) == {CAM: ("lead", [BATCH]), BEN: ("assistant", [BATCH])}
        await moved.database.motor.batches.delete_one({"_id": BATCH})
        await until(advanced, lambda: _has_nothing(moved, ANOTHER))


async def _has_nothing(move: Mover, course: ObjectId) -> bool:
    return all(batches == [] for _, batches in (await roster(move, course)).values())


async def test_its_own_writes_and_ours_are_not_answered(moved: Mover) -> None:
    async with following(moved) as advanced:
        await moved.database.motor.batches.update_one({"_id": BATCH}, {"$set": {"instructor": CAM}})
        await until(advanced, lambda: moved.database.motor.batches.find_one({"trainers.primary": CAM}))
        await moved.database.motor.batches.insert_one({"_id": LATER, "course": ANOTHER, "instructor": BEN})
        await until(advanced, lambda: moved.database.motor.courses.find_one({"trainers.assignedBatches": LATER}))
    batch = await moved.database.motor.batches.find_one({"_id": BATCH})
    assert batch
    assert batch["__v"] == 2  # moved over once, followed once


async def test_where_the_server_lost_the_history_everything_is_looked_through_once(replicated: Mover) -> None:
    entries, batches = (replicated.database.motor[name] for name in ("multitrainer_migrations", "batches"))
    lost = {"token": {"_data": "8200000000000000"}, "until": LONG_AGO, "fence": 0, "state": "following"}
    await entries.insert_one({"_id": "sync", **lost})
    await batches.update_one({"_id": BATCH}, {"$set": {"instructor": CAM}})
    async with following(replicated) as advanced:
        await until(advanced, lambda: batches.find_one({"trainers.primary": CAM}))


async def test_serve_does_it_in_the_background_when_it_is_switched_on(replicated: Mover, mongodb_uri: str) -> None:
    batches = replicated.database.motor.batches
    settings = Settings(_env_file=None, mongodb_database=replicated.database.motor.name, sync=True)
    app = create_app(settings, mongodb_uri)
    async with app.router.lifespan_context(app), batches.watch() as seen:
        await batches.update_one({"_id": BATCH}, {"$set": {"instructor": CAM}})
        async with asyncio.timeout(PATIENCE_SECONDS):
            while not await batches.find_one({"trainers.primary": CAM}):
                await anext(seen)
