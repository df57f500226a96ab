"""Leases: where no transaction can, they make service processes do one thing one after the other.

Whoever dies with one leaves it until its time is over; whoever takes longer meets the guards of each write, as the old
application does, which knows no leases.
"""

import asyncio
import random
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from datetime import timedelta
from typing import TypeVar

import pymongo
from bson import ObjectId
from pymongo.errors import DuplicateKeyError, PyMongoError

from multitrainer import clock
from multitrainer.documents import Lease

T = TypeVar("T")

DURATION = timedelta(seconds=10)
PATIENCE_SECONDS = 15.0
"""Longer than a lease: whoever waits outlives the lease of somebody who died."""

FAREWELL_SECONDS = 2.0
"""How long the server is asked for to give a lease back."""


class LeaseLost(PyMongoError):
    """Another service has taken a lease over: this one was held up for longer than it lasts."""


@asynccontextmanager
async def held(key: str) -> AsyncIterator[None]:
    """Be the only one who changes this. Raises TimeoutError when others don't let go of it."""
    owner = ObjectId()
    async with asyncio.timeout(PATIENCE_SECONDS):
        while not await _taken(key, owner):  # noqa: ASYNC110  (by another process)
            await asyncio.sleep(random.uniform(0.005, 0.05))  # noqa: S311  (jitter)
    try:
        yield
    finally:
        await _given_back(key, owner)


async def _taken(key: str, owner: ObjectId) -> bool:
    """Take a lease that nobody has or whose time is over; one that runs makes the upsert meet its `_id`."""
    now = clock.now()
    free, mine = {"_id": key, "until": {"$lte": now}}, {"$set": {"owner": owner, "until": now + DURATION}}
    try:
        await Lease.get_motor_collection().update_one(free, mine, upsert=True)
    except DuplicateKeyError:
        return False
    return True


async def alone(key: str, work: Callable[[], Awaitable[T]]) -> T | None:
    """Do something unless another service is at it: None then. The lease is kept up for as long as it takes.

    Where the server can't be asked to keep it, the work is cancelled before the lease ends, and PyMongoError is raised.
    """
    owner = ObjectId()
    if not await _taken(key, owner):
        return None
    working, keeping = asyncio.ensure_future(work()), asyncio.create_task(_kept(key, owner))
    try:
        await asyncio.wait({working, keeping}, return_when=asyncio.FIRST_COMPLETED)
        if keeping.done():
            keeping.result()
        return await working
    finally:
        for task in (working, keeping):
            task.cancel()
        await asyncio.gather(working, keeping, return_exceptions=True)
        await _given_back(key, owner)


async def _kept(key: str, owner: ObjectId) -> None:
    """Keep a lease up until it is lost. Raises PyMongoError."""
    while True:
        await asyncio.sleep(DURATION.total_seconds() / 3)
        with pymongo.timeout(DURATION.total_seconds() / 3):
            later = {"$set": {"until": clock.now() + DURATION}}
            kept = await Lease.get_motor_collection().update_one({"_id": key, "owner": owner}, later)
        if not kept.matched_count:
            raise LeaseLost(f"Another service has taken over: {key}.")


async def _given_back(key: str, owner: ObjectId) -> None:
    with suppress(PyMongoError), pymongo.timeout(FAREWELL_SECONDS):  # then it ends by itself
        await Lease.get_motor_collection().delete_one({"_id": key, "owner": owner})
