"""Leave is asked for, decided and changed, and rosters follow while it runs; with transactions and without."""

import asyncio
from datetime import UTC, datetime
from unittest.mock import AsyncMock

import pytest

from multitrainer import wiring
from multitrainer.database import Database
from multitrainer.domain.actors import THE_ADMIN, Actor, ActorKind
from multitrainer.domain.errors import (
    Contended,
    LeaveInPast,
    LeaveNeedsApproval,
    LeaveNotFound,
    LeaveNotReady,
    LeaveOverlaps,
    MultitrainerError,
    NotAllowed,
    SenselessLeave,
    Stale,
    TimeNeverComes,
)
from multitrainer.schemas.leaves import LeavePatch, NewLeave
from multitrainer.schemas.roster import RosterChange
from multitrainer.services import Services
from multitrainer.services.changes.tags import Tagged
from multitrainer.services.courses.roster import Roster
from multitrainer.settings import Settings
from tests import school
from tests.services.people import SetClock

JOHN, MARIA, COURSE = str(school.JOHN), str(school.MARIA), str(school.COURSE)
HIMSELF, HERSELF = Actor(ActorKind.TRAINER, JOHN), Actor(ActorKind.TRAINER, MARIA)


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return settings.model_copy(update={"time_zone": "Europe/Berlin"})


@pytest.fixture
def time() -> SetClock:
    clock = SetClock()
    clock.at = datetime(2026, 3, 2, 11, tzinfo=UTC)  # Monday noon
    return clock


@pytest.fixture
def services(database: Database, settings: Settings, time: SetClock) -> Services:
    return wiring.build(database, settings, now=time)


async def enter(services: Services, start: str, end: str, who: Actor = THE_ADMIN, **more: str) -> Tagged:
    """A leave of John's in March."""
    new = {"start": f"2026-03-{start}", "end": f"2026-03-{end}", **more}
    return await services.leaves.request(who, JOHN, NewLeave.model_validate(new))


async def change(services: Services, leave: Tagged, who: Actor = THE_ADMIN, **patch: str) -> Tagged:
    return await services.leaves.patch(who, str(leave.view["_id"]), LeavePatch.model_validate(patch))


async def status(services: Services, trainer: str = JOHN) -> str:
    """On the roster, once the worker has looked."""
    await services.leave_statuses.run()
    entries = await services.roster.entries(THE_ADMIN, COURSE)
    return str(next(entry["status"] for entry in entries if str(entry["trainer"]["_id"]) == trainer))


async def test_what_a_trainer_asks_for_waits_for_an_admin(services: Services) -> None:
    asked = await enter(services, "03T00:00", "06T00:00", HIMSELF, kind="holiday")
    assert (asked.view["state"], asked.view["localStart"]) == ("requested", "2026-03-03T00:00")
    with pytest.raises(NotAllowed):
        await services.leaves.approve(HIMSELF, str(asked.view["_id"]))
    approved = await services.leaves.approve(THE_ADMIN, str(asked.view["_id"]), asked.tag)
    assert (approved.view["state"], approved.view["decidedBy"]) == ("approved", "operator")
    with pytest.raises(LeaveNotReady, match="can't be declined"):
        await services.leaves.decline(THE_ADMIN, str(asked.view["_id"]))


async def test_what_an_admin_enters_is_approved_at_once_also_of_the_past(services: Services) -> None:
    assert (await enter(services, "01T08:00", "02T08:30")).view["state"] == "approved"
    with pytest.raises(LeaveInPast):
        await enter(services, "01T08:00", "02T08:30", HIMSELF)


async def test_the_roster_says_on_leave_while_it_runs_and_active_after(services: Services, time: SetClock) -> None:
    await enter(services, "02T14:00", "04T10:30", kind="sick")
    assert await status(services) == "active"
    time.move(hours=2)
    assert await status(services) == "on_leave"
    assert await status(services, MARIA) == "active"
    time.move(days=1, hours=19)  # Wednesday, 09:00
    assert await status(services) == "on_leave"
    time.move(hours=2)
    assert await status(services) == "active"
    assert await services.leave_statuses.run() is False


async def test_of_a_status_that_leave_alone_sets_nobody_is_told_besides(
    services: Services, database: Database, time: SetClock
) -> None:
    await enter(services, "02T14:00", "04T10:30", kind="sick")
    before = await database.motor.multitrainer_outbox.count_documents({})
    time.move(hours=2)
    assert await status(services) == "on_leave"
    time.move(days=2)
    assert await status(services) == "active"
    assert await database.motor.multitrainer_outbox.count_documents({}) == before


async def test_shortening_or_cancelling_gives_the_trainer_back_at_once(services: Services, time: SetClock) -> None:
    leave = await enter(services, "02T10:00", "06T00:00")
    assert await status(services) == "on_leave"
    await change(services, leave, HIMSELF, end="2026-03-02T12:30")
    assert await status(services) == "on_leave"
    time.move(minutes=30)
    assert await status(services) == "active"
    other = await enter(services, "02T12:30", "06T00:00", kind="sick")
    assert await status(services) == "on_leave"
    await services.leaves.cancel(THE_ADMIN, str(other.view["_id"]))
    assert await status(services) == "active"


