"""The small school with its admins, in a database for all tests of a file, with transactions and without."""

from collections.abc import AsyncIterator
from copy import copy
from uuid import uuid4
from weakref import WeakValueDictionary

import pytest

from multitrainer import wiring
from multitrainer.database import Database
from multitrainer.metrics import Metrics
from multitrainer.services import Services
from multitrainer.settings import Settings
from tests.databases import leave
from tests.services.asking.asking import MONDAY, MOST, founded
from tests.services.people import SetClock


@pytest.fixture(scope="module", params=["auto", "never"], ids=["transactions", "no transactions"])
async def served(mongodb_uri: str, request: pytest.FixtureRequest) -> AsyncIterator[tuple[Database, Settings]]:
    """A database for all tests of a file, because to make one takes longer than a test."""
    name = f"test_{uuid4().hex[:12]}"
    settings = Settings(_env_file=None, mongodb_database=name, transactions=request.param, worker=False)
    rules = {"time_zone": "Europe/Berlin", "sessions_ahead_days": 9, "question_most_open": MOST}
    settings = settings.model_copy(update=rules)
    async with Database(mongodb_uri, settings, Metrics()) as database:
        yield database, settings
        await leave(database.client, name)


@pytest.fixture
async def database(served: tuple[Database, Settings]) -> Database:
    """With nothing in it but the school."""
    await founded(served[0])
    return served[0]


@pytest.fixture
def settings(served: tuple[Database, Settings]) -> Settings:
    return served[1]


@pytest.fixture
def time() -> SetClock:
    """It is Monday morning."""
    clock = SetClock()
    clock.at = MONDAY
    return clock


@pytest.fixture
def services(database: Database, settings: Settings, time: SetClock) -> Services:
    """Every use case on the school."""
    return wiring.build(database, settings, now=time)


@pytest.fixture
def elsewhere(database: Database, settings: Settings, time: SetClock) -> Services:
    """As another process has them: nothing keeps the two apart but the database."""
    other = copy(database)
    other._locks = WeakValueDictionary()
    return wiring.build(other, settings, now=time)
