"""Documents in a row are found by their range where that is the shorter way."""

from typing import Any

import pytest
from bson import ObjectId

from multitrainer.database import Database
from multitrainer.domain.workload import LoadRules
from multitrainer.migrations import m0002_batch_trainers as m0002
from multitrainer.repositories.moving import SCANNED_FOR_ONE, Moving

Raw = dict[str, Any]


@pytest.fixture
async def batches(database: Database) -> list[Raw]:
    batches: list[Raw] = [{"_id": ObjectId()} for _ in range(10 * SCANNED_FOR_ONE)]
    await database.motor.batches.insert_many(batches)
    return batches


@pytest.fixture
async def has_use_of_its_index(database: Database, batches: list[Raw]) -> bool:
    plan = await database.motor.batches.find({"_id": {"$gte": batches[0]["_id"]}}).explain()
    return "COLLSCAN" not in str(plan)


async def test_a_range_of_a_large_part_is_the_shorter_way(batches: list[Raw]) -> None:
    assert await Moving(("trainer",), LoadRules()).spans(m0002, batches[:11])


async def test_a_range_of_a_small_part_is_where_the_server_has_an_index_for_it(
    batches: list[Raw], has_use_of_its_index: bool
) -> None:
    assert await Moving(("trainer",), LoadRules()).spans(m0002, batches[:9]) is has_use_of_its_index
