"""What a read costs: CPU time of the API process, beside the two parts that nobody can leave out.

    python tests/bench/reads.py [--rounds 12] [--requests 150]

Each route is asked over one connection, one request at a time, on the embedded server with the demo and some thousand
documents around it. Every party is a process of its own, and only its CPU time (user + system) counts:

    API     uvicorn as `multitrainer serve` runs it: logs, metrics, and who asks and whether they may
    (a)     the same pipelines through bare Motor in a loop, as lists of documents
    (b)     an empty FastAPI route under the same uvicorn
    (c)     a FastAPI route that runs (a) and answers its JSON, with nothing of ours

Rounds go through all of them in turn, so that whatever else the machine does falls on all alike. A row of the table is
one route: medians over the rounds in microseconds, then API / (a + b) with its least and greatest value. The target is
a ratio of at most 1.3. It is printed and never asserted, because a machine may be busy. Ratios of two runs on one
machine can be compared, microseconds only roughly.

"Commands" are what one request sends to MongoDB, of what its pipelines alone are: nothing is looked up by itself for a
permission. A trainer asks, whose token, sign-in, role and place on the course are all looked at.

(c) says what a ratio is worth: a process that waits for a client between two queries finds its caches cold, so that (c)
alone takes more than (a) + (b). What is ours is what lies between (c) and the API. Linux only.
"""

import argparse
import asyncio
import http.client
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta
from pathlib import Path
from statistics import median
from types import MappingProxyType
from typing import Any, NamedTuple, Self

import uvicorn
from bson import ObjectId
from fastapi import FastAPI, Response
from motor.motor_asyncio import AsyncIOMotorClient
from pydantic import SecretStr
from rich.console import Console
from rich.table import Table

from multitrainer import clock, logs, wire, wiring
from multitrainer.app import create_app
from multitrainer.database import Database
from multitrainer.domain.actors import THE_ADMIN
from multitrainer.embedded import EmbeddedServer
from multitrainer.identity.tokens import Claims
from multitrainer.metrics import Metrics
from multitrainer.repositories.populate import matches_of_trainer, roster_pipeline, trainer_batches_pipeline
from multitrainer.repositories.sign_ins import SignIns
from multitrainer.services.demo.ids import demo_id
from multitrainer.settings import Settings

Raw = dict[str, Any]

DATABASE = "reads"
SETTINGS = Settings(
    _env_file=None, mongodb_database=DATABASE, jwt_secret=SecretStr("s" * 32), access_token_minutes=24 * 60
)
TARGET = 1.3
WARM_UP = 20


class Route(NamedTuple):
    """A route, and the pipelines that it runs."""

    path: str
    collection: str
    pipelines: list[list[Raw]]


def trainers_of(course: str) -> Route:
    """GET course trainers."""
    return Route(f"/api/courses/{course}/trainers", "courses", [roster_pipeline(ObjectId(course))])


def batches_of(trainer: str) -> Route:
    """GET trainer's batches."""
    matches = matches_of_trainer(ObjectId(trainer), {})
    return Route(f"/api/trainers/{trainer}/batches", "batches", [trainer_batches_pipeline(m, None) for m in matches])


ROUTES = {
    "course trainers, 4": trainers_of(demo_id("german", 0)),
    "course trainers, 13": trainers_of(demo_id("english", 0)),
    "trainer's batches, 4": batches_of(demo_id("german trainer", 1)),
}


ASKING = (demo_id("german trainer", 0), demo_id("english trainer", 0), demo_id("german trainer", 1))
"""Who asks for each route: the course's lead, and the trainer themself."""

COUNTED = "multitrainer_mongo_operation_seconds_count"


