"""The small school, with transactions and without, founded anew for each test in one database."""

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import pytest

from multitrainer import wiring
from multitrainer.database import Database
from multitrainer.metrics import Metrics
from multitrainer.planning.telling import answered
from multitrainer.services import Services
from multitrainer.settings import Settings
from multitrainer.solver.limits import Limits, Progress
from multitrainer.solver.problem import Problem
from multitrainer.solver.solution import Solution
from multitrainer.solver.solving import solve
from multitrainer.solver.ways.finding import ways_out
from tests import school
from tests.databases import leave

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


class Quickly:
    """The solver itself, in threads; four batches cost it little effort."""

    async def plan(
        self, problem: Problem, limits: Limits, on_progress: Callable[[Progress], None], cancelled: asyncio.Event
    ) -> Solution:
        return await asyncio.to_thread(solve, problem, limits=replace(limits, effort=50), cancelled=cancelled.is_set)

    async def tell(self, question: bytes, seconds: float, *, is_long: bool) -> bytes:
        return await asyncio.to_thread(answered, question, ways_out)


@pytest.fixture
async def services(database: Database, a_database: tuple[Database, Settings]) -> AsyncIterator[Services]:
    services = wiring.build(database, a_database[1], planner=Quickly())
    yield services
    await services.proposals.finish()
