"""Reports of sessions on pages, and what a lead sees of their course by them."""

from datetime import UTC, datetime, timedelta
from http import HTTPStatus

import httpx
import pytest
from bson import ObjectId

from multitrainer import clock
from multitrainer.database import Database
from tests import school
from tests.web.reading import Read
from tests.web.visiting import HERE, did, founded, mark_of, send, signed_in

SESSION = ObjectId("5" * 24)
REPORT = f"/sessions/{SESSION}/report"
COURSE = f"/courses/{school.COURSE}"
QUALITY = f"{COURSE}/quality"
JOHN, SARAH, MARIA = (f"{name}@x.example" for name in ("john", "sarah", "maria"))
HIDDEN = {HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND}
SAID = {"held": "true", "topics": "Page 34", "attendance": "1", "reason": "", "forLead": ""}
FLAGGED = {**SAID, "forLead": "The projector is broken.", "flagged": "true"}


@pytest.fixture(autouse=True)
async def there(http: httpx.AsyncClient, database: Database) -> None:
    """John's batch met yesterday, and he is signed in."""
    await founded(database)
    await meets(database, clock.now() - timedelta(days=1))
    await signed_in(http, JOHN)


async def meets(database: Database, start: datetime) -> None:
    start = start.astimezone(UTC).replace(microsecond=0)
    when = {"start": start, "end": start + timedelta(hours=1), "day": f"{start:%Y-%m-%d}", "number": 0}
    planned = {"status": "planned", "byHand": False, "sequence": 0, "batch": school.BATCHES[0]}
    await database.motor.multitrainer_sessions.replace_one({"_id": SESSION}, {**when, **planned}, upsert=True)


async def words(http: httpx.AsyncClient, address: str) -> str:
    return Read(await http.get(address)).words


async def test_whoever_held_a_session_finds_it_in_their_week_and_reports_and_says_it_anew(
    http: httpx.AsyncClient,
) -> None:
    assert REPORT in {one["href"] for one in Read(await http.get("/")).all("a")}
    assert "Nobody has reported yet." in await words(http, REPORT)
    await did(http, REPORT, REPORT, **SAID)
    shown = await words(http, REPORT)
    assert "Page 34" in shown
    assert "One person was there" in shown
    await did(http, REPORT, REPORT, **{**SAID, "held": "false", "topics": "", "attendance": "", "reason": "Snow"})
    shown = await words(http, REPORT)
    assert "Snow" in shown
    assert "Page 34" not in shown


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"attendance": "many"}, "a whole number from 0"),
        ({"attendance": "999"}, "at most 2 people"),
        ({"held": "false"}, "is required"),
        ({"flagged": "true"}, "needs words for the lead"),
    ],
)
async def test_a_senseless_report_comes_back_with_the_reason_and_what_was_typed(
    http: httpx.AsyncClient, typed: dict[str, str], told: str
) -> None:
    refused = await send(http, REPORT, REPORT, **{**SAID, **typed})
    assert refused.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert told in Read(refused).words
    assert Read(refused).typed_into(REPORT)["topics"] == "Page 34"
    assert "Nobody has reported yet." in await words(http, REPORT)


async def test_nobodys_words_are_written_over_unread(http: httpx.AsyncClient) -> None:
    read = Read(await http.get(REPORT)).hidden_of(REPORT)
    await did(http, REPORT, REPORT, **SAID)
    mine = {**SAID, "topics": "Page 36"}
    refused = await http.post(REPORT, data={**read, **mine}, headers=HERE)
    assert refused.status_code == HTTPStatus.PRECONDITION_FAILED
    assert "Page 34" in Read(refused).words
    assert Read(refused).typed_into(REPORT)["topics"] == "Page 36"
    again = await http.post(REPORT, data={**Read(refused).hidden_of(REPORT), **mine}, headers=HERE)
    assert again.status_code == HTTPStatus.SEE_OTHER


