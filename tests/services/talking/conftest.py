"""The small school with an admin, in a database for all tests of a file, with transactions and without."""

from collections.abc import AsyncIterator
from uuid import uuid4

import pytest

from multitrainer import wiring
from multitrainer.database import Database
from multitrainer.metrics import Metrics
from multitrainer.services import Services
from multitrainer.settings import Settings
from tests.databases import leave
from tests.services.people import SetClock
from tests.services.talking.school import founded


@pytest.fixture(scope="module", params=["auto", "never"], ids=["transactions", "no transactions"])
async def served(mongodb_uri: str, request: pytest.FixtureRequest) -> AsyncIterator[tuple[Database, Settings]]:
    """A database for all tests of a file, because to make one takes longer than a test."""
    name = f"test_{uuid4().hex[:12]}"
    settings = Settings(_env_file=None, mongodb_database=name, transactions=request.param, worker=False)
    settings = settings.model_copy(
        update={"mentions_per_hour": 5, "max_attachment_bytes": 300_000, "attachments_waiting": 5}
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
    return SetClock()


@pytest.fixture
def services(database: Database, served: tuple[Database, Settings], clock: SetClock) -> Services:
    """Every use case on the school."""
    return wiring.build(database, served[1], now=clock)


@pytest.fixture
def others(database: Database, served: tuple[Database, Settings], clock: SetClock) -> Services:
    """What another process has."""
    return wiring.build(database, served[1], now=clock)
