"""A database that tests use again is as a new one."""

from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest
from motor.motor_asyncio import AsyncIOMotorClient, AsyncIOMotorDatabase
from pymongo import InsertOne

from multitrainer import documents
from multitrainer.settings import Settings
from tests import again

Raw = AsyncIOMotorDatabase[dict[str, Any]]


@pytest.fixture
async def client(mongodb_uri: str) -> AsyncIterator[AsyncIOMotorClient[dict[str, Any]]]:
    """Somebody else's."""
    client = AsyncIOMotorClient[dict[str, Any]](mongodb_uri)
    yield client
    client.close()


@pytest.fixture
def settings(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Nothing rests yet."""
    monkeypatch.setattr(again, "_resting", deque())
    monkeypatch.setattr(again, "RESTING", 1)
    return settings


async def add(database: Raw) -> None:
    await database.users.insert_one({"name": "Ada"})


async def add_elsewhere(database: Raw) -> None:
    await database.a_collection_of_nobody_else.bulk_write([InsertOne({"name": "Ada"})])


async def copy(database: Raw) -> None:
    await database.users.insert_one({"name": "Ada"})
    await database.users.aggregate([{"$out": "copies"}]).to_list(None)


async def add_and_give_up(database: Raw) -> None:
    async with await database.client.start_session() as session:
        session.start_transaction()
        await database.users.insert_one({"name": "Ada"}, session=session)


@pytest.mark.parametrize("write", [add, add_elsewhere, copy, add_and_give_up])
async def test_whoever_gets_a_database_again_finds_it_empty_with_our_indexes(
    mongodb_uri: str,
    settings: Settings,
    client: AsyncIOMotorClient[dict[str, Any]],
    write: Callable[[Raw], Awaitable[None]],
) -> None:
    async with again.used(mongodb_uri, settings) as first:
        made = await indexes(first.motor)
        await write(client[settings.mongodb_database])
    assert again.taken() == settings.mongodb_database
    await add(client[settings.mongodb_database])  # by whoever was late
    async with again.used(mongodb_uri, settings) as second:
        assert await again.filled(second.motor) == []
        assert await indexes(second.motor) == made


async def indexes(database: Raw) -> dict[str, Any]:
    named = {document.get_collection_name() for document in documents.ALL}
    return {name: await database[name].index_information() for name in named}


async def validate(database: Raw) -> None:
    await database.command("collMod", "users", validator={"name": "Ada"})


async def index(database: Raw) -> None:
    await database.users.create_index("name")


async def unindex(database: Raw) -> None:
    await database.multitrainer_credentials.drop_indexes()


async def drop(database: Raw) -> None:
    await database.drop_collection("users")


async def rename(database: Raw) -> None:
    await add(database)
    await database.users.rename("people")


@pytest.mark.parametrize("change", [validate, index, unindex, drop, rename])
async def test_where_more_than_documents_was_changed_nobody_gets_it_again(
    mongodb_uri: str,
    settings: Settings,
    client: AsyncIOMotorClient[dict[str, Any]],
    change: Callable[[Raw], Awaitable[None]],
) -> None:
    async with again.used(mongodb_uri, settings):
        await change(client[settings.mongodb_database])
    assert again.taken() != settings.mongodb_database


async def test_fields_with_other_names_have_other_indexes(mongodb_uri: str, settings: Settings) -> None:
    async with again.used(mongodb_uri, settings.model_copy(update={"user_email_field": "mail"})):
        pass
    assert again.taken() != settings.mongodb_database
