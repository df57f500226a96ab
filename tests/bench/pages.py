"""What pages cost: how large the first one is, what a board of 500 cards takes, and how smoothly it drags.

    python -m tests.bench.pages [--rounds 15] [--lanes 25] [--cards 500] [--no-browser]

The service runs in this process, its garbage collected as in `serve`, on the embedded server, whose own time is not
counted. A row of the first table is a page: its bytes as they are and as gzip makes them, at its usual pace and at its
best, the CPU time of the process for one of them (median and greatest), and the commands that it sends to MongoDB.
Sizes are without files that browsers keep: those are in the row "files". The second table is Chromium, in which a
card is dragged over five lanes of the board: how long frames took, and what its tasks took of CPU time, which says
what a calm machine would do. Targets: the first page after sign-in at most 100 kB compressed, a board at most 100 ms
of CPU, no task of more than a frame (16.7 ms). They are printed and never asserted, because a machine may be busy.
"""

import argparse
import asyncio
import gc
import gzip
import json
import re
import socket
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

import httpx
import uvicorn
from bson import ObjectId
from fastapi import FastAPI
from playwright.async_api import Page, ViewportSize, async_playwright
from pydantic import SecretStr
from rich.console import Console
from rich.table import Table

from multitrainer import logs
from multitrainer.__main__ import FEW
from multitrainer.app import create_app
from multitrainer.database import Database
from multitrainer.domain.actors import THE_ADMIN
from multitrainer.embedded import EmbeddedServer
from multitrainer.metrics import Metrics
from multitrainer.services import Services
from multitrainer.services.demo.accounts import ADMIN, PASSWORD
from multitrainer.serving import leave_be
from multitrainer.settings import Settings
from tests.web.visiting import HERE, commands

Raw = dict[str, Any]

SETTINGS = Settings(_env_file=None, mongodb_database="pages", jwt_secret=SecretStr("s" * 32), worker=False, sync=False)
COURSE = ObjectId("c" * 24)
STUDENTS = 20
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday")
A_FRAME = 1000 / 60
TRACED = ["devtools.timeline", "disabled-by-default-devtools.timeline", "toplevel"]
TASKS = {"RunTask", "ThreadControllerImpl::RunTask"}
FRAMES = """() => {
  window.frames_ = [];
  let last = performance.now();
  const next = (now) => { window.frames_.push(now - last); last = now; requestAnimationFrame(next); };
  requestAnimationFrame(next);
}"""


class Measured(NamedTuple):
    """A page: its size, and what it took to make it."""

    body: bytes
    milliseconds: list[float]
    commands: int


async def found(database: Database, lanes: int, cards: int) -> None:
    """A course with so many trainers and batches, which meet twice a week."""
    trainers = [ObjectId() for _ in range(lanes)]
    await database.motor.users.insert_many(
        {"_id": one, "name": f"Trainer {n}", "email": f"{n}@x.example", "role": "trainer"}
        for n, one in enumerate(trainers, 1)
    )
    batches = [ObjectId() for _ in range(cards)]
    whose = [trainers[n % lanes] for n in range(cards)]
    entries = [
        {
            "_id": ObjectId(),
            "trainer": trainer,
            "role": "lead" if n == 0 else "assistant",
            "status": "active",
            "workload": 100,
            "assignedBatches": batches if n == 0 else batches[n::lanes],
        }
        for n, trainer in enumerate(trainers)
    ]
    course = {"_id": COURSE, "__v": 0, "name": "Large", "instructor": trainers[0], "trainers": entries}
    await database.motor.courses.insert_one(course)
    await database.motor.batches.insert_many(
        {
            "_id": batch,
            "course": COURSE,
            "name": f"Batch {n}",
            "students": [ObjectId() for _ in range(STUDENTS)],
            "instructor": at,
            "trainers": {"primary": at, "backup": [trainers[0]] if at != trainers[0] else [], "assistants": []},
        }
        for n, (batch, at) in enumerate(zip(batches, whose, strict=True), 1)
    )
    await database.motor.multitrainer_batches.insert_many(
        {
            "_id": batch,
            "course": COURSE,
            "sessions": [{"day": day, "start": "18:00", "end": "19:30"} for day in (DAYS[n % 5], DAYS[(n + 2) % 5])],
        }
        for n, batch in enumerate(batches)
    )


async def measured(http: httpx.AsyncClient, address: str, rounds: int) -> Measured:
    """One page, so many times; the first two warm up what stays."""
    times = []
    for _ in range(rounds + 2):
        began = time.process_time()
        answer = await http.get(address)
        times.append(1000 * (time.process_time() - began))
        assert answer.status_code == 200, address
    return Measured(answer.content, times[2:], await commands(http, address))


async def files_of(http: httpx.AsyncClient, page: bytes) -> bytes:
    """Everything that a page loads besides itself."""
    addresses = re.findall(r'(?:src|href)="(/(?:assets|static)/[^"]+)"', page.decode())
    return b"".join([(await http.get(address)).content for address in addresses])


