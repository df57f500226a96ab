"""The roster of a course over the API."""

import httpx
import pytest

from multitrainer.client import Client
from multitrainer.database import Database
from multitrainer.domain.errors import (
    AlreadyOnRoster,
    BatchOfAnotherCourse,
    CourseNotFound,
    NotOnRoster,
    StillPrimary,
    SubstituteHasNoBatches,
    TrainerInactive,
)
from multitrainer.domain.people import Duty
from multitrainer.domain.roster import Role, Status
from multitrainer.schemas.roster import RosterChange
from tests import school as raw
from tests.api.school import ALEX, BATCHES, COURSE, FIRST, FOURTH, JOHN, MARIA, NOBODY, SARAH, SECOND, THIRD, stored

pytestmark = pytest.mark.usefixtures("school")


async def test_the_roster_is_answered_populated_and_in_order(http: httpx.AsyncClient) -> None:
    entries = (await http.get(f"/api/courses/{COURSE}/trainers")).json()
    assert [e["trainer"] for e in entries] == [
        {"_id": id_, "name": name, "email": f"{name}@x.example"}
        for id_, name in ((SARAH, "Dr. Sarah"), (JOHN, "John"), (MARIA, "Maria"))
    ]
    assert {name: value for name, value in entries[1].items() if name not in {"_id", "trainer"}} == {
        "role": "assistant",
        "status": "active",
        "assignedBatches": [FIRST, SECOND],
        "workload": 50,
    }


async def test_a_deleted_user_leaves_null_and_their_entry(client: Client, database: Database) -> None:
    await database.motor.users.delete_one({"_id": raw.JOHN})
    entries = await client.roster.list(COURSE)
    assert [e.trainer and e.trainer.id for e in entries] == [SARAH, None, MARIA]
    await client.roster.remove(COURSE, JOHN, hand_over_to=MARIA)
    assert len(await client.roster.list(COURSE)) == 2


async def test_the_entry_of_a_deleted_user_is_found_by_their_id(client: Client, database: Database) -> None:
    await database.motor.users.delete_one({"_id": raw.JOHN})
    entry = await client.roster.read(COURSE, JOHN)
    assert (entry.trainer, entry.assigned_batches) == (None, [FIRST, SECOND])
    with pytest.raises(NotOnRoster):
        await client.roster.read(COURSE, ALEX)


async def test_somebody_new_joins_at_the_end_as_assistant(client: Client) -> None:
    entry = await client.roster.add(COURSE, ALEX)
    assert (entry.role, entry.status, entry.workload, entry.assigned_batches) == ("assistant", "active", 0, [])
    assert (await client.roster.list(COURSE))[-1] == entry
    assert await client.roster.read(COURSE, ALEX) == entry


async def test_nobody_joins_twice(client: Client) -> None:
    with pytest.raises(AlreadyOnRoster) as refusal:
        await client.roster.add(COURSE, JOHN)
    assert refusal.value.facts == {"trainer": JOHN}


async def test_a_second_lead_takes_a_range_from_the_first(client: Client) -> None:
    entry = await client.roster.add(COURSE, ALEX, role=Role.LEAD, assigned_batches=[THIRD, FOURTH])
    assert entry.assigned_batches == [THIRD, FOURTH]
    assert (await client.roster.read(COURSE, SARAH)).assigned_batches == [FIRST, SECOND]


async def test_an_assistant_is_given_batches_by_number_on_the_roster(client: Client) -> None:
    entry = await client.roster.add(COURSE, ALEX, assigned_batches=[SECOND])
    assert entry.assigned_batches == [SECOND]
    assert [t.name for t in (await client.batch_people.read(SECOND)).assistants] == ["Alex"]


async def test_a_scope_of_another_courses_batches_is_refused_naming_them(client: Client) -> None:
    elsewhere = await client.batches.create((await client.courses.create("Spanish B1")).id, "Batch 1")
    with pytest.raises(BatchOfAnotherCourse) as refusal:
        await client.roster.add(COURSE, ALEX, role=Role.LEAD, assigned_batches=[FIRST, elsewhere.id])
    assert refusal.value.facts == {"field": "assignedBatches", "batches": [elsewhere.id]}


async def test_a_substitute_is_given_no_batches(client: Client) -> None:
    with pytest.raises(SubstituteHasNoBatches):
        await client.roster.add(COURSE, ALEX, role=Role.SUBSTITUTE, assigned_batches=[FIRST])


async def test_whoever_is_inactive_is_given_nothing_new(client: Client) -> None:
    changed = await client.roster.change(COURSE, JOHN, RosterChange(status=Status.INACTIVE))
    assert (changed.status, changed.assigned_batches) == ("inactive", [FIRST, SECOND])
    with pytest.raises(TrainerInactive):
        await client.batch_people.add(THIRD, JOHN, Duty.ASSISTANT)


async def test_a_primary_is_not_removed_without_a_successor(client: Client) -> None:
    with pytest.raises(StillPrimary) as refusal:
        await client.roster.remove(COURSE, JOHN)
    assert refusal.value.facts == {"trainer": JOHN, "batches": [FIRST, SECOND]}


async def test_handing_over_gives_the_successor_the_batches(client: Client, database: Database) -> None:
    await client.roster.remove(COURSE, JOHN, hand_over_to=ALEX)
    assert [(e.trainer and e.trainer.id, e.assigned_batches, e.workload) for e in await client.roster.list(COURSE)] == [
        (SARAH, BATCHES, 0),
        (MARIA, [THIRD, FOURTH], 50),
        (ALEX, [FIRST, SECOND], 50),
    ]
    batch = await stored(database, "batches", FIRST)
    assert (batch["instructor"], batch["trainers"]["primary"]) == (raw.ALEX, raw.ALEX)


async def test_whoever_is_not_there_is_not_found(client: Client) -> None:
    with pytest.raises(NotOnRoster):
        await client.roster.read(COURSE, ALEX)
    with pytest.raises(NotOnRoster):
        await client.roster.change(COURSE, ALEX, RosterChange(role=Role.LEAD))
    with pytest.raises(NotOnRoster):
        await client.roster.remove(COURSE, ALEX)
    with pytest.raises(CourseNotFound):
        await client.roster.list(NOBODY)
