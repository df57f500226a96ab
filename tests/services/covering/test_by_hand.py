"""Whom a session that somebody cancels, moves or gives back by hand is told; with transactions and without."""

from datetime import UTC, datetime
from typing import Any

import pytest

from multitrainer.database import Database
from multitrainer.domain.actors import THE_ADMIN
from multitrainer.domain.errors import SessionOverlaps
from multitrainer.schemas.cover_settings import StudentsContacts
from multitrainer.schemas.sessions import SessionPatch
from multitrainer.services import Services
from multitrainer.stored.ids import oid
from tests import school
from tests.services.covering.covering import (
    FIRST,
    JOHN,
    SARAH,
    SECOND,
    as_trainer,
    away,
    covers,
    searched,
    told,
)
from tests.services.people import SetClock

Raw = dict[str, Any]
OFFICE, STUDENT = "office@institute.example", str(school.STUDENT)
THURSDAY = {"start": "2026-03-05T10:00", "end": "2026-03-05T11:30"}


@pytest.fixture(scope="module", params=["auto", "never"])
def transactions(request: pytest.FixtureRequest) -> str:
    """With and without."""
    return str(request.param)


@pytest.fixture(autouse=True)
async def _contacts(services: Services, database: Database) -> Any:
    await services.cover_settings.set_contacts(THE_ADMIN, StudentsContacts(addresses=(OFFICE,)))
    await database.motor.multitrainer_outbox.delete_many({})
    yield
    await database.motor.multitrainer_cover_settings.delete_many({})


async def first_of(database: Database, batch: str = FIRST) -> str:
    session = await database.motor.multitrainer_sessions.find_one({"batch": oid(batch)}, sort=[("start", 1)])
    assert session
    return str(session["_id"])


async def patch(services: Services, session: str, by: Any = THE_ADMIN, **said: Any) -> None:
    await services.sessions.patch(by, session, SessionPatch.model_validate(said))


async def notices(database: Database) -> list[Raw]:
    entries = [entry async for entry in database.motor.multitrainer_outbox.find({})]
    return [notice for entry in entries for notice in entry["notices"] or ()]


async def test_of_a_session_that_is_cancelled_its_trainer_and_the_students_hear_with_the_note(
    services: Services, database: Database
) -> None:
    session = await first_of(database)
    await patch(services, session, status="cancelled", note="Water damage.")
    assert sorted(await told(database, "session-cancelled")) == sorted([OFFICE, STUDENT, JOHN])
    found = await notices(database)
    assert {one["facts"]["note"] for one in found} == {"Water damage."}
    assert {(one["meeting"]["uid"], one["meeting"]["cancelled"]) for one in found} == {
        (f"{session}@multitrainer", True)
    }


async def test_of_a_session_that_is_moved_they_hear_its_new_time_and_the_one_before(
    services: Services, database: Database
) -> None:
    await patch(services, await first_of(database), **THURSDAY)
    assert sorted(await told(database, "session-moved")) == sorted([OFFICE, STUDENT, JOHN])
    for one in await notices(database):
        assert one["facts"]["was"] == "2026-03-03T16:00"
        assert one["meeting"]["start"] == datetime(2026, 3, 5, 9, tzinfo=UTC)
        assert (one["meeting"]["cancelled"], one["urgent"]) == (False, True)


async def test_whoever_stands_in_for_it_hears_of_it_too(services: Services, database: Database) -> None:
    await away(services, "06T00:00", "07T00:00")
    (cover,) = await covers(services)
    await services.cover_answers.accept(as_trainer(SARAH), str(cover["_id"]))
    await patch(services, str(cover["session"]), status="cancelled")
    assert sorted(await told(database, "session-cancelled")) == sorted([OFFICE, STUDENT, JOHN, SARAH])


async def test_of_a_swapped_one_whoever_has_it_hears_and_not_the_batchs_primary(
    services: Services, database: Database
) -> None:
    session = await first_of(database)
    change = {"$set": {"teacher": school.MARIA}}
    await database.motor.multitrainer_sessions.update_one({"_id": oid(session)}, change)
    await patch(services, session, status="cancelled")
    assert sorted(await told(database, "session-cancelled")) == sorted([OFFICE, STUDENT, str(school.MARIA)])


async def test_whoever_does_it_is_not_told(services: Services, database: Database) -> None:
    session = await first_of(database)
    await database.motor.multitrainer_sessions.update_one({"_id": oid(session)}, {"$set": {"teacher": school.SARAH}})
    await patch(services, session, as_trainer(SARAH), status="cancelled")
    assert sorted(await told(database, "session-cancelled")) == sorted([OFFICE, STUDENT])


async def test_of_a_session_that_takes_place_after_all_they_hear(services: Services, database: Database) -> None:
    session = await first_of(database)
    await patch(services, session, status="cancelled")
    await database.motor.multitrainer_outbox.delete_many({})
    await patch(services, session, status="planned")
    assert sorted(await told(database, "session-planned")) == sorted([OFFICE, STUDENT, JOHN])


async def test_of_a_session_that_is_over_nobody_is_told(
    services: Services, database: Database, clock: SetClock
) -> None:
    session = await first_of(database)
    clock.move(days=2)
    await patch(services, session, status="held")
    await patch(services, session, status="planned")
    await patch(services, session, status="cancelled", note="Nobody came")
    await patch(services, session, status="planned")
    assert await notices(database) == []


async def test_what_is_refused_tells_nobody(services: Services, database: Database) -> None:
    session = await first_of(database)
    with pytest.raises(SessionOverlaps):
        await patch(services, session, start="2026-03-06T16:30", end="2026-03-06T17:00")
    assert await notices(database) == []


async def test_of_a_session_at_the_same_time_as_before_nobody_is_told(services: Services, database: Database) -> None:
    await patch(services, await first_of(database, SECOND), start="2026-03-03T18:00", end="2026-03-03T19:30")
    await searched(services)
    assert await notices(database) == []
