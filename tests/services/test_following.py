"""Bringing some documents after what the old application wrote."""

from typing import Any

import pytest
from bson import ObjectId

from multitrainer.database import Database
from multitrainer.services import Services
from multitrainer.services.listening import Silence
from tests import school
from tests.school import BATCHES, COURSE, JOHN, STUDENT

Raw = dict[str, Any]


@pytest.fixture(autouse=True)
async def _school(database: Database) -> None:
    await school.found(database)


async def aside(database: Database) -> list[tuple[ObjectId, str]]:
    return [(entry["of"], entry["reason"]) async for entry in database.motor.multitrainer_set_aside.find()]


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
    await services.following.retry_set_aside(Silence())
    assert await aside(database) == []


async def test_what_the_database_refuses_counts_as_set_aside_and_not_as_changed(
    services: Services, database: Database
) -> None:
    await database.motor.courses.update_one({"_id": COURSE}, {"$set": {"instructor": JOHN}})
    await database.motor.command("collMod", "courses", validator={"trainers.0.trainer": school.SARAH})
    courses, _, _ = await services.following.follow([COURSE], [], Silence())
    assert (dict(courses.kinds), dict(courses.reasons)) == ({}, {"refused-by-database": 1})
