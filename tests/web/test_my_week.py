"""The first page of trainers: their load, what they are asked, and what a lead answers for."""

import httpx
import pytest
from bson import ObjectId

from multitrainer.database import Database
from tests import school
from tests.web.reading import Read
from tests.web.test_swapping import MARIAS, NEW
from tests.web.test_swapping import there as two_sessions
from tests.web.visiting import commands, did, signed_in

__all__ = ["two_sessions"]

ELSEWHERE, SECRET = ObjectId("c0000000000000000000000f"), ObjectId("b0000000000000000000000f")


@pytest.fixture(autouse=True)
async def there(two_sessions: None, database: Database) -> None:
    """Beside the sessions that can be swapped, a course that is nobody's here."""
    await database.motor.courses.insert_one({"_id": ELSEWHERE, "name": "Secret course", "instructor": school.ALEX})
    people = {"primary": school.ALEX, "backup": [], "assistants": []}
    await database.motor.batches.insert_one(
        {"_id": SECRET, "course": ELSEWHERE, "name": "Secret batch", "trainers": people}
    )


async def words(http: httpx.AsyncClient) -> str:
    return " ".join(Read(await http.get("/")).words.split())


async def test_a_trainer_sees_their_load_and_swaps_from_their_sessions_and_answers_here(
    http: httpx.AsyncClient,
) -> None:
    await signed_in(http, "john@x.example")
    mine = await http.get("/")
    assert NEW in {one["href"] for one in Read(mine).all("a")}
    assert "50 %: 10 of 20 hours a week" in (await words(http)).replace("\xa0", " ").replace("50%", "50 %")
    assert "As a lead" not in Read(mine).words
    swap = await did(http, NEW, NEW, other=str(MARIAS))
    assert "You are asked to swap" not in await words(http)
    await signed_in(http, "maria@x.example")
    assert "You are asked to swap" in await words(http)
    assert swap in {one["href"] for one in Read(await http.get("/")).all("a")}


async def test_a_lead_sees_their_batches_and_what_the_others_carry_and_nothing_of_other_courses(
    http: httpx.AsyncClient,
) -> None:
    await signed_in(http, "sarah@x.example")
    shown = await words(http)
    assert "As a lead" in shown
    assert all(f"Batch {n}" in shown for n in (1, 2, 3, 4))
    assert "Maria, assistant" in shown
    assert "Secret" not in shown
    links = {one["href"] for one in Read(await http.get("/")).all("a")}
    assert {f"/courses/{school.COURSE}/quality", f"/trainers/{school.JOHN}"} <= links
    theirs = {one["href"] for one in Read(await http.get(f"/trainers/{school.JOHN}")).all("a")}
    assert f"/trainers/{school.JOHN}/ledger" in theirs
    await signed_in(http, "maria@x.example")
    assert f"/trainers/{school.JOHN}/ledger" not in (await http.get(f"/trainers/{school.JOHN}")).text


async def test_the_page_of_a_lead_asks_the_database_no_more_often_where_there_are_more_batches(
    http: httpx.AsyncClient, database: Database
) -> None:
    await signed_in(http, "sarah@x.example")
    await commands(http, "/")
    few = await commands(http, "/")
    copies = [{**one, "_id": ObjectId()} for one in await database.motor.batches.find({}).to_list(None)]
    await database.motor.batches.insert_many(copies)
    assert await commands(http, "/") == few > 0
