"""The doctor and the migrations read the same documents in the same way, whatever is set aside: neither undoes what the
other has done.
"""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from bson import ObjectId

from multitrainer.domain.actors import THE_ADMIN
from multitrainer.services.doctor import FOR_PEOPLE, Finding
from tests.migrations.odd_institute import USERS, Making
from tests.migrations.raws import JOHN, NOBODY, SARAH, STUDENT
from tests.moving_over import institute
from tests.moving_over.moving import Mover, counts, moving_on

Raw = dict[str, Any]

COURSES = 60

COURSE, BATCH, ANOTHER = (ObjectId(f"c0000000000000000000000{n}") for n in range(3))


async def examine(move: Mover, *, repair: bool = False) -> list[Finding]:
    return [f async for step in move.services.doctor.examine(THE_ADMIN, repair=repair) for f in step.found]


async def changes(move: Mover) -> list[int]:
    return [summary.changed for summary in await move.sweep()]


@pytest.fixture(params=["one", "another", "a third"])
async def odd(mongodb_uri: str, request: pytest.FixtureRequest) -> AsyncIterator[Mover]:
    """An institute where anything may stand anywhere, from a seed."""
    async with moving_on(mongodb_uri) as move:
        made = Making(request.param).institute(COURSES)
        await move.database.motor.users.insert_many(USERS)
        await move.database.motor.courses.insert_many(made.courses)
        await move.database.motor.batches.insert_many(made.batches)
        yield move


async def test_after_moving_an_odd_institute_over_only_people_have_something_to_mend(odd: Mover) -> None:
    """But for who stands twice on a batch: no migration takes anybody off, and a repair may."""
    planned = await odd.plan()
    assert counts(planned) == counts(await odd.up())
    found = [finding.violation for finding in await examine(odd)]
    unreadable = {violation.course for violation in found if violation.code == "malformed"}
    left = {violation.code for violation in found if violation.course not in unreadable}
    assert "instructor-no-trainer" in {violation.code for violation in found}
    assert left - FOR_PEOPLE <= {"people-apart"}


async def test_a_repair_of_an_odd_institute_leaves_the_migrations_nothing_to_do_and_itself_neither(odd: Mover) -> None:
    await odd.up()
    await examine(odd, repair=True)
    repaired = await odd.bytes_of_all("all")
    assert await changes(odd) == [0, 0, 0]
    assert not any(finding.repaired for finding in await examine(odd, repair=True))
    assert await odd.bytes_of_all("all") == repaired


async def test_after_moving_every_kind_of_odd_document_over_a_repair_finds_nothing(
    institute: institute.Institute, move: Mover
) -> None:
    await move.up()
    moved = await move.bytes_of_all("all")
    assert not any(finding.repaired for finding in await examine(move, repair=True))
    assert await move.bytes_of_all("all") == moved


@pytest.mark.parametrize("named", [STUDENT, NOBODY])
async def test_who_is_no_trainer_is_put_on_no_roster_however_often_both_are_asked(
    mongodb_uri: str, named: ObjectId
) -> None:
    async with moving_on(mongodb_uri) as move:
        motor = move.database.motor
        await motor.users.insert_many(USERS)
        await motor.courses.insert_one({"_id": COURSE, "instructor": SARAH})
        batches: list[Raw] = [{"_id": BATCH, "instructor": named}, {"_id": ANOTHER, "instructor": JOHN}]
        await motor.batches.insert_many([{**batch, "course": COURSE} for batch in batches])
        await move.up()
        for _ in range(2):
            codes = [finding.violation.code for finding in await examine(move, repair=True)]
            assert codes == ["instructor-no-trainer"]
            assert await changes(move) == [0, 0, 0]
        course = await motor.courses.find_one({"_id": COURSE})
        assert course
        assert [entry["trainer"] for entry in course["trainers"]] == [SARAH, JOHN]
        assert await motor.batches.find_one({"_id": BATCH}) == {"course": COURSE, **batches[0]}


async def test_a_trainer_whom_an_unreadable_batch_names_is_counted_by_both(mongodb_uri: str) -> None:
    async with moving_on(mongodb_uri) as move:
        motor = move.database.motor
        await motor.users.insert_many(USERS)
        await motor.courses.insert_one({"_id": COURSE, "instructor": SARAH})
        await motor.batches.insert_one({"_id": BATCH, "course": COURSE, "instructor": JOHN, "trainers": "John"})
        planned = await move.plan()
        assert counts(planned) == counts(await move.up())
        course = await motor.courses.find_one({"_id": COURSE})
        assert course
        assert [(e["trainer"], e["workload"]) for e in course["trainers"]] == [(SARAH, 0), (JOHN, 25)]
        assert {finding.violation.code for finding in await examine(move, repair=True)} == {"malformed"}
        assert await changes(move) == [0, 0, 0]
