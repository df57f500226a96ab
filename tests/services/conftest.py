"""Databases that are used again, which saves a third of the time."""

from collections.abc import AsyncIterator

import pytest

from multitrainer.database import Database
from multitrainer.settings import Settings
from tests import again


@pytest.fixture
def database_name() -> str:
    return again.taken()


@pytest.fixture
async def database(mongodb_uri: str, settings: Settings) -> AsyncIterator[Database]:
    async with again.used(mongodb_uri, settings) as database:
        yield database
