"""What was acknowledged survives kill -9 of the service and its database; what was half written is healed."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from random import Random

import httpx
import pytest

from multitrainer.database import Database
from multitrainer.embedded import EmbeddedServer
from multitrainer.metrics import Metrics
from multitrainer.settings import Settings
from tests.storms import institute
from tests.storms.ledger import Ledger
from tests.storms.processes import database_of, kill_with_its_guard, run, serving, uri_of
from tests.storms.rounds import examined
from tests.storms.storm import rage

SOME_ACCEPTED = (10, 50)
A_MOMENT_SECONDS = 0.1


@asynccontextmanager
async def database_at(uri: str) -> AsyncIterator[Database]:
    async with Database(uri, Settings(_env_file=None), Metrics()) as database:
        yield database


async def storm_until_killed(url: str, chance: Random, *kills: Callable[[], None]) -> Ledger:
    """Twenty clients at work until everything is killed at a random moment. Returns what they were told."""
    ledger = Ledger()
    raging = asyncio.create_task(rage(ledger, [url], chance))
    await ledger.has_accepted(chance.randint(*SOME_ACCEPTED))
    await asyncio.sleep(chance.uniform(0, A_MOMENT_SECONDS))  # a random moment is what is tried
    for kill in chance.sample(kills, len(kills)):
        kill()
    with pytest.raises(ExceptionGroup) as ended:
        await raging
    assert ended.value.split(httpx.TransportError)[1] is None, "The clients ended for another reason."
    return ledger


async def heal(folder: Path, **settings: str) -> None:
    """The doctor repairs whatever a kill left half written."""
    healed = await run("doctor", "--repair", "--json", folder=folder, **settings)
    assert healed.code == 0, healed
    assert json.loads(healed.out.splitlines()[-1])["clean"]


async def must_be_sound(uri: str, ledger: Ledger) -> None:
    """Nothing is left for the doctor to find, and nothing that was acknowledged is lost."""
    async with database_at(uri) as database:
        assert await examined(database, Settings(_env_file=None)) == []
        assert ledger.lost(await institute.facts(database.motor)) == []


async def kill_serve_and_its_embedded_database(folder: Path, chance: Random) -> None:
    async with serving(folder=folder, log_level="warning") as service:
        url, pid = await service.url(), database_of(folder)
        async with database_at(uri_of(folder)) as database:
            await institute.found(database.motor)
        ledger = await storm_until_killed(url, chance, service.process.kill, lambda: kill_with_its_guard(pid))
    await heal(folder)
    async with EmbeddedServer(folder) as server:
        await must_be_sound(server.uri, ledger)


async def kill_serve_and_a_standalone_database(folder: Path, chance: Random) -> None:
    async with AsyncExitStack() as stack:
        server = await stack.enter_async_context(EmbeddedServer(folder, standalone=True))
        async with database_at(server.uri) as database:
            await institute.found(database.motor)
        service = await stack.enter_async_context(serving(folder=folder, mongodb_uri=server.uri, log_level="warning"))
        url, pid = await service.url(), server.pid
        ledger = await storm_until_killed(url, chance, service.process.kill, lambda: kill_with_its_guard(pid))
    async with EmbeddedServer(folder, standalone=True) as server:
        await heal(folder, mongodb_uri=server.uri)
        await must_be_sound(server.uri, ledger)


async def test_nothing_acknowledged_is_lost_at_kill_9(tmp_path: Path) -> None:
    await kill_serve_and_its_embedded_database(tmp_path, Random(1))


async def test_nothing_acknowledged_is_lost_at_kill_9_on_a_standalone_server(tmp_path: Path) -> None:
    await kill_serve_and_a_standalone_database(tmp_path, Random(1))


@pytest.mark.long
@pytest.mark.parametrize("seed", range(10))
async def test_nor_at_any_of_ten_kills(tmp_path: Path, seed: int) -> None:
    await kill_serve_and_its_embedded_database(tmp_path, Random(seed))


@pytest.mark.long
@pytest.mark.parametrize("seed", range(10))
async def test_nor_at_any_of_ten_kills_on_a_standalone_server(tmp_path: Path, seed: int) -> None:
    await kill_serve_and_a_standalone_database(tmp_path, Random(seed))
