"""The proxy does to a driver what tests rely on."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pymongo
import pytest
from motor.motor_asyncio import AsyncIOMotorClient, AsyncIOMotorCollection
from pymongo.errors import AutoReconnect, ConnectionFailure, PyMongoError

from multitrainer.database import Database
from tests.faults.proxy import Proxy, proxy

Client = AsyncIOMotorClient[dict[str, Any]]
Things = AsyncIOMotorCollection[dict[str, Any]]


@pytest.fixture
async def between(mongodb_uri: str) -> AsyncIterator[Proxy]:
    async with proxy(mongodb_uri) as between:
        yield between


@pytest.fixture
async def client(between: Proxy) -> AsyncIterator[Client]:
    """A driver that goes through the proxy, and has found the server."""
    client: Client = AsyncIOMotorClient(between.uri, retryWrites=False, retryReads=False, serverSelectionTimeoutMS=2000)
    await client.admin.command("ping")
    yield client
    client.close()


async def insert_five(things: Things) -> None:
    for number in range(5):
        await things.insert_one({"_id": number})
        await things.count_documents({})


async def test_a_ping_goes_through_and_is_counted(between: Proxy, client: Client) -> None:
    before = between.requests, between.bytes_to_server, between.bytes_to_driver
    assert (await client.admin.command("ping"))["ok"] == 1
    assert between.requests == before[0] + 1
    assert between.bytes_to_server > before[1]
    assert between.bytes_to_driver > before[2]
    assert between.connections >= 1


async def test_one_waits_for_requests_to_have_passed(between: Proxy, client: Client) -> None:
    passed = asyncio.create_task(between.after(2))
    await asyncio.sleep(0)  # it begins to count
    await client.admin.command("ping")
    assert not passed.done()
    await client.admin.command("ping")
    await passed


@pytest.mark.parametrize("end", [Proxy.cut, Proxy.reset])
async def test_a_cut_is_felt_by_the_driver_which_then_connects_anew(between: Proxy, client: Client, end: Any) -> None:
    between.before_answer(1, lambda: end(between))
    with pytest.raises(AutoReconnect):
        await client.admin.command("ping")
    await client.admin.command("ping")


async def test_a_reset_is_a_reset(between: Proxy, client: Client) -> None:
    between.before_answer(1, between.reset)
    with pytest.raises(AutoReconnect, match=r"reset by peer"):
        await client.admin.command("ping")


async def test_silence_lasts_until_healed(between: Proxy, client: Client) -> None:
    between.silence()
    with pytest.raises(PyMongoError) as silent, pymongo.timeout(0.3):
        await client.admin.command("ping")
    assert silent.value.timeout
    between.heal()
    await client.admin.command("ping")


async def test_what_silence_held_arrives_when_healed(between: Proxy, client: Client, database: Database) -> None:
    things = client[database.motor.name].things
    between.before_request(1, between.silence, "insert")
    inserting = asyncio.ensure_future(things.insert_one({"_id": 1}))
    assert await database.motor.things.count_documents({}) == 0
    assert not inserting.done()
    between.heal()
    await inserting
    assert await database.motor.things.count_documents({}) == 1


async def test_who_is_refused_comes_in_when_healed(between: Proxy, client: Client) -> None:
    between.refuse()
    between.cut()
    with pytest.raises(ConnectionFailure):
        await client.admin.command("ping")
    await between.refuses(1)
    between.heal()
    await client.admin.command("ping")


async def test_a_delay_holds_each_request_for_its_time(between: Proxy, client: Client) -> None:
    between.delay(0.2)
    with pytest.raises(PyMongoError) as late, pymongo.timeout(0.05):
        await client.admin.command("ping")
    assert late.value.timeout
    between.heal()
    await client.admin.command("ping")


async def test_a_cut_before_the_request_keeps_it_from_the_server(
    between: Proxy, client: Client, database: Database
) -> None:
    things = client[database.motor.name].things
    between.before_request(3, between.cut, "insert")
    with pytest.raises(AutoReconnect):
        await insert_five(things)
    assert [thing["_id"] async for thing in database.motor.things.find()] == [0, 1]


async def test_a_cut_before_the_answer_leaves_the_driver_in_doubt(
    between: Proxy, client: Client, database: Database
) -> None:
    things = client[database.motor.name].things
    between.before_answer(3, between.cut, "insert")
    with pytest.raises(AutoReconnect):
        await insert_five(things)
    assert [thing["_id"] async for thing in database.motor.things.find()] == [0, 1, 2]


async def test_a_server_that_is_not_there_refuses() -> None:
    async with proxy("mongodb://127.0.0.1:1/?directConnection=true") as between:
        client: Client = AsyncIOMotorClient(between.uri, serverSelectionTimeoutMS=100)
        with pytest.raises(ConnectionFailure):
            await client.admin.command("ping")
        client.close()
        assert (between.connections, between.refused > 0) == (0, True)


async def test_only_the_address_of_the_uri_is_another() -> None:
    async with proxy("mongodb://me:p%40ss@127.0.0.1:1/db?directConnection=true&w=majority") as between:
        before, _, after = between.uri.partition("127.0.0.1:")
        assert before == "mongodb://me:p%40ss@"
        assert after.partition("/")[2] == "db?directConnection=true&w=majority"


@pytest.mark.parametrize("uri", ["mongodb://a:1", "mongodb://a:1,b:2/?directConnection=false"])
async def test_a_driver_that_may_go_around_it_is_refused(uri: str) -> None:
    with pytest.raises(ValueError, match="directConnection"):
        async with proxy(uri):
            pass