class Party:
    """A process that does something some times over when told to, and the CPU time that it takes."""

    def __init__(self, *arguments: str) -> None:
        self._process = subprocess.Popen(
            [sys.executable, __file__, *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            bufsize=1,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.terminate()
        self._process.communicate()

    def heard(self) -> str:
        """The next line that it says."""
        assert self._process.stdout
        return self._process.stdout.readline().strip()

    def do(self, what: str, times: int) -> None:
        """Have it run a route's pipelines."""
        assert self._process.stdin
        self._process.stdin.write(f"{times} {what}\n")
        assert self.heard() == "done"

    def microseconds(self, what: str, times: int) -> float:
        """CPU time of doing it once, of all its threads."""
        self.do(what, WARM_UP)
        before = self._cpu_seconds()
        self.do(what, times)
        return (self._cpu_seconds() - before) / times * 1e6

    def _cpu_seconds(self) -> float:
        # What clock_getcpuclockid(3) answers on Linux. /proc counts in steps of ten milliseconds.
        return time.clock_gettime((~self._process.pid << 3) | 2)


class Web(Party):
    """A uvicorn to send requests to, with somebody's token for each path."""

    def __init__(self, *arguments: str, tokens: Mapping[str, str] = MappingProxyType({})) -> None:
        super().__init__(*arguments)
        self._headers = {path: {"Authorization": f"Bearer {token}"} for path, token in tokens.items()}
        self._port = int(self.heard())

    def commands(self, path: str) -> int:
        """How many commands of MongoDB one request takes."""
        before = self._counted()
        self.do(path, 1)
        return self._counted() - before

    def _counted(self) -> int:
        connection = http.client.HTTPConnection("127.0.0.1", self._port)
        connection.request("GET", "/metrics")
        lines = connection.getresponse().read().decode().splitlines()
        connection.close()
        return int(sum(float(line.split()[-1]) for line in lines if line.startswith(COUNTED)))

    def do(self, what: str, times: int) -> None:
        """Get a path, over one connection."""
        connection = http.client.HTTPConnection("127.0.0.1", self._port)
        for _ in range(times):
            connection.request("GET", what, headers=self._headers.get(what, {}))
            answer = connection.getresponse()
            body = answer.read()
            assert answer.status == http.HTTPStatus.OK, body
        connection.close()


class Round(NamedTuple):
    """Microseconds of each party."""

    api: float
    motor: float
    empty: float
    floor: float

    @property
    def ratio(self) -> float:
        """API / (a + b)."""
        return self.api / (self.motor + self.empty)


def measure(uri: str, tokens: Mapping[str, str], rounds: int, times: int) -> tuple[dict[str, list[Round]], list[int]]:
    """All rounds, by route; and how many commands each route takes."""
    found: dict[str, list[Round]] = {name: [] for name in ROUTES}
    with (
        Web("api", uri, tokens=tokens) as api,
        Party("motor", uri) as motor,
        Web("empty") as empty,
        Web("floor", uri) as floor,
    ):
        for _ in range(rounds):
            for name, route in ROUTES.items():
                parties = ((api, route.path), (motor, name), (empty, "/empty"), (floor, route.path))
                found[name].append(Round(*(party.microseconds(what, times) for party, what in parties)))
        return found, [api.commands(route.path) for route in ROUTES.values()]


def table(found: dict[str, list[Round]], commands: list[int]) -> Table:
    """The figures for people."""
    shown = Table(
        "CPU µs", "API", "(a) Motor", "(b) empty", "(c) both", "API / (a + b)", "min-max", f"≤ {TARGET}", "commands"
    )
    for (name, rounds), sent in zip(found.items(), commands, strict=True):
        medians = [f"{median(column):.0f}" for column in zip(*rounds, strict=True)]
        ratios = [r.ratio for r in rounds]
        verdict = "met" if median(ratios) <= TARGET else "missed"
        shown.add_row(
            name, *medians, f"{median(ratios):.2f}", f"{min(ratios):.2f}-{max(ratios):.2f}", verdict, needed(name, sent)
        )
    return shown


def needed(route: str, sent: int) -> str:
    """The commands of a request, beside those that its pipelines are."""
    return f"{sent} of {len(ROUTES[route].pipelines)}"


async def tokens() -> dict[str, str]:
    """A token for each path, of a trainer who may read what is there."""
    now, found = clock.now(), {}
    for route, trainer in zip(ROUTES.values(), ASKING, strict=True):
        sign_in = await SignIns().begin(trainer, now, now + timedelta(hours=1))
        found[route.path] = wiring.tokens_of(SETTINGS).issue(Claims(trainer, sign_in.id), now)
    return found


async def load(uri: str) -> dict[str, str]:
    """The demo, and enough around it that a query without an index would show. Returns a token for each path."""
    async with Database(uri, SETTINGS, Metrics()) as database:
        await wiring.build(database, SETTINGS).demo.load(THE_ADMIN)
        trainers, courses = ([ObjectId() for _ in range(500)] for _ in range(2))
        await database.motor.users.insert_many([{"_id": t, "name": "Somebody", "role": "trainer"} for t in trainers])
        await database.motor.courses.insert_many(
            [{"_id": c, "name": "Other", "trainers": [{"trainer": t}]} for c, t in zip(courses, trainers, strict=True)]
        )
        await database.motor.batches.insert_many(
            [{"course": courses[n % 500], "trainers": {"primary": trainers[n // 6]}} for n in range(3000)]
        )
        return await tokens()


async def compare(rounds: int, times: int) -> None:
    """Start everything, measure, print."""
    with tempfile.TemporaryDirectory() as folder:
        async with EmbeddedServer(Path(folder)) as server:
            found = await asyncio.to_thread(measure, server.uri, await load(server.uri), rounds, times)
            Console(width=130).print(table(*found))


async def serve(app: FastAPI) -> None:
    """Serve as `multitrainer serve` does, and say on which port."""
    listener = socket.create_server(("127.0.0.1", 0), backlog=2048)
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # asyncio does so for sockets of its own making only
    print(listener.getsockname()[1], flush=True)  # noqa: T201  (to the process that measures)
    config = uvicorn.Config(app, log_config=None, access_log=False, server_header=False)
    await uvicorn.Server(config).serve(sockets=[listener])


async def be_api(uri: str) -> None:
    """The service."""
    logs.configure("info")
    await serve(create_app(SETTINGS, uri))


async def be_motor(uri: str) -> None:
    """(a): for each line `times route`."""
    run = runner(uri)
    while line := await asyncio.to_thread(sys.stdin.readline):
        times, _, name = line.strip().partition(" ")
        for _ in range(int(times)):
            await run(ROUTES[name])
        print("done", flush=True)  # noqa: T201  (to the process that measures)


async def be_empty() -> None:
    """(b)."""
    app = FastAPI()

    @app.get("/empty")
    async def empty() -> dict[str, str]:
        return {}

    await serve(app)


async def be_floor(uri: str) -> None:
    """(c)."""
    app, run = FastAPI(), runner(uri)

    def add(route: Route) -> None:
        @app.get(route.path)
        async def answer() -> Response:
            return Response(wire.encode(await run(route)), media_type="application/json")

    for route in ROUTES.values():
        add(route)
    await serve(app)


def runner(uri: str) -> Callable[[Route], Awaitable[list[Raw]]]:
    """Bare Motor."""
    client: AsyncIOMotorClient[Raw] = AsyncIOMotorClient(uri, tz_aware=True)

    async def run(route: Route) -> list[Raw]:
        collection = client[DATABASE][route.collection]
        return [row for pipeline in route.pipelines for row in await collection.aggregate(pipeline).to_list(None)]

    return run


PARTIES: dict[str, Callable[..., Awaitable[None]]] = {
    "api": be_api,
    "motor": be_motor,
    "empty": be_empty,
    "floor": be_floor,
}


async def start(arguments: list[str]) -> None:
    """Be one of the parties, or the one that compares them."""
    if arguments and arguments[0] in PARTIES:
        return await PARTIES[arguments[0]](*arguments[1:])
    parser = argparse.ArgumentParser(description="CPU time of reads.")
    parser.add_argument("--rounds", type=int, default=12)
    parser.add_argument("--requests", type=int, default=150)
    options = parser.parse_args(arguments)
    return await compare(options.rounds, options.requests)


if __name__ == "__main__":
    asyncio.run(start(sys.argv[1:]))
