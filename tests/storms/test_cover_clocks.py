"""Two workers whose clocks are two minutes apart do no harm, and one whose database was away goes on by itself."""

import asyncio
import copy
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
from contextvars import ContextVar
from datetime import timedelta
from pathlib import Path
from random import Random
from uuid import uuid4
from weakref import WeakValueDictionary

import pytest

from multitrainer import clock, wiring
from multitrainer.database import Database
from multitrainer.domain.actors import THE_ADMIN, Actor, ActorKind
from multitrainer.domain.errors import Conflict, MultitrainerError
from multitrainer.leases import LeaseLost
from multitrainer.metrics import Metrics
from multitrainer.schemas.leaves import NewLeave
from multitrainer.services import Services
from multitrainer.settings import Settings
from tests.databases import leave
from tests.faults.proxy import proxy
from tests.services.people import SetClock
from tests.storms import institute
from tests.storms.covering import DAY, facts, founded, wrong
from tests.storms.processes import started

APART = timedelta(minutes=2)
_ahead: ContextVar[timedelta] = ContextVar("ahead", default=timedelta())


@pytest.fixture
async def database(mongodb_uri: str, mode: str) -> AsyncIterator[Database]:
    settings = Settings(
        _env_file=None, mongodb_database=f"test_{uuid4().hex[:12]}", worker=False, transactions=mode, cover_quiet=None
    )
    async with Database(mongodb_uri, settings, Metrics()) as database:
        yield database
        await leave(database.client, settings.mongodb_database)


@pytest.fixture
def time(monkeypatch: pytest.MonkeyPatch) -> SetClock:
    """A time that both clocks follow, each as far ahead as it is; leases go by it, too."""
    at = SetClock()
    monkeypatch.setattr(clock, "now", lambda: at() + _ahead.get())
    return at


def as_in_a_process_of_its_own(database: Database, settings: Settings) -> Services:
    """Services that queue with nobody else in this process."""
    other = copy.copy(database)
    other._locks = WeakValueDictionary()
    return wiring.build(other, settings, now=lambda: clock.now())


async def works(services: Services, ahead: timedelta) -> None:
    """A worker with such a clock, until it finds nothing to do. What it can't do now it tries again, as workers do.

    Whoever is ahead takes a lease over at once that the other has had for some seconds, by their own clock.
    """
    _ahead.set(ahead)
    for _ in range(3):
        with suppress(MultitrainerError, LeaseLost):
            await services.worker.drain()


async def falls_ill(services: Services, trainer: str) -> None:
    first = clock.now().date()
    new = {"start": f"{first}T00:00", "end": f"{first + 6 * DAY}T00:00", "kind": "sick"}
    with suppress(Conflict):
        await services.leaves.request(THE_ADMIN, trainer, NewLeave.model_validate(new))


async def some_answer(database: Database, services: Services, chance: Random) -> None:
    """Of those who are asked some take the session, some refuse, and some are silent."""
    async for cover in database.motor.multitrainer_covers.find({"state": "searching"}):
        for who in cover.get("openTo") or ():
            does = chance.choice((services.cover_answers.accept, services.cover_answers.refuse, None))
            with suppress(Conflict, MultitrainerError):
                await _answer(does, str(who), str(cover["_id"]))


async def _answer(does: Callable[[Actor, str], Awaitable[object]] | None, who: str, cover: str) -> None:
    if does:
        await does(Actor(ActorKind.TRAINER, who), cover)


async def rounds(database: Database, settings: Settings, time: SetClock, chance: Random, count: int) -> None:
    one, other = (as_in_a_process_of_its_own(database, settings) for _ in range(2))
    for _ in range(count):
        await falls_ill(one, str(chance.choice(institute.ASSISTANTS)))
        together = [works(one, -APART / 2), works(other, APART / 2), some_answer(database, other, chance)]
        await asyncio.gather(*map(asyncio.create_task, together))  # each in a context of its own
        time.move(hours=chance.choice((0, 1, 4, 24)))
    time.move(minutes=13)
    await works(one, timedelta())


async def no_harm_is_done(database: Database, time: SetClock, mode: str, seed: int, count: int) -> None:
    settings = Settings(_env_file=None, worker=False, transactions=mode, cover_quiet=None)
    await founded(database)
    await rounds(database, settings, time, Random(seed), count)
    found = await facts(database, clock.now())
    assert found.covers
    assert wrong(found) == []


@pytest.mark.parametrize("mode", [pytest.param("auto", marks=pytest.mark.long), "never"])
async def test_two_clocks_that_are_apart_do_no_harm(database: Database, time: SetClock, mode: str) -> None:
    await no_harm_is_done(database, time, mode, seed=1, count=2)


@pytest.mark.long
@pytest.mark.timeout(900)
@pytest.mark.parametrize("mode", ["auto", "never"])
@pytest.mark.parametrize("seed", range(2, 5))
async def test_nor_do_they_for_long(database: Database, time: SetClock, mode: str, seed: int) -> None:
    await no_harm_is_done(database, time, mode, seed, count=12)


async def goes_on_after(seconds: float, database: Database, uri: str, folder: Path) -> None:
    """A worker is without its database for so long, in which somebody falls ill."""
    await founded(database)
    services = wiring.build(database, Settings(_env_file=None, worker=False))
    async with proxy(uri) as between:
        at = {"mongodb_uri": between.uri, "mongodb_database": database.motor.name, "cover_quiet": ""}
        quick = {"worker_poll_seconds": "0.1", "mongodb_timeout_seconds": "0.5"}
        async with started("worker", folder=folder, **at, **quick) as worker:
            await worker.says("Working on")
            between.refuse()
            between.cut()
            await worker.says("worker-waits.*covers|covers.*worker-waits")
            await falls_ill(services, str(institute.ASSISTANTS[0]))
            await asyncio.sleep(seconds)  # for so long it is away: that is what is tried
            between.heal()
            await worker.says("worker-goes-on.*covers|covers.*worker-goes-on")
            async with asyncio.timeout(60):
                while not await database.motor.multitrainer_covers.find_one({"offers.0": {"$exists": True}}):  # noqa: ASYNC110
                    await asyncio.sleep(0.05)  # another process does it


@pytest.mark.parametrize("mode", ["auto"])
async def test_a_worker_whose_database_was_away_goes_on(database: Database, mongodb_uri: str, tmp_path: Path) -> None:
    await goes_on_after(0, database, mongodb_uri, tmp_path)


@pytest.mark.long
@pytest.mark.parametrize("mode", ["auto"])
async def test_also_after_a_minute(database: Database, mongodb_uri: str, tmp_path: Path) -> None:
    await goes_on_after(60, database, mongodb_uri, tmp_path)
