"""Cover at an institute's size: what an illness costs, from the approved leave until somebody has the session.

    python -m tests.bench.cover_search [--sessions 200000] [--covers 50000] [--entries 100000] [--leaves 2000]

Sixty trainers teach 180 batches, 25 to a course, and all of them are in the pool, so that each search judges all of
them. One is ill for three days with six sessions. A row of the table is one thing that is done: how long it took,
CPU time of the service and of the embedded server, and the commands that were sent. Everything over HTTP goes to
`multitrainer serve` as a process, of which commands are not counted. Of a hundred who accept at once, one has to have
the session, and the others have to hear so and to be told once. It is printed and never asserted. Linux only.
"""

import argparse
import asyncio
import os
import shutil
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import httpx
from bson import ObjectId
from pydantic import SecretStr
from pymongo import monitoring
from rich.console import Console
from rich.table import Table

from multitrainer import clock, logs, wiring
from multitrainer.database import Database
from multitrainer.domain.actors import THE_ADMIN
from multitrainer.embedded import EmbeddedServer
from multitrainer.identity.tokens import Claims, Tokens
from multitrainer.metrics import Metrics
from multitrainer.schemas.leaves import NewLeave
from multitrainer.services import Services
from multitrainer.settings import Settings
from tests.bench.covering.at_size import ILL, People, Size, a_leave, found, there
from tests.callers import AS_ADMIN, admit, signed_in
from tests.storms.processes import Service, serving

Raw = dict[str, Any]
SECRET, NAME = "s" * 32, "bench"
SETTINGS = Settings(_env_file=None, mongodb_database=NAME, jwt_secret=SecretStr(SECRET), worker=False, cover_quiet=None)
AS_THEY_ARE = {"mongodb_database": NAME, "jwt_secret": SECRET, "worker": "false", "cover_quiet": ""}
CROWD = 100
SWEPT = 100
TICKS = os.sysconf("SC_CLK_TCK")


class Sent(monitoring.CommandListener):
    """Counts commands."""

    def __init__(self) -> None:
        self.count = 0

    def started(self, event: monitoring.CommandStartedEvent) -> None:
        self.count += 1

    def succeeded(self, event: monitoring.CommandSucceededEvent) -> None:
        """Nothing more."""

    def failed(self, event: monitoring.CommandFailedEvent) -> None:
        """Nothing more."""


class Bench:
    """Measures, and keeps the rows."""

    def __init__(self, server: int, sent: Sent) -> None:
        self.table = Table("", "ms", "CPU of the service, ms", "of the server, ms", "commands")
        self._server, self._sent = server, sent

    async def row(self, name: str, do: Callable[[], Awaitable[Any]], *processes: Service, times: int = 1) -> Any:
        """Do something and note what it cost, each of several times; returns what came of the last."""
        ours = [os.getpid()] if not processes else [one.process.pid for one in processes]
        before, began = (sum(map(_cpu, ours)), _cpu(self._server), self._sent.count), time.perf_counter()
        for _ in range(times):
            came = await do()
        took = time.perf_counter() - began
        after = sum(map(_cpu, ours)), _cpu(self._server), self._sent.count
        service, server, commands = ((b - a) / times for a, b in zip(before, after, strict=True))
        shown = "" if processes else f"{commands:.0f}"
        self.table.add_row(name, f"{1000 * took / times:.1f}", f"{service:.0f}", f"{server:.0f}", shown)
        return came


