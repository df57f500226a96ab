"""Listeners and writers: is anything lost, doubled or out of order, and how long does it take to arrive?

    python -m tests.bench.live [--listeners 200] [--writers 50] [--a-second 10] [--seconds 10]

The service runs on an embedded server in a process of its own; the writers are in it, and write messages into one
thread, that of a batch whose assistants they are. Then the same once more, beside listeners who take nothing. Asserts
nothing.
"""

import argparse
import asyncio
import random
import socket
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import orjson
import uvicorn
from bson import ObjectId
from pydantic import SecretStr

from multitrainer import logs
from multitrainer.app import create_app
from multitrainer.database import Database
from multitrainer.domain.actors import Actor, ActorKind, Scope
from multitrainer.domain.threads import of_batch
from multitrainer.embedded import EmbeddedServer
from multitrainer.metrics import Metrics
from multitrainer.schemas.threads import NewMessage
from multitrainer.services import Services
from multitrainer.services.events.events import MOST_OF_ONE
from multitrainer.settings import Settings
from tests.callers import machine

COURSE, BATCH = ObjectId("c" * 24), ObjectId("b" * 24)
THREAD = of_batch(str(BATCH))
SETTLE_SECONDS = 3.0


class Heard(NamedTuple):
    """One message, as somebody heard of it: its place in the thread, and after how many seconds."""

    place: int
    seconds: float


def an_id() -> str:
    """It tells when it was made, in microseconds."""
    return f"{random.getrandbits(32):08x}{int(time.time() * 1e6):016x}"


async def found(database: Database, writers: int) -> None:
    """A course with one batch, and all who write as its assistants."""
    people = [_writer(n) for n in range(writers)]
    await database.motor.users.insert_many({"_id": one, "name": f"T {one}", "role": "trainer"} for one in people)
    roster = [{"_id": one, "trainer": one, "role": "assistant", "status": "active"} for one in people]
    await database.motor.courses.insert_one({"_id": COURSE, "__v": 0, "name": "Course", "trainers": roster})
    on_batch = {"primary": people[0], "backup": [], "assistants": people[1:]}
    named = {"name": "Batch", "instructor": people[0], "students": []}
    await database.motor.batches.insert_one({"_id": BATCH, "course": COURSE, **named, "trainers": on_batch})


def _writer(n: int) -> ObjectId:
    return ObjectId(f"a{n:023x}")


async def write(services: Services, writers: int, a_second: float, seconds: float) -> int:
    """Each writer waits about as long as it takes for all of them to come to so many a second."""
    until = time.monotonic() + seconds

    async def one(n: int) -> int:
        written, me = 0, Actor(ActorKind.TRAINER, str(_writer(n)))
        while (pause := random.expovariate(a_second / writers)) < until - time.monotonic():
            await asyncio.sleep(pause)
            written += 1
            await services.messages.post(me, THREAD, NewMessage(text=f"Message **{written}** of mine"), an_id())
        return written

    return sum(await asyncio.gather(*map(one, range(writers))))


async def serve(uri: str, name: str, port: int, writers: int, a_second: float, seconds: float) -> None:
    """The service and its writers, who begin at each line that comes in."""
    logs.configure("error")
    app = create_app(_settings(name), uri)
    server = uvicorn.Server(uvicorn.Config(app, port=port, log_config=None, timeout_graceful_shutdown=1))
    running = asyncio.create_task(server.serve())
    say("ready")
    while await asyncio.to_thread(sys.stdin.readline):
        say(str(await write(app.state.services, writers, a_second, seconds)))
    app.state.services.feed.end()
    server.should_exit = True
    await running


def say(words: str) -> None:
    """To whoever runs it, or from the service to whoever measures."""
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


def _settings(name: str) -> Settings:
    return Settings(_env_file=None, mongodb_database=name, jwt_secret=SecretStr("s" * 32), worker=False)


@asynccontextmanager
async def listening(port: int, key: str, heard: list[Heard]) -> AsyncIterator[None]:
    """Somebody who notes what they hear."""
    reader, writer = await _connected(port)
    writer.write(f"GET /api/events HTTP/1.1\r\nHost: x\r\nX-API-Key: {key}\r\n\r\n".encode())
    await reader.readuntil(b"event: ready")
    noting = asyncio.create_task(_note(reader, heard))
    try:
        yield
    finally:
        noting.cancel()
        writer.close()


