from collections.abc import AsyncIterator
from uuid import uuid4

import httpx
import pytest
from motor.motor_asyncio import AsyncIOMotorClient, AsyncIOMotorDatabase

from multitrainer.app import create_app
from multitrainer.settings import Settings
from tests.callers import AS_ADMIN, admit
from tests.databases import leave
from tests.interop.node import must_have_mongoose
from tests.interop.old_application import Node, OldApplication, Raw, node
from tests.interop.world import ADA, BEN, CAM, DAN, EVE, World


@pytest.fixture(scope="session")
async def mongoose(mongodb_uri: str) -> AsyncIterator[Node]:
    """One Node process for all tests."""
    must_have_mongoose()
    async with node(mongodb_uri) as process:
        yield process


@pytest.fixture(scope="module")
async def world(mongodb_uri: str, mongoose: Node, request: pytest.FixtureRequest) -> AsyncIterator[World]:
    """The service and Mongoose on a database with five trainers. Parametrised, the setting `transactions`."""
    name = f"test_{uuid4().hex[:12]}"
    transactions = getattr(request, "param", "auto")
    app = create_app(Settings(_env_file=None, mongodb_database=name, transactions=transactions), mongodb_uri)
    client: AsyncIOMotorClient[Raw] = AsyncIOMotorClient(mongodb_uri, tz_aware=True)
    transport = httpx.ASGITransport(app)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(base_url="http://test", headers=AS_ADMIN, transport=transport) as http,
    ):
        world = World(client[name], http, OldApplication(mongoose, name))
        await admit(client[name])
        await _make_trainers(client[name], world.old)
        yield world
    await leave(client, name)
    client.close()


async def _make_trainers(database: AsyncIOMotorDatabase[Raw], old: OldApplication) -> None:
    """Users have more than anybody is to see; some by Mongoose, some as other programs left them."""
    ada = {"name": "Ada", "email": "ada@x.example", "phone": "1", "specialization": "German", "password": "secret"}
    await old.create("User", {"_id": ADA, **ada, "role": "trainer"})
    await old.create("User", {"_id": BEN, "name": "Ben", "role": "trainer", "email": None})
    odd = {"password": "secret", "address": {"street": "Hidden"}, "role": "trainer"}
    await database.users.insert_many([
        {"_id": CAM, "name": "Çam\u2028<b>", "phone": None, **odd},
        {"_id": DAN, **odd},
        {"_id": EVE, "name": "Eve", "specialization": "", **odd},
    ])  # fmt: skip
