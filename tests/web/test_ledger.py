"""The ledger of cover on pages: one's own, and a trainer's for who may read it."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from http import HTTPStatus

import httpx
import pytest
from bson import ObjectId

from multitrainer.database import Database
from multitrainer.domain.covers.states import CoverState
from multitrainer.domain.covers.steps import opened
from multitrainer.domain.taught import TaughtSession
from multitrainer.repositories.cover_ledger import CoverLedger
from multitrainer.repositories.covers import Covers
from multitrainer.stored.covers import cover_id
from multitrainer.stored.ids import new_id
from tests import school
from tests.repositories.ledger_calls import covered
from tests.web.reading import Read
from tests.web.visiting import founded, signed_in

THEIRS = f"/trainers/{school.MARIA}/ledger"
ELSEWHERE, SECRET = ObjectId("c0000000000000000000000f"), ObjectId("b0000000000000000000000f")
MARCH, MAY = date(2026, 3, 2), date(2026, 5, 4)


@pytest.fixture(autouse=True)
async def there(database: Database) -> None:
    """Maria has stood in for John at Batch 1 in March, and for Alex at a batch of another course in May."""
    await founded(database)
    await database.motor.courses.insert_one({"_id": ELSEWHERE, "name": "Secret course", "instructor": school.ALEX})
    await database.motor.batches.insert_one({"_id": SECRET, "course": ELSEWHERE, "name": "Secret batch"})
    terms = [{"name": "Spring", "first": "2026-02-01", "last": "2026-04-30"}]
    await database.motor.multitrainer_terms.insert_one({"_id": "institute", "terms": terms, "version": 1})
    for course, batch, john, day in (
        (school.COURSE, school.BATCHES[0], school.JOHN, MARCH),
        (ELSEWHERE, SECRET, school.ALEX, MAY),
    ):
        start = datetime(day.year, day.month, day.day, 17, tzinfo=UTC)
        session = TaughtSession(new_id(), str(course), str(batch), str(john), start, start + timedelta(minutes=90))
        cover = replace(opened(cover_id(session), session, new_id(), start).cover, substitute=str(school.MARIA))
        await Covers().insert(replace(cover, state=CoverState.DONE, look_at=None), None)
        both = covered(str(school.MARIA), str(john), day)
        await CoverLedger().book([replace(one, cover=cover.id) for one in both])


async def words(http: httpx.AsyncClient, address: str) -> str:
    return " ".join(Read(await http.get(address)).words.split())


async def test_one_sees_what_ones_hours_are_of_altogether_and_by_term(http: httpx.AsyncClient) -> None:
    await signed_in(http, "maria@x.example")
    everything = await words(http, "/me/ledger")
    assert "3 hours more held for others than by others" in everything
    assert "stood in: JohnBatch 1" in everything
    assert "Secret batch" in everything
    spring = await words(http, "/me/ledger?term=Spring")
    assert "1.5 hours more" in spring
    assert "Secret batch" not in spring
    await signed_in(http, "john@x.example")
    assert "somebody stood in: MariaBatch 1" in await words(http, "/me/ledger")


async def test_a_lead_reads_no_name_of_a_batch_that_is_not_theirs_and_others_read_nothing(
    http: httpx.AsyncClient,
) -> None:
    await signed_in(http, "sarah@x.example")
    shown = await words(http, THEIRS)
    assert "Batch 1" in shown
    assert "3 hours more" in shown
    assert "Secret" not in shown
    await signed_in(http, "john@x.example")
    assert (await http.get(THEIRS)).status_code == HTTPStatus.FORBIDDEN
    await signed_in(http, "ben@x.example")
    assert (await http.get(THEIRS)).status_code == HTTPStatus.NOT_FOUND
    await signed_in(http)
    assert "Secret batch" in await words(http, THEIRS)
