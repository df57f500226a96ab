"""Threads under kill -9: a service dies again and again while people write, change, delete and attach."""

import asyncio
from pathlib import Path
from random import Random

import pytest

from multitrainer import clock, wiring
from multitrainer.database import Database
from multitrainer.services.changes.publishing import HELD
from multitrainer.settings import Settings
from tests.storms.covering import SECRET
from tests.storms.processes import serving
from tests.storms.rounds import examined
from tests.storms.talking import Storm, facts, founded, time_passes, wrong
from tests.storms.test_cover import database_of


async def service_lives(storm: Storm, database: Database, chance: Random, lives: int, at: dict[str, str]) -> None:
    """A service is started and killed so many times; the last one answers whoever still waits, and ends by itself."""
    folder = Path(at["data_dir"])
    for _ in range(lives):
        async with serving(folder=folder, **at) as service:
            storm.url = await service.url()
            await storm.changes(chance.randint(15, 40))
            await asyncio.sleep(chance.uniform(0, 0.05))  # a random moment is what is tried
            service.process.kill()
        await time_passes(database)
    async with serving(folder=folder, **at) as service:
        storm.url = await service.url()
        storm.over.set()
        await storm.rest.wait()


async def rage(uri: str, database: Database, settings: Settings, folder: Path, chance: Random, lives: int) -> Storm:
    """Until the service has died so many times, and everybody has their answer."""
    at = {
        "mongodb_uri": uri, "mongodb_database": settings.mongodb_database, "transactions": settings.transactions,
        "jwt_secret": SECRET, "worker_poll_seconds": "0.1", "log_level": "warning", "data_dir": str(folder),
        "attachments_waiting": "1000", "mentions_per_hour": "10000",
    }  # fmt: skip
    storm = Storm(chance)
    async with asyncio.TaskGroup() as both:
        both.create_task(storm.rage())
        both.create_task(service_lives(storm, database, chance, lives, at))
    return storm


async def threads_hold(uri: str, name: str, folder: Path, mode: str, seed: int, lives: int) -> None:
    async with database_of(uri, name, folder, mode) as (database, settings):
        await founded(database)
        storm = await rage(uri, database, settings, folder, Random(seed), lives)
        await time_passes(database)
        services = wiring.build(database, settings, now=lambda: clock.now() + 2 * HELD)
        await services.worker.drain()
        await services.feed.look()
        assert wrong(await facts(database), storm.said, in_order=mode == "auto") == []
        assert storm.said
        must = await examined(database, settings, repair=True)
        assert all(one.repaired for one in must), must
        assert await examined(database, settings) == []
        assert wrong(await facts(database), storm.said, in_order=mode == "auto") == []


@pytest.mark.parametrize("mode", [pytest.param("auto", marks=pytest.mark.long), "never"])
async def test_threads_are_whole_after_kills(mongodb_uri: str, one_name: str, tmp_path: Path, mode: str) -> None:
    await threads_hold(mongodb_uri, one_name, tmp_path, mode, seed=1, lives=1)


@pytest.mark.long
@pytest.mark.timeout(900)
@pytest.mark.parametrize("mode", ["auto", "never"])
@pytest.mark.parametrize("seed", range(3))
async def test_threads_are_whole_after_many_kills(
    mongodb_uri: str, one_name: str, tmp_path: Path, mode: str, seed: int
) -> None:
    await threads_hold(mongodb_uri, one_name, tmp_path, mode, seed, lives=12)