def _cpu(pid: int) -> float:
    """Milliseconds of CPU time that a process has used."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return 1000 * (int(fields[11]) + int(fields[12])) / TICKS


async def searched(services: Services) -> None:
    """Until nothing is due."""
    while await services.cover_search.run():
        pass


async def ill(services: Services, people: People) -> None:
    """Three days from tomorrow on, until everybody who is first is asked."""
    first = (clock.now() + timedelta(days=1)).date()
    new = {"start": f"{first}T00:00", "end": f"{first + timedelta(days=3)}T00:00", "kind": "sick"}
    await services.leaves.request(THE_ADMIN, str(people.trainers[ILL]), NewLeave.model_validate(new))
    await searched(services)


async def nothing_to_do(database: Database, people: People, services: Services) -> None:
    """Leave at night, in which nobody teaches, of which the covers were looked at."""
    night = (clock.now() + timedelta(days=5)).replace(hour=0, minute=0, second=0, microsecond=0)
    await database.motor.multitrainer_leaves.insert_many(
        a_leave(people.trainers[n % len(people.trainers)], night + timedelta(days=n // 60, hours=1),
                night + timedelta(days=n // 60, hours=3), coversAt=clock.now())
        for n in range(SWEPT)
    )  # fmt: skip
    await searched(services)
    await database.motor.multitrainer_leaves.update_many(
        {"end": {"$gt": clock.now()}, "state": "approved"}, {"$set": {"coversAt": clock.now()}}
    )


async def ask_a_crowd(database: Database, cover: Raw) -> list[dict[str, str]]:
    """A hundred more are asked for a session; the headers by which each is known."""
    people, tokens = [ObjectId() for _ in range(CROWD)], Tokens(SECRET, timedelta(hours=1))
    await database.motor.users.insert_many([{"_id": p, "name": f"T {p}", "role": "trainer"} for p in people])
    stored = await database.motor.multitrainer_covers.find_one({"_id": ObjectId(cover["_id"])})
    assert stored
    offers = [{**stored["offers"][0], "trainer": one} for one in people]
    change = {"$set": {"offers": offers, "openTo": people}}
    await database.motor.multitrainer_covers.update_one({"_id": stored["_id"]}, change)
    known = [await signed_in(one) for one in people]
    return [{"Authorization": f"Bearer {tokens.issue(Claims(one.user, one.sign_in), clock.now())}"} for one in known]


async def all_accept(urls: Sequence[str], cover: Raw, crowd: Sequence[dict[str, str]]) -> Counter[str]:
    """What each of them hears."""
    async with httpx.AsyncClient(timeout=120, limits=httpx.Limits(max_connections=None)) as client:
        paths = [f"{urls[n % len(urls)]}/api/covers/{cover['_id']}/accept" for n in range(len(crowd))]
        answers = await asyncio.gather(*(client.post(p, headers=h) for p, h in zip(paths, crowd, strict=True)))
    return Counter("taken" if one.is_success else one.json()["code"] for one in answers)


async def told(database: Database, cover: Raw) -> Counter[str]:
    """Which notices of a cover are in the outbox."""
    entries = await database.motor.multitrainer_outbox.find(
        {"put_at": {"$gte": clock.now() - timedelta(minutes=5)}}
    ).to_list(None)
    named = (notice for entry in entries for notice in entry.get("notices") or () if str(cover["_id"]) in str(notice))
    return Counter(notice["kind"] for notice in named)


@asynccontextmanager
async def served(database: Database, folder: Path, uri: str, count: int) -> AsyncIterator[list[Service]]:
    """So many services, warm."""
    async with AsyncExitStack() as stack:
        services = [
            await stack.enter_async_context(serving(folder=folder, mongodb_uri=uri, log_level="warning", **AS_THEY_ARE))
            for _ in range(count)
        ]
        async with httpx.AsyncClient(headers=AS_ADMIN) as client:
            for one in services:
                assert (await client.get(f"{await one.url()}/api/covers", params={"limit": 1})).is_success
        yield services


async def over_http(bench: Bench, database: Database, folder: Path, uri: str, covers: list[Raw]) -> None:
    """What people and leads do."""
    async with (
        served(database, folder, uri, 1) as (one,),
        httpx.AsyncClient(base_url=await one.url(), headers=AS_ADMIN, timeout=60) as admin,
    ):
        path = f"/api/covers/{covers[0]['_id']}"
        await bench.row("GET a cover's candidates", lambda: admin.get(f"{path}/candidates"), one, times=5)
        await bench.row("GET covers, a page of 100", lambda: admin.get("/api/covers?limit=100"), one, times=5)
        old = "/api/covers?limit=100&from=2025-01-01&until=2027-12-31"
        await bench.row("GET covers, 100 of all", lambda: admin.get(old), one, times=3)
        (asked,) = covers[0]["offers"]
        known, tokens = await signed_in(ObjectId(asked["trainer"]["_id"])), Tokens(SECRET, timedelta(hours=1))
        bearer = {"Authorization": f"Bearer {tokens.issue(Claims(known.user, known.sign_in), clock.now())}"}
        async with httpx.AsyncClient(base_url=await one.url(), headers=bearer, timeout=60) as who:
            taken = await bench.row("POST accept", lambda: who.post(f"{path}/accept"), one)
        assert taken.is_success, taken.text
    for count, cover in ((1, covers[1]), (2, covers[2])):
        crowd = await ask_a_crowd(database, cover)
        async with served(database, folder, uri, count) as services:
            urls = [await one.url() for one in services]
            name = f"{CROWD} accept at once, {count} process{'es' * (count > 1)}"
            heard = await bench.row(name, partial(all_accept, urls, cover, crowd), *services)
        print(f"{name}: they hear {dict(heard)}, and are told {dict(await told(database, cover))}")  # noqa: T201


async def make(size: Size, folder: Path) -> None:
    """Found the institute in a folder, which takes longer than all that is measured in it."""
    async with EmbeddedServer(folder) as server, Database(server.uri, SETTINGS, Metrics()) as database:
        midnight = clock.now().replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
        await found(database, size, midnight)


async def measure(folder: Path, console: Console) -> None:
    """Go through everything."""
    sent = Sent()
    monitoring.register(sent)
    with tempfile.TemporaryDirectory() as copied:
        of_serve, data = Path(copied) / "of_serve", Path(copied) / "data"
        of_serve.mkdir()
        shutil.copytree(folder, data)
        async with EmbeddedServer(data) as server, Database(server.uri, SETTINGS, Metrics()) as database:
            await admit(database.motor)
            people, tomorrow = await there(database), (clock.now() + timedelta(days=1)).date()
            bench, services = Bench(server.pid, sent), wiring.build(database, SETTINGS)
            await bench.row("a ping", database.ping, times=50)
            await bench.row("ill for three days: six first offers", lambda: ill(services, people))
            covers = (await services.covers.page(THE_ADMIN, None, None, tomorrow, None, None, 10)).items
            assert [len(one["offers"]) for one in covers] == [1] * 6, [(c["state"], len(c["offers"])) for c in covers]
            await over_http(bench, database, of_serve, server.uri, covers)
            await nothing_to_do(database, people, services)
            await bench.row(f"a sweep of {SWEPT} leaves, nothing to do", lambda: searched(services))
            await bench.row("the doctor: covers", lambda: _all(services.cover_keeper.behind()))
            await bench.row("the doctor: everything", lambda: _all(services.doctor.examine(THE_ADMIN)))
    console.print(bench.table)


async def _all(found: AsyncIterator[Any]) -> list[Any]:
    return [one async for one in found]


def main() -> None:
    """One run."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name, usual in Size()._asdict().items():
        parser.add_argument(f"--{name}", type=int, default=usual)
    parser.add_argument("--folder", type=Path, help="Where the institute is kept, or was made today.")
    given = vars(parser.parse_args())
    logs.configure("error")
    with tempfile.TemporaryDirectory() as made_here:
        folder = given.pop("folder") or Path(made_here) / "institute"
        if not folder.exists():
            asyncio.run(make(Size(**given), folder))
        asyncio.run(measure(folder, Console(width=120)))


if __name__ == "__main__":
    main()
