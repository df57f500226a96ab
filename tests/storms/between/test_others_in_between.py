"""Somebody else writes while a change of ours is under way: it begins anew or goes on, and nothing of either is lost.

With transactions and without. The others are the old application, which knows no transactions of ours, or another
service like this one.
"""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from bson import ObjectId

from multitrainer.database import Database
from multitrainer.domain.actors import THE_ADMIN
from multitrainer.domain.errors import TrainerInactive, UnknownCourse
from multitrainer.domain.people import Duty
from multitrainer.domain.roster import Status
from multitrainer.repositories.teams import Teams
from multitrainer.schemas.batches import BatchPatch, NewBatch
from multitrainer.schemas.courses import CoursePatch
from multitrainer.schemas.roster import RosterChange
from multitrainer.services import Services
from multitrainer.settings import Settings
from tests.school import ALEX, BATCHES, COURSE, JOHN, MARIA, SARAH
from tests.storms.rounds import examined

BATCH = BATCHES[0]
Other = Callable[[], Awaitable[object]]


def once_after(name: str, other: Other, patch: pytest.MonkeyPatch) -> None:
    """Have somebody else write once, right after the first time that teams do this."""
    theirs, left = getattr(Teams, name), [other]

    async def then_the_other(*args: Any, **kwargs: Any) -> Any:
        done = await theirs(*args, **kwargs)
        while left:
            await left.pop()()
        return done

    patch.setattr(Teams, name, then_the_other)


def setting(database: Database, what: str, **fields: object) -> Other:
    """Somebody else who sets fields of the course or of the first batch, or of the second."""
    which = {"course": COURSE, "first batch": BATCH, "second batch": BATCHES[1]}[what]
    collection = database.motor["courses" if what == "course" else "batches"]
    return lambda: collection.update_one({"_id": which}, {"$set": fields})


async def read(database: Database, what: ObjectId) -> dict[str, Any]:
    found = await database.motor["courses" if what == COURSE else "batches"].find_one({"_id": what})
    assert found is not None
    return found


def entry(course: dict[str, Any], trainer: ObjectId) -> dict[str, Any]:
    found: dict[str, Any] = next(e for e in course["trainers"] if e["trainer"] == trainer)
    return found


async def name_alex_backup(services: Services) -> None:
    await services.batch_people.name(THE_ADMIN, str(BATCH), str(ALEX), Duty.BACKUP)


async def name_alex_primary(services: Services) -> None:
    await services.batch_people.name_primary(THE_ADMIN, str(BATCH), str(ALEX))


MOMENTS = pytest.mark.parametrize("moment", ["load", "_update"], ids=["before our first write", "after it"])


