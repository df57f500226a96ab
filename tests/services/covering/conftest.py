"""The school of covering.py in a database that tests share, because to make one takes longer than a test."""

from collections.abc import AsyncIterator
from uuid import uuid4

import pytest

from multitrainer import wiring
from multitrainer.database import Database
from multitrainer.metrics import Metrics
from multitrainer.services import Services
from multitrainer.settings import Settings
from tests.databases import leave
from tests.services.covering.covering import BERLIN, MONDAY_NOON, founded
from tests.services.people import SetClock


@pytest.fixture(scope="module")
def transactions() -> str:
    """Whether there are some; a file may say otherwise."""
    return "auto"


@pytest.fixture(scope="module")
async def served(mongodb_uri: str, transactions: str) -> AsyncIterator[tuple[Database, Settings]]:
    """A database for all tests of a file."""
    name = f"test_{uuid4().hex[:12]}"
    settings = Settings(
        _env_file=None, mongodb_database=name, time_zone=BERLIN.key, transactions=transactions, worker=False
    )
    async with Database(mongodb_uri, settings, Metrics()) as database:
        yield database, settings
        await leave(database.client, name)


@pytest.fixture
async def database(served: tuple[Database, Settings]) -> Database:
    """With nothing in it but the school."""
    await founded(served[0])
    return served[0]


@pytest.fixture
def clock() -> SetClock:
    """It is Monday noon."""
    clock = SetClock()
    clock.at = MONDAY_NOON
    return clock


@pytest.fixture
def services(database: Database, served: tuple[Database, Settings], clock: SetClock) -> Services:
    """Every use case on the school."""
    return wiring.build(database, served[1], now=clock)
