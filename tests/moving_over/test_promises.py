"""A pre-image promises what is about to be written. Whatever comes of that, what nobody else touched goes back."""

from collections.abc import Awaitable, Callable, Sequence
from math import inf
from typing import Any

import pytest
from bson import Code, Decimal128, ObjectId

from multitrainer.domain.actors import THE_ADMIN
from multitrainer.domain.errors import MigrationOutOfOrder, NoWayBack
from multitrainer.migrations import m0002_batch_trainers, m0003_recount
from multitrainer.migrations.migration import Migration, Statement
from multitrainer.repositories.moving import Moving
from multitrainer.repositories.pre_images import PreImages
from multitrainer.services.moving_over import conversion
from multitrainer.services.moving_over.conversion import FEW
from tests.moving_over.moving import ONE_BY_ONE, Mover, Told

Raw = dict[str, Any]
Meanwhile = Callable[[], Awaitable[object]]


class Killed(Exception):
    """A process ends at this moment."""


@pytest.fixture
async def course(move: Mover, trainers: list[ObjectId]) -> Raw:
    """One with a batch, both moved over."""
    course: Raw = {"_id": ObjectId(), "instructor": trainers[0]}
    await move.database.motor.courses.insert_one(course)
    await _teaches(move, course, trainers[0])
    await move.up()
    return course


async def _teaches(move: Mover, course: Raw, trainer: ObjectId) -> None:
    await move.database.motor.batches.insert_one({"course": course["_id"], "instructor": trainer})


async def _first_state(move: Mover, course: Raw) -> bool:
    return bool(
        await move.database.motor.courses.find_one({"_id": course["_id"]}, {"__v": 0, "updatedAt": 0}) == course
    )


async def _left(move: Mover) -> list[Any]:
    return [named.of for summary in await move.down() for named in summary.named]


async def _differences(move: Mover) -> int:
    return sum(summary.wrong for summary in await move.verify())


def _before(monkeypatch: pytest.MonkeyPatch, migration: Migration, meanwhile: Meanwhile) -> None:
    """Let something happen once between the keeping of a chunk and its change."""
    apply, to_come = Moving.apply, [meanwhile]

    async def later(moving: Moving, applied: Migration, statements: Sequence[Statement]) -> int:
        if applied is migration and to_come:
            await to_come.pop()()
        return await apply(moving, applied, statements)

    monkeypatch.setattr(Moving, "apply", later)


async def _demand(move: Mover, validator: Raw) -> None:
    await move.database.motor.command("collMod", "courses", validator=validator)


async def _is_refused(move: Mover, course: Raw, another: ObjectId) -> None:
    """The database allows one on a roster, and another one teaches."""
    await _demand(move, {"trainers.1": {"$exists": False}})
    await _teaches(move, course, another)
    await move.sweep()


async def test_what_was_refused_later_goes_back_from_what_was_written_before(
    move: Mover, course: Raw, trainers: list[ObjectId]
) -> None:
    await _is_refused(move, course, trainers[1])
    assert await _differences(move) == 0
    await _demand(move, {})
    assert await _left(move) == []
    assert await _first_state(move, course)


async def test_damage_is_found_although_a_later_change_was_refused(
    move: Mover, course: Raw, trainers: list[ObjectId]
) -> None:
    await _is_refused(move, course, trainers[1])
    await move.database.motor.courses.update_one({"_id": course["_id"]}, {"$set": {"trainers.0.note": "x"}})
    assert await _differences(move) == 1


async def test_what_was_refused_and_then_written_goes_back(move: Mover, course: Raw, trainers: list[ObjectId]) -> None:
    await _is_refused(move, course, trainers[1])
    await _demand(move, {})
    await _teaches(move, course, trainers[2])
    await move.sweep()
    assert await _left(move) == []
    assert await _first_state(move, course)


async def test_a_count_that_somebody_got_ahead_of_does_not_keep_its_course_from_going_back(
    move: Mover, course: Raw, trainers: list[ObjectId], monkeypatch: pytest.MonkeyPatch
) -> None:
    async def another() -> None:
        await move.database.motor.courses.update_one({"_id": course["_id"]}, {"$inc": {"__v": 1}})
        await _teaches(move, course, trainers[2])

    await _teaches(move, course, trainers[1])
    _before(monkeypatch, m0003_recount, another)
    await move.sweep()
    await move.sweep()
    assert await _differences(move) == 0
    assert await _left(move) == []
    assert await _first_state(move, course)


async def test_what_was_edited_before_we_ever_wrote_goes_back_to_that(
    move: Mover, trainers: list[ObjectId], monkeypatch: pytest.MonkeyPatch
) -> None:
    async def die() -> None:
        raise Killed

    batch: Raw = {"_id": ObjectId(), "instructor": trainers[0]}
    await move.database.motor.batches.insert_one(batch)
    _before(monkeypatch, m0002_batch_trainers, die)
    with pytest.raises(Killed):
        await move.up()
    await move.database.motor.batches.update_one({"_id": batch["_id"]}, {"$set": {"instructor": trainers[1]}})
    await move.up()
    assert await _differences(move) == 0
    assert await _left(move) == []
    back = await move.database.motor.batches.find_one({"_id": batch["_id"]}, {"__v": 0, "updatedAt": 0})
    assert back == {**batch, "instructor": trainers[1]}


