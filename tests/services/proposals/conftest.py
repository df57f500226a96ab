"""The small school, with transactions and without, founded anew for each test in one database."""

from collections.abc import AsyncIterator
from pathlib import Path
from uuid import uuid4

import pytest

from multitrainer import wiring
from multitrainer.database import Database
from multitrainer.metrics import Metrics
from multitrainer.services import Services
from multitrainer.settings import Settings
from tests import school
from tests.databases import leave
from tests.planners import Quickly

OURS = ("proposals", "proposal_parts", "trainers", "courses", "batches", "enrolments", "audit", "leases")


@pytest.fixture(scope="package", params=["auto", "never"])
async def a_database(
    request: pytest.FixtureRequest, mongodb_uri: str, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[tuple[Database, Settings]]:
    settings = Settings(
        _env_file=None,
        mongodb_database=f"test_{uuid4().hex[:12]}",
        data_dir=Path(tmp_path_factory.mktemp("data")),
        transactions=request.param,
    )
    async with Database(mongodb_uri, settings, Metrics()) as database:
        yield database, settings
        await leave(database.client, settings.mongodb_database)


@pytest.fixture
async def database(a_database: tuple[Database, Settings]) -> Database:
    database = a_database[0]
    for name in OURS:
        await database.motor[f"multitrainer_{name}"].delete_many({})
    await school.found_anew(database)
    return database


@pytest.fixture
async def services(database: Database, a_database: tuple[Database, Settings]) -> AsyncIterator[Services]:
    services = wiring.build(database, a_database[1], planner=Quickly())
    yield services
    await services.proposals.finish()
