"""Sessions that change with a timetable or the holidays are told whoever teaches them, once; either way."""

import asyncio
from datetime import UTC, date, datetime
from typing import Any
from unittest.mock import patch

import pytest

from multitrainer import wiring
from multitrainer.database import Database, Outdated
from multitrainer.domain.actors import THE_ADMIN, Actor, ActorKind
from multitrainer.domain.timetable import Holiday
from multitrainer.repositories.sessions import Sessions
from multitrainer.schemas.cover_settings import StudentsContacts
from multitrainer.schemas.enrolments import NewBatching
from multitrainer.schemas.sessions import NewTimetable, SessionPatch
from multitrainer.services import Services
from multitrainer.settings import Settings
from tests import school
from tests.services.people import SetClock

JOHN, MARIA, SARAH = (str(id_) for id_ in (school.JOHN, school.MARIA, school.SARAH))
FIRST, SECOND, COURSE, STUDENT = (str(id_) for id_ in (*school.BATCHES[:2], school.COURSE, school.STUDENT))
EVENING = {"day": "tuesday", "start": "18:00", "end": "19:30"}
LATER = {**EVENING, "start": "19:00", "end": "20:30"}
FAIR = Holiday("Fair", date(2026, 3, 9), date(2026, 3, 18))
OFFICE = "office@institute.example"
Told = list[tuple[str, str, dict[str, Any]]]


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return settings.model_copy(update={"time_zone": "Europe/Berlin", "sessions_ahead_days": 28})


@pytest.fixture
def time() -> SetClock:
    clock = SetClock()
    clock.at = datetime(2026, 3, 2, 12, tzinfo=UTC)
    return clock


@pytest.fixture
def services(database: Database, settings: Settings, time: SetClock) -> Services:
    return wiring.build(database, settings, now=time)


async def meets(services: Services, batch: str = FIRST, who: Actor = THE_ADMIN, **stated: Any) -> None:
    """A batch meets on Tuesdays: four times within the 28 days from the second of March."""
    new = {"sessions": [EVENING], "from": "2026-03-02", **stated}
    await services.timetables.put(who, batch, NewTimetable.model_validate(new))


async def told(database: Database) -> Told:
    """Who of the trainers was told what of timetables since anybody asked last."""
    return [one for one in await everybody_told(database) if one[0] != STUDENT]


async def everybody_told(database: Database) -> Told:
    """The same of students, too."""
    entries = await database.motor.multitrainer_outbox.find({}).to_list(None)
    await database.motor.multitrainer_outbox.delete_many({})
    notices = [one for entry in entries for one in entry["notices"] if one["kind"] == "sessions-changed"]
    return [(one["to"], one["facts"]["batch"], counts(one["facts"])) for one in notices]


def counts(facts: dict[str, Any]) -> dict[str, Any]:
    return {name: facts[name] for name in ("added", "moved", "cancelled", "first", "last") if facts[name]}


def march(first: str, last: str, **numbers: str) -> dict[str, Any]:
    return {**numbers, "first": f"2026-03-{first}:00Z", "last": f"2026-03-{last}:00Z"}


async def test_whoever_teaches_a_batch_is_told_once_of_all_that_its_timetable_changes(
    services: Services, database: Database
) -> None:
    await database.motor.batches.update_one(
        {"_id": school.BATCHES[0]}, {"$set": {"trainers.assistants": [school.MARIA]}}
    )
    await meets(services)
    new = march("03T17:00", "24T17:00", added="4")
    assert await told(database) == [(JOHN, FIRST, new), (MARIA, FIRST, new)]
    await meets(services, sessions=[LATER], until="2026-03-20")
    changed = march("03T18:00", "24T17:00", moved="3", cancelled="1")
    assert await told(database) == [(JOHN, FIRST, changed), (MARIA, FIRST, changed)]
    await meets(services, sessions=[LATER], until="2026-03-20")
    assert await told(database) == []


async def test_holidays_are_told_where_they_take_sessions_and_where_they_give_them_back(
    services: Services, database: Database
) -> None:
    await meets(services)
    await told(database)
    for holidays, what in (([FAIR], "cancelled"), ([], "added")):
        await services.holidays.put(THE_ADMIN, holidays)
        await services.session_maker.run()
        assert await told(database) == [(JOHN, FIRST, march("10T17:00", "17T17:00", **{what: "2"}))]