async def test_what_the_old_application_writes_while_sync_follows_it_goes_back(
    move: Mover, trainers: list[ObjectId], monkeypatch: pytest.MonkeyPatch
) -> None:
    await move.database.motor.courses.insert_one({"instructor": trainers[2]})
    await move.up()
    batches: list[Raw] = [{"_id": ObjectId(), "instructor": trainer} for trainer in trainers[:2]]
    await move.database.motor.batches.insert_many(batches)
    other = {"$set": {"instructor": trainers[1]}}
    _before(
        monkeypatch,
        m0002_batch_trainers,
        lambda: move.database.motor.batches.update_one({"_id": batches[0]["_id"]}, other),
    )
    await move.sweep()
    assert await _differences(move) == 0
    assert await _left(move) == []


async def test_what_comes_into_a_range_while_it_is_moved_goes_back_too(
    move: Mover, trainers: list[ObjectId], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(conversion, "SCANNED_FOR_ONE", inf)
    ids = [ObjectId() for _ in range(2 * FEW)]
    batches: list[Raw] = [{"_id": id_, "instructor": trainers[0]} for id_ in ids]
    await move.database.motor.batches.insert_many(batches[:FEW] + batches[FEW + 1 :])
    _before(monkeypatch, m0002_batch_trainers, lambda: move.database.motor.batches.insert_one(batches[FEW]))
    await move.up()
    assert await move.database.motor.batches.count_documents({"trainers": {"$exists": True}}) == 2 * FEW
    assert await _left(move) == []
    assert await move.database.motor.batches.count_documents({"trainers": {"$exists": True}}) == 0


async def test_there_is_no_way_back_where_a_part_of_what_was_kept_is_gone(move: Mover, course: Raw) -> None:
    await move.database.motor.multitrainer_pre_images.delete_one({"migration": m0003_recount.name})
    with pytest.raises(NoWayBack, match="m0003_recount are gone"):
        await move.down()
    assert await move.states() == ["applied"] * 3


@pytest.mark.parametrize("instructor", ["student", None])
async def test_an_application_that_moves_no_time_does_not_keep_a_migration_from_being_applied(
    move: Mover, trainers: list[ObjectId], instructor: str | None
) -> None:
    student = ObjectId()
    await move.database.motor.users.insert_one({"_id": student, "role": "student"})
    batch: Raw = {"_id": ObjectId(), "instructor": trainers[0]}
    await move.database.motor.batches.insert_one(batch)
    with pytest.raises(Killed):
        await move.up(_EndsBeforeVerifying())
    said = {"instructor": student if instructor else None}
    await move.database.motor.batches.update_one({"_id": batch["_id"]}, {"$set": said})
    await move.up()
    assert await move.states() == ["applied"] * 3
    listed = await move.database.motor.multitrainer_set_aside.distinct("reason")
    assert listed == (["not-a-trainer"] if instructor else [])


class _EndsBeforeVerifying(Told):
    def begins(self, what: str, phase: str, total: int) -> None:
        if (what, phase) == (m0002_batch_trainers.name, "verifying"):
            raise Killed


async def test_code_is_no_id_whatever_it_says(move: Mover, trainers: list[ObjectId]) -> None:
    await move.database.motor.batches.insert_one({"instructor": Code(str(trainers[0]))})
    assert [dict(summary.reasons) for summary in await move.up()][1] == {"instructor-is-text": 1}


async def test_what_would_take_too_much_to_keep_is_set_aside_as_planned(move: Mover, trainers: list[ObjectId]) -> None:
    entry = {"trainer": trainers[1], "role": "lead", "status": "active", "notes": "x" * 9_000_000}
    await move.database.motor.courses.insert_one({"instructor": trainers[0], "trainers": [entry]})
    planned = [dict(summary.reasons) for summary in await move.plan()]
    assert [dict(summary.reasons) for summary in await move.up()] == planned
    assert planned[0] == {"too-large": 1}


async def test_numbers_of_many_digits_are_told_apart(move: Mover, trainers: list[ObjectId]) -> None:
    ids = [Decimal128("12345678901234567890"), Decimal128("12345678901234567891")]
    await move.database.motor.batches.insert_many(
        [{"_id": id_, "instructor": trainers[n]} for n, id_ in enumerate(ids)]
    )
    await move.up()
    assert await _differences(move) == 0
    assert await _left(move) == []


async def test_a_sweep_that_was_suspended_until_everything_was_undone_moves_nothing(
    move: Mover, course: Raw, trainers: list[ObjectId], monkeypatch: pytest.MonkeyPatch
) -> None:
    async def go_on(*_: object) -> None:
        pytest.fail("it goes on")

    class Suspended(Told):
        def begins(self, what: str, phase: str, total: int) -> None:
            entries.update_many({"_id": {"$ne": "sync"}}, {"$set": {"state": "undoing"}})

    entries = move.database.motor.multitrainer_migrations.delegate
    await _teaches(move, course, trainers[1])
    monkeypatch.setattr(PreImages, "keep", go_on)
    with pytest.raises(MigrationOutOfOrder):
        await move.services.sync.once(THE_ADMIN, Suspended(), ONE_BY_ONE)
