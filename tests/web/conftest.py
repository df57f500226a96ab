"""The service in this process, and a browser's requests to it."""

from collections.abc import AsyncIterator

import httpx
import pytest

from multitrainer.app import create_app
from multitrainer.database import Database
from multitrainer.domain.actors import THE_ADMIN
from multitrainer.services import Services
from multitrainer.settings import Settings


@pytest.fixture
async def http(mongodb_uri: str, settings: Settings, database: Database) -> AsyncIterator[httpx.AsyncClient]:
    """Whoever has the address."""
    app = create_app(settings, mongodb_uri)
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
