"""The old institute has what tests of the migration need."""

from collections.abc import AsyncIterator
from typing import Any

import bson
import pytest
from bson import ObjectId
from bson.codec_options import CodecOptions, DatetimeConversion
from bson.raw_bson import RawBSONDocument

from multitrainer.database import Database
from multitrainer.metrics import Metrics
from tests.conftest import new_name, usual
from tests.databases import leave
from tests.moving_over.institute import OF_EACH_KIND, Institute, found
from tests.moving_over.raw import digest

COURSES, BATCHES = 300, 1_000
AS_STORED = CodecOptions[dict[str, Any]](datetime_conversion=DatetimeConversion.DATETIME_AUTO)

Raw = dict[str, Any]


@pytest.fixture(scope="module")
async def database(mongodb_uri: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Database]:
    """One for all tests, which only look."""
    settings = usual(tmp_path_factory.mktemp("data"), new_name())
    async with Database(mongodb_uri, settings, Metrics()) as database:
        yield database
        await leave(database.client, settings.mongodb_database)


@pytest.fixture(scope="module")
async def institute(database: Database) -> Institute:
    """With the indexes that the service makes, which not every value can go into."""
    return await found(database.motor, courses=COURSES, batches=BATCHES)


async def stored(database: Database, name: str) -> list[Raw]:
    collection = database.motor[name].with_options(codec_options=CodecOptions(document_class=RawBSONDocument))
    return [bson.decode(bytes(document.raw), AS_STORED) async for document in collection.find()]


async def test_a_seed_gives_the_same_bytes_again(database: Database) -> None:
    few = {"courses": 100, "batches": 200}
    elsewhere = database.client[f"{database.motor.name}_again"]
    made = []
    for seed in (1, 1, 2):
        for name in ("users", "courses", "batches"):
            await elsewhere[name].delete_many({})
        institute = await found(elsewhere, **few, seed=seed)
        made.append((institute, [await digest(elsewhere[name], "all") for name in ("users", "courses", "batches")]))
    await leave(database.client, elsewhere.name)
    first, again, other = made
    assert again == first
    assert (other[0] != first[0], other[1] != first[1]) == (True, True)


@pytest.mark.parametrize(("name", "ordinary"), [("courses", COURSES), ("batches", BATCHES)])
async def test_everything_was_stored_and_odd_ones_come_on_top(
    database: Database, institute: Institute, name: str, ordinary: int
) -> None:
    odd = institute.odd_courses if name == "courses" else institute.odd_batches
    ids = {repr(document["_id"]) for document in await stored(database, name)}
    assert len(ids) == ordinary + OF_EACH_KIND * len(odd)
    assert {repr(id_) for of_kind in odd.values() for id_ in of_kind} <= ids
    assert all(len(set(of_kind)) == OF_EACH_KIND for of_kind in odd.values())


@pytest.mark.parametrize("name", ["courses", "batches"])
async def test_ids_versions_and_keys_are_of_all_kinds(database: Database, institute: Institute, name: str) -> None:
    documents = await stored(database, name)
    kinds = {type(document["_id"]).__name__ for document in documents}
    assert kinds >= {
        "ObjectId",
        "int",
        "Int64",
        "float",
        "str",
        "dict",
        "Binary",
        "bytes",
        "bool",
        "datetime",
        "NoneType",
    }
    assert {type(document.get("__v")).__name__ for document in documents} == {"int", "Int64", "float", "NoneType"}
    assert len({list(document).index("name") for document in documents}) > 5
    assert any("" in document for document in documents)
    assert {"createdAt" in document for document in documents} == {True, False}


async def test_ordinary_ones_name_a_trainer_and_have_none(database: Database, institute: Institute) -> None:
    odd = {
        id_ for kinds in (institute.odd_courses, institute.odd_batches) for of_kind in kinds.values() for id_ in of_kind
    }
    documents = await stored(database, "courses") + await stored(database, "batches")
    ordinary = [d for d in documents if not (isinstance(d["_id"], ObjectId) and d["_id"] in odd)]
    assert len(ordinary) == COURSES + BATCHES
    assert all(d["instructor"] in institute.trainers and "trainers" not in d for d in ordinary)


async def test_odd_ones_are_what_their_names_say(database: Database, institute: Institute) -> None:
    courses = {repr(document["_id"]): document for document in await stored(database, "courses")}
    batches = {repr(document["_id"]): document for document in await stored(database, "batches")}
    for documents, odd in ((courses, institute.odd_courses), (batches, institute.odd_batches)):
        assert [documents[repr(id_)]["instructor"] for id_ in odd["instructor-null"]] == [None, None]
        assert all("instructor" not in documents[repr(id_)] for id_ in odd["instructor-missing"])
        assert all(documents[repr(id_)]["instructor"] in institute.students for id_ in odd["instructor-of-student"])
        named = {ObjectId(documents[repr(id_)]["instructor"]) for id_ in odd["instructor-string-of-trainer"]}
        assert named <= set(institute.trainers)
    assert all("course" not in batches[repr(id_)] for id_ in institute.odd_batches["course-missing"])