@MOMENTS
async def test_a_lead_whom_they_name_leads(
    services: Services, database: Database, settings: Settings, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    once_after(moment, setting(database, "course", instructor=MARIA), monkeypatch)
    await name_alex_backup(services)
    course = await read(database, COURSE)
    assert (course["instructor"], entry(course, MARIA)["role"]) == (MARIA, "lead")
    assert entry(course, ALEX)["role"] == "substitute"
    assert (await read(database, BATCH))["trainers"]["backup"] == [SARAH, ALEX]
    assert await examined(database, settings) == []


@MOMENTS
async def test_a_key_that_they_put_into_an_entry_stays(
    services: Services, database: Database, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    once_after(moment, setting(database, "course", **{"trainers.1.room": "4"}), monkeypatch)
    await name_alex_primary(services)
    johns = entry(await read(database, COURSE), JOHN)
    assert (johns["room"], johns["workload"], johns["assignedBatches"]) == ("4", 25, [BATCHES[1]])


@MOMENTS
async def test_a_status_that_another_service_sets_stays(
    services: Services, database: Database, settings: Settings, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    once_after(moment, setting(database, "course", __v=8, **{"trainers.1.status": "on_leave"}), monkeypatch)
    await name_alex_primary(services)
    johns = entry(await read(database, COURSE), JOHN)
    assert (johns["status"], johns["workload"]) == ("on_leave", 25)
    assert await examined(database, settings) == []


async def test_a_primary_whom_they_name_teaches(
    services: Services, database: Database, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    once_after("load", setting(database, "first batch", instructor=MARIA), monkeypatch)
    await name_alex_backup(services)
    assert (await read(database, BATCH))["trainers"] == {"primary": MARIA, "backup": [SARAH, ALEX], "assistants": []}
    assert await examined(database, settings) == []


async def test_a_field_of_theirs_stays(services: Services, database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    once_after("load", setting(database, "first batch", room="12"), monkeypatch)
    await name_alex_primary(services)
    batch = await read(database, BATCH)
    assert (batch["room"], batch["instructor"]) == ("12", ALEX)


async def test_a_handover_goes_on_around_a_batch_that_they_gave_to_somebody_else(
    services: Services, database: Database, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    once_after("_update", setting(database, "second batch", instructor=MARIA), monkeypatch)
    await services.roster.remove(THE_ADMIN, str(COURSE), str(JOHN), str(ALEX))
    assert [(await read(database, b))["trainers"]["primary"] for b in BATCHES[:2]] == [ALEX, MARIA]
    assert JOHN not in {e["trainer"] for e in (await read(database, COURSE))["trainers"]}
    assert await examined(database, settings) == []


async def test_a_batch_that_is_made_while_they_delete_the_course_goes_with_it(
    services: Services, database: Database, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def delete_the_course() -> None:
        await database.motor.batches.delete_many({"course": COURSE})
        await database.motor.courses.delete_one({"_id": COURSE})

    once_after("load", delete_the_course, monkeypatch)
    with pytest.raises(UnknownCourse):
        await services.batches.create(THE_ADMIN, NewBatch(course=str(COURSE), name="Batch 5"))
    assert await examined(database, settings) == []
    assert await database.motor.batches.count_documents({}) == 0


# What is answered when no transaction keeps others out until then.

WITHOUT_TRANSACTIONS = pytest.mark.parametrize("settings", ["never"], indirect=True)


@WITHOUT_TRANSACTIONS
async def test_the_answer_is_about_the_trainer_although_entries_have_moved(
    services: Services, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    once_after(
        "save", lambda: database.motor.courses.update_one({"_id": COURSE}, {"$pop": {"trainers": -1}}), monkeypatch
    )
    change = RosterChange(status=Status.ON_LEAVE)
    answer = await services.roster.change(THE_ADMIN, str(COURSE), str(MARIA), change)
    assert (answer.view["trainer"]["name"], answer.view["status"]) == ("Maria", "on_leave")


@WITHOUT_TRANSACTIONS
async def test_naming_is_answered_although_the_trainer_was_taken_off_the_roster_again(
    services: Services, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    off = {"$pull": {"trainers": {"trainer": ALEX}}}
    once_after("save", lambda: database.motor.courses.update_one({"_id": COURSE}, off), monkeypatch)
    answer = await services.batch_people.name(THE_ADMIN, str(BATCH), str(ALEX), Duty.BACKUP)
    assert [t["name"] for t in answer.view["backup"]] == ["Dr. Sarah", "Alex"]
    assert answer.view["addedToRoster"] is None


CHANGES: dict[str, Callable[[Services], Awaitable[object]]] = {
    "a course": lambda s: s.courses.patch(THE_ADMIN, str(COURSE), CoursePatch(name="Renamed", instructor=str(MARIA))),
    "a batch": lambda s: s.batches.patch(THE_ADMIN, str(BATCH), BatchPatch(name="Renamed", instructor=str(MARIA))),
}


@WITHOUT_TRANSACTIONS
@pytest.mark.parametrize("what", CHANGES)
async def test_a_change_that_is_refused_has_written_nothing(services: Services, database: Database, what: str) -> None:
    await setting(database, "course", **{"trainers.2.status": "inactive"})()
    with pytest.raises(TrainerInactive):
        await CHANGES[what](services)
    assert [(await read(database, i))["name"] for i in (COURSE, BATCH)] == ["German A1", "Batch 1"]
