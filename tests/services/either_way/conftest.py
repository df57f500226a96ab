"""The small school in an empty database, with transactions and without."""

from collections.abc import AsyncIterator

import pytest

from multitrainer.database import Database
from multitrainer.settings import Settings
from tests import again, school


@pytest.fixture(params=["auto", "never"])
def settings(settings: Settings, request: pytest.FixtureRequest) -> Settings:
    return settings.model_copy(update={"transactions": request.param})


@pytest.fixture
async def database(mongodb_uri: str, settings: Settings) -> AsyncIterator[Database]:
    async with again.used(mongodb_uri, settings) as database:
        await school.found(database)
        yield database
