"""What trainers write for each other, over HTTP: handover notes, reports of sessions, and what these show."""

from datetime import datetime, timedelta
from typing import Any

import httpx
import pytest
from bson import ObjectId

from multitrainer import clock
from multitrainer.client import Client
from multitrainer.database import Database
from multitrainer.domain.errors import IfMatchMissing, Stale
from multitrainer.domain.quality import Per
from multitrainer.schemas.reports import NewReport
from tests.api.school import COURSE, FIRST, JOHN
from tests.school import BATCHES

pytestmark = pytest.mark.usefixtures("school")

NOTE = f"/api/batches/{FIRST}/handover"
A_DAY = timedelta(days=1)


async def met(database: Database, at: datetime, **more: Any) -> str:
    """A session of John's first batch."""
    session = {"_id": ObjectId(), "batch": BATCHES[0], "day": f"{at:%Y-%m-%d}", "number": 0, "status": "planned"}
    times = {"start": at, "end": at + timedelta(hours=1), "byHand": False, "sequence": 0}
    await database.motor.multitrainer_sessions.insert_one({**session, **times, **more})
    return str(session["_id"])


async def test_of_two_who_write_a_note_the_second_gets_both_texts(client: Client) -> None:
    empty = await client.handovers.read(FIRST)
    first = await client.handovers.write(FIRST, "Page 34", watch_for="Mehmet", if_match=empty.etag)
    second = await client.handovers.write(FIRST, "Page 35", if_match=first.etag)
    with pytest.raises(Stale) as refused:
        await client.handovers.write(FIRST, "Page 36", if_match=first.etag)
    facts = refused.value.facts
    texts = [facts[name]["stands"] for name in ("startedFrom", "present", "sent")]
    assert (texts, facts["etag"]) == (["Page 34", "Page 35", "Page 36"], second.etag)
    with pytest.raises(IfMatchMissing):
        await client.handovers.write(FIRST, "Page 36")
    await client.handovers.write(FIRST, "Page 36", if_match="*")
    assert [one.number async for one in client.handovers.versions(FIRST, page_size=2)] == [3, 2, 1]
    assert (await client.handovers.version(FIRST, 1)).watch_for == "Mehmet"


async def test_a_note_that_is_there_is_not_written_over_unread(http: httpx.AsyncClient) -> None:
    assert (await http.put(NOTE, json={"stands": "Page 34"})).is_success
    refused = await http.put(NOTE, json={"stands": "Mine"})
    assert (refused.status_code, refused.json()["code"]) == (428, "if-match-missing")
    read = await http.get(NOTE)
    assert refused.json()["etag"] == read.headers["ETag"]
    assert refused.json()["present"] == read.json()


@pytest.mark.parametrize(
    "text", ["<script>alert(1)</script>", "[x](javascript:alert(1))", "a\tb\nc", "שלום \u200f!", "👩‍🏫 **x**"]
)
async def test_what_is_written_is_answered_as_it_was(http: httpx.AsyncClient, text: str) -> None:
    assert (await http.put(NOTE, json={"stands": text}, headers={"If-Match": "*"})).is_success
    assert (await http.get(NOTE)).json()["stands"] == text


async def test_a_report_is_written_read_flagged_acknowledged_and_counted(client: Client, database: Database) -> None:
    session = await met(database, clock.now() - A_DAY)
    said = NewReport(held=True, topics="Page 12", attendance=2, for_lead="The projector is broken.", flagged=True)
    written = await client.reports.write(session, said)
    assert (written.held_by and written.held_by.id, written.attendance, written.course_name) == (JOHN, 2, "German A1")
    assert (await client.reports.read(session)).etag == written.etag
    with pytest.raises(Stale):
        await client.reports.write(session, NewReport(held=True), if_match='"another"')
    assert [one.session async for one in client.reports.flagged(COURSE, acknowledged=False)] == [session]
    assert (await client.reports.acknowledge(session, if_match=written.etag)).acknowledged
    assert [one.session async for one in client.reports.flagged(COURSE, acknowledged=False)] == []
    found = await client.reports.of_course(COURSE, per=Per.WEEK)
    assert [(one.batch, one.sessions, one.reported, one.attendance) for one in found.by_batch] == [(FIRST, 1, 1, 2.0)]
    assert (found.missing, found.flagged, found.by_trainer[0].trainer.name) == (0, 0, "John")
    assert (await client.reports.of_trainer(JOHN)).by_batch[0].sessions == 1


async def test_missing_and_flagged_reports_come_by_pages(client: Client, database: Database) -> None:
    for n in range(1, 6):
        session = await met(database, clock.now() - n * A_DAY)
        await client.reports.write(session, NewReport(held=True, for_lead="x", flagged=True))
        about = {"course": ObjectId(COURSE), "batch": BATCHES[0], "trainer": ObjectId(), "leave": ObjectId()}
        begun = clock.now() - n * A_DAY
        times = {"start": begun, "end": begun + timedelta(hours=1), "openedAt": begun, "opening": 1}
        cover = {"session": ObjectId(), "substitute": ObjectId(JOHN), "offers": [], "state": "done", **times}
        await database.motor.multitrainer_covers.insert_one({"_id": ObjectId(), **about, **cover})
    flagged = [one.start async for one in client.reports.flagged(COURSE, page_size=2)]
    missing = [one.start async for one in client.reports.missing(COURSE, page_size=2)]
    assert (len(flagged), len(missing)) == (5, 5)
    assert (flagged, missing) == (sorted(flagged), sorted(missing))
    assert (await client.reports.of_course(COURSE)).missing == 5


async def test_a_leave_says_over_http_which_notes_lack(client: Client, database: Database) -> None:
    day = (clock.now() + 10 * A_DAY).replace(hour=12, minute=0, second=0, microsecond=0)
    await met(database, day)
    midnight = datetime.combine(day.date(), datetime.min.time())
    leave = await client.leaves.request(JOHN, midnight, midnight + A_DAY)
    assert leave.notes_to_freshen is not None
    assert [one.batch for one in leave.notes_to_freshen] == [FIRST]
    read = await client.leaves.read(leave.id)
    assert (read.notes_to_freshen, read.etag) == (leave.notes_to_freshen, leave.etag)
    (listed,) = [one async for one in client.leaves.of_trainer(JOHN)]
    assert listed.notes_to_freshen is None
