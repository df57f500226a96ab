"""Trainers state their week, hours and skills, with transactions and without."""

from typing import Any

import pytest

from multitrainer.database import Database
from multitrainer.domain.actors import THE_ADMIN, Actor, ActorKind
from multitrainer.domain.errors import NotAllowed, SenselessAvailability, Stale, TrainerNotFound
from multitrainer.schemas.availability import NewAvailability
from multitrainer.schemas.planning import BatchPlanning, TrainerPlanning
from multitrainer.services import Services
from multitrainer.services.changes.tags import Tagged
from tests import school
from tests.services.either_way.test_planning_facts import workloads

JOHN, FIRST = str(school.JOHN), str(school.BATCHES[0])
HIMSELF, COLLEAGUE = Actor(ActorKind.TRAINER, JOHN), Actor(ActorKind.TRAINER, str(school.MARIA))
LEAD, STRANGER = Actor(ActorKind.TRAINER, str(school.SARAH)), Actor(ActorKind.TRAINER, str(school.ALEX))
MORNING = {"day": "monday", "start": "00:00", "end": "12:00", "level": "not"}
EVENING = {"day": "monday", "start": "18:00", "end": "24:00", "level": "rather-not"}
NOON = {"day": "monday", "start": "12:00", "end": "14:00", "level": "not"}


async def state(services: Services, who: Actor, *week: Any, if_match: str | None = None, **more: Any) -> Tagged:
    """John's availability; his week is left out where no part of it is said."""
    new = NewAvailability.model_validate({**({"week": week} if week else {}), **more})
    return await services.availability.state(who, JOHN, new, if_match)


async def stored(database: Database) -> Any:
    return await database.motor.multitrainer_trainers.find_one({})


@pytest.mark.parametrize("who", [HIMSELF, THE_ADMIN], ids=["himself", "an admin"])
async def test_what_is_stated_is_answered_as_it_was_said_with_the_hours_in_use(services: Services, who: Actor) -> None:
    assert (await services.availability.of_trainer(LEAD, JOHN))["weeklyHoursInUse"] == 20
    answer = await state(services, who, EVENING, MORNING, NOON, weeklyHours=15, skills=["C1", "C1"])
    said = {"week": [EVENING, MORNING, NOON], "weeklyHours": 15, "weeklyHoursInUse": 15, "skills": ["C1"]}
    assert answer.view == {"_id": school.JOHN, **said}
    assert await services.availability.of_trainer(LEAD, JOHN) == answer.view


async def test_others_neither_state_nor_all_of_them_read_it(services: Services) -> None:
    for who in (LEAD, COLLEAGUE):
        with pytest.raises(NotAllowed):
            await state(services, who, MORNING)
    with pytest.raises(NotAllowed):
        await services.availability.of_trainer(COLLEAGUE, JOHN)
    with pytest.raises(TrainerNotFound):
        await services.availability.of_trainer(STRANGER, JOHN)
    with pytest.raises(TrainerNotFound):
        await services.availability.of_trainer(THE_ADMIN, str(school.STUDENT))


async def test_hours_that_a_trainer_states_count_at_once(database: Database, services: Services) -> None:
    await state(services, HIMSELF, weeklyHours=10)
    assert (await workloads(database))[JOHN] == 100
    assert (await services.planning_facts.trainer(THE_ADMIN, JOHN))["weeklyHours"] == 10
    await state(services, HIMSELF, weeklyHours=None)
    assert (await workloads(database))[JOHN] == 50


async def test_whoever_states_a_part_takes_nothing_away_of_what_others_stated(
    database: Database, services: Services
) -> None:
    stated = TrainerPlanning.model_validate({"weeklyHours": 10, "skills": ["C1"]})
    await services.planning_facts.set_trainer(THE_ADMIN, JOHN, stated)
    await state(services, HIMSELF, MORNING)
    kept = await state(services, HIMSELF)
    assert (kept.view["week"], kept.view["weeklyHours"], kept.view["skills"]) == ([MORNING], 10, ["C1"])
    assert (await workloads(database))[JOHN] == 100
    gone = await state(services, HIMSELF, week=[], weeklyHours=None, skills=[])
    assert (gone.view["week"], gone.view["weeklyHours"], gone.view["skills"]) == ([], None, [])
    for field in ("week", "skills"):
        with pytest.raises(ValueError, match="must not be null"):
            NewAvailability.model_validate({field: None})


