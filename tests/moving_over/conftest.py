from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

import pytest
from bson import ObjectId

from multitrainer.database import Database
from multitrainer.settings import Settings
from tests.moving_over.institute import Institute, found
from tests.moving_over.moving import Mover, mover


@pytest.fixture
async def institute(database: Database) -> Institute:
    """An old institute with every oddity, in the test's database."""
    return await found(database.motor, courses=20, batches=60)


@pytest.fixture
async def move(database: Database, settings: Settings) -> Mover:
    """The use cases on the test's database, watched by nobody."""
    return mover(database, settings)


@pytest.fixture
async def trainers(move: Mover) -> list[ObjectId]:
    """Three of them in the test's database."""
    trainers = [ObjectId() for _ in range(3)]
    await move.database.motor.users.insert_many([{"_id": one, "role": "trainer"} for one in trainers])
    return trainers


@pytest.fixture
async def another(mongodb_uri: str, settings: Settings) -> AsyncIterator[AsyncExitStack]:
    """What else a test opens, closed in the end."""
    async with AsyncExitStack() as stack:
        yield stack
