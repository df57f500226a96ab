"""Bringing some documents after what the old application wrote."""

from typing import Any

import pytest
from bson import ObjectId

from multitrainer import clock
from multitrainer.database import Database
from multitrainer.migrations import m0002_batch_trainers
from multitrainer.repositories.set_aside import SetAsides
from multitrainer.services import Services
from multitrainer.services.moving_over.limits import Limits
from multitrainer.services.moving_over.listening import Silence
from multitrainer.services.moving_over.pace import Pace
from tests import school
from tests.school import BATCHES, COURSE, JOHN, STUDENT

Raw = dict[str, Any]


@pytest.fixture(autouse=True)
async def _school(database: Database) -> None:
    await school.found(database)


async def aside(database: Database) -> list[tuple[Any, str]]:
    found = database.motor.multitrainer_set_aside.find().sort("of", 1)
    return [(entry["of"], entry["reason"]) async for entry in found]


def unhurried(batch_size: int | None = None) -> Pace:
    """A pace at which nothing is waited for."""

    async def ping() -> None:
        pytest.fail("pinged")

    return Pace(Limits(batch_size, max_latency=None), ping, pytest.fail)


async def undisturbed() -> None:
    """Nobody takes over."""


async def say(database: Database, instructor: ObjectId) -> None:
    await database.motor.batches.update_one({"_id": BATCHES[0]}, {"$set": {"instructor": instructor}})


async def test_what_can_not_be_followed_is_set_aside_although_nothing_else_changes(
    services: Services, database: Database
) -> None:
    await say(database, STUDENT)
    await services.following.follow([], [BATCHES[0]], Silence())
    assert await aside(database) == [(BATCHES[0], "not-a-trainer")]


async def test_what_people_mended_in_both_formats_is_no_longer_aside(services: Services, database: Database) -> None:
    await say(database, STUDENT)
    await services.following.follow([], [BATCHES[0]], Silence())
    assert len(await aside(database)) == 1
    await say(database, JOHN)
    await services.following.retry_set_aside(unhurried(), Silence(), undisturbed)
    assert await aside(database) == []


class Pieces(Silence):
    """Remembers how many documents were tried at a time."""

    def __init__(self) -> None:
        self.sizes: list[int] = []

    def advances(self, documents: int) -> None:
        self.sizes.append(documents)


async def test_what_is_aside_is_tried_again_a_few_at_a_time_although_it_vanishes_meanwhile(
    services: Services, database: Database
) -> None:
    ids = [*range(5), *(f"batch {n}" for n in range(5)), *(ObjectId() for _ in range(5))]
    await database.motor.batches.insert_many([{"_id": id_, "course": COURSE, "instructor": STUDENT} for id_ in ids])
    await services.following.follow([], ids, Silence())
    assert [id_ for id_, _ in await aside(database)] == ids
    await database.motor.batches.update_many({"_id": {"$in": ids[::2]}}, {"$set": {"instructor": JOHN}})
    await database.motor.batches.delete_one({"_id": ids[1]})
    pieces = Pieces()
    done = await services.following.retry_set_aside(unhurried(batch_size=2), pieces, undisturbed)
    assert (max(pieces.sizes), sum(pieces.sizes)) == (2, len(ids))
    assert done[1].changed == len(ids[::2])
    assert [id_ for id_, _ in await aside(database)] == ids[3::2]


async def test_trying_again_goes_on_behind_what_was_tried_and_is_gone(services: Services, database: Database) -> None:
    ids = [1, 2, "one", "two"]
    await database.motor.batches.insert_many([{"_id": id_, "instructor": STUDENT} for id_ in ids])
    await services.following.follow([], ids, Silence())
    set_asides, name = SetAsides(clock.now), m0002_batch_trainers.name
    await set_asides.forget(name, [2])
    for after, left in ((1, ["one", "two"]), (2, ["one", "two"]), ("one", ["two"]), ("two", [])):
        pieces = [piece async for piece in set_asides.pieces(name, lambda: 1, after)]
        assert [[entry["of"] for entry in piece] for piece in pieces] == [[id_] for id_ in left]


async def test_what_the_database_refuses_counts_as_set_aside_and_not_as_changed(
    services: Services, database: Database
) -> None:
    await database.motor.courses.update_one({"_id": COURSE}, {"$set": {"instructor": JOHN}})
    await database.motor.command("collMod", "courses", validator={"trainers.0.trainer": school.SARAH})
    courses, _, _ = await services.following.follow([COURSE], [], Silence())
    assert (dict(courses.kinds), dict(courses.reasons)) == ({}, {"refused-by-database": 1})
