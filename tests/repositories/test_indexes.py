"""Indexes are made at start-up, beside whatever an institute has already."""

from collections.abc import AsyncIterator, Iterator, MutableMapping
from typing import Any

import pytest
from motor.motor_asyncio import AsyncIOMotorClient, AsyncIOMotorDatabase
from pymongo import IndexModel
from structlog.testing import capture_logs

from multitrainer import documents, logs
from multitrainer.database import Database
from multitrainer.metrics import Metrics
from multitrainer.settings import Settings
from tests.databases import leave

Raw = dict[str, Any]
Motor = AsyncIOMotorDatabase[Raw]

THEIRS = ("users", "courses", "batches")
DECLARED = [(d.Settings.name, index) for d in documents.ALL for index in getattr(d.Settings, "indexes", ())]


@pytest.fixture
async def institute(mongodb_uri: str, settings: Settings) -> AsyncIterator[Motor]:
    """The institute's own database, to which the service has never been connected."""
    client: AsyncIOMotorClient[Raw] = AsyncIOMotorClient(mongodb_uri)
    yield client[settings.mongodb_database]
    await leave(client, settings.mongodb_database)
    client.close()


@pytest.fixture
def warned() -> Iterator[list[MutableMapping[str, Any]]]:
    """What the service warns of."""
    logs.configure("warning")
    with capture_logs() as lines:
        yield lines
    logs.configure("error")


async def connect(uri: str, settings: Settings) -> None:
    async with Database(uri, settings, Metrics()) as database:
        await database.ping()


async def indexes_of(motor: Motor, collection: str) -> dict[str, Raw]:
    """Each index of a collection by its name: its keys in their order, and its options."""
    found = {index["name"]: index async for index in motor[collection].list_indexes()}
    return {name: {**index, "key": list(index["key"].items())} for name, index in found.items()}


async def test_every_declared_index_is_made(mongodb_uri: str, settings: Settings, institute: Motor) -> None:
    await connect(mongodb_uri, settings)
    for collection, index in DECLARED:
        made = await indexes_of(institute, collection)
        assert made[index.document["name"]]["key"] == list(index.document["key"].items())


async def test_connecting_again_changes_nothing(
    mongodb_uri: str, settings: Settings, institute: Motor, warned: list[Raw]
) -> None:
    await connect(mongodb_uri, settings)
    before = {name: await indexes_of(institute, name) for name in THEIRS}
    await connect(mongodb_uri, settings)
    assert {name: await indexes_of(institute, name) for name in THEIRS} == before
    assert warned == []


async def test_first_answers_expire_by_themselves(mongodb_uri: str, settings: Settings, institute: Motor) -> None:
    await connect(mongodb_uri, settings)
    expiry = (await indexes_of(institute, "multitrainer_idempotency"))["expiry"]
    assert (expiry["key"], expiry["expireAfterSeconds"]) == ([("expires_at", 1)], 0)


async def test_nothing_of_the_institutes_becomes_unique(mongodb_uri: str, settings: Settings, institute: Motor) -> None:
    await connect(mongodb_uri, settings)
    for collection in THEIRS:
        assert not any(index.get("unique") for index in (await indexes_of(institute, collection)).values())
    twins = [{"name": "Ann", "email": "ann@x", "role": "trainer"} for _ in range(2)]
    assert len((await institute.users.insert_many(twins)).inserted_ids) == 2


@pytest.mark.parametrize(
    ("keys", "options"),
    [
        pytest.param([("name", 1)], {"name": "multitrainer_email"}, id="our name, other keys"),
        pytest.param([("email", 1)], {"name": "email_1", "unique": True}, id="our keys, unique"),
        pytest.param([("email", 1)], {"name": "email_1", "sparse": True}, id="our keys, sparse"),
        pytest.param([("email", 1)], {"name": "multitrainer_email", "unique": True}, id="our name and keys, unique"),
    ],
)
async def test_an_index_that_is_there_already_stays_as_it_is(
    mongodb_uri: str, settings: Settings, institute: Motor, keys: list[tuple[str, int]], options: Raw
) -> None:
    await institute.users.create_indexes([IndexModel(keys, **options)])
    before = await indexes_of(institute, "users")
    await connect(mongodb_uri, settings)
    after = await indexes_of(institute, "users")
    assert {name: after[name] for name in before} == before
    assert "multitrainer_role" in after


async def test_an_index_that_could_not_be_made_is_told(
    mongodb_uri: str, settings: Settings, institute: Motor, warned: list[Raw]
) -> None:
    await institute.users.create_index([("name", 1)], name="multitrainer_email")
    await connect(mongodb_uri, settings)
    assert [(line["event"], line["collection"], line["index"]) for line in warned] == [
        ("index-not-made", "users", "multitrainer_email")
    ]


@pytest.mark.parametrize(
    "stored",
    [
        pytest.param({"users": [{"email": "a@x"}, {"email": "a@x"}], "batches": [{}, {}]}, id="duplicates"),
        pytest.param(
            {
                "users": [{"email": 7, "role": ["trainer"]}, {"email": {"a": 1}, "role": None}, {"email": ["a", "b"]}],
                "courses": [{"trainers": "none", "name": 7}],
                "batches": [
                    {"course": "German", "trainers": "Ann", "instructor": {"$id": 1}},
                    {"course": ["a"], "trainers": [{"primary": 1}, {"primary": 2}], "instructor": 4.5},
                    {"course": None, "trainers": {"primary": [1, 2]}},
                ],
                "multitrainer_idempotency": [{"_id": "k", "expires_at": "tomorrow"}],
            },
            id="wrong types",
        ),
    ],
)
async def test_no_data_keeps_the_service_from_starting(
    mongodb_uri: str, settings: Settings, institute: Motor, stored: dict[str, list[Raw]]
) -> None:
    for collection, several in stored.items():
        await institute[collection].insert_many([dict(one) for one in several])
    await connect(mongodb_uri, settings)
    for collection, index in DECLARED:
        assert index.document["name"] in await indexes_of(institute, collection)
    for collection, several in stored.items():
        assert await institute[collection].find({}, {"_id": 0}).to_list(None) == [
            {key: value for key, value in one.items() if key != "_id"} for one in several
        ]
