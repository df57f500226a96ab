"""A session that changes while somebody takes it, without transactions: what came about is told, and once."""

from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
from bson import ObjectId

from multitrainer.database import Database
from multitrainer.domain.actors import THE_ADMIN
from multitrainer.domain.covers.values import Cover
from multitrainer.domain.errors import SessionNotPlanned
from multitrainer.repositories.covers import Covers
from multitrainer.repositories.lessons import Lessons
from multitrainer.repositories.sessions import Sessions
from multitrainer.services import Services
from multitrainer.telling.records import several
from tests import school
from tests.services.covering.covering import (
    JOHN,
    MONDAY_NOON,
    SARAH,
    as_trainer,
    asked,
    away,
    covers,
    held_by,
    searched,
    states,
    told,
)
from tests.services.people import SetClock

Raw = dict[str, Any]


@pytest.fixture(scope="module", params=["auto", "never"])
def transactions(request: pytest.FixtureRequest) -> str:
    """With and without."""
    return str(request.param)


async def test_whoever_takes_a_session_that_changes_at_that_moment_is_told_of_it_once(
    services: Services, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    await away(services, "06T00:00", "07T00:00")
    (cover,) = await covers(services)
    save, times = Sessions.save, []

    async def overtaken(self: Sessions, changes: Any, transaction: Any) -> None:
        times.append(1)
        if len(times) == 1:  # a lead writes a note, or a timetable moves its end
            change = {"$inc": {"sequence": 1}}
            await database.motor.multitrainer_sessions.update_one({"_id": cover["session"]}, change)
        await save(self, changes, transaction)

    monkeypatch.setattr(Sessions, "save", overtaken)
    await services.cover_answers.accept(as_trainer(SARAH), str(cover["_id"]))
    await searched(services)
    (now,) = await covers(services)
    assert (now["state"], await held_by(database, now)) == ("covered", SARAH)
    assert await told(database, "cover-taken") == [SARAH]
    assert await told(database, "cover-found") == [JOHN]
    audit = await database.motor.multitrainer_audit.find({"action": "answer-cover"}).to_list(None)
    assert len(audit) == 1


async def test_of_a_session_that_is_cancelled_people_are_told_once_though_its_cover_changes_at_that_moment(
    services: Services, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    await away(services, "06T00:00", "07T00:00")
    (cover,) = await covers(services)
    contacts = {"_id": "institute", "contacts": {"addresses": ["a1@x.example"], "students": True}}
    await database.motor.multitrainer_cover_settings.insert_one(contacts)
    save, times = Covers.save, []

    async def overtaken(self: Covers, before: Cover, after: Cover, transaction: Any) -> None:
        times.append(1)
        if len(times) == 1:  # the search has looked at it
            change = {"$set": {"lookAt": MONDAY_NOON + timedelta(hours=1)}}
            await database.motor.multitrainer_covers.update_one({"_id": cover["_id"]}, change)
        await save(self, before, after, transaction)

    with monkeypatch.context() as patched, suppress(SessionNotPlanned):
        patched.setattr(Covers, "save", overtaken)
        await services.cover_ways.cancel(THE_ADMIN, str(cover["_id"]), "No room")
    await searched(services)
    await database.motor.multitrainer_cover_settings.delete_many({})
    session = await database.motor.multitrainer_sessions.find_one({"_id": cover["session"]})
    assert session
    assert session["status"] == "cancelled"
    assert (await told(database, "session-cancelled")).count(JOHN) == 1
    assert (await told(database, "session-cancelled")).count(str(school.STUDENT)) == 1
    (now,) = await covers(services)
    assert now["state"] in {"cancelled", "closed"}
    assert {state for _, state in asked(now)} == {"withdrawn"}


async def test_of_neighbours_of_which_one_changes_at_that_moment_whoever_is_asked_is_told_once(
    services: Services, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    save, times = Covers.save, []

    async def overtaken(self: Covers, before: Cover, after: Cover, transaction: Any) -> None:
        times.append(after.id)
        if len(times) == 2:  # somebody's answer elsewhere has it looked at again
            change = {"$set": {"lookAt": MONDAY_NOON - timedelta(minutes=1)}}
            await database.motor.multitrainer_covers.update_one({"_id": ObjectId(after.id)}, change)
        await save(self, before, after, transaction)

    monkeypatch.setattr(Covers, "save", overtaken)
    await away(services)
    asked = [(str(o["trainer"]["_id"]), str(cover["_id"])) for cover in await covers(services) for o in cover["offers"]]
    entries = await database.motor.multitrainer_outbox.find({}).to_list(None)
    notices = [notice for entry in entries for notice in entry["notices"] if notice["kind"] == "cover-asked"]
    told_of = [(one["to"], cover) for one in notices for cover in several(one["facts"]["cover"])]
    assert len(asked) == 2
    assert sorted(told_of) == sorted(asked)


async def test_leave_that_is_cancelled_while_its_covers_are_looked_at_is_looked_at_again(
    services: Services, database: Database, clock: SetClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    leave = await away(services)
    owned, times = Lessons.owned, []

    async def meanwhile(self: Lessons, *about: Any) -> Any:
        found = await owned(self, *about)
        times.append(1)
        if len(times) == 1:
            clock.move(minutes=-2)  # the clock of another process, which is behind
            await services.leaves.cancel(THE_ADMIN, leave)
            clock.move(minutes=2)
        return found

    monkeypatch.setattr(Lessons, "owned", meanwhile)
    clock.move(minutes=11)
    await searched(services)
    assert states(await covers(services)) == ["closed", "closed"]
