"""Without transactions, whoever dies in the middle of a change of a cover leaves what is found and mended."""

from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from bson import ObjectId

from multitrainer import wiring
from multitrainer.database import Database
from multitrainer.domain.actors import THE_ADMIN, Actor, ActorKind
from multitrainer.domain.covers.states import CoverState
from multitrainer.domain.covers.values import Cover
from multitrainer.domain.errors import CoverNotReady
from multitrainer.repositories.cover_ledger import CoverLedger
from multitrainer.repositories.covers import Covers
from multitrainer.repositories.reports import Reports
from multitrainer.repositories.sessions import Sessions
from multitrainer.schemas.leaves import NewLeave
from multitrainer.schemas.reports import NewReport
from multitrainer.schemas.sessions import NewTimetable
from multitrainer.services import Services
from multitrainer.settings import Settings
from tests import school
from tests.services.people import SetClock

JOHN, SARAH, ALEX = str(school.JOHN), str(school.SARAH), str(school.ALEX)
HERSELF = Actor(ActorKind.TRAINER, SARAH)
BY_SARAH = {"cover": ObjectId(SARAH)}
TUESDAY = {"day": "tuesday", "start": "16:00", "end": "17:30"}
WRITES = (
    (Covers, "insert"),
    (Covers, "save"),
    (Covers, "count_anew"),
    (Reports, "save"),
    (Sessions, "save"),
    (CoverLedger, "book"),
)


Change = Callable[[Services, SetClock], Awaitable[None]]


class Killed(BaseException):
    """Nothing that anybody catches."""


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return settings.model_copy(update={"time_zone": "Europe/Berlin", "transactions": "never"})


@pytest.fixture
def time() -> SetClock:
    clock = SetClock()
    clock.at = datetime(2026, 3, 2, 11, tzinfo=UTC)
    return clock


@pytest.fixture
async def services(database: Database, settings: Settings, time: SetClock) -> Services:
    """John's session on Tuesday is sought for, and Sarah is asked."""
    await school.found(database)
    services = wiring.build(database, settings, now=time)
    stated = NewTimetable.model_validate({"sessions": [TUESDAY], "from": "2026-03-02"})
    await services.timetables.put(THE_ADMIN, str(school.BATCHES[0]), stated)
    away = {"start": "2026-03-03T00:00", "end": "2026-03-04T00:00", "kind": "sick"}
    await services.leaves.request(THE_ADMIN, JOHN, NewLeave.model_validate(away))
    return services


async def the_cover() -> Cover:
    (cover,) = await Covers().of_trainer(JOHN, datetime(2026, 1, 1, tzinfo=UTC))
    return cover


async def searched(services: Services) -> None:
    while await services.cover_search.run():
        pass


async def accept(services: Services, _: SetClock) -> None:
    await services.cover_answers.accept(HERSELF, (await the_cover()).id)


async def give_back(services: Services, _: SetClock) -> None:
    await services.covers.release(HERSELF, (await the_cover()).id)


async def be_held(services: Services, time: SetClock) -> None:
    time.at = (await the_cover()).session.end
    await searched(services)


async def report_that_it_was_not_held(services: Services, _: SetClock) -> None:
    await services.covers.report(HERSELF, (await the_cover()).id, "Nobody came.", held=False)


async def report_by_its_session(services: Services, _: SetClock) -> None:
    session = (await the_cover()).session.id
    await services.reports.put(HERSELF, session, NewReport(held=False, reason="Nobody came."))
    await searched(services)


async def report_and_take_it_back(services: Services, time: SetClock) -> None:
    await report_that_it_was_not_held(services, time)
    await searched(services)


async def take_it_back(services: Services, _: SetClock) -> None:
    await searched(services)


async def cancel(services: Services, _: SetClock) -> None:
    await services.cover_ways.cancel(THE_ADMIN, (await the_cover()).id, "Too late")


async def be_closed(services: Services, _: SetClock) -> None:
    (leave,) = (await services.leaves.page(THE_ADMIN, None, None, 10)).items
    await services.leaves.cancel(THE_ADMIN, str(leave["_id"]))
    await searched(services)


def killing(monkeypatch: pytest.MonkeyPatch, after: int = 1) -> None:
    """The process dies after so many writes of covers, sessions and the ledger."""
    done: list[str] = []
    for owner, name in WRITES:
        monkeypatch.setattr(owner, name, _dying(getattr(owner, name), done, after))


def _dying(write: Callable[..., Awaitable[Any]], done: list[str], after: int) -> Callable[..., Awaitable[Any]]:
    async def written(*arguments: Any) -> Any:
        if len(done) == after:
            raise Killed
        done.append(write.__qualname__)
        return await write(*arguments)

    return written


async def agree(database: Database, services: Services) -> None:
    """The cover, its session and the ledger say the same."""
    cover = await the_cover()
    session = await database.motor.multitrainer_sessions.find_one({"_id": ObjectId(cover.session.id)})
    assert session
    assert (str(session["cover"]) if session.get("cover") else None) == cover.substitute
    assert session["status"] != "cancelled" or cover.state in {CoverState.CANCELLED, CoverState.CLOSED}
    entries = await database.motor.multitrainer_cover_ledger.find({}).to_list(None)
    report = await Reports().there(cover.session.id)
    held = report is None or report.said.held
    booked = 2 if held else 4
    assert len(entries) == (booked if cover.state is CoverState.DONE else 0)
    assert held or sum(one["hours"] for one in entries if str(one["trainer"]) == SARAH) == 0
    assert [found async for step in services.doctor.examine(THE_ADMIN, repair=False) for found in step.found] == []
    assert [one async for one in services.cover_keeper.behind()] == []


