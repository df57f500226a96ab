"""What others notice while a plan is made: the 99th percentile of reads, beside a running plan and without one.

    python -m tests.bench.planning_beside [--seconds 20] [--batches 300] [--trainers 80]

A service as `multitrainer serve` runs it is a process of its own, on the embedded server with the demo and one more
course of so many batches and trainers. A read of the demo is asked for again and again, one at a time, in turns of some
seconds: alone, and while a proposal for the large course is made, from the POST until it is ready, which takes in the
building of the problem, the making, the explaining and the keeping. Turns alternate, so that whatever else the machine
does falls on both alike. The target is a ratio of at most 2. It is printed and never asserted, because a machine may be
busy; ratios can be compared, milliseconds only roughly.
"""

import argparse
import asyncio
import socket
import sys
import tempfile
import time
from asyncio.subprocess import PIPE
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from statistics import quantiles
from typing import Any

import httpx
import uvicorn
from bson import ObjectId
from pydantic import SecretStr
from rich.console import Console
from rich.table import Table

from multitrainer import logs, wiring
from multitrainer.app import create_app
from multitrainer.database import Database
from multitrainer.domain.actors import THE_ADMIN
from multitrainer.embedded import EmbeddedServer
from multitrainer.metrics import Metrics
from multitrainer.services.demo.ids import demo_id
from multitrainer.settings import Settings
from tests.callers import AS_ADMIN, admit

COMMAND = (sys.executable, "-m", "tests.bench.planning_beside")
SETTINGS = Settings(_env_file=None, mongodb_database="beside", jwt_secret=SecretStr("s" * 32))
READ = f"/api/courses/{demo_id('english', 0)}/trainers"
COURSE = ObjectId()
TARGET = 2.0
ROUNDS = 3
SESSION = {"day": "monday", "start": "18:00", "end": "19:30"}
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday")


async def load(uri: str, batches: int, trainers: int) -> None:
    """The demo, and a course that is large."""
    async with Database(uri, SETTINGS, Metrics()) as database:
        await wiring.build(database, SETTINGS).demo.load(THE_ADMIN)
        await admit(database.motor)
        people, taught = ([ObjectId() for _ in range(number)] for number in (trainers, batches))
        await database.motor.users.insert_many(
            [{"_id": t, "name": f"T{n}", "role": "trainer"} for n, t in enumerate(people)]
        )
        roster = [{"trainer": one, "role": "assistant", "status": "active"} for one in people]
        await database.motor.courses.insert_one({"_id": COURSE, "__v": 0, "name": "Large", "trainers": roster})
        await database.motor.batches.insert_many(
            [{"_id": b, "__v": 0, "course": COURSE, "name": f"B{n}", "trainers": {}} for n, b in enumerate(taught)]
        )
        meeting = [{**SESSION, "day": DAYS[n % len(DAYS)]} for n in range(batches)]
        await database.motor.multitrainer_batches.insert_many(
            [{"_id": b, "course": COURSE, "sessions": [one]} for b, one in zip(taught, meeting, strict=True)]
        )


async def reading(client: httpx.AsyncClient, enough: asyncio.Event) -> list[float]:
    """Seconds of each read, until it is enough."""
    found = []
    while not enough.is_set():
        began = time.perf_counter()
        (await client.get(READ)).raise_for_status()
        found.append(time.perf_counter() - began)
    return found


async def plan(client: httpx.AsyncClient, seconds: float) -> None:
    """Have a plan made, and wait for it."""
    asked = {"kind": "assign", "options": {"seconds": seconds}}
    begun = await client.post(f"/api/courses/{COURSE}/proposals", json=asked)
    begun.raise_for_status()
    state: dict[str, Any] = begun.json()
    while state["state"] == "running":
        await asyncio.sleep(0.5)
        state = (await client.get(f"/api/proposals/{begun.json()['_id']}")).json()
    assert state["state"] == "ready", state["error"]


async def turn(client: httpx.AsyncClient, beside: asyncio.Future[None]) -> list[float]:
    """Reads for as long as something else takes."""
    enough = asyncio.Event()
    beside.add_done_callback(lambda _: enough.set())
    found = await reading(client, enough)
    await beside
    return found


@asynccontextmanager
async def service(uri: str) -> AsyncIterator[str]:
    """A service in a process of its own, and its address."""
    process = await asyncio.create_subprocess_exec(*COMMAND, "serve", uri, stdout=PIPE)
    try:
        assert process.stdout
        yield f"http://127.0.0.1:{int(await process.stdout.readline())}"
    finally:
        process.terminate()
        await process.wait()


async def measure(seconds: float, batches: int, trainers: int) -> None:
    """Start everything, measure in turns, print."""
    alone: list[float] = []
    beside: list[float] = []
    with tempfile.TemporaryDirectory() as folder:
        async with EmbeddedServer(Path(folder)) as server:
            await load(server.uri, batches, trainers)
            async with (
                service(server.uri) as at,
                httpx.AsyncClient(base_url=at, headers=AS_ADMIN, timeout=60) as client,
            ):
                await turn(client, asyncio.ensure_future(asyncio.sleep(1)))
                for _ in range(ROUNDS):
                    alone += await turn(client, asyncio.ensure_future(asyncio.sleep(seconds)))
                    beside += await turn(client, asyncio.ensure_future(plan(client, seconds)))
    Console(width=100).print(table(alone, beside))


def table(alone: list[float], beside: list[float]) -> Table:
    """The figures for people."""
    shown = Table("", "reads", "p50 ms", "p99 ms", "max ms")
    tail = []
    for name, found in (("alone", alone), ("beside a plan", beside)):
        cuts = quantiles(found, n=100)
        tail.append(cuts[98])
        shown.add_row(name, str(len(found)), *(f"{1000 * one:.1f}" for one in (cuts[49], cuts[98], max(found))))
    ratio = tail[1] / tail[0]
    shown.add_row("ratio of p99", "", "", f"{ratio:.2f}", f"≤ {TARGET}: {'met' if ratio <= TARGET else 'missed'}")
    return shown


async def serve(uri: str) -> None:
    """Be the service, and say on which port."""
    logs.configure("error")
    listener = socket.create_server(("127.0.0.1", 0), backlog=2048)
    print(listener.getsockname()[1], flush=True)  # noqa: T201  (to the process that measures)
    config = uvicorn.Config(create_app(SETTINGS, uri), log_config=None, access_log=False, server_header=False)
    await uvicorn.Server(config).serve(sockets=[listener])


async def start(arguments: list[str]) -> None:
    """Be the service, or what measures it."""
    if arguments and arguments[0] == "serve":
        return await serve(arguments[1])
    parser = argparse.ArgumentParser(description="Reads beside a plan that is made.")
    parser.add_argument("--seconds", type=float, default=20.0)
    parser.add_argument("--batches", type=int, default=300)
    parser.add_argument("--trainers", type=int, default=80)
    options = parser.parse_args(arguments)
    return await measure(options.seconds, options.batches, options.trainers)


if __name__ == "__main__":
    asyncio.run(start(sys.argv[1:]))
