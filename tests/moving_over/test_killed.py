"""Killed with -9 at any moment, the migrator or its server: the end is that of a run that nobody disturbed."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from random import Random
from typing import Self

import pytest

from multitrainer.database import Database
from multitrainer.embedded import EmbeddedServer
from multitrainer.metrics import Metrics
from multitrainer.services.moving_over.limits import Limits
from multitrainer.settings import Settings
from tests.faults.proxy import Proxy, proxy
from tests.moving_over.institute import found
from tests.moving_over.moving import Mover, Told, mover, moving_on
from tests.storms.processes import kill_with_its_guard, started

Bytes = dict[str, dict[str, str]]

SIZE = {"courses": 30, "batches": 150}
SMALL_CHUNKS = Limits(batch_size=20, max_latency=None)
A_WHILE_SECONDS = 0.5
"""The longest random pause before a kill: a part of a run."""


@pytest.fixture(scope="module")
async def undisturbed(mongodb_uri: str) -> Bytes:
    async with moving_on(mongodb_uri) as move:
        await found(move.database.motor, **SIZE)
        await move.up()
        return await move.bytes_of_all("all but times")


async def must_have_ended_as(undisturbed: Bytes, move: Mover) -> None:
    assert await move.states() == ["applied"] * 3
    assert await move.bytes_of_all("all but times") == undisturbed
    assert [summary.wrong for summary in await move.verify()] == [0, 0, 0]
    assert [summary.changed for summary in await move.sweep()] == [0, 0, 0]


async def kill_the_migrator(move: Mover, folder: Path, settings: dict[str, str], chance: Random) -> bool:
    """Start it, kill it after a while, and let its lease run out. Whether it had ended by itself before."""
    async with started("migrate", "up", "--batch-size", "5", folder=folder, **settings) as service:
        await service.says("m000")
        await asyncio.sleep(chance.uniform(0, A_WHILE_SECONDS))  # a random moment is what is tried
        ended = service.process.returncode is not None
        if not ended:
            service.process.kill()
        await service.ended()
    await move.database.motor.multitrainer_migrations.update_many({}, [{"$set": {"until": "$$NOW"}}])
    return ended


@pytest.mark.parametrize("kills", [2, pytest.param(20, marks=pytest.mark.long)])
async def test_a_migrator_that_is_killed_again_and_again_gets_there(
    move: Mover, mongodb_uri: str, tmp_path: Path, undisturbed: Bytes, kills: int
) -> None:
    await found(move.database.motor, **SIZE)
    settings = {"mongodb_uri": mongodb_uri, "mongodb_database": move.database.motor.name}
    killed, chance = 0, Random(kills)
    while killed < kills:
        if await kill_the_migrator(move, tmp_path, settings, chance):
            await move.down()  # it was quicker: once more from the beginning
        else:
            killed += 1
    await move.up()
    await must_have_ended_as(undisturbed, move)


class MortalServer:
    """An embedded server behind a proxy, which is killed and comes back on another port."""

    def __init__(self, folder: Path) -> None:
        self._server = EmbeddedServer(folder)
        self._folder = folder
        self.between: Proxy

    async def die_and_come_back(self) -> None:
        kill_with_its_guard(self._server.pid)
        self.between.cut()
        await self._server.__aexit__(None, None, None)
        self.between.lead_to(await self._born())

    @asynccontextmanager
    async def alive(self) -> AsyncIterator[Self]:
        async with proxy(await self._born()) as self.between:
            yield self
        await self._server.__aexit__(None, None, None)

    async def _born(self) -> str:
        self._server = EmbeddedServer(self._folder)
        await self._server.__aenter__()
        return self._server.uri


@pytest.fixture
async def mortal(tmp_path: Path) -> AsyncIterator[MortalServer]:
    async with MortalServer(tmp_path).alive() as mortal:
        yield mortal


@pytest.mark.parametrize("kills", [1, pytest.param(10, marks=pytest.mark.long)])
async def test_a_server_that_is_killed_again_and_again_gets_there(
    mortal: MortalServer, settings: Settings, undisturbed: Bytes, kills: int
) -> None:
    async with Database(mortal.between.uri, settings, Metrics()) as database:
        move, advanced, chance = mover(database, settings), asyncio.Event(), Random(kills)
        await found(database.motor, **SIZE)
        moving = asyncio.create_task(move.up(Told(at_each_advance=advanced.set), SMALL_CHUNKS))
        for _ in range(kills):
            await asyncio.wait({moving, asyncio.create_task(advanced.wait())}, return_when=asyncio.FIRST_COMPLETED)
            advanced.clear()
            await asyncio.sleep(chance.uniform(0, A_WHILE_SECONDS / 3))  # a random moment
            await mortal.die_and_come_back()
        await moving
        await must_have_ended_as(undisturbed, move)
