"""What is stated for planning, and the workloads that follow, with transactions and without."""

import pytest

from multitrainer.database import Database
from multitrainer.domain.actors import THE_ADMIN
from multitrainer.domain.errors import NoPrimary, Stale
from multitrainer.schemas.enrolments import NewBatching
from multitrainer.schemas.planning import BatchPlanning, TrainerPlanning
from multitrainer.services import Services
from tests import school
from tests.marks import without_transactions_when_long

JOHN, MARIA, FIRST, THIRD = str(school.JOHN), str(school.MARIA), str(school.BATCHES[0]), str(school.BATCHES[2])

NOTHING_OF_A_BATCH = BatchPlanning(hours=None, sessions=(), skills=())


async def workloads(database: Database) -> dict[str, float]:
    course = await database.motor.courses.find_one({"_id": school.COURSE})
    assert course
    return {str(entry["trainer"]): entry["workload"] for entry in course["trainers"]}


async def test_hours_that_are_stated_count_at_once(database: Database, services: Services) -> None:
    await services.planning_facts.set_trainer(THE_ADMIN, JOHN, TrainerPlanning(weekly_hours=10))
    assert (await workloads(database))[JOHN] == 100
    await services.planning_facts.set_batch(THE_ADMIN, FIRST, BatchPlanning(hours=2.5))
    assert (await workloads(database))[JOHN] == 75
    await services.batch_people.name_primary(THE_ADMIN, THIRD, JOHN)
    assert (await workloads(database))[JOHN] == 125
    await services.planning_facts.set_trainer(THE_ADMIN, JOHN, TrainerPlanning(weekly_hours=None))
    await services.planning_facts.set_batch(THE_ADMIN, FIRST, NOTHING_OF_A_BATCH)
    assert await workloads(database) == {str(school.SARAH): 0, JOHN: 75, MARIA: 25}


async def test_whoever_states_a_part_takes_nothing_away_of_what_is_stated(services: Services) -> None:
    part = {"day": "friday", "start": "14:00", "end": "24:00"}
    stated = {"skills": ["C1"], "unavailable": [part], "limits": {"hoursPerDay": 6.0}}
    await services.planning_facts.set_trainer(THE_ADMIN, JOHN, TrainerPlanning.model_validate(stated))
    after = await services.planning_facts.set_trainer(THE_ADMIN, JOHN, TrainerPlanning(weekly_hours=18))
    assert {name: after.view[name] for name in ("weeklyHours", *stated)} == {"weeklyHours": 18, **stated}
    gone = TrainerPlanning.model_validate({"weeklyHours": None, "skills": [], "unavailable": [], "limits": {}})
    nothing = await services.planning_facts.set_trainer(THE_ADMIN, JOHN, gone)
    assert [nothing.view[name] for name in ("weeklyHours", *stated)] == [None, [], [], {}]


async def test_whoever_states_a_part_of_a_batch_takes_nothing_away_of_what_is_stated(services: Services) -> None:
    evening = {"day": "monday", "start": "18:00", "end": "19:30"}
    stated = {"hours": 4, "sessions": [evening], "skills": ["C1"]}
    for part in stated:
        new = BatchPlanning.model_validate({part: stated[part]})
        after = await services.planning_facts.set_batch(THE_ADMIN, FIRST, new)
    assert {name: after.view[name] for name in stated} == stated
    same = await services.planning_facts.set_batch(THE_ADMIN, FIRST, BatchPlanning())
    assert same.tag == after.tag
    gone = await services.planning_facts.set_batch(THE_ADMIN, FIRST, NOTHING_OF_A_BATCH)
    assert [gone.view[name] for name in stated] == [None, [], []]
    for part in ("sessions", "skills"):
        with pytest.raises(ValueError, match="must not be null"):
            BatchPlanning.model_validate({part: None})


@without_transactions_when_long
async def test_a_batch_of_which_nothing_is_stated_is_not_written(database: Database, services: Services) -> None:
    await services.planning_facts.set_batch(THE_ADMIN, FIRST, BatchPlanning())
    assert await database.motor.multitrainer_batches.count_documents({}) == 0


async def test_without_stated_hours_those_of_the_weekly_sessions_count(database: Database, services: Services) -> None:
    evening = {"day": "monday", "start": "18:00", "end": "19:30"}
    once = {"start": "2026-03-03T18:00", "end": "2026-03-03T22:00"}
    timed = BatchPlanning.model_validate({"sessions": [evening, {**evening, "day": "friday"}, once]})
    await services.planning_facts.set_batch(THE_ADMIN, FIRST, timed)
    assert (await services.planning_facts.batch(THE_ADMIN, FIRST))["hoursInUse"] == 3
    assert (await workloads(database))[JOHN] == 40
    await services.planning_facts.set_batch(THE_ADMIN, FIRST, timed.model_copy(update={"hours": 4.0}))
    assert (await workloads(database))[JOHN] == 45
    await services.planning_facts.set_batch(THE_ADMIN, FIRST, NOTHING_OF_A_BATCH)
    assert (await services.planning_facts.batch(THE_ADMIN, FIRST))["hoursInUse"] == 5
    assert (await workloads(database))[JOHN] == 50


