"""What the database refuses does not stop the rest: it is set aside on the way there, and left on the way back."""

from math import nan
from typing import Any

import pytest
from bson import ObjectId

from multitrainer.domain.actors import THE_ADMIN
from multitrainer.domain.errors import NoWayBack, WritesWouldBeRefused
from tests.moving_over.moving import Mover

Raw = dict[str, Any]

LEFT_BY_THE_DATABASE = "A validator of the database does not allow the document as it would be."


@pytest.fixture
async def trainer(trainers: list[ObjectId]) -> ObjectId:
    return trainers[0]


async def _batches(move: Mover, trainer: ObjectId, *names: str) -> None:
    batches: list[Raw] = [{"name": name, "instructor": trainer} for name in names]
    await move.database.motor.batches.insert_many(batches)


async def _demand(move: Mover, validator: Raw) -> None:
    await move.database.motor.command("collMod", "batches", validator=validator)


async def test_what_a_validator_refuses_is_aside_for_moving_and_for_verifying_alike(
    move: Mover, trainer: ObjectId
) -> None:
    await _batches(move, trainer, "Monday", "Tuesday", "Sunday")
    await _demand(move, {"$or": [{"name": {"$ne": "Sunday"}}, {"trainers": {"$exists": False}}]})
    moved = (await move.up())[1]
    verified = (await move.verify())[1]
    assert (moved.changed, dict(moved.reasons)) == (2, {"refused-by-database": 1})
    assert (verified.wrong, dict(verified.reasons)) == (0, {"refused-by-database": 1})


async def test_what_the_database_accepts_now_is_no_longer_aside(move: Mover, trainer: ObjectId) -> None:
    await _batches(move, trainer, "Sunday")
    await _demand(move, {"trainers": {"$exists": False}})
    await move.up()
    await _demand(move, {})
    await move.retry_set_aside()
    verified = (await move.verify())[1]
    assert (verified.wrong, verified.aside) == (0, 0)


async def test_a_refusal_that_nobody_foresaw_concerns_just_its_document(move: Mover, trainer: ObjectId) -> None:
    """The embedded server can't change a document whose _id is NaN; MongoDB can."""
    await move.database.motor.courses.insert_many([{"_id": id_, "instructor": trainer} for id_ in (nan, 1)])
    moved = (await move.up())[0]
    assert moved.changed + moved.aside == 2
    assert await move.states() == ["applied"] * 3


async def test_what_a_validator_would_refuse_as_it_was_is_left_and_named_and_the_rest_goes_back(
    move: Mover, trainer: ObjectId
) -> None:
    await _batches(move, trainer, "Monday", "Tuesday", "Sunday")
    await move.up()
    await _demand(move, {"$or": [{"name": {"$ne": "Sunday"}}, {"trainers": {"$exists": True}}]})
    undone = (await move.down())[1]
    left = await move.database.motor.batches.find_one({"trainers": {"$exists": True}})
    assert left
    assert (undone.changed, left["name"]) == (2, "Sunday")
    assert [(one.of, one.words[: len(LEFT_BY_THE_DATABASE)]) for one in undone.named] == [
        (left["_id"], LEFT_BY_THE_DATABASE)
    ]


async def test_nothing_goes_back_while_our_validators_demand_the_new_format(move: Mover, trainer: ObjectId) -> None:
    await _batches(move, trainer, "Monday")
    await move.up()
    await move.services.enforcement.refuse(THE_ADMIN)
    with pytest.raises(WritesWouldBeRefused, match="enforce --off"):
        await move.down()
    assert await move.states() == ["applied"] * 3
    await move.services.enforcement.off(THE_ADMIN)
    assert sum(summary.changed for summary in await move.down()) == 1


async def test_there_is_no_way_back_without_what_was_kept_for_it(move: Mover, trainer: ObjectId) -> None:
    await _batches(move, trainer, "Monday")
    await move.up()
    await move.database.motor.multitrainer_pre_images.drop()
    with pytest.raises(NoWayBack, match="m0002_batch_trainers are gone"):
        await move.down()
    assert await move.states() == ["applied"] * 3


async def test_what_needed_no_change_needs_no_way_back(move: Mover) -> None:
    await move.up()
    assert [summary.changed for summary in await move.down()] == [0, 0, 0]
    assert await move.states() == ["pending"] * 3
