"""Leases: where no transaction can, they make service processes change one thing one after the other.

Whoever dies with one leaves it until its time is over; whoever takes longer meets the guards of each write, as the old
application does, which knows no leases.
"""

import asyncio
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import timedelta

import pymongo
from bson import ObjectId
from pymongo.errors import DuplicateKeyError, PyMongoError

from multitrainer import clock
from multitrainer.documents import Lease

DURATION = timedelta(seconds=10)
PATIENCE_SECONDS = 15.0
"""Longer than a lease: whoever waits outlives the lease of somebody who died."""

FAREWELL_SECONDS = 2.0
"""How long the server is asked for to give a lease back."""


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
        with suppress(PyMongoError), pymongo.timeout(FAREWELL_SECONDS):  # then it ends by itself
            await Lease.get_motor_collection().delete_one({"_id": key, "owner": owner})


async def _taken(key: str, owner: ObjectId) -> bool:
    """Take a lease that nobody has or whose time is over; one that runs makes the upsert meet its `_id`."""
    now = clock.now()
    free, mine = {"_id": key, "until": {"$lte": now}}, {"$set": {"owner": owner, "until": now + DURATION}}
    try:
        await Lease.get_motor_collection().update_one(free, mine, upsert=True)
    except DuplicateKeyError:
        return False
    return True
