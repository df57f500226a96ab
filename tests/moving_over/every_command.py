"""Every command of `multitrainer migrate`, each with an institute on which it has something to do."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass

from pymongo.errors import OperationFailure

from multitrainer.domain.actors import THE_ADMIN
from multitrainer.migrating import commands
from multitrainer.migrating.carrying import Command
from multitrainer.migrating.enforced import Wanted
from multitrainer.migrating.reports import Report
from multitrainer.migrations import ALL
from multitrainer.services import Services
from multitrainer.services.moving_over.limits import Limits
from multitrainer.services.moving_over.listening import Listener
from tests.migrating import institute
from tests.migrating.institute import EVENING, JOHN, SARAH
from tests.moving_over.moving import Mover

LIMITS = Limits(batch_size=2, max_latency=60)
MORE_COURSES = 3


@dataclass(frozen=True)
class Tried:
    """A command, what it finds, and the commands of the wire that a fault in which tells most."""

    name: str
    found: Callable[[Mover], Awaitable[None]]
    command: Command
    telling: str
    writes: bool = True
    follows: bool = False
    """Whether it goes on until it is ended; `command` then does the same once."""
    standalone: bool = False


async def old(move: Mover) -> None:
    await institute.found(move.database)
    more = [{"_id": n, "name": f"Course {n}", "instructor": JOHN} for n in range(MORE_COURSES)]
    await move.database.motor.courses.insert_many(more)


async def moved(move: Mover) -> None:
    await old(move)
    await move.up()


async def mended(move: Mover) -> None:
    await moved(move)
    await institute.mend(move.database)


async def written_since(move: Mover) -> None:
    await moved(move)
    await move.database.motor.batches.update_one({"_id": EVENING}, {"$set": {"instructor": SARAH}})


async def edited_since(move: Mover) -> None:
    await moved(move)
    await move.database.motor.batches.update_one({"_id": EVENING}, {"$set": {"trainers.backup": [SARAH]}})


async def refusing(move: Mover) -> None:
    await moved(move)
    await move.services.enforcement.refuse(THE_ADMIN, force=True)


def _enforce(wanted: Wanted) -> Command:
    return lambda services, listener: commands.enforce(services, listener, wanted, force=wanted is Wanted.ERROR)


async def _status(services: Services, _: Listener) -> Report:
    return await commands.status(services, listed=True)


async def _up(services: Services, listener: Listener) -> Report:
    return await commands.up(services, listener, LIMITS, ALL)


async def _retry(services: Services, listener: Listener) -> Report:
    return await commands.retry(services, listener, LIMITS)


async def _sync_once(services: Services, listener: Listener) -> Report:
    return await commands.sync_once(services, listener, LIMITS)


EVERY = (
    Tried("status", moved, _status, "find", writes=False),
    Tried("plan", old, commands.plan, "getMore", writes=False),
    Tried("up", old, _up, "update"),
    Tried("up --retry-set-aside", mended, _retry, "update"),
    Tried("verify", moved, commands.verify, "getMore", writes=False),
    Tried("down", edited_since, commands.down, "delete"),
    Tried("sync --once", written_since, _sync_once, "update"),
    Tried("sync", written_since, _sync_once, "update", follows=True),
    Tried("sync on a standalone server", written_since, _sync_once, "update", follows=True, standalone=True),
    Tried("enforce", moved, _enforce(Wanted.WARNING), "collMod"),
    Tried("enforce --error", moved, _enforce(Wanted.ERROR), "collMod"),
    Tried("enforce --off", refusing, _enforce(Wanted.OFF), "collMod"),
    Tried("enforce --look", refusing, _enforce(Wanted.LOOK), "aggregate", writes=False),
)

COMMANDS = {tried.name: tried for tried in EVERY}


class _Waking:
    """A listener that passes everything on, and wakes whoever waits for something to happen."""

    def __init__(self, listener: Listener) -> None:
        self._listener = listener
        self.heard = asyncio.Event()

    def begins(self, what: str, phase: str, total: int) -> None:
        self._listener.begins(what, phase, total)
        self.heard.set()

    def advances(self, documents: int) -> None:
        self._listener.advances(documents)
        self.heard.set()

    def says(self, words: str) -> None:
        self._listener.says(words)
        self.heard.set()


async def _can_be_seen(is_done: Callable[[], Awaitable[bool]]) -> bool:
    """The server may fail for those who look, too."""
    with suppress(OperationFailure):
        return await is_done()
    return False


def following(is_done: Callable[[], Awaitable[bool]]) -> Command:
    """`sync`, ended when it has done what it should."""

    async def follow(services: Services, listener: Listener) -> Report:
        waking = _Waking(listener)
        task = asyncio.create_task(commands.sync(services, waking, LIMITS))
        while not task.done() and not await _can_be_seen(is_done):
            heard = asyncio.create_task(waking.heard.wait())
            await asyncio.wait({task, heard}, return_when=asyncio.FIRST_COMPLETED)
            heard.cancel()
            waking.heard.clear()
        task.cancel()
        return await task

    return follow
