"""The service in this process, and a browser's requests to it."""

from collections.abc import AsyncIterator

import httpx
import pytest
from fastapi import FastAPI

from multitrainer.app import create_app
from multitrainer.database import Database
from multitrainer.domain.actors import THE_ADMIN
from multitrainer.services import Services
from multitrainer.settings import Settings
from tests import again


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
