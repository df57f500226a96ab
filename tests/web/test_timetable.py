"""When a batch meets, as admins state it on a page, and what becomes of single sessions."""

from datetime import timedelta
from http import HTTPStatus
from typing import Any

import httpx
import pytest
from bson import ObjectId

from multitrainer import clock
from multitrainer.database import Database
from tests import school
from tests.web.reading import Read
from tests.web.visiting import did, founded, send, signed_in

BATCH, OTHER = (f"/batches/{batch}" for batch in school.BATCHES[:2])
TIMETABLE, OTHERS = f"{BATCH}/timetable", f"{OTHER}/timetable"
FIRST = clock.now().date() + timedelta(days=2)
EVENING = {"weekly-0-day": f"{FIRST:%A}".lower(), "weekly-0-start": "18:00", "weekly-0-end": "00:00"}


@pytest.fixture
async def http(http: httpx.AsyncClient, database: Database) -> httpx.AsyncClient:
    """Ada's browser; John is the primary of two batches."""
    await founded(database)
    await database.motor.batches.update_one(
        {"_id": school.BATCHES[1]}, {"$set": {"trainers.primary": school.JOHN, "trainers.backup": []}}
    )
    await signed_in(http)
    return http


async def test_a_batch_without_a_timetable_says_so_and_gets_one_that_keeps_what_its_form_shows(
    http: httpx.AsyncClient, database: Database
) -> None:
    assert "It has no timetable yet." in Read(await http.get(BATCH)).words
    date = {"single-0-start": f"{FIRST}T08:00", "single-0-end": f"{FIRST}T10:00"}
    off = [f"{FIRST + timedelta(days=7)}", ""]
    first = {"from": f"{FIRST}", "until": f"{FIRST + timedelta(days=20)}"}
    assert await did(http, TIMETABLE, TIMETABLE, **EVENING, **date, off=off, **first) == f"{TIMETABLE}?saved=1"
    stated = await stored(database)
    assert stated["sessions"] == [
        {"day": EVENING["weekly-0-day"], "start": "18:00", "end": "24:00"},
        {"start": f"{FIRST}T08:00:00", "end": f"{FIRST}T10:00:00"},
    ]
    assert stated["timetable"] == {**first, "exceptions": off[:1]}
    page = Read(await http.get(TIMETABLE))
    fields = {str(one["name"]): str(one["value"]) for one in page.all("input") if one["type"] != "hidden"}
    await did(http, TIMETABLE, TIMETABLE, **{**fields, "weekly-0-day": EVENING["weekly-0-day"], "off": off[0]})
    assert {**await stored(database), "generated": None} == {**stated, "generated": None}
    assert Read(await http.get(BATCH)).words.count("08:00") > 1


async def test_what_makes_no_sense_comes_back_as_it_was_typed_with_the_reason_beside_its_field(
    http: httpx.AsyncClient, database: Database
) -> None:
    empty = dict.fromkeys(("weekly-0-day", "weekly-0-start", "weekly-0-end"), "")
    half = {**empty, "weekly-1-day": "monday", "weekly-1-start": "18:00", "weekly-1-end": "", "single-0-start": "x"}
    refused = Read(await send(http, TIMETABLE, TIMETABLE, **half, until=f"{FIRST}"))
    assert refused.field("weekly-0-start")["value"] == "18:00"
    assert refused.field("weekly-0-end")["aria-invalid"] == "true"
    assert refused.field("single-0-start")["value"] == "x"
    assert refused.field("single-0-start")["aria-invalid"] == "true"
    endless = Read(await send(http, TIMETABLE, TIMETABLE, **EVENING, until=f"{FIRST}"))
    assert endless.field("until")["value"] == f"{FIRST}"
    assert endless.field("from")["aria-invalid"] == "true"
    assert await stored(database) == {}


async def test_what_others_stated_meanwhile_is_not_written_over(http: httpx.AsyncClient, database: Database) -> None:
    shown = Read(await http.get(TIMETABLE)).hidden_of(TIMETABLE)
    await did(http, TIMETABLE, TIMETABLE, **EVENING)
    late = await send(http, TIMETABLE, TIMETABLE, **{**EVENING, "weekly-0-start": "20:00", "tag": shown["tag"]})
    assert late.status_code == HTTPStatus.PRECONDITION_FAILED
    assert (await stored(database))["sessions"][0]["start"] == "18:00"


async def test_it_is_said_what_else_whoever_teaches_has_at_that_time(http: httpx.AsyncClient) -> None:
    await did(http, OTHERS, OTHERS, **EVENING, **{"from": f"{FIRST}"})
    later = {**EVENING, "weekly-0-start": "19:00", "from": f"{FIRST}"}
    await did(http, TIMETABLE, TIMETABLE, **later)
    words = " ".join(Read(await http.get(TIMETABLE)).words.split())
    assert f"Batch 2: {FIRST:%A}, 18:00–24:00" in words


async def test_a_timetable_is_deleted_once_it_was_said_what_follows_and_its_sessions_take_no_place(
    http: httpx.AsyncClient, database: Database
) -> None:
    await did(http, TIMETABLE, TIMETABLE, **EVENING, **{"from": f"{FIRST}"})
    assert await database.motor.multitrainer_sessions.count_documents({}) > 0
    assert await did(http, f"{TIMETABLE}/delete", f"{TIMETABLE}/delete") == BATCH
    assert await database.motor.multitrainer_sessions.count_documents({"status": {"$ne": "cancelled"}}) == 0
    assert "It has no timetable yet." in Read(await http.get(BATCH)).words


async def test_a_session_is_moved_cancelled_with_a_note_and_given_back(
    http: httpx.AsyncClient, database: Database
) -> None:
    day = {"weekly-0-day": f"{FIRST:%A}".lower(), "weekly-0-start": "18:00", "weekly-0-end": "19:00"}
    await did(http, TIMETABLE, TIMETABLE, **day, **{"from": f"{FIRST}", "until": f"{FIRST}"})
    (session,) = await database.motor.multitrainer_sessions.find().to_list(None)
    page = f"/sessions/{session['_id']}"
    backwards = Read(await send(http, page, f"{page}/move", start=f"{FIRST}T20:00", end=f"{FIRST}T19:00"))
    assert backwards.field("start")["value"] == f"{FIRST}T20:00"
    assert "must give a start and a later end" in backwards.words
    await did(http, page, f"{page}/move", start=f"{FIRST}T20:00", end=f"{FIRST}T21:00")
    await did(http, page, f"{page}/cancel", note="The house is closed.")
    assert "The house is closed." in Read(await http.get(page)).words
    assert "cancelled" in Read(await http.get(BATCH)).words
    assert await did(http, page, f"{page}/give-back") == BATCH
    again = await database.motor.multitrainer_sessions.find_one({"_id": session["_id"]}) or {}
    assert (again["start"], again["status"]) == (session["start"], "planned")


async def stored(database: Database, batch: ObjectId = school.BATCHES[0]) -> dict[str, Any]:
    return await database.motor.multitrainer_batches.find_one({"_id": batch}) or {}
