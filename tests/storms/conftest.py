from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from motor.motor_asyncio import AsyncIOMotorClient

from multitrainer.database import Database
from multitrainer.metrics import Metrics
from multitrainer.settings import Settings


@pytest.fixture
async def on_standalone(standalone_uri: str, settings: Settings) -> AsyncIterator[Database]:
    """A connected database on a server that is no replica set, gone afterwards."""
    async with Database(standalone_uri, settings, Metrics()) as database:
        yield database
        await database.client.drop_database(settings.mongodb_database)
