"""The service in this process, and a browser's requests to it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import httpx
import pytest
from fastapi import FastAPI

from multitrainer.app import create_app
from multitrainer.database import Database
from multitrainer.domain.actors import THE_ADMIN
from multitrainer.metrics import Metrics
from multitrainer.services import Services
from multitrainer.settings import Settings
from tests import again
from tests.conftest import usual
from tests.databases import leave
from tests.web.visiting import founded, signed_in


@pytest.fixture
def database_name() -> str:
    return again.taken()


@pytest.fixture
async def database(mongodb_uri: str, settings: Settings) -> AsyncIterator[Database]:
    """What the service writes into."""
    async with again.used(mongodb_uri, settings) as database:
        yield database


@pytest.fixture
def app(mongodb_uri: str, settings: Settings, database: Database) -> FastAPI:
    """The service."""
    return create_app(settings, mongodb_uri)


@pytest.fixture
async def http(app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    """Whoever has the address."""
    with again.has_indexes():
        async with (
            app.router.lifespan_context(app),
            httpx.AsyncClient(base_url="http://test", transport=httpx.ASGITransport(app)) as http,
        ):
            yield http


@pytest.fixture
async def token(services: Services) -> str:
    """What `serve` prints where there is no admin."""
    token = await services.set_up.token(THE_ADMIN)
    assert token
    return token


@dataclass(frozen=True, slots=True)
class Office:
    """A founded school in which an admin is signed in."""

    app: FastAPI
    http: httpx.AsyncClient
    database: Database
    services: Services


@pytest.fixture(scope="module")
async def office(mongodb_uri: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Office]:
    """One for all tests of a file: what each changes is nothing to the others."""
    settings = usual(tmp_path_factory.mktemp("office"), again.taken())
    async with Database(mongodb_uri, settings, Metrics()) as database:
        await founded(database)
        app = create_app(settings, mongodb_uri)
        with again.has_indexes():
            async with (
                app.router.lifespan_context(app),
                httpx.AsyncClient(base_url="http://test", transport=httpx.ASGITransport(app)) as http,
            ):
                await signed_in(http)
                yield Office(app, http, database, app.state.services)
        await leave(database.client, settings.mongodb_database)


@asynccontextmanager
async def visiting(office: Office, email: str) -> AsyncIterator[httpx.AsyncClient]:
    """Somebody else is signed in there, in a browser of their own."""
    async with httpx.AsyncClient(base_url="http://test", transport=httpx.ASGITransport(office.app)) as http:
        await signed_in(http, email)
        yield http