async def shown(http: httpx.AsyncClient, rounds: int, console: Console) -> None:
    """The first table."""
    table = Table("page", "kB", "kB gzip", "kB at best", "ms CPU", "at most", "commands")
    course = f"/courses/{COURSE}"
    for name, address in {"after sign-in": "/", "board": f"{course}/board", "course": course}.items():
        page = await measured(http, address, rounds)
        times = (f"{median(page.milliseconds):.1f}", f"{max(page.milliseconds):.1f}", f"{page.commands}")
        table.add_row(name, *sizes(page.body), *times)
        if address == "/":
            table.add_row("files", *sizes(await files_of(http, page.body)), "", "", "")
    console.print(table)


def sizes(body: bytes) -> Sequence[str]:
    return [f"{len(one) / 1000:.1f}" for one in (body, gzip.compress(body, 5), gzip.compress(body, 9))]


async def dragged(address: str, cookies: httpx.Cookies, lanes: int, console: Console) -> None:
    """The second table."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        context = await browser.new_context(viewport=ViewportSize(width=1280, height=900))
        kept = [{"name": name, "value": value, "url": address} for name, value in cookies.items()]
        await context.add_cookies(kept)  # type: ignore[arg-type]  # a TypedDict, written as what it is
        page = await context.new_page()
        await page.goto(f"{address}/courses/{COURSE}/board")
        await page.evaluate(FRAMES)
        await browser.start_tracing(page=page, categories=TRACED)
        await _drag(page, lanes)
        tasks = tasks_of(await browser.stop_tracing())
        frames = sorted(await page.evaluate("window.frames_.slice(1)"))
        await browser.close()
    table = Table("dragging", "frame, ms", "longest", "tasks, ms CPU", "longest", "longer than a frame")
    long = [one for one in tasks if one > A_FRAME]
    spread = (median(frames), frames[-1], sum(tasks), max(tasks))
    table.add_row(f"{len(frames)} frames", *(f"{one:.1f}" for one in spread), f"{len(long)} of {len(tasks)}")
    console.print(table)


def tasks_of(trace: bytes) -> list[float]:
    """Milliseconds of CPU of each task of the thread that draws frames."""
    events = [one for one in json.loads(trace)["traceEvents"] if one.get("ph") == "X" and "tdur" in one]
    drawing = Counter(_thread(one) for one in events if one["name"] == "FireAnimationFrame").most_common(1)[0][0]
    return [one["tdur"] / 1000 for one in events if one["name"] in TASKS and _thread(one) == drawing]


def _thread(event: Raw) -> tuple[int, int]:
    return event["pid"], event["tid"]


async def _drag(page: Page, lanes: int) -> None:
    card = page.locator("[data-batch] .text-secondary").nth(1)
    await card.hover()
    await page.mouse.down()
    for n in range(min(lanes, 5)):
        box = await page.locator(".lane-cards").nth(n + 1).bounding_box()
        assert box
        await page.mouse.move(box["x"] + 30, min(box["y"] + 30, 800), steps=20)
    await page.mouse.up()


@asynccontextmanager
async def served(app: FastAPI) -> AsyncIterator[str]:
    """Where a browser gets it."""
    server = uvicorn.Server(uvicorn.Config(app, lifespan="off", log_config=None))
    with socket.create_server(("127.0.0.1", 0)) as listener:
        running = asyncio.create_task(server.serve(sockets=[listener]))
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        server.should_exit = True
        app.state.services.feed.end()
        await running


async def measure(given: argparse.Namespace) -> None:
    """Everything."""
    with tempfile.TemporaryDirectory() as folder:
        async with EmbeddedServer(Path(folder)) as engine:
            app = create_app(SETTINGS, engine.uri)
            await _measured(given, app, engine.uri)


async def _measured(given: argparse.Namespace, app: FastAPI, uri: str) -> None:
    console = Console()
    async with (
        Database(uri, SETTINGS, Metrics(), makes_indexes=False) as database,
        app.router.lifespan_context(app),
        httpx.AsyncClient(base_url="http://pages", transport=httpx.ASGITransport(app)) as http,
    ):
        leave_be()
        services: Services = app.state.services
        await services.demo.load(THE_ADMIN)
        await services.demo_accounts.make(THE_ADMIN)
        await found(database, given.lanes, given.cards)
        await http.post("/sign-in", data={"email": ADMIN, "password": PASSWORD}, headers=HERE)
        await shown(http, given.rounds, console)
        if given.browser:
            async with served(app) as address:
                await dragged(address, http.cookies, given.lanes, console)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name, usual in (("rounds", 15), ("lanes", 25), ("cards", 500)):
        parser.add_argument(f"--{name}", type=int, default=usual)
    parser.add_argument("--no-browser", dest="browser", action="store_false")
    logs.configure("error")
    gc.set_threshold(FEW)
    asyncio.run(measure(parser.parse_args()))


if __name__ == "__main__":
    main()
