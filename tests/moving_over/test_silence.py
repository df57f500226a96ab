"""A server that falls silent: whoever sits before a command hears of it, within ten seconds and again and again."""

import asyncio
import time
from collections.abc import AsyncIterator
from itertools import pairwise
from pathlib import Path

import pytest

from tests.faults.proxy import Proxy, proxy
from tests.moving_over.every_command import moved, old
from tests.moving_over.moving import Mover
from tests.storms.processes import Service, started

LONGEST_SILENCE_SECONDS = 10.0
LISTENS_SECONDS = 45.0


@pytest.fixture
async def between(mongodb_uri: str) -> AsyncIterator[Proxy]:
    async with proxy(mongodb_uri) as between:
        yield between


async def times_of_lines(service: Service) -> list[float]:
    """When something was said, for some time; until the process ended, if it ends before."""
    times, said = [time.monotonic()], service.said
    while times[-1] < times[0] + LISTENS_SECONDS and service.process.returncode is None:
        await asyncio.sleep(0.1)  # of silence no event tells
        if service.said != said:
            said = service.said
            times.append(time.monotonic())
    return [*times, time.monotonic()]


@pytest.mark.long
@pytest.mark.timeout(300)
@pytest.mark.parametrize(
    ("command", "before", "at"),
    [
        ("status", moved, "find"),
        ("plan", old, "find"),
        ("up", old, "update"),
        ("up --retry-set-aside", moved, "update"),
        ("verify", moved, "aggregate"),
        ("down --yes", moved, "delete"),
        ("sync --once", moved, "ping"),
        ("sync", moved, "getMore"),
        ("enforce", moved, "collMod"),
    ],
)
async def test_no_silence_of_the_server_is_one_of_the_command(
    between: Proxy, move: Mover, tmp_path: Path, command: str, before: object, at: str
) -> None:
    assert callable(before)
    await before(move)
    silent = asyncio.Event()
    loop = asyncio.get_running_loop()

    def fall_silent() -> None:
        between.silence()
        loop.call_soon_threadsafe(silent.set)

    between.before_request(1, fall_silent, at)
    settings = {"mongodb_uri": between.uri, "mongodb_database": move.database.motor.name}
    async with started("migrate", *command.split(), folder=tmp_path, **settings) as service:
        await silent.wait()
        times = await times_of_lines(service)
        between.heal()
    assert max(after - before for before, after in pairwise(times)) <= LONGEST_SILENCE_SECONDS, service.said
    assert "Traceback" not in service.said
    assert service.process.returncode in {0, 1, 2}
