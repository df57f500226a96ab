"""One service and one school for all tests of a file: what a request changed is put back, which is quicker."""

from collections.abc import AsyncIterator

import httpx
import pytest
from fastapi import FastAPI

from multitrainer.app import create_app
from multitrainer.database import Database
from multitrainer.metrics import Metrics
from multitrainer.settings import Settings
from tests.api.conftest import BASE_URL
from tests.api.everybody import Sender
from tests.api.routes.schools import School
from tests.conftest import new_name, usual
from tests.databases import leave
from tests.planners import Quickly


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A file may sign in in vain more often than anybody else may."""
    return usual(tmp_path_factory.mktemp("data"), new_name()).model_copy(update={"sign_in_failures": 10_000})


@pytest.fixture(scope="module")
async def database(mongodb_uri: str, settings: Settings) -> AsyncIterator[Database]:
    """What the service writes into, which makes the indexes."""
    async with Database(mongodb_uri, settings, Metrics(), makes_indexes=False) as database:
        yield database
        await leave(database.client, settings.mongodb_database)


@pytest.fixture(scope="module")
async def app(mongodb_uri: str, settings: Settings, database: Database) -> AsyncIterator[FastAPI]:
    app = create_app(settings, mongodb_uri, Quickly())
    async with app.router.lifespan_context(app):
        yield app


@pytest.fixture(scope="module")
async def sender(app: FastAPI, settings: Settings) -> AsyncIterator[Sender]:
    async with httpx.AsyncClient(base_url=BASE_URL, transport=httpx.ASGITransport(app)) as http:
        yield Sender(http, settings, keeps=True)


@pytest.fixture(scope="module")
async def of_a_file(database: Database, app: FastAPI, sender: Sender) -> School:
    school = School(database, sender)
    await school.found()
    return school


@pytest.fixture(autouse=True)
async def everybody(of_a_file: School) -> School:
    """The school of everybody.py, as it is there."""
    await of_a_file.be_usual()
    return of_a_file
