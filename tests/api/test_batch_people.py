"""The people of a batch over the API."""

import httpx
import pytest

from multitrainer.client import Client
from multitrainer.database import Database
from multitrainer.domain.errors import AlreadyOnBatch, BatchNotFound, BatchWithoutCourse, NotOnBatch, PrimaryTaken
from multitrainer.domain.people import Duty
from tests import school as raw
from tests.api.school import ALEX, COURSE, FIRST, JOHN, MARIA, NOBODY, SARAH, stored

pytestmark = pytest.mark.usefixtures("school")


async def test_people_are_answered_populated(http: httpx.AsyncClient, database: Database) -> None:
    await database.motor.users.update_one({"_id": raw.JOHN}, {"$set": {"phone": "+49 30 1", "password": "secret"}})
    assert (await http.get(f"/api/batches/{FIRST}/trainers")).json() == {
        "primary": {"_id": JOHN, "name": "John", "email": "John@x.example", "phone": "+49 30 1"},
        "backup": [{"_id": SARAH, "name": "Dr. Sarah", "email": "Dr. Sarah@x.example"}],
        "assistants": [],
    }


async def test_a_deleted_primary_is_null_and_a_deleted_backup_is_left_out(client: Client, database: Database) -> None:
    await database.motor.users.delete_many({"_id": {"$in": [raw.JOHN, raw.SARAH]}})
    people = await client.batch_people.read(FIRST)
    assert (people.primary, people.backup) == (None, [])
    assert "primary" in people.model_fields_set


async def test_an_assistant_who_is_new_to_the_course_joins_as_assistant(client: Client) -> None:
    answer = await client.batch_people.add(FIRST, ALEX, Duty.ASSISTANT)
    assert [t.id for t in answer.assistants] == [ALEX]
    assert answer.added_to_roster is not None
    assert (answer.added_to_roster.role, answer.added_to_roster.assigned_batches) == ("assistant", [FIRST])
    assert (await client.roster.read(COURSE, ALEX)).role == "assistant"


async def test_a_backup_who_is_new_to_the_course_joins_as_substitute(client: Client) -> None:
    answer = await client.batch_people.add_backup(FIRST, ALEX)
    assert [t.id for t in answer.backup] == [SARAH, ALEX]
    assert answer.added_to_roster is not None
    assert (answer.added_to_roster.role, answer.added_to_roster.workload) == ("substitute", 0)


async def test_whoever_is_on_the_course_already_joins_nothing(client: Client) -> None:
    answer = await client.batch_people.add(FIRST, MARIA, Duty.BACKUP)
    assert [t.id for t in answer.backup] == [SARAH, MARIA]
    assert answer.added_to_roster is None


async def test_a_new_primary_takes_the_place_of_the_old(client: Client, database: Database) -> None:
    answer = await client.batch_people.set_primary(FIRST, ALEX)
    assert answer.primary is not None
    assert answer.primary.id == ALEX
    batch = await stored(database, "batches", FIRST)
    assert (batch["instructor"], batch["trainers"]["primary"]) == (raw.ALEX, raw.ALEX)
    workloads = {e.trainer.id: e.workload for e in await client.roster.list(COURSE) if e.trainer}
    assert workloads == {SARAH: 0, JOHN: 25, MARIA: 50, ALEX: 25}


async def test_adding_a_primary_does_not_replace_one(client: Client) -> None:
    with pytest.raises(PrimaryTaken) as refusal:
        await client.batch_people.add(FIRST, ALEX, Duty.PRIMARY)
    assert refusal.value.facts == {"primary": JOHN}


async def test_nobody_stands_on_a_batch_twice(client: Client) -> None:
    with pytest.raises(AlreadyOnBatch):
        await client.batch_people.add_backup(FIRST, SARAH)
    with pytest.raises(AlreadyOnBatch):
        await client.batch_people.add_backup(FIRST, JOHN)


async def test_whoever_leaves_a_batch_stays_on_the_roster(client: Client) -> None:
    await client.batch_people.remove(FIRST, JOHN)
    people = await client.batch_people.read(FIRST)
    assert (people.primary, [t.id for t in people.backup]) == (None, [SARAH])
    assert (await client.roster.read(COURSE, JOHN)).workload == 25
    with pytest.raises(NotOnBatch):
        await client.batch_people.remove(FIRST, JOHN)


async def test_a_batch_whose_course_is_gone_is_read_but_not_changed(client: Client, database: Database) -> None:
    await database.motor.courses.delete_one({"_id": raw.COURSE})
    assert (await client.batch_people.read(FIRST)).primary is not None
    with pytest.raises(BatchWithoutCourse) as refusal:
        await client.batch_people.set_primary(FIRST, ALEX)
    assert refusal.value.facts == {"batch": FIRST, "course": COURSE}


async def test_a_batch_that_is_not_there_is_not_found(client: Client) -> None:
    with pytest.raises(BatchNotFound):
        await client.batch_people.read(NOBODY)
    with pytest.raises(BatchNotFound):
        await client.batch_people.set_primary(NOBODY, ALEX)