async def test_parts_that_overlap_are_refused_and_nothing_changes(database: Database, services: Services) -> None:
    before = await state(services, HIMSELF, MORNING, weeklyHours=10)
    with pytest.raises(SenselessAvailability, match="On Monday two parts overlap: 00:00 to 12:00 and 11:00 to 13:00"):
        await state(services, HIMSELF, MORNING, {**MORNING, "start": "11:00", "end": "13:00"}, weeklyHours=5)
    assert await services.availability.of_trainer(HIMSELF, JOHN) == before.view
    assert (await workloads(database))[JOHN] == 100


async def test_whoever_read_what_is_no_longer_so_is_told(services: Services) -> None:
    first = await state(services, HIMSELF, MORNING)
    await services.planning_facts.set_trainer(THE_ADMIN, JOHN, TrainerPlanning(weekly_hours=10))
    with pytest.raises(Stale):
        await state(services, HIMSELF, EVENING, if_match=first.tag)


async def test_what_admins_and_others_keep_beside_it_stays(database: Database, services: Services) -> None:
    await database.motor.multitrainer_trainers.insert_one({"_id": school.JOHN, "theirs": 1, "availability": "never"})
    planning = {"limits": {"hoursPerDay": 6}, "unavailable": [{"day": "friday", "start": "14:00", "end": "24:00"}]}
    await services.planning_facts.set_trainer(THE_ADMIN, JOHN, TrainerPlanning.model_validate(planning))
    assert (await stored(database))["availability"] == "never"
    await state(services, HIMSELF, MORNING, skills=["C1"])
    kept = {"_id": school.JOHN, "theirs": 1, **planning, "availability": [MORNING], "skills": ["C1"]}
    assert await stored(database) == kept
    await services.planning_facts.set_trainer(THE_ADMIN, JOHN, TrainerPlanning())
    assert (await stored(database))["availability"] == [MORNING]


async def test_what_somebody_wrote_badly_is_not_stated(database: Database, services: Services) -> None:
    raw = [MORNING, "x", {**NOON, "level": "never"}, {**MORNING, "start": "10:00"}]
    await database.motor.multitrainer_trainers.insert_one({"_id": school.JOHN, "availability": raw})
    assert (await services.availability.of_trainer(HIMSELF, JOHN))["week"] == [MORNING]


async def test_a_week_that_is_stated_is_in_the_audit(services: Services) -> None:
    await state(services, HIMSELF, MORNING)
    entries = [entry async for entry in await services.audit.export(THE_ADMIN, JOHN)]
    assert [(e["action"], [c["field"] for c in e["changes"]]) for e in entries] == [
        ("state-availability", ["availability"])
    ]


async def test_who_could_teach_a_batch_depends_on_what_they_have_painted(services: Services) -> None:
    monday = BatchPlanning.model_validate({"sessions": [{"day": "monday", "start": "19:00", "end": "20:00"}]})
    await services.planning_facts.set_batch(THE_ADMIN, FIRST, monday)
    words = {}
    for level in ("rather-not", "not"):
        await state(services, HIMSELF, {**EVENING, "level": level})
        await services.batch_people.name_primary(THE_ADMIN, FIRST, str(school.MARIA))
        found = await services.candidates.of_batch(THE_ADMIN, FIRST)
        words[level] = next(one["words"] for one in found["candidates"] if one["trainer"] == JOHN)
    assert words["rather-not"].endswith("John would rather not teach on Monday 18:00-24:00.")
    assert words["not"].startswith("John is unavailable on Monday 18:00-24:00")
