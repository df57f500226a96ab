"""The calendar of trainers: its table, what its script is told, and the ways from it."""

from http import HTTPStatus

import httpx
import pytest
from bson import ObjectId

from multitrainer.database import Database
from tests import school, week
from tests.web.reading import Read
from tests.web.visiting import commands, founded, signed_in

WEEK = "/calendar?day=2026-03-04"
EVENTS = "/calendar/events?start=2026-03-02&end=2026-03-09"


@pytest.fixture(autouse=True)
async def there(database: Database, http: httpx.AsyncClient) -> None:
    await founded(database)
    await week.found(database)
    await signed_in(http)


def links_of(page: httpx.Response) -> set[str]:
    return {str(link["href"]) for link in Read(page).all("a")}


async def test_each_trainer_has_a_row_and_each_day_says_what_is_held_who_is_away_and_who_stands_in(
    http: httpx.AsyncClient,
) -> None:
    shown = await http.get(WEEK)
    words = " ".join(Read(shown).words.split())
    for said in ("Mon 2 Mar", "Batch 1, Maria stands in", "Batch 1, stands in for John", "nobody stands in yet"):
        assert said in words
    assert "ill, waits for an answer" in words
    ways = {
        f"/leave/{week.LEAVE}",
        f"/covers/{week.COVERED}",
        f"/covers/{week.SOUGHT}",
        f"/batches/{week.FRENCH_BATCH}",
    }
    enter = f"/leave?trainer={school.JOHN}&start=2026-03-08T00:00&end=2026-03-09T00:00"
    assert ways | {enter, f"/trainers/{school.JOHN}/availability"} <= links_of(shown)
    for way in (*ways, enter, "/calendar?by=week&day=2026-02-23", "/calendar?by=month&day=2026-03-04"):
        assert (await http.get(way)).status_code == HTTPStatus.OK, way
    assert {"/calendar?by=week&day=2026-02-23", "/calendar?by=week&day=2026-03-09"} <= links_of(shown)


async def test_a_week_without_anything_says_where_sessions_come_from(http: httpx.AsyncClient) -> None:
    hint = "Nothing is planned in this time."
    assert hint in Read(await http.get("/calendar?day=2026-05-04")).words
    assert hint not in Read(await http.get(WEEK)).words


async def test_the_form_for_leave_has_the_trainer_and_the_days_of_the_address(http: httpx.AsyncClient) -> None:
    form = Read(await http.get(f"/leave?trainer={school.JOHN}&start=2026-03-05T00:00&end=2026-03-06T00:00"))
    assert (form.field("start")["value"], form.field("end")["value"]) == ("2026-03-05T00:00", "2026-03-06T00:00")
    assert next(one["value"] for one in form.all("option") if "selected" in one) == str(school.JOHN)


async def test_the_script_is_told_the_same_by_the_institutes_clock_and_not_of_years(http: httpx.AsyncClient) -> None:
    events = (await http.get(EVENTS)).json()
    assert len(events) == 9
    (covers,) = (one for one in events if one["classNames"] == ["is-covers"])
    assert covers["resourceIds"] == [str(school.MARIA)]
    assert (covers["start"], covers["end"]) == ("2026-03-04T09:00", "2026-03-04T11:00")
    assert covers["title"] == "09:00 Batch 1, stands in for John"
    assert covers["extendedProps"] == {"address": f"/covers/{week.COVERED}"}
    for wrong in ("start=2026-03-02&end=2028-03-02", "start=2026-03-02&end=2026-03-01", "start=x", ""):
        assert (await http.get(f"/calendar/events?{wrong}")).status_code == HTTPStatus.UNPROCESSABLE_ENTITY, wrong


async def test_nobody_sees_what_is_not_theirs_in_the_table_or_out_of_it(http: httpx.AsyncClient) -> None:
    await signed_in(http, "sarah@x.example")
    for address in (WEEK, EVENTS, f"{WEEK}&trainer={school.JOHN}", f"{EVENTS}&course={week.FRENCH}"):
        answer = await http.get(address)
        assert answer.status_code == HTTPStatus.OK
        assert "French" not in answer.text
    assert "Batch 1" in (await http.get(WEEK)).text
    await signed_in(http, "john@x.example")
    shown = await http.get(WEEK)
    assert "French 1" in shown.text
    assert "Batch 3" not in shown.text + (await http.get(EVENTS)).text
    assert [row["data-trainer"] for row in Read(shown).all("tr") if "data-trainer" in row] == [str(school.JOHN)]
    await signed_in(http, "zoe@x.example")
    assert (await http.get(WEEK)).status_code == HTTPStatus.FORBIDDEN


async def test_it_asks_the_database_no_more_often_where_there_is_more(
    http: httpx.AsyncClient, database: Database
) -> None:
    for email in ("ada@x.example", "sarah@x.example"):
        await signed_in(http, email)
        few = await commands(http, WEEK)
        for batch in (week.FIRST, week.SECOND, week.THIRD):
            more = [week.session(batch, day, 1, at=9) | {"number": number()} for day in range(5)]
            await database.motor.multitrainer_sessions.insert_many(more)
        leave = await database.motor.multitrainer_leaves.find_one({})
        assert leave
        await database.motor.multitrainer_leaves.insert_many([{**leave, "_id": ObjectId()} for _ in range(5)])
        assert await commands(http, WEEK) == few > 0


def number() -> int:
    """One that no session of a day has yet."""
    return int(str(ObjectId())[-6:], 16)