HELD = (accept, be_held)
CHANGES = (
    ((), accept),
    ((accept,), give_back),
    ((accept,), be_held),
    ((), cancel),
    ((accept,), be_closed),
    (HELD, report_and_take_it_back),
    (HELD, report_by_its_session),
    ((*HELD, report_that_it_was_not_held), take_it_back),
)


@pytest.mark.parametrize(("first", "change"), CHANGES, ids=lambda one: getattr(one, "__name__", ""))
async def test_a_change_of_a_cover_that_was_cut_off_is_whole_once_it_was_looked_at(
    services: Services, database: Database, time: SetClock, first: tuple[Change, ...], change: Change
) -> None:
    await searched(services)
    for before in first:
        await before(services, time)
    with pytest.MonkeyPatch.context() as monkeypatch:
        killing(monkeypatch)
        with pytest.raises(Killed):
            await change(services, time)
    await services.cover_keeper.bring_up(JOHN)  # what the worker does within ten minutes, and the doctor at once
    await searched(services)
    await agree(database, services)


@pytest.mark.parametrize("change", [give_back, be_closed], ids=lambda one: one.__name__)
async def test_nor_does_a_session_name_whom_no_cover_has_where_it_began_before_anybody_looked(
    services: Services, database: Database, time: SetClock, change: Change
) -> None:
    await searched(services)
    await accept(services, time)
    time.at = (await the_cover()).session.start - timedelta(seconds=1)
    with pytest.MonkeyPatch.context() as monkeypatch:
        killing(monkeypatch)
        with pytest.raises(Killed):
            await change(services, time)
    time.at = (await the_cover()).session.start + timedelta(seconds=1)
    assert [found.trainer async for found in services.cover_keeper.behind()] == [JOHN]
    await services.cover_keeper.bring_up(JOHN)
    await searched(services)
    await agree(database, services)


async def balances() -> dict[str, float]:
    return await CoverLedger().hours([SARAH, ALEX, JOHN], date(2026, 1, 1), date(2026, 12, 31))


@pytest.mark.parametrize("after", range(4))
async def test_whoever_is_named_after_a_cover_was_counted_in_part_has_the_hours_or_whoever_held_it_keeps_them(
    services: Services, database: Database, time: SetClock, after: int
) -> None:
    await searched(services)
    await accept(services, time)
    with pytest.MonkeyPatch.context() as monkeypatch:
        killing(monkeypatch, after)
        with pytest.raises(Killed):
            await be_held(services, time)
    with suppress(CoverNotReady):  # it is done already
        await services.covers.reassign(THE_ADMIN, (await the_cover()).id, ALEX, overruling=True)
    await searched(services)
    await agree(database, services)
    holder = (await the_cover()).substitute
    assert await balances() == {**dict.fromkeys((SARAH, ALEX), 0), str(holder): 1.5, JOHN: -1.5}


async def test_the_doctor_names_hours_of_somebody_who_did_not_hold_the_session_and_counts_them_anew(
    services: Services, database: Database, time: SetClock
) -> None:
    await searched(services)
    for change in HELD:
        await change(services, time)
    entries = database.motor.multitrainer_cover_ledger
    booked = await entries.find({}).to_list(None)
    await database.motor.multitrainer_covers.update_one({}, {"$set": {"substitute": ObjectId(ALEX)}})
    await database.motor.multitrainer_sessions.update_one(BY_SARAH, {"$set": {"cover": ObjectId(ALEX)}})
    await found_and_mended(services)
    assert await balances() == {SARAH: 0, ALEX: 1.5, JOHN: -1.5}
    assert [one for one in await entries.find({}).to_list(None) if one in booked] == booked
    await entries.delete_many({})
    await found_and_mended(services)
    assert await balances() == {SARAH: 0, ALEX: 1.5, JOHN: -1.5}


async def test_the_doctor_takes_hours_back_of_a_cover_that_is_not_done(
    services: Services, database: Database, time: SetClock
) -> None:
    await searched(services)
    for change in HELD:
        await change(services, time)
    await database.motor.multitrainer_covers.update_one({}, {"$set": {"state": "closed"}, "$unset": {"substitute": 1}})
    await database.motor.multitrainer_sessions.update_one(BY_SARAH, {"$unset": {"cover": 1}})
    await found_and_mended(services)
    assert await balances() == {SARAH: 0, ALEX: 0, JOHN: 0}


async def found_and_mended(services: Services) -> None:
    """The doctor finds one thing, that a cover is counted wrongly, and mends it."""
    for repair, codes in ((False, ["ledger-miscounted"]), (True, ["ledger-miscounted"]), (False, [])):
        found = [f async for step in services.doctor.examine(THE_ADMIN, repair=repair) for f in step.found]
        assert [one.violation.code for one in found] == codes
        assert all(one.repaired is repair for one in found)