async def test_hours_of_a_slot_count_for_its_batches_at_once(database: Database, services: Services) -> None:
    monday = {"name": "Mon", "sessions": [{"day": "monday", "start": "18:00", "end": "20:00"}]}
    sizes = {"target": 2, "minimum": 1, "maximum": 2}
    new = NewBatching.model_validate({**sizes, "slots": [monday, {"name": "Sat"}], "batches": {FIRST: "Mon"}})
    await services.batchings.put(THE_ADMIN, str(school.COURSE), new)
    assert (await workloads(database))[JOHN] == 35
    assert (await services.planning_facts.batch(THE_ADMIN, FIRST))["hoursInUse"] == 2
    await services.batchings.put(THE_ADMIN, str(school.COURSE), new.model_copy(update={"batches": {FIRST: "Sat"}}))
    assert (await workloads(database))[JOHN] == 50


@without_transactions_when_long
async def test_the_usual_weekly_hours_are_shown_where_none_are_stated(services: Services) -> None:
    assert (await services.planning_facts.trainer(THE_ADMIN, JOHN))["weeklyHoursInUse"] == 20
    await services.planning_facts.set_trainer(THE_ADMIN, JOHN, TrainerPlanning(weekly_hours=10))
    assert (await services.planning_facts.trainer(THE_ADMIN, JOHN))["weeklyHoursInUse"] == 10


@without_transactions_when_long
async def test_settings_that_can_not_be_read_give_no_hours(database: Database, services: Services) -> None:
    slotted = {"_id": school.BATCHES[0], "course": school.COURSE, "slot": "Mon"}
    await database.motor.multitrainer_batches.insert_one(slotted)
    await database.motor.multitrainer_courses.insert_one({"_id": school.COURSE, "batching": {"slots": 5}})
    assert (await services.planning_facts.batch(THE_ADMIN, FIRST))["hoursInUse"] == 5


async def test_the_doctor_finds_and_mends_a_workload_that_the_stated_hours_contradict(
    database: Database, services: Services
) -> None:
    await database.motor.multitrainer_trainers.insert_one({"_id": school.JOHN, "weeklyHours": 10})
    found = [f async for step in services.doctor.examine(THE_ADMIN, repair=True) for f in step.found]
    assert [(f.violation.code, f.violation.trainer, f.repaired) for f in found] == [("workload", JOHN, True)]
    assert (await workloads(database))[JOHN] == 100


async def test_what_others_keep_beside_it_stays(database: Database, services: Services) -> None:
    await database.motor.multitrainer_batches.insert_one(
        {"_id": school.BATCHES[0], "course": school.COURSE, "slot": "evening"}
    )
    await services.planning_facts.set_batch(THE_ADMIN, FIRST, BatchPlanning(hours=4, skills=("C1",)))
    await services.planning_facts.lock(THE_ADMIN, FIRST, locked=True)
    assert await database.motor.multitrainer_batches.find_one({}) == {
        "_id": school.BATCHES[0], "course": school.COURSE, "slot": "evening", "hours": 4, "skills": ["C1"],
        "pinned": True,
    }  # fmt: skip


@without_transactions_when_long
async def test_whoever_read_what_is_no_longer_so_is_told(services: Services) -> None:
    first = await services.planning_facts.lock(THE_ADMIN, FIRST, locked=True)
    await services.planning_facts.lock(THE_ADMIN, FIRST, locked=False, if_match=first.tag)
    with pytest.raises(Stale):
        await services.planning_facts.lock(THE_ADMIN, FIRST, locked=True, if_match=first.tag)


async def test_a_batch_without_a_primary_is_not_locked_but_may_be_unlocked(
    database: Database, services: Services
) -> None:
    await services.batch_people.dismiss(THE_ADMIN, FIRST, JOHN)
    with pytest.raises(NoPrimary, match="Name one first: PUT"):
        await services.planning_facts.lock(THE_ADMIN, FIRST, locked=True)
    assert await database.motor.multitrainer_batches.count_documents({}) == 0
    await services.planning_facts.lock(THE_ADMIN, FIRST, locked=False)


async def test_a_change_of_the_facts_is_in_the_audit(services: Services) -> None:
    await services.planning_facts.set_trainer(THE_ADMIN, JOHN, TrainerPlanning(weekly_hours=10))
    entries = [entry async for entry in await services.audit.export(THE_ADMIN, JOHN)]
    assert [(e["action"], [c["field"] for c in e["changes"]]) for e in entries] == [
        ("change-trainer-planning", ["weeklyHours"])
    ]
