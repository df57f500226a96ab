"""The small school anew for each test, with transactions and without."""

from collections.abc import AsyncIterator

import pytest

from multitrainer.database import Database
from multitrainer.metrics import Metrics
from multitrainer.settings import Settings
from tests.school import found_anew


@pytest.fixture(params=["auto", "never"])
def settings(settings: Settings, request: pytest.FixtureRequest, one_name: str) -> Settings:
    return settings.model_copy(update={"transactions": request.param, "mongodb_database": one_name})


@pytest.fixture
async def database(mongodb_uri: str, settings: Settings) -> AsyncIterator[Database]:
    async with Database(mongodb_uri, settings, Metrics()) as database:
        await found_anew(database)
        yield database
