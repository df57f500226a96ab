"""The service in this process, and a browser's requests to it."""

from collections.abc import AsyncIterator

import httpx
import pytest
from beanie import Document
from fastapi import FastAPI

from multitrainer.app import create_app
from multitrainer.database import Database
from multitrainer.domain.actors import THE_ADMIN
from multitrainer.services import Services
from multitrainer.settings import Settings


@pytest.fixture
def app(mongodb_uri: str, settings: Settings, database: Database) -> FastAPI:
    """The service."""
    return create_app(settings, mongodb_uri)


async def _has_them(database: Database, document: type[Document]) -> None:
    """`database` has made the indexes, and to find that out would take as long as to make them."""


@pytest.fixture
async def http(app: FastAPI, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[httpx.AsyncClient]:
    """Whoever has the address."""
    monkeypatch.setattr(Database, "_make_indexes", _has_them)
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
