"""Sync: trainers follow whatever the old application decides, with a change stream and without."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from bson import ObjectId

from multitrainer.app import create_app
from multitrainer.database import Database
from multitrainer.metrics import Metrics
from multitrainer.repositories.ledger import LONG_AGO
from multitrainer.services.moving_over.limits import Limits
from multitrainer.settings import Settings
from tests.databases import leave
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
        await leave(database.client, settings.mongodb_database)


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


@pytest.fixture(params=["paused", "slow server", "rate"])
def limited(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[Limits, str]:
    """What holds up each piece of work, and what is said then."""
    (tmp_path / "pause").touch()
    return {
        "paused": (Limits(pause_file=tmp_path / "pause"), "Paused, because"),
        "slow server": (Limits(max_latency=1e-9), "The server takes"),
        "rate": (Limits(max_rate=0.001, max_latency=None), "Keeping to"),
    }[request.param]


async def heard(move: Mover, work: Callable[[Told], Coroutine[Any, Any, Any]], words: str) -> None:
    """Let something work until it says these words, and end it then, which gives everything free."""
    spoke = asyncio.Event()
    told = Told(at_each_word=spoke.set)
    task = asyncio.create_task(work(told))
    async with asyncio.timeout(PATIENCE_SECONDS):
        while not any(said.startswith(words) for said in told.said):
            await spoke.wait()
            spoke.clear()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
    entries = await move.database.motor.multitrainer_migrations.find({"until": {"$gt": LONG_AGO}}).to_list(None)
    assert [entry["_id"] for entry in entries] == []


async def test_while_it_follows_changes_it_keeps_to_the_limits(replicated: Mover, limited: tuple[Limits, str]) -> None:
    batches, entries = (replicated.database.motor[name] for name in ("batches", "multitrainer_migrations"))
    async with following(replicated) as advanced:
        await until(advanced, lambda: entries.find_one({"_id": "sync", "token": {"$ne": None}}))
    await batches.update_one({"_id": BATCH}, {"$set": {"instructor": CAM}})
    limits, words = limited
    await heard(replicated, lambda told: replicated.follow(told, limits), words)
    followed = await batches.count_documents({"trainers.primary": CAM})
    assert followed == (1 if limits.max_rate else 0)
    async with following(replicated) as advanced:
        await until(advanced, lambda: batches.find_one({"trainers.primary": CAM}))


async def test_trying_again_what_was_set_aside_keeps_to_the_limits(
    replicated: Mover, limited: tuple[Limits, str]
) -> None:
    batches = replicated.database.motor.batches
    await batches.insert_one({"_id": LATER, "course": COURSE})
    await replicated.sweep()
    await batches.update_one({"_id": LATER}, {"$set": {"instructor": CAM}})
    limits, words = limited
    await heard(replicated, lambda told: replicated.retry_set_aside(told, limits), words)
    assert await batches.count_documents({"trainers.primary": CAM}) == (1 if limits.max_rate else 0)
    await replicated.retry_set_aside()
    assert await batches.count_documents({"trainers.primary": CAM}) == 1


async def test_a_paused_sync_goes_on_when_the_file_is_gone(replicated: Mover, tmp_path: Path) -> None:
    batches, entries = (replicated.database.motor[name] for name in ("batches", "multitrainer_migrations"))
    paused, advanced, file = asyncio.Event(), asyncio.Event(), tmp_path / "pause"
    told = Told(at_each_advance=advanced.set, at_each_word=paused.set)
    task = asyncio.create_task(replicated.follow(told, Limits(pause_file=file, max_latency=None)))
    await until(advanced, lambda: entries.find_one({"_id": "sync", "token": {"$ne": None}}))
    file.touch()
    await batches.update_one({"_id": BATCH}, {"$set": {"instructor": CAM}})
    async with asyncio.timeout(PATIENCE_SECONDS):
        await paused.wait()
    assert await batches.count_documents({"trainers.primary": CAM}) == 0
    file.unlink()
    await until(advanced, lambda: batches.find_one({"trainers.primary": CAM}))
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


async def test_serve_does_it_in_the_background_when_it_is_switched_on(replicated: Mover, mongodb_uri: str) -> None:
    batches = replicated.database.motor.batches
    settings = Settings(_env_file=None, mongodb_database=replicated.database.motor.name, sync=True)
    app = create_app(settings, mongodb_uri)
    async with app.router.lifespan_context(app), batches.watch() as seen:
        await batches.update_one({"_id": BATCH}, {"$set": {"instructor": CAM}})
        async with asyncio.timeout(PATIENCE_SECONDS):
            while not await batches.find_one({"trainers.primary": CAM}):
                await anext(seen)
