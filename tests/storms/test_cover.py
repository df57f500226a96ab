"""Cover under kill -9: two workers and a service die again and again while people are asked, answer and fall ill."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from random import Random

import pytest
from pydantic import SecretStr

from multitrainer import clock, wiring
from multitrainer.database import Database
from multitrainer.metrics import Metrics
from multitrainer.settings import Settings
from tests.storms.covering import SECRET, Storm, facts, founded, three_fall_ill, wrong
from tests.storms.processes import serving, started
from tests.storms.rounds import examined, much_later

QUIET = timedelta(minutes=25)
"""By then everything has been looked at once more."""


@asynccontextmanager
async def database_of(uri: str, name: str, folder: Path, mode: str) -> AsyncIterator[tuple[Database, Settings]]:
    settings = Settings(
        _env_file=None,
        mongodb_database=name,
        data_dir=folder,
        jwt_secret=SecretStr(SECRET),
        cover_quiet=None,
        transactions=mode,
    )
    async with Database(uri, settings, Metrics()) as database:
        yield database, settings


async def worker_lives(storm: Storm, chance: Random, folder: Path, at: dict[str, str]) -> None:
    """A worker is started, works for a moment and is killed, again and again until the storm is over."""
    while not storm.over.is_set():
        async with started("worker", folder=folder, **at) as worker:
            await worker.says("Working on")
            with suppress(TimeoutError):
                await asyncio.wait_for(storm.over.wait(), chance.uniform(0.5, 4))  # a random moment is what is tried
            worker.process.kill()


async def service_lives(storm: Storm, chance: Random, lives: int, folder: Path, at: dict[str, str]) -> None:
    """So is the service, so many times, without a worker of its own; then the storm is over."""
    for _ in range(lives):
        async with serving(folder=folder, worker="false", **at) as service:
            storm.url = await service.url()
            await storm.changes(chance.randint(3, 12))
            await asyncio.sleep(chance.uniform(0, 0.1))  # likewise
            service.process.kill()
    storm.over.set()


async def rage(uri: str, settings: Settings, folder: Path, chance: Random, lives: int) -> Storm:
    """Until every process has died so many times."""
    at = {
        "mongodb_uri": uri, "mongodb_database": settings.mongodb_database, "transactions": settings.transactions,
        "jwt_secret": SECRET, "cover_quiet": "", "worker_poll_seconds": "0.1", "log_level": "warning",
    }  # fmt: skip
    storm = Storm(chance)
    raging = asyncio.create_task(storm.rage())
    try:
        async with asyncio.TaskGroup() as processes:
            for one in (worker_lives, worker_lives, partial(service_lives, lives=lives)):
                processes.create_task(one(storm, chance, folder=folder, at=at))
    finally:
        storm.over.set()
        await raging
    return storm


async def quiet(database: Database, settings: Settings) -> datetime:
    """Everything that is left to do is done, as by a worker some minutes later; the time by then."""
    await much_later(database)
    later = clock.now() + QUIET
    await wiring.build(database, settings, now=lambda: later).worker.drain()
    return later


async def cover_holds(uri: str, name: str, folder: Path, mode: str, seed: int, lives: int, soon: timedelta) -> None:
    async with database_of(uri, name, folder, mode) as (database, settings):
        await founded(database, soon)
        await three_fall_ill(wiring.build(database, settings))
        storm = await rage(uri, settings, folder, Random(seed), lives)
        found = await facts(database, await quiet(database, settings))
        assert wrong(found) == []
        assert found.covers
        assert storm.answers[200]
        must = await examined(database, settings, repair=True)
        assert all(one.repaired for one in must), must
        assert await examined(database, settings) == []
        assert wrong(await facts(database, found.now)) == []


@pytest.mark.parametrize("mode", [pytest.param("auto", marks=pytest.mark.long), "never"])
async def test_cover_is_whole_after_kills(mongodb_uri: str, one_name: str, tmp_path: Path, mode: str) -> None:
    await cover_holds(mongodb_uri, one_name, tmp_path, mode, seed=1, lives=1, soon=timedelta(minutes=5))


@pytest.mark.long
@pytest.mark.timeout(900)
@pytest.mark.parametrize("mode", ["auto", "never"])
@pytest.mark.parametrize("seed", range(3))
async def test_cover_is_whole_after_many_kills(
    mongodb_uri: str, one_name: str, tmp_path: Path, mode: str, seed: int
) -> None:
    await cover_holds(mongodb_uri, one_name, tmp_path, mode, seed, lives=12, soon=timedelta(seconds=30))