async def test_that_time_goes_on_is_no_news(services: Services, database: Database, time: SetClock) -> None:
    await meets(services)
    await told(database)
    time.move(days=7)
    await services.session_maker.run()
    assert await database.motor.multitrainer_sessions.count_documents({}) == 5
    assert await told(database) == []


async def test_slots_that_change_are_told_once_for_each_batch(services: Services, database: Database) -> None:
    settings = {"target": 2, "minimum": 1, "maximum": 2, "batches": {FIRST: "Tue", SECOND: "Tue"}}

    async def slot(sessions: dict[str, str]) -> None:
        new = {**settings, "slots": [{"name": "Tue", "sessions": [sessions]}]}
        await services.batchings.put(THE_ADMIN, COURSE, NewBatching.model_validate(new))

    await slot(EVENING)
    for batch in (FIRST, SECOND):
        await meets(services, batch, sessions=[])
    await told(database)
    await slot(LATER)
    moved = march("03T18:00", "24T18:00", moved="4")
    assert sorted(await told(database)) == [(JOHN, FIRST, moved), (JOHN, SECOND, moved)]


async def test_whoever_changes_the_timetable_knows(services: Services, database: Database) -> None:
    await services.batch_people.name_primary(THE_ADMIN, FIRST, SARAH)
    for who, hear in ((THE_ADMIN, [SARAH]), (Actor(ActorKind.TRAINER, SARAH), [])):
        await meets(services, who=who, sessions=[LATER if hear else EVENING])
        assert [to for to, *_ in await told(database)] == hear


async def test_a_session_that_somebody_covers_stays_and_nobody_is_told_of_it(
    services: Services, database: Database
) -> None:
    await meets(services)
    await told(database)
    await database.motor.multitrainer_sessions.update_one({"day": "2026-03-10"}, {"$set": {"cover": school.ALEX}})
    await meets(services, sessions=[LATER])
    assert await told(database) == [(JOHN, FIRST, march("03T18:00", "24T18:00", moved="3"))]


async def test_a_session_that_is_given_back_by_hand_is_told_of_by_itself_alone(
    services: Services, database: Database
) -> None:
    await meets(services)
    found = await database.motor.multitrainer_sessions.find_one({"day": "2026-03-10"})
    assert found
    moved = {"start": "2026-03-11T10:00", "end": "2026-03-11T11:30"}
    for change in (moved, {"status": "planned"}):
        await services.sessions.patch(THE_ADMIN, str(found["_id"]), SessionPatch.model_validate(change))
    entries = await database.motor.multitrainer_outbox.find({}).to_list(None)
    kinds = [one["kind"] for entry in entries for one in entry["notices"] if one["to"] == JOHN]
    assert kinds == ["sessions-changed", "session-moved", "session-moved"]


async def test_students_and_their_contacts_hear_where_sessions_change_that_were_there(
    services: Services, database: Database
) -> None:
    await services.cover_settings.set_contacts(THE_ADMIN, StudentsContacts(addresses=(OFFICE,)))
    await meets(services)
    assert [to for to, *_ in await everybody_told(database)] == [JOHN]
    await meets(services, sessions=[LATER])
    moved = march("03T18:00", "24T18:00", moved="4")
    assert await everybody_told(database) == [(to, FIRST, moved) for to in (JOHN, OFFICE, STUDENT)]


async def test_a_kill_between_the_sessions_of_a_change_leaves_nobody_untold(
    services: Services, database: Database
) -> None:
    await meets(services)
    await told(database)
    with (
        patch.object(Sessions, "insert", side_effect=asyncio.CancelledError),
        pytest.raises(asyncio.CancelledError),
    ):
        await meets(services, sessions=[LATER])
    await services.session_maker.run()
    stated = await services.timetables.read(THE_ADMIN, FIRST)
    moved = [(JOHN, FIRST, march("03T18:00", "24T18:00", moved="4"))]
    assert await told(database) == (moved if stated["sessions"][0]["start"] == "19:00" else [])


async def test_what_is_written_when_another_gets_in_between_is_told(services: Services, database: Database) -> None:
    await meets(services)
    await told(database)
    with patch.object(Sessions, "insert", side_effect=[Outdated, None]):
        await meets(services, sessions=[LATER])
    assert await told(database) == [(JOHN, FIRST, march("03T18:00", "24T18:00", moved="4"))]
