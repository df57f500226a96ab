"""Roles are looked up only where an `instructor` says something that the trainers beside it don't."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from bson import ObjectId

from multitrainer import clock
from multitrainer.domain.workload import LoadRules
from multitrainer.migrations import m0003_recount
from multitrainer.repositories.facts import Facts
from multitrainer.repositories.moving import Moving
from multitrainer.stored.users import UserSchema
from tests.repositories.calls import World, a_world

Raw = dict[str, Any]

FACTS = ("multitrainer_batches", "multitrainer_trainers")
"""What is stated for planning, which the workload counts by."""

LEAD, PRIMARY, STUDENT = (ObjectId() for _ in range(3))


@pytest.fixture
async def world(mongodb_uri: str) -> AsyncIterator[World]:
    async with a_world(mongodb_uri) as world:
        roles = {LEAD: "trainer", PRIMARY: "teacher", STUDENT: "student"}
        await world.database.motor.users.insert_many([{"_id": user, "role": role} for user, role in roles.items()])
        yield world


async def moved_over(world: World, **said: ObjectId) -> ObjectId:
    """A course that was moved over, and its batch; what its `instructor` says instead."""
    course = {"trainers": [{"trainer": LEAD, "role": "lead"}], "instructor": LEAD}
    made = await world.database.motor.courses.insert_one(course)
    batch: Raw = {"course": made.inserted_id, "trainers": {"primary": PRIMARY}, "instructor": PRIMARY, **said}
    await world.database.motor.batches.insert_one(batch)
    return ObjectId(made.inserted_id)


async def asked(world: World, course: ObjectId) -> list[str]:
    """The collections that loading its team asks, one by one and among others."""
    one = await world.commands_of(lambda w: w.teams.load(str(course)))
    several = await world.commands_of(lambda w: w.teams.load_all([course]))
    assert [c["find"] for c in one] == [c["find"] for c in several]
    return [command["find"] for command in one]


async def test_a_course_that_was_moved_over_costs_no_query_more(world: World) -> None:
    assert await asked(world, await moved_over(world)) == ["courses", "batches", *FACTS]


async def test_where_an_instructor_disagrees_the_role_is_looked_up_and_known(world: World) -> None:
    course = await moved_over(world, instructor=STUDENT)
    assert await asked(world, course) == ["courses", "batches", *FACTS, "users"]
    assert (await world.teams.load(str(course))).said.no_trainers == {str(STUDENT)}
    other = await moved_over(world, instructor=LEAD)
    assert (await world.teams.load(str(other))).said.no_trainers == set()
    teams = await world.teams.load_all([course, other])
    assert [team.said.no_trainers for team in teams] == [{str(STUDENT)}, set()]


async def test_a_recount_looks_up_roles_only_where_somebody_is_counted_by_instructor(world: World) -> None:
    moving = Moving(UserSchema(), Facts(LoadRules()))
    course = await moved_over(world, instructor=STUDENT)
    found = await moving.picked(m0003_recount, [course])
    commands = await world.commands_of(lambda _: moving.around(m0003_recount, found))
    assert [command["find"] for command in commands] == ["batches", *FACTS]
    batch = {"course": course, "instructor": PRIMARY, "updatedAt": clock.now()}
    await world.database.motor.batches.insert_one(batch)
    assert (await moving.around(m0003_recount, found)).users.trainers == [PRIMARY]
