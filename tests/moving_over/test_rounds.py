"""What was kept of a document stays true: through weeks of sync, and from one way up and back to the next."""

from typing import Any

import pytest
from bson import ObjectId

from multitrainer.domain.errors import NotVerified
from multitrainer.migrations import m0002_batch_trainers
from tests.moving_over.moving import Mover, Told

Raw = dict[str, Any]


@pytest.fixture
async def batch(move: Mover, trainers: list[ObjectId]) -> ObjectId:
    batch = ObjectId()
    await move.database.motor.batches.insert_one({"_id": batch, "instructor": trainers[0], "__v": 0})
    return batch


async def _stored(move: Mover, batch: ObjectId) -> Raw:
    stored: Raw | None = await move.database.motor.batches.find_one({"_id": batch})
    assert stored
    return stored


async def _set(move: Mover, batch: ObjectId, **fields: Any) -> None:
    await move.database.motor.batches.update_one({"_id": batch}, {"$set": fields})


async def _course_of(move: Mover, batch: ObjectId, lead: ObjectId) -> Raw:
    course: Raw = {"_id": ObjectId(), "instructor": lead}
    await move.database.motor.courses.insert_one(course)
    await _set(move, batch, course=course["_id"])
    return course


async def _left(move: Mover) -> list[Any]:
    return [named.of for summary in await move.down() for named in summary.named]


async def test_what_the_old_application_changed_and_sync_followed_is_left_on_the_way_back(
    move: Mover, batch: ObjectId, trainers: list[ObjectId]
) -> None:
    await move.up()
    await _set(move, batch, instructor=trainers[1])
    await move.sweep()
    followed = await _stored(move, batch)
    assert await _left(move) == [batch]
    assert await _stored(move, batch) == followed


async def test_what_sync_followed_is_verified_again_to_the_byte(
    move: Mover, batch: ObjectId, trainers: list[ObjectId]
) -> None:
    await move.up()
    await _set(move, batch, instructor=trainers[1])
    await move.sweep()
    assert (await move.verify())[1].wrong == 0
    await _set(move, batch, **{"trainers.backup": [trainers[2]]})
    assert (await move.verify())[1].wrong == 1


async def test_a_course_that_only_we_counted_again_goes_back_to_what_it_was_at_first(
    move: Mover, batch: ObjectId, trainers: list[ObjectId]
) -> None:
    course = await _course_of(move, batch, trainers[0])
    await move.up()
    another = {"instructor": trainers[1], "course": course["_id"]}
    await move.database.motor.batches.insert_one(another)
    await move.sweep()
    assert await _left(move) == []
    back = await move.database.motor.courses.find_one({"_id": course["_id"]}, {"__v": 0, "updatedAt": 0})
    assert back == course


@pytest.mark.parametrize("edit", [{"instructor": None}, {"trainers": {}}, {"trainers.note": "x"}], ids=str)
async def test_what_was_left_can_go_up_and_back_once_more(move: Mover, batch: ObjectId, edit: Raw) -> None:
    await move.up()
    await _set(move, batch, **edit)
    assert await _left(move) == [batch]
    between = await _stored(move, batch)
    await move.up()
    assert [summary.wrong for summary in await move.verify()] == [0, 0, 0]
    await move.down()
    again = await _stored(move, batch)
    ours = ("instructor", "trainers")
    assert {name: again.get(name) for name in ours} == {name: between.get(name) for name in ours}


async def test_what_the_old_application_puts_in_its_place_under_the_same_version_is_no_damage(
    move: Mover, batch: ObjectId
) -> None:
    await move.up()
    moved = await _stored(move, batch)
    stale = {name: value for name, value in moved.items() if name != "trainers"}
    await move.database.motor.batches.replace_one({"_id": batch}, {**stale, "instructor": None})
    verified = (await move.verify())[1]
    assert (verified.wrong, dict(verified.reasons)) == (0, {"no-instructor": 1})


async def test_an_edit_that_moved_no_time_holds_sealing_up_until_its_maker_says_so(
    move: Mover, batch: ObjectId
) -> None:
    await _interrupted_before_verifying(move)
    await _set(move, batch, **{"trainers.note": "x"})
    with pytest.raises(NotVerified) as refusal:
        await move.up()
    assert "move updatedAt on" in refusal.value.facts["differences"][0]
    await move.database.motor.batches.update_one({"_id": batch}, {"$currentDate": {"updatedAt": True}})
    await move.up()
    assert await move.states() == ["applied"] * 3


async def _interrupted_before_verifying(move: Mover) -> None:
    class Ends(Told):
        def begins(self, what: str, phase: str, total: int) -> None:
            if (what, phase) == (m0002_batch_trainers.name, "verifying"):
                raise InterruptedError

    with pytest.raises(InterruptedError):
        await move.up(Ends())


async def test_a_course_that_can_not_go_back_all_the_way_does_not_go_half_of_it(
    move: Mover, batch: ObjectId, trainers: list[ObjectId]
) -> None:
    course = await _course_of(move, batch, trainers[1])
    await move.up()
    await move.database.motor.courses.update_one({"_id": course["_id"]}, {"$unset": {"instructor": ""}})
    await move.sweep()
    moved = await move.database.motor.courses.find_one({"_id": course["_id"]})
    left = [[named.of for named in summary.named] for summary in await move.down()]
    assert left == [[course["_id"]], [], [course["_id"]]]
    assert await move.database.motor.courses.find_one({"_id": course["_id"]}) == moved


async def test_what_the_old_application_writes_without_a_time_is_left_to_be_done_or_aside_but_no_damage(
    move: Mover, batch: ObjectId
) -> None:
    await move.up()
    await _set(move, batch, instructor="Ada")
    verified = (await move.verify())[1]
    assert (verified.wrong, dict(verified.reasons)) == (0, {"instructor-is-text": 1})
