"""Trainers over the API."""

import httpx
import pytest
from bson import ObjectId

from multitrainer.client import Client
from multitrainer.database import Database
from multitrainer.domain.errors import EmailTaken, TrainerNotFound
from multitrainer.schemas.trainers import TrainerPatch
from tests import school as raw
from tests.api.school import ALEX, COURSE, FIRST, JOHN, MARIA, NOBODY, SARAH, SECOND, STUDENT, stored

pytestmark = pytest.mark.usefixtures("school")


async def test_a_new_trainer_is_a_user_with_a_trainers_role(client: Client, database: Database) -> None:
    grace = await client.trainers.create(
        "Grace", "Grace@Institute.example", phone="+49 30 1", specialization=["German", "Latin"]
    )
    assert (grace.email, grace.phone, grace.specialization) == (
        "grace@institute.example",
        "+49 30 1",
        ["German", "Latin"],
    )
    assert (await stored(database, "users", grace.id))["role"] == "trainer"
    assert await client.trainers.read(grace.id) == grace


async def test_students_are_no_trainers(client: Client) -> None:
    assert [t.id async for t in client.trainers.list()] == [SARAH, JOHN, MARIA, ALEX]
    with pytest.raises(TrainerNotFound):
        await client.trainers.read(STUDENT)


async def test_what_is_nobodys_business_is_not_shown(http: httpx.AsyncClient, database: Database) -> None:
    await database.motor.users.update_one({"_id": raw.ALEX}, {"$set": {"password": "$2b$12$x", "salary": 1}})
    shown = {"_id": ALEX, "name": "Alex", "email": "Alex@x.example", "role": "trainer"}
    assert (await http.get(f"/api/trainers/{ALEX}")).json() == shown
    assert shown in (await http.get("/api/trainers")).json()["items"]


async def test_a_patch_changes_what_it_names_and_nothing_else(client: Client, database: Database) -> None:
    await database.motor.users.update_one({"_id": raw.ALEX}, {"$set": {"password": "$2b$12$x"}})
    before = await stored(database, "users", ALEX)
    await client.trainers.patch(ALEX, TrainerPatch(phone="+49 30 2"))
    after = await stored(database, "users", ALEX)
    assert after == before | {"phone": "+49 30 2", "updatedAt": after["updatedAt"]}


async def test_an_address_belongs_to_one_user(client: Client, database: Database) -> None:
    await client.trainers.create("Grace", "grace@institute.example")
    with pytest.raises(EmailTaken) as refusal:
        await client.trainers.create("Other Grace", "GRACE@institute.example")
    assert refusal.value.facts == {"field": "email"}
    with pytest.raises(EmailTaken):
        await client.trainers.patch(ALEX, TrainerPatch(email="grace@institute.example"))
    assert await database.motor.users.count_documents({"email": "grace@institute.example"}) == 1


async def test_a_trainers_batches_are_those_they_are_primary_of(http: httpx.AsyncClient) -> None:
    batches = (await http.get(f"/api/trainers/{JOHN}/batches")).json()
    assert [(b["_id"], b["course"]) for b in batches] == [
        (FIRST, {"_id": COURSE, "name": "German A1"}),
        (SECOND, {"_id": COURSE, "name": "German A1"}),
    ]


async def test_an_old_batch_counts_by_its_instructor(client: Client, database: Database) -> None:
    await database.motor.batches.insert_one(
        {"_id": ObjectId(NOBODY), "course": ObjectId(), "name": "Old", "instructor": raw.JOHN}
    )
    batches = [b async for b in client.trainers.batches(JOHN)]
    assert [b.id for b in batches] == [FIRST, SECOND, NOBODY]
    assert batches[-1].course is None


async def test_whoever_teaches_nothing_has_no_batches(client: Client) -> None:
    assert [b async for b in client.trainers.batches(ALEX)] == []
