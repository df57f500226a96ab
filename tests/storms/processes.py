"""`multitrainer` run as a process of its own: to be talked to, signalled and killed."""

import asyncio
import os
import re
import signal
from asyncio.subprocess import Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from pymongo import MongoClient

from multitrainer.settings import Settings
from tests.storms.forked import Forked, begin

PATIENCE_SECONDS = 60


class Service:
    """A running `multitrainer serve` or another command, and everything it has said."""

    def __init__(self, process: Forked | Process) -> None:
        self.process = process
        self.said = ""
        self._silent = False
        self._heard = asyncio.Condition()
        self._listening = asyncio.create_task(self._listen())

    async def says(self, pattern: str) -> re.Match[str]:
        """Wait until it has said something like this."""
        async with self._heard, asyncio.timeout(PATIENCE_SECONDS):
            while not (found := re.search(pattern, self.said)):
                assert not self._silent, f"It ended and never said {pattern!r}, but:\n{self.said}"
                await self._heard.wait()
        return found

    async def url(self) -> str:
        """Where it answers, once it has said so."""
        return (await self.says(r"multitrainer \S+ on (http://\S+)"))[1]

    async def ended(self) -> int:
        """Wait until it has ended by itself. Returns the exit code."""
        async with asyncio.timeout(PATIENCE_SECONDS):
            await self._listening
            return await self.process.wait()

    async def _listen(self) -> None:
        assert self.process.stdout is not None
        async for line in self.process.stdout:
            async with self._heard:
                self.said += line.decode()
                self._heard.notify_all()
        async with self._heard:
            self._silent = True
            self._heard.notify_all()


@asynccontextmanager
async def serving(*arguments: str, folder: Path, **settings: str) -> AsyncIterator[Service]:
    """`multitrainer serve` on a free port, with its data in a folder; ended with the block if it still runs.

    Settings go by their names in lower case, without the prefix.
    """
    async with started("serve", "--port", "0", "--no-demo", *arguments, folder=folder, **settings) as service:
        yield service


@asynccontextmanager
async def started(*arguments: str, folder: Path, **settings: str) -> AsyncIterator[Service]:
    """Any command of `multitrainer`, ended with the block if it still runs."""
    process = await begin(*arguments, cwd=folder, env=_environment(folder, settings), together=True)
    service = Service(process)
    try:
        yield service
    finally:
        with suppress(ProcessLookupError):
            process.terminate()
        await service.ended()


class Outcome(NamedTuple):
    """How a command ended, and what it printed."""

    code: int
    out: str
    err: str


async def run(*arguments: str, folder: Path, stdin: str = "", **settings: str) -> Outcome:
    """Run `multitrainer` to its end."""
    process = await begin(*arguments, cwd=folder, env=_environment(folder, settings), stdin=stdin)
    async with asyncio.timeout(PATIENCE_SECONDS):
        out, err = await process.communicate()
    return Outcome(process.returncode or 0, out.decode(), err.decode())


def uri_of(folder: Path) -> str:
    """Where the embedded database that works on a folder answers."""
    port = re.search(r'"port": (\d+)', (folder / "serve.lock").read_text())
    assert port is not None
    return f"mongodb://127.0.0.1:{port[1]}/?directConnection=true&w=majority&journal=true"


def database_of(folder: Path) -> int:
    """The process id of the embedded database that works on a folder."""
    with MongoClient[dict[str, object]](uri_of(folder)) as client:
        return int(str(client.admin.command("serverStatus")["pid"]))


def kill_with_its_guard(database: int) -> None:
    """Kill -9 an embedded database and the guard that looks after it."""
    os.killpg(os.getpgid(database), signal.SIGKILL)


def is_running(pid: int) -> bool:
    """Whether there is a process of this id."""
    with suppress(ProcessLookupError):
        os.kill(pid, 0)
        return True
    return False


def _environment(folder: Path, settings: dict[str, str]) -> dict[str, str]:
    if "mongodb_uri" in settings:
        settings = {"jwt_secret": "one-secret-for-all-processes-of-these-tests", **settings}
    named = {f"MULTITRAINER_{name.upper()}": value for name, value in settings.items()}
    return {**os.environ, "MULTITRAINER_DATA_DIR": str(folder), **named}


@dataclass(frozen=True)
class TwoServices:
    """Where two services answer, and the database that they share."""

    uri: str
    settings: Settings
    urls: tuple[str, ...]