async def test_what_has_not_begun_has_no_form(http: httpx.AsyncClient, database: Database) -> None:
    read = Read(await http.get(REPORT)).hidden_of(REPORT)
    await meets(database, clock.now() + timedelta(hours=1))
    assert REPORT not in Read(await http.get(REPORT)).forms
    assert (await http.post(REPORT, data={**read, **SAID}, headers=HERE)).status_code == HTTPStatus.CONFLICT
    assert REPORT not in {one["href"] for one in Read(await http.get("/")).all("a")}


async def test_others_neither_see_nor_write_a_report(http: httpx.AsyncClient) -> None:
    await did(http, REPORT, REPORT, **SAID)
    for email in (MARIA, "ben@x.example", "zoe@x.example"):
        await signed_in(http, email)
        mark = {"mark": mark_of(await http.get("/"))}
        assert (await http.get(REPORT)).status_code in HIDDEN, email
        assert (await http.post(REPORT, data={**mark, **SAID}, headers=HERE)).status_code in HIDDEN, email
        assert (await http.get(QUALITY)).status_code in HIDDEN, email


async def test_a_lead_finds_what_is_flagged_on_their_course_and_says_that_they_have_seen_it(
    http: httpx.AsyncClient,
) -> None:
    await did(http, REPORT, REPORT, **FLAGGED)
    assert (await http.get(QUALITY)).status_code in HIDDEN
    assert QUALITY not in {one["href"] for one in Read(await http.get(COURSE)).all("a")}
    await signed_in(http, SARAH)
    assert QUALITY in {one["href"] for one in Read(await http.get(COURSE)).all("a")}
    assert "The projector is broken." in await words(http, QUALITY)
    await did(http, QUALITY, f"{QUALITY}/{SESSION}/acknowledge")
    shown = await words(http, QUALITY)
    assert "Nothing is flagged that nobody has seen." in shown
    assert "Seen by Dr. Sarah" in shown
    await signed_in(http, JOHN)
    assert "Seen by Dr. Sarah" in await words(http, REPORT)


async def test_what_was_changed_meanwhile_is_not_acknowledged_unread(http: httpx.AsyncClient) -> None:
    await did(http, REPORT, REPORT, **FLAGGED)
    await signed_in(http, SARAH)
    read = Read(await http.get(QUALITY)).hidden_of(f"{QUALITY}/{SESSION}/acknowledge")
    await did(http, REPORT, REPORT, **{**FLAGGED, "forLead": "It burns."})
    refused = await http.post(f"{QUALITY}/{SESSION}/acknowledge", data=read, headers=HERE)
    assert refused.status_code == HTTPStatus.PRECONDITION_FAILED
    assert "It burns." in Read(refused).words
    assert "Seen by" not in await words(http, QUALITY)


async def test_sessions_that_somebody_stood_in_for_are_missed_until_they_are_reported(
    http: httpx.AsyncClient, database: Database
) -> None:
    session = await database.motor.multitrainer_sessions.find_one({"_id": SESSION}) or {}
    who = {"trainer": school.JOHN, "substitute": school.SARAH}
    where = {"session": SESSION, "batch": school.BATCHES[0], "course": school.COURSE}
    when = {name: session[name] for name in ("start", "end")}
    opened = {"openedAt": session["start"], "opening": 1}
    cover = {
        **opened,
        **who,
        **where,
        **when,
        "state": "done",
        "leave": ObjectId(),
        "offers": [],
        "trail": [],
        "turn": 1,
    }
    await database.motor.multitrainer_covers.insert_one(cover)
    await database.motor.multitrainer_sessions.update_one({"_id": SESSION}, {"$set": {"cover": school.SARAH}})
    await signed_in(http, SARAH)
    assert REPORT in {one["href"] for one in Read(await http.get(QUALITY)).all("a")}
    await did(http, REPORT, REPORT, **SAID)
    assert "Every session that somebody stood in for has its report." in await words(http, QUALITY)
