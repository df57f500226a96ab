"""What somebody has to decide, seen over all courses."""

from typing import Any

import pytest
from bson import ObjectId

from multitrainer.database import Database
from multitrainer.domain.actors import THE_ADMIN, Actor, ActorKind
from multitrainer.domain.errors import NotAllowed
from multitrainer.repositories.teams import Teams
from multitrainer.schemas.enrolments import NewEnrolment
from multitrainer.services import Services
from multitrainer.services.overviews.overviews import Seen, Waiting
from tests import school

FIRST, SECOND, THIRD = school.BATCHES[:3]


@pytest.fixture(autouse=True)
async def there(database: Database) -> None:
    """The first batch lacks a backup, the second and the third a primary."""
    await school.found(database)
    await lacks(database, FIRST, {"trainers.backup": []})
    for batch in (SECOND, THIRD):
        await lacks(database, batch, {"trainers.primary": None, "instructor": None})


async def lacks(database: Database, batch: ObjectId, change: dict[str, Any]) -> None:
    await database.motor.batches.update_one({"_id": batch}, {"$set": change})


def trainer(id_: ObjectId) -> Actor:
    return Actor(ActorKind.TRAINER, str(id_))


def whose(found: list[Seen]) -> list[str | None]:
    return [one.batch_name for one in found]


async def test_an_admin_sees_all_batches_that_lack_somebody_and_those_without_primary_first(services: Services) -> None:
    found = await services.overviews.unstaffed(THE_ADMIN)
    assert whose(found) == ["Batch 2", "Batch 3", "Batch 1"]
    course = str(school.COURSE), "German A1"
    assert found[0] == Seen(str(SECOND), "Batch 2", *course, 1, primary=None, has_backup=True)
    assert found[2] == Seen(str(FIRST), "Batch 1", *course, 1, primary=str(school.JOHN), has_backup=False)


async def test_a_lead_sees_those_of_their_scope_and_others_none(services: Services, database: Database) -> None:
    assert whose(await services.overviews.unstaffed(trainer(school.SARAH))) == ["Batch 2", "Batch 3", "Batch 1"]
    assert whose(await services.overviews.unstaffed(trainer(school.JOHN))) == []
    beside = {"trainer": school.ALEX, "role": "lead", "status": "active", "assignedBatches": [THIRD], "workload": 0}
    narrower = {"trainers.0.assignedBatches": [FIRST, SECOND, school.BATCHES[3]]}
    for change in ({"$set": narrower}, {"$push": {"trainers": {"_id": ObjectId(), **beside}}}):
        await database.motor.courses.update_one({"_id": school.COURSE}, change)
    assert whose(await services.overviews.unstaffed(trainer(school.SARAH))) == ["Batch 2", "Batch 1"]
    assert whose(await services.overviews.unstaffed(trainer(school.ALEX))) == ["Batch 3"]


async def test_where_nothing_lacks_anybody_nothing_is_shown(services: Services, database: Database) -> None:
    await database.motor.batches.delete_many({})
    assert await services.overviews.unstaffed(THE_ADMIN) == []


async def test_a_student_has_nothing_to_look_over(services: Services) -> None:
    student = Actor(ActorKind.STUDENT, str(school.STUDENT))
    with pytest.raises(NotAllowed):
        await services.overviews.unstaffed(student)


async def test_an_admin_sees_who_carries_too_much_who_nothing_and_where_students_wait(
    services: Services, database: Database
) -> None:
    few = {"weeklyHours": 8}  # two batches are ten hours
    await database.motor.multitrainer_trainers.insert_one({"_id": school.MARIA, **few})
    await lacks(database, school.BATCHES[2], {"trainers.primary": school.MARIA, "instructor": school.MARIA})
    enrolled = NewEnrolment(student=str(school.STUDENT))
    await database.motor.batches.update_many({}, {"$set": {"students": []}})
    await services.enrolments.enrol(THE_ADMIN, str(school.COURSE), enrolled)
    found = await services.overviews.of_institute(THE_ADMIN)
    assert [one["name"] for one in found.overloaded] == ["Maria"]
    assert "Alex" in [one["name"] for one in found.idle]
    assert found.waiting == [Waiting(str(school.COURSE), "German A1", 1)]
    assert (found.courses, found.batches, found.trainers) == (1, 4, 4)


async def test_all_teams_are_read_once_for_the_overview(services: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []
    load_all = Teams.load_all

    async def counting(teams: Teams, courses: list[ObjectId], *rest: Any, **more: Any) -> Any:
        asked.append(len(courses))
        return await load_all(teams, courses, *rest, **more)

    monkeypatch.setattr(Teams, "load_all", counting)
    await services.overviews.of_institute(THE_ADMIN)
    assert asked == [1]
