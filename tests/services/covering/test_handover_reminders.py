"""Whoever goes on leave is reminded of their handover notes, with transactions and without."""

import asyncio
from datetime import timedelta
from typing import Any
from unittest.mock import patch

import pytest
from bson import ObjectId

from multitrainer.database import Database
from multitrainer.domain.actors import THE_ADMIN
from multitrainer.repositories.leaves import Leaves
from multitrainer.schemas.handovers import NewHandover
from multitrainer.schemas.leaves import LeavePatch, NewLeave
from multitrainer.services import Services
from tests.services.covering.covering import FIRST, JOHN, MONDAY_NOON, SECOND, as_trainer, told
from tests.services.people import SetClock

DAY = timedelta(days=1)


@pytest.fixture(scope="module", params=["auto", "never"])
def transactions(request: pytest.FixtureRequest) -> str:
    """With and without."""
    return str(request.param)


@pytest.fixture(autouse=True)
async def _no_notes(database: Database, clock: SetClock) -> None:
    """Nobody has written a note, and it is a week before John's sessions."""
    await database.motor.multitrainer_handover_versions.delete_many({})
    clock.at = MONDAY_NOON - 7 * DAY


async def requested(services: Services, start: str = "03T00:00", end: str = "04T00:00") -> Any:
    new = {"start": f"2026-03-{start}", "end": f"2026-03-{end}", "kind": "holiday"}
    return (await services.leaves.request(as_trainer(JOHN), JOHN, NewLeave.model_validate(new))).view


async def approved(services: Services) -> str:
    """John's leave of Tuesday, on which both of his batches meet."""
    leave = await requested(services)
    return str((await services.leaves.approve(THE_ADMIN, str(leave["_id"]))).view["_id"])


async def write(services: Services, *batches: str) -> None:
    for batch in batches:
        await services.handovers.put(as_trainer(JOHN), batch, NewHandover(stands="Page 34"), "*")


async def looked(services: Services) -> None:
    while await services.handover_reminders.run():
        pass


async def reminded(database: Database) -> list[set[str]]:
    """The batches of each reminder."""
    entries = await database.motor.multitrainer_outbox.find({}).sort("_id", 1).to_list(None)
    notices = [notice for entry in entries for notice in entry["notices"] or ()]
    return [{*one["facts"]["batch"]} for one in notices if one["kind"] == "handover-due"]


async def lacking(services: Services, leave: str) -> list[str]:
    view = (await services.leaves.read(THE_ADMIN, leave)).view
    return [note["batch"] for note in view["notesToFreshen"]]


async def test_whoever_goes_on_leave_is_reminded_once_two_days_before(
    services: Services, database: Database, clock: SetClock
) -> None:
    await approved(services)
    await looked(services)
    assert await reminded(database) == []
    clock.at = MONDAY_NOON - DAY - timedelta(hours=12)
    for _ in range(3):
        await looked(services)
    assert await reminded(database) == [{FIRST, SECOND}]
    assert await told(database, "handover-due") == [JOHN]


async def test_whoever_goes_soon_is_reminded_at_once(services: Services, database: Database, clock: SetClock) -> None:
    clock.at = MONDAY_NOON
    await approved(services)
    await looked(services)
    assert await reminded(database) == [{FIRST, SECOND}]


async def test_nobody_is_reminded_of_leave_that_has_begun_or_is_only_asked_for(
    services: Services, database: Database, clock: SetClock
) -> None:
    await requested(services)
    clock.at = MONDAY_NOON
    await looked(services)
    assert await reminded(database) == []
    new = NewLeave.model_validate({"start": "2026-03-02T00:00", "end": "2026-03-03T00:00", "kind": "sick"})
    await services.leaves.request(THE_ADMIN, JOHN, new)
    await looked(services)
    assert await reminded(database) == []


