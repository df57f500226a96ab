"""The way back: what nobody touched is restored exactly, what somebody changed is named and left."""

from math import nan
from typing import Any

import pytest
from bson import ObjectId

from multitrainer import clock
from multitrainer.domain.actors import THE_ADMIN
from multitrainer.domain.errors import MigrationHeld, MigrationOutOfOrder
from multitrainer.repositories.ledger import Ledger
from tests.moving_over.institute import Institute
from tests.moving_over.moving import Mover

Raw = dict[str, Any]


async def _named(move: Mover) -> list[Any]:
    return [named.of for summary in await move.down() for named in summary.named]


async def test_every_edit_is_reported_and_none_is_overwritten(institute: Institute, move: Mover) -> None:
    before = await move.bytes_of_all("all but times")
    await move.up()
    edited = await _edit(institute, move)
    edits = await move.bytes_of_all("all but times")
    left = {repr(id_) for id_ in await _named(move)}
    after = await move.bytes_of_all("all but times")
    assert left == set(map(repr, edited))
    for collection, documents in after.items():
        kept = {id_: edits[collection][id_] for id_ in documents.keys() & left}
        restored = {id_: before[collection][id_] for id_ in documents.keys() - left}
        assert documents == {**kept, **restored}


async def _edit(institute: Institute, move: Mover) -> list[Any]:
    """By our service (which changes the course along), by the old application, and by somebody's script."""
    batches, trainer = move.database.motor.batches, str(institute.trainers[0])
    ours, theirs, scripted = [
        batch
        async for batch in batches.find({"trainers.backup": [], "course": {"$type": "objectId"}}).hint(
            [("$natural", 1)]
        )
        if all(isinstance(id_, type(institute.trainers[0])) for id_ in (batch["_id"], batch["course"]))
        and batch["trainers"].get("primary") != institute.trainers[0]
    ][:3]
    await move.services.batch_people.name_primary(THE_ADMIN, str(ours["_id"]), trainer, None)
    await batches.update_one({"_id": theirs["_id"]}, {"$set": {"instructor": institute.trainers[1]}})
    await batches.update_one({"_id": scripted["_id"]}, {"$set": {"trainers.note": "x"}})
    return [ours["course"], ours["_id"], theirs["_id"], scripted["_id"]]


async def test_what_was_left_is_named_again_the_next_time(institute: Institute, move: Mover) -> None:
    await move.up()
    edited = await _edit(institute, move)
    first = await _named(move)
    assert {repr(id_) for id_ in await _named(move)} == {repr(id_) for id_ in first} >= {repr(edited[1])}


async def test_nothing_goes_back_while_sync_would_move_it_over_again(institute: Institute, move: Mover) -> None:
    await move.up()
    async with Ledger(clock.now).held("sync"):
        with pytest.raises(MigrationHeld, match="sync is held by"):
            await move.down()
    assert await move.states() == ["applied"] * 3


async def test_nothing_goes_up_while_it_is_on_its_way_back(institute: Institute, move: Mover) -> None:
    await move.up()
    entries = move.database.motor.multitrainer_migrations
    await entries.update_one({"_id": "m0001_course_roster"}, {"$set": {"state": "undoing"}})
    with pytest.raises(MigrationOutOfOrder, match="migrate down"):
        await move.up()


async def test_sync_waits_until_everything_is_applied(institute: Institute, move: Mover) -> None:
    with pytest.raises(MigrationOutOfOrder, match="m0001_course_roster is not applied"):
        await move.sweep()


async def test_what_python_does_not_call_equal_goes_back_too(move: Mover) -> None:
    trainers = [ObjectId(), ObjectId()]
    await move.database.motor.users.insert_many([{"_id": one, "role": "trainer"} for one in trainers])
    odd = {"trainer": trainers[0], "role": "lead", "workload": nan, "fee": nan, "assignedBatches": None}
    await move.database.motor.courses.insert_one({"instructor": trainers[1], "trainers": [odd]})
    people = {"backup": [], "weight": nan}
    await move.database.motor.batches.insert_one({"instructor": trainers[1], "trainers": people})
    before = await move.bytes_of_all("all but times")
    await move.up()
    assert await _named(move) == []
    assert await move.bytes_of_all("all but times") == before
