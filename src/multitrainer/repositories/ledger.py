"""The migrations' ledger: how far each one is, and which process may move it on.

A holder has a lease, which it renews, and a fence, a number that grows with each holder. Whoever was held up for so
long that another one took over finds its own fence outdated, and moves nothing any more.
"""

import asyncio
import os
import platform
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any, NamedTuple

from bson import ObjectId
from pymongo.errors import DuplicateKeyError

from multitrainer.clock import Clock
from multitrainer.documents import LedgerEntry
from multitrainer.domain.errors import MigrationHeld
from multitrainer.domain.migrating import State
from multitrainer.failures import NOT_DONE, in_time
from multitrainer.repositories.entries import readable
from multitrainer.stored.holders import holder_of, last_holder, named

Raw = dict[str, Any]

LEASE = timedelta(seconds=30)
RENEWED_EACH_SECONDS = 5.0
HOLDERS_REMEMBERED = 20
LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
GIVEN_BACK = {"until": LONG_AGO, "owner": None}
"""Nobody's any more: a renewal that was under way when its holder ended, and arrives after it, renews nothing."""


Insist = Callable[[Callable[[], Coroutine[Any, Any, "Hold"]]], Awaitable["Hold"]]


async def _once(attempt: Callable[[], Coroutine[Any, Any, "Hold"]]) -> "Hold":
    """Try once."""
    return await attempt()


class Hold(NamedTuple):
    """The right to move one entry on, as long as nobody else has taken over."""

    name: str
    owner: ObjectId
    fence: int
    entry: Raw


class Ledger:
    """Reads and writes the ledger."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    async def entries(self) -> dict[str, Raw]:
        """Every entry there is, by name. Raises LedgerUnreadable."""
        with in_time():
            found = await _collection().find({}).sort("_id", 1).to_list(None)
        return {entry["_id"]: readable(entry) for entry in found}

    async def must_be_free(self, name: str, to_do: str) -> None:
        """Raises MigrationHeld, which says what to do, while a process holds this entry."""
        if holder_of((await self.entries()).get(name), self._clock()):
            raise await self._held_by_another(name, to_do)

    @asynccontextmanager
    async def held(self, name: str, insist: Insist = _once) -> AsyncIterator[Hold]:
        """Be the only one who moves this entry on. Raises MigrationHeld while another process is.

        `insist` may try to take it several times.
        """
        owner = ObjectId()
        try:
            hold = await insist(partial(self._take, name, owner))
        except BaseException:  # it may have been taken all the same
            await _give_back({"_id": name, "owner": owner})
            raise
        renewing = asyncio.create_task(self._renew(hold))
        try:
            yield hold
        finally:
            renewing.cancel()
            await _give_back(_mine(hold))

    async def move(self, hold: Hold, **fields: Any) -> None:
        """Write down how far it is. Raises MigrationHeld when another process has taken over."""
        if not await self._set(hold, {**fields, "until": self._clock() + LEASE, "at": self._clock()}):
            raise MigrationHeld(f"Another process has taken {hold.name} over; it goes on where this one was.")

    async def _take(self, name: str, owner: ObjectId) -> Hold:
        """Take an entry that nobody holds, or that this owner took before without hearing of it."""
        now = self._clock()
        holder = {"host": platform.node(), "pid": os.getpid(), "since": now}
        free = {"_id": name, "until": {"$not": {"$gt": now}}}  # a lease that somebody took out has ended, too
        mine = {
            "$set": {"owner": owner, "until": now + LEASE},
            "$inc": {"fence": 1},
            "$push": {"holders": {"$each": [holder], "$slice": -HOLDERS_REMEMBERED}},
            "$setOnInsert": {"state": State.PENDING},
        }
        with in_time(), suppress(DuplicateKeyError):  # its lease runs
            await _collection().update_one(free, mine, upsert=True)
        with in_time():
            entry = await _collection().find_one({"_id": name})
        if entry is None or entry.get("owner") != owner:
            raise await self._held_by_another(name)
        return Hold(name, owner, entry["fence"], readable(entry))

    async def _held_by_another(self, name: str, to_do: str = "Wait until it is done.") -> MigrationHeld:
        holder = last_holder((await self.entries()).get(name))
        if_dead = f"If it has died, try again in {LEASE.seconds} seconds."
        return MigrationHeld(f"{name} is held by {named(holder)}. {to_do} {if_dead}", migration=name)

    async def _renew(self, hold: Hold) -> None:
        while True:
            await asyncio.sleep(RENEWED_EACH_SECONDS)
            with suppress(*NOT_DONE):
                await self._set(hold, {"until": self._clock() + LEASE})

    async def _set(self, hold: Hold, fields: Raw) -> bool:
        with in_time():
            result = await _collection().update_one(_mine(hold), {"$set": fields})
        return bool(result.matched_count)


def _mine(hold: Hold) -> Raw:
    return {"_id": hold.name, "owner": hold.owner, "fence": hold.fence}


async def _give_back(mine: Raw) -> None:
    with suppress(*NOT_DONE), in_time(RENEWED_EACH_SECONDS):  # then the lease ends by itself
        await _collection().update_one(mine, {"$set": GIVEN_BACK})


def _collection() -> Any:
    return LedgerEntry.get_motor_collection()
