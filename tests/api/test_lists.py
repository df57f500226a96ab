"""Lists, page by page."""

import httpx
import pytest
from bson import ObjectId

from multitrainer.client import Client
from multitrainer.database import Database
from multitrainer.domain.actors import THE_ADMIN
from multitrainer.domain.audit import Wanted
from multitrainer.domain.errors import InvalidInput
from multitrainer.schemas.accounts import NewAdmin
from multitrainer.services import Services
from tests import school as raw
from tests.api.school import BATCHES, COURSE, FIRST, JOHN, SECOND


async def test_pages_hold_everything_once_in_the_order_it_was_made(client: Client) -> None:
    made = [(await client.courses.create(f"Course {n}")).id for n in range(7)]
    for size in (1, 3, 7, 100):
        assert [course.id async for course in client.courses.list(page_size=size)] == made


async def test_trainers_come_in_pages(client: Client) -> None:
    made = [(await client.trainers.create(f"T {n}", f"t{n}@x.example")).id for n in range(3)]
    assert [trainer.id async for trainer in client.trainers.list(page_size=2)] == made


async def test_what_the_command_line_did_is_found_as_the_operators(client: Client, services: Services) -> None:
    new = NewAdmin(name="Ada", email="ada@x.example", password="a long password")
    await services.accounts.create_admin(THE_ADMIN, new)
    assert [e.action async for e in client.audit.list(Wanted(by="operator", action="create-admin"))] == ["create-admin"]
    with pytest.raises(InvalidInput, match="an id, 24 hexadecimal digits, or `operator`"):
        await client.audit.page(Wanted(by="operators"))


@pytest.mark.usefixtures("school")
async def test_what_is_made_meanwhile_neither_shifts_nor_repeats_anything(client: Client, database: Database) -> None:
    seen = []
    async for batch in client.batches.list(COURSE, page_size=2):
        seen.append(batch.id)
        if batch.id == FIRST:  # one before everything that is there, one after
            await database.motor.batches.insert_many(
                {"_id": ObjectId(digit * 24), "course": raw.COURSE, "name": digit} for digit in "0f"
            )
        if batch.id == SECOND:
            await database.motor.batches.delete_one({"_id": raw.BATCHES[1]})
    assert seen == [*BATCHES, "f" * 24]


@pytest.mark.usefixtures("school")
async def test_a_trainers_batches_follow_the_link(client: Client, http: httpx.AsyncClient) -> None:
    answer = await http.get(f"/api/trainers/{JOHN}/batches", params={"limit": 1})
    assert answer.links["next"]["url"].startswith(f"/api/trainers/{JOHN}/batches?limit=1&cursor=")
    assert [b["_id"] for b in answer.json()] == [FIRST]
    following = await http.get(answer.links["next"]["url"])
    assert ([b["_id"] for b in following.json()], following.links) == ([SECOND], {})
    assert [b.id async for b in client.trainers.batches(JOHN, page_size=1)] == [FIRST, SECOND]


@pytest.mark.usefixtures("school")
async def test_all_of_a_trainers_batches_come_at_once_unless_asked_otherwise(http: httpx.AsyncClient) -> None:
    answer = await http.get(f"/api/trainers/{JOHN}/batches")
    assert (len(answer.json()), "Link" in answer.headers) == (2, False)


@pytest.mark.usefixtures("school")
async def test_no_link_leads_to_a_host_that_whoever_asks_made_up(http: httpx.AsyncClient) -> None:
    forged = {"Host": "evil.example", "X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "gopher"}
    answer = await http.get(f"/api/trainers/{JOHN}/batches", params={"limit": 1}, headers=forged)
    assert answer.links["next"]["url"].startswith("/api/")
    assert "evil" not in str(answer.headers)
