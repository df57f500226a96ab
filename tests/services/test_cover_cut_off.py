"""Without transactions, whoever dies in the middle of a change of a cover leaves what is found and mended."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from bson import ObjectId

from multitrainer import wiring
from multitrainer.database import Database
from multitrainer.domain.actors import THE_ADMIN, Actor, ActorKind
from multitrainer.domain.covers.states import CoverState
from multitrainer.domain.covers.values import Cover
from multitrainer.repositories.cover_ledger import CoverLedger
from multitrainer.repositories.covers import Covers
from multitrainer.repositories.sessions import Sessions
from multitrainer.schemas.leaves import NewLeave
from multitrainer.schemas.sessions import NewTimetable
from multitrainer.services import Services
from multitrainer.settings import Settings
from tests import school
from tests.services.people import SetClock

JOHN, SARAH = str(school.JOHN), str(school.SARAH)
HERSELF = Actor(ActorKind.TRAINER, SARAH)
TUESDAY = {"day": "tuesday", "start": "16:00", "end": "17:30"}
WRITES = ((Covers, "insert"), (Covers, "save"), (Covers, "report"), (Sessions, "save"), (CoverLedger, "book"))


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


def killing(monkeypatch: pytest.MonkeyPatch) -> None:
    """The process dies before the second write of covers, sessions and the ledger."""
    done: list[str] = []
    for owner, name in WRITES:
        monkeypatch.setattr(owner, name, _dying(getattr(owner, name), done))


def _dying(write: Callable[..., Awaitable[Any]], done: list[str]) -> Callable[..., Awaitable[Any]]:
    async def written(*arguments: Any) -> Any:
        if done:
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
    booked = 2 if cover.held else 4
    assert len(entries) == (booked if cover.state is CoverState.DONE else 0)
    assert cover.held or sum(one["hours"] for one in entries if str(one["trainer"]) == SARAH) == 0
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