async def _connected(port: int) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    """To a service that may just be starting."""
    while True:
        try:
            return await asyncio.open_connection("127.0.0.1", port)
        except ConnectionRefusedError:
            await asyncio.sleep(0.1)


async def _note(reader: asyncio.StreamReader, heard: list[Heard]) -> None:
    while line := await reader.readline():
        if b'"message"' in line:
            told = orjson.loads(line.partition(b"data: ")[2])
            heard.append(Heard(told["place"], time.time() - int(told["id"][8:], 16) / 1e6))


@asynccontextmanager
async def stalled(port: int, key: str) -> AsyncIterator[None]:
    """Somebody who takes nothing."""
    deaf = socket.socket()
    deaf.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
    deaf.connect(("127.0.0.1", port))
    deaf.sendall(f"GET /api/events HTTP/1.1\r\nHost: x\r\nX-API-Key: {key}\r\n\r\n".encode())
    try:
        yield
    finally:
        deaf.close()


def report(title: str, everybody: Sequence[list[Heard]], written: int) -> float:
    """Print what came of it; tells the 99th percentile in milliseconds."""
    lost = sum(written - len({one.place for one in heard}) for heard in everybody)
    doubled = sum(len(heard) - len({one.place for one in heard}) for heard in everybody)
    late = sum(b.place < a.place for heard in everybody for a, b in pairwise(heard))
    times = sorted(one.seconds * 1000 for heard in everybody for one in heard) or [0.0]
    p50, p99 = (times[int(len(times) * part)] for part in (0.5, 0.99))
    say(
        f"{title}: {written} written, {len(times)} heard; lost {lost}, doubled {doubled}, out of order {late}; "
        f"p50 {p50:.0f} ms, p99 {p99:.0f} ms, longest {times[-1]:.0f} ms"
    )
    return p99


async def measure(options: argparse.Namespace) -> None:
    with tempfile.TemporaryDirectory() as folder, suppress(ProcessLookupError):
        async with EmbeddedServer(Path(folder)) as database:
            keys = await _keys(database.uri, -(-(options.listeners + 5) // MOST_OF_ONE), options.writers)
            await _measured(options, database.uri, keys)


async def _keys(uri: str, count: int, writers: int) -> list[str]:
    async with Database(uri, _settings("bench"), Metrics()) as database:
        await found(database, writers)
        return [str(await machine(Scope.ADMIN)) for _ in range(count)]


async def _measured(options: argparse.Namespace, uri: str, keys: list[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    numbers = [options.writers, options.a_second, options.seconds]
    command = [sys.executable, "-m", "tests.bench.live", "--serve", uri, str(port), *map(str, numbers)]
    child = await asyncio.create_subprocess_exec(
        *command, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE
    )
    assert child.stdin
    assert child.stdout
    await child.stdout.readline()
    everybody: list[list[Heard]] = [[] for _ in range(options.listeners)]
    alone = await _round(child, port, keys, everybody, "all listen", deaf=0)
    beside = await _round(child, port, keys, everybody, "beside 5 who take nothing", deaf=5)
    say(f"p99 beside those who take nothing / p99: {beside / alone:.2f}")
    child.stdin.close()
    await child.wait()


async def _round(
    child: asyncio.subprocess.Process,
    port: int,
    keys: list[str],
    everybody: list[list[Heard]],
    title: str,
    *,
    deaf: int,
) -> float:
    assert child.stdin
    assert child.stdout
    for heard in everybody:
        heard.clear()
    async with AsyncExitStack() as stack:
        for n, heard in enumerate(everybody):
            await stack.enter_async_context(listening(port, keys[n // MOST_OF_ONE], heard))
        for _ in range(deaf):
            await stack.enter_async_context(stalled(port, keys[-1]))
        child.stdin.write(b"go\n")
        written = int(await child.stdout.readline())
        await asyncio.sleep(SETTLE_SECONDS)
    await asyncio.sleep(SETTLE_SECONDS)  # until the service has seen that they are gone
    return report(title, everybody, written)


def main() -> None:
    if sys.argv[1:2] == ["--serve"]:
        uri, port, writers, a_second, seconds = sys.argv[2:]
        asyncio.run(serve(uri, "bench", int(port), int(writers), float(a_second), float(seconds)))
        return
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--listeners", type=int, default=200)
    parser.add_argument("--writers", type=int, default=50)
    parser.add_argument("--a-second", type=float, default=10.0)
    parser.add_argument("--seconds", type=float, default=10.0)
    asyncio.run(measure(parser.parse_args()))


if __name__ == "__main__":
    main()
