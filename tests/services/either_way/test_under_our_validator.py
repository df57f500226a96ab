"""Whatever we write ourselves passes under our own validator that refuses.

With transactions and without.
"""

from collections.abc import Awaitable, Callable

import pytest
from pymongo.errors import WriteError

from multitrainer.database import Database
from multitrainer.domain.actors import THE_ADMIN
from multitrainer.domain.errors import RefusedByDatabase
from multitrainer.domain.people import Duty
from multitrainer.domain.roster import Role, Status
from multitrainer.schemas.batches import BatchPatch, NewBatch
from multitrainer.schemas.courses import CoursePatch, NewCourse
from multitrainer.schemas.roster import NewRosterEntry, RosterChange
from multitrainer.services import Services
from multitrainer.services.demo.demo import Outcome
from multitrainer.services.moving_over.enforcement import State
from tests.marks import without_transactions_when_long
from tests.school import ALEX, BATCHES, COURSE, JOHN, MARIA, SARAH

COURSE_ID, BATCH = str(COURSE), str(BATCHES[0])
COMMANDS: dict[str, Callable[[Services], Awaitable[object]]] = {
    "a course without anybody": lambda s: s.courses.create(THE_ADMIN, NewCourse(name="New")),
    "a course of one instructor": lambda s: s.courses.create(THE_ADMIN, NewCourse(name="New", instructor=str(ALEX))),
    "a new name": lambda s: s.courses.patch(THE_ADMIN, COURSE_ID, CoursePatch(name="Newer")),
    "another lead": lambda s: s.courses.patch(THE_ADMIN, COURSE_ID, CoursePatch(instructor=str(MARIA))),
    "a new entry": lambda s: s.roster.add(
        THE_ADMIN, COURSE_ID, NewRosterEntry(trainer=str(ALEX), role=Role.SUBSTITUTE)
    ),
    "another status": lambda s: s.roster.change(THE_ADMIN, COURSE_ID, str(SARAH), RosterChange(status=Status.ON_LEAVE)),
    "somebody removed": lambda s: s.roster.remove(THE_ADMIN, COURSE_ID, str(JOHN), hand_over_to=str(ALEX)),
    "a batch without anybody": lambda s: s.batches.create(THE_ADMIN, NewBatch(course=COURSE_ID, name="New")),
    "a batch renamed": lambda s: s.batches.patch(THE_ADMIN, BATCH, BatchPatch(name="Newer")),
    "a batch deleted": lambda s: s.batches.delete(THE_ADMIN, BATCH, force=True),
    "another primary": lambda s: s.batch_people.name_primary(THE_ADMIN, BATCH, str(ALEX)),
    "no primary": lambda s: s.batch_people.dismiss(THE_ADMIN, BATCH, str(JOHN)),
    "an assistant": lambda s: s.batch_people.name(THE_ADMIN, BATCH, str(MARIA), Duty.ASSISTANT),
}


@pytest.mark.parametrize("command", COMMANDS)
async def test_a_change_of_ours_passes(services: Services, command: str) -> None:
    await services.enforcement.refuse(THE_ADMIN)
    await COMMANDS[command](services)
    assert [(one.state, one.offenders) for one in await services.enforcement.look(THE_ADMIN)] == [
        (State.REFUSING, 0)
    ] * 2


@without_transactions_when_long
async def test_the_demo_can_be_loaded(services: Services, database: Database) -> None:
    await database.motor.courses.delete_many({})
    await services.enforcement.refuse(THE_ADMIN)
    assert await services.demo.load(THE_ADMIN) is Outcome.LOADED


async def test_the_doctor_repairs_an_offender_where_it_was_forced(services: Services, database: Database) -> None:
    await database.motor.courses.update_one({"_id": COURSE}, {"$unset": {"trainers": ""}})
    courses, _ = await services.enforcement.refuse(THE_ADMIN, force=True)
    assert (courses.state, courses.offenders) == (State.REFUSING, 1)
    await services.courses.patch(THE_ADMIN, COURSE_ID, CoursePatch(name="Newer"))
    async for _ in services.doctor.examine(THE_ADMIN, repair=True):
        pass
    await services.roster.add(THE_ADMIN, COURSE_ID, NewRosterEntry(trainer=str(ALEX)))
    assert [one.offenders for one in await services.enforcement.look(THE_ADMIN)] == [0, 0]


async def test_it_comes_and_goes_beside_a_validator_of_the_institutes(services: Services, database: Database) -> None:
    await database.motor.command("collMod", "courses", validator={"name": {"$ne": "Newer"}})
    await services.enforcement.refuse(THE_ADMIN)
    for bad in ({"name": "Old"}, {"name": "Newer", "trainers": []}):
        with pytest.raises(WriteError):
            await database.motor.courses.insert_one(bad)
    await services.enforcement.off(THE_ADMIN)
    await database.motor.courses.insert_one({"name": "Old"})
    with pytest.raises(RefusedByDatabase, match="validator"):
        await services.courses.patch(THE_ADMIN, COURSE_ID, CoursePatch(name="Newer"))
