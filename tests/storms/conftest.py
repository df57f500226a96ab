from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from uuid import uuid4

import pytest
from pymongo import MongoClient

from multitrainer.database import Database
from multitrainer.metrics import Metrics
from multitrainer.settings import Settings
from tests.databases import leave
from tests.storms import institute
from tests.storms.processes import TwoServices, serving


@pytest.fixture(scope="session", params=["replica set", "standalone"])
async def two_services(
    request: pytest.FixtureRequest, mongodb_uri: str, standalone_uri: str, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[TwoServices]:
    """Two services in processes of their own on one database: neither queues for the other."""
    folder, name = tmp_path_factory.mktemp("services"), f"test_{uuid4().hex[:12]}"
    uri = mongodb_uri if request.param == "replica set" else standalone_uri
    at = {"mongodb_uri": uri, "mongodb_database": name, "log_level": "warning"}
    async with AsyncExitStack() as stack:
        services = [await stack.enter_async_context(serving(folder=folder, **at)) for _ in range(2)]
        settings = Settings(_env_file=None, mongodb_database=name, data_dir=folder)
        yield TwoServices(uri, settings, tuple([await service.url() for service in services]))
        async with Database(uri, settings, Metrics()) as database:
            await leave(database.client, name)


@pytest.fixture
async def their_database(two_services: TwoServices) -> AsyncIterator[Database]:
    """The database of the two services, with the institute founded anew."""
    async with Database(two_services.uri, two_services.settings, Metrics()) as database:
        await institute.found(database.motor)
        yield database


@pytest.fixture(scope="session")
async def one_name(mongodb_uri: str) -> AsyncIterator[str]:
    """The name of a database for several tests, each of which empties it first."""
    yield (name := f"test_{uuid4().hex[:12]}")
    with MongoClient[dict[str, object]](mongodb_uri) as client:
        client.drop_database(name)
