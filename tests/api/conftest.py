"""The service in this process, and the client that talks to it."""

import asyncio
import socket
from collections.abc import AsyncIterator, Callable

import httpx
import pytest
import uvicorn
from fastapi import FastAPI

from multitrainer.app import create_app
from multitrainer.client import Client
from multitrainer.database import Database
from multitrainer.services.events.events import Sent, Stream
from multitrainer.services.planning.planner import Planner
from multitrainer.settings import Settings
from tests import again
from tests import school as a_school
from tests.api.everybody import Sender
from tests.callers import ADMINS_KEY, AS_ADMIN, admit
from tests.planners import Quickly

BASE_URL = "http://test"


@pytest.fixture
def database_name() -> str:
    return again.taken()


@pytest.fixture
async def database(mongodb_uri: str, settings: Settings) -> AsyncIterator[Database]:
    """What the service writes into."""
    async with again.used(mongodb_uri, settings) as database:
        yield database


@pytest.fixture
def planner() -> Planner | None:
    """What makes the plans."""
    return Quickly()


@pytest.fixture
async def app(
    mongodb_uri: str, settings: Settings, database: Database, planner: Planner | None
) -> AsyncIterator[FastAPI]:
    """The running service on a database of its own, which `database` looks into."""
    app = create_app(settings, mongodb_uri, planner)
    with again.has_indexes():
        async with app.router.lifespan_context(app):
            yield app


@pytest.fixture(autouse=True)
def endless(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Makes streams endless again: without a socket, nobody gets an answer before its end."""
    wholly = Stream.sent

    async def beginning(stream: Stream) -> AsyncIterator[list[Sent]]:
        async for piece in wholly(stream):
            yield piece
            return

    monkeypatch.setattr(Stream, "sent", beginning)
    return lambda: monkeypatch.setattr(Stream, "sent", wholly)


@pytest.fixture
async def address(app: FastAPI, database: Database, endless: Callable[[], None]) -> AsyncIterator[str]:
    """Where the service listens."""
    endless()
    await admit(database.motor)
    server = uvicorn.Server(uvicorn.Config(app, lifespan="off", log_config=None, server_header=False))
    listener = socket.create_server(("127.0.0.1", 0))
    running = asyncio.create_task(server.serve(sockets=[listener]))
    yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    server.should_exit = True
    app.state.services.feed.end()
    await running


@pytest.fixture
async def client(app: FastAPI, database: Database) -> AsyncIterator[Client]:
    """What the service's users have, as an admin."""
    await admit(database.motor)
    async with Client(BASE_URL, api_key=str(ADMINS_KEY), transport=httpx.ASGITransport(app)) as client:
        yield client


@pytest.fixture
async def http(app: FastAPI, database: Database) -> AsyncIterator[httpx.AsyncClient]:
    """For requests that the client would never send, from an admin."""
    await admit(database.motor)
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(base_url=BASE_URL, headers=AS_ADMIN, transport=transport) as http:
        yield http


@pytest.fixture
async def sender(app: FastAPI, settings: Settings) -> AsyncIterator[Sender]:
    """For requests of anybody in the school of everybody.py."""
    async with httpx.AsyncClient(base_url=BASE_URL, transport=httpx.ASGITransport(app)) as http:
        yield Sender(http, settings)


@pytest.fixture
async def school(database: Database) -> None:
    """The small school is there."""
    await a_school.found(database)