async def test_a_status_that_others_get_in_the_way_of_is_set_the_next_time(
    services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    await enter(services, "02T10:00", "06T00:00")
    with monkeypatch.context() as patch:
        patch.setattr(Roster, "change", AsyncMock(side_effect=Contended("Others changed it. Try again.")))
        with pytest.raises(Contended):
            await services.leave_statuses.run()
    assert await status(services) == "on_leave"


async def test_somebody_inactive_stays_so(services: Services) -> None:
    await services.roster.change(THE_ADMIN, COURSE, JOHN, RosterChange.model_validate({"status": "inactive"}))
    await enter(services, "02T10:00", "06T00:00")
    assert await status(services) == "inactive"


async def test_leave_of_one_kind_that_adjoins_becomes_one_and_another_kind_is_refused(
    services: Services, time: SetClock
) -> None:
    first = await enter(services, "03T00:00", "05T00:00", kind="sick", note="Flu")
    second = await enter(services, "05T00:00", "07T00:00", kind="sick")
    assert (second.view["localStart"], second.view["localEnd"]) == ("2026-03-03T00:00", "2026-03-07T00:00")
    with pytest.raises(LeaveNotFound):
        await services.leaves.read(THE_ADMIN, str(first.view["_id"]))
    words = "John has another leave at that time: sick, approved, 2026-03-03 00:00 to 2026-03-07 00:00"
    with pytest.raises(LeaveOverlaps, match=words):
        await enter(services, "04T00:00", "05T00:00", kind="holiday")
    assert len((await services.leaves.of_trainer(THE_ADMIN, JOHN, None, None, 10)).items) == 1


@pytest.mark.parametrize(
    ("start", "end", "error"),
    [
        ("2026-03-03T10:00", "2026-03-03T10:00", SenselessLeave),
        ("2026-03-03T10:00", "2026-03-03T09:00", SenselessLeave),
        ("2026-03-03T10:15", "2026-03-03T12:00", SenselessLeave),
        ("2026-03-03T10:00", "2036-03-03T10:00", SenselessLeave),
        ("2026-03-29T02:30", "2026-03-30T00:00", TimeNeverComes),
    ],
)
async def test_times_that_make_no_leave_are_refused_and_nothing_is_entered(
    services: Services, start: str, end: str, error: type[MultitrainerError]
) -> None:
    with pytest.raises(error):
        await services.leaves.request(THE_ADMIN, JOHN, NewLeave.model_validate({"start": start, "end": end}))
    assert (await services.leaves.page(THE_ADMIN, None, None, 10)).items == []


async def test_nobody_sees_or_changes_leave_that_is_not_theirs(services: Services) -> None:
    leave = str((await enter(services, "03T00:00", "05T00:00")).view["_id"])
    with pytest.raises(NotAllowed):
        await services.leaves.read(HERSELF, leave)
    with pytest.raises(LeaveNotFound):
        await services.leaves.read(Actor(ActorKind.TRAINER, str(school.ALEX)), leave)
    with pytest.raises(LeaveNeedsApproval):
        await services.leaves.patch(HIMSELF, leave, LeavePatch.model_validate({"end": "2026-03-06T00:00"}))


async def test_of_several_who_enter_the_same_leave_one_is_left(services: Services) -> None:
    await asyncio.gather(*(enter(services, f"0{day}T00:00", f"0{day + 2}T00:00", kind="sick") for day in (3, 4, 5, 6)))
    (whole,) = (await services.leaves.of_trainer(THE_ADMIN, JOHN, None, None, 10)).items
    assert (whole["localStart"], whole["localEnd"]) == ("2026-03-03T00:00", "2026-03-08T00:00")


async def test_whoever_read_what_is_no_longer_so_is_told(services: Services) -> None:
    leave = await enter(services, "03T00:00", "05T00:00")
    await change(services, leave, note="x")
    with pytest.raises(Stale):
        await services.leaves.cancel(THE_ADMIN, str(leave.view["_id"]), leave.tag)


async def test_leave_is_in_the_audit_among_what_concerns_the_trainer(services: Services) -> None:
    leave = await enter(services, "03T00:00", "05T00:00")
    await services.leaves.cancel(THE_ADMIN, str(leave.view["_id"]))
    entries = [entry async for entry in await services.audit.export(THE_ADMIN, JOHN)]
    assert [entry["action"] for entry in entries] == ["request-leave", "change-leave"]
    entries = [entry async for entry in await services.audit.export(THE_ADMIN, str(leave.view["_id"]))]
    assert [(e["action"], [c["field"] for c in e["changes"]]) for e in entries][1:] == [("change-leave", ["state"])]
