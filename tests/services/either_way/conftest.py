"""The small school in a database of its own, with transactions and without."""

from collections.abc import AsyncIterator

import pytest

from multitrainer.database import Database
from multitrainer.metrics import Metrics
from multitrainer.settings import Settings
from tests import school
from tests.databases import leave


@pytest.fixture(params=["auto", "never"])
def settings(settings: Settings, request: pytest.FixtureRequest) -> Settings:
    return settings.model_copy(update={"transactions": request.param})


@pytest.fixture
async def database(mongodb_uri: str, settings: Settings) -> AsyncIterator[Database]:
    async with Database(mongodb_uri, settings, Metrics()) as database:
        await school.found(database)
        yield database
        await leave(database.client, settings.mongodb_database)