async def test_a_note_is_fresh_that_is_no_older_than_a_week_when_leave_begins(
    services: Services, database: Database, clock: SetClock
) -> None:
    clock.at = MONDAY_NOON - 6 * DAY - timedelta(hours=13)  # a minute of John's clock before the week begins
    await write(services, SECOND)
    clock.at += 2 * DAY
    await write(services, FIRST)
    leave = await approved(services)
    assert await lacking(services, leave) == [SECOND]
    clock.at = MONDAY_NOON
    await looked(services)
    assert await reminded(database) == [{SECOND}]
    await write(services, SECOND)
    assert await lacking(services, leave) == []


async def test_a_leave_says_which_notes_lack_until_it_begins(services: Services, clock: SetClock) -> None:
    asked = await requested(services)
    assert [(note["batch"], note["batchName"]) for note in asked["notesToFreshen"]] == [
        (FIRST, "Batch 1"),
        (SECOND, "Batch 2"),
    ]
    id_ = str(asked["_id"])
    await services.leaves.approve(THE_ADMIN, id_)
    assert await lacking(services, id_) == [FIRST, SECOND]
    clock.at = MONDAY_NOON + DAY
    assert await lacking(services, id_) == []


async def test_a_note_that_is_written_leaves_the_tag_of_the_leave(services: Services, clock: SetClock) -> None:
    clock.at = MONDAY_NOON
    asked = await requested(services)
    before = await services.leaves.read(THE_ADMIN, str(asked["_id"]))
    await write(services, FIRST)
    after = await services.leaves.read(THE_ADMIN, str(asked["_id"]))
    assert (before.tag, before.view == after.view) == (after.tag, False)
    await services.leaves.approve(THE_ADMIN, str(asked["_id"]), before.tag)


async def test_of_a_leave_that_changes_only_other_batches_are_told(
    services: Services, database: Database, clock: SetClock
) -> None:
    clock.at = MONDAY_NOON
    await write(services, SECOND)
    await database.motor.multitrainer_handover_versions.update_many({}, {"$set": {"at": clock.at - 30 * DAY}})
    leave = await requested(services, "03T00:00", "03T17:30")
    await services.leaves.approve(THE_ADMIN, str(leave["_id"]))
    await looked(services)
    assert await reminded(database) == [{FIRST}]
    longer = LeavePatch.model_validate({"end": "2026-03-04T00:00"})
    await services.leaves.patch(THE_ADMIN, str(leave["_id"]), longer)
    await looked(services)
    assert sorted(await reminded(database), key=sorted) == [{FIRST}, {SECOND}]


async def test_several_workers_remind_once(
    services: Services, database: Database, clock: SetClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Database, "_lock", lambda *_: asyncio.Lock())
    clock.at = MONDAY_NOON
    await approved(services)
    await asyncio.gather(*(services.handover_reminders.run() for _ in range(5)))
    assert await reminded(database) == [{FIRST, SECOND}]


@pytest.mark.parametrize("written", [False, True])
async def test_a_kill_at_the_reminder_leaves_nobody_reminded_twice_or_never(
    services: Services, database: Database, clock: SetClock, written: bool
) -> None:
    clock.at = MONDAY_NOON
    await approved(services)
    really = Leaves.ask_for_notes

    async def killed(*given: Any) -> None:
        if written:
            await really(*given)
        raise asyncio.CancelledError

    with patch.object(Leaves, "ask_for_notes", killed), pytest.raises(asyncio.CancelledError):
        await looked(services)
    await looked(services)
    assert await reminded(database) == [{FIRST, SECOND}]


async def test_a_leave_that_nobody_can_read_keeps_the_others_from_nothing(
    services: Services, database: Database, clock: SetClock
) -> None:
    clock.at = MONDAY_NOON
    odd = {"trainer": 5, "state": "approved", "start": clock.at + timedelta(hours=1)}
    await database.motor.multitrainer_leaves.insert_one({"_id": ObjectId("0" * 24), **odd})
    await approved(services)
    await looked(services)
    assert await reminded(database) == [{FIRST, SECOND}]
    await looked(services)
