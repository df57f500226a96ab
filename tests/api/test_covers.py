"""From leave to somebody who stands in, over HTTP."""

from datetime import date, datetime, timedelta

import httpx
import pytest
from bson import ObjectId
from fastapi import FastAPI

from multitrainer import clock, wiring
from multitrainer.client import Client
from multitrainer.database import Database
from multitrainer.domain.covers.criteria import Reason
from multitrainer.domain.covers.doings import Doing
from multitrainer.domain.covers.states import CoverState
from multitrainer.domain.errors import Stale
from multitrainer.identity.tokens import Claims
from multitrainer.settings import Settings
from tests.api.conftest import BASE_URL
from tests.api.school import FIRST, JOHN, MARIA, SARAH
from tests.callers import signed_in
from tests.school import BATCHES

DAY = timedelta(days=1)


async def away(app: FastAPI, client: Client, database: Database) -> date:
    """John, today and tomorrow; his batch meets so soon that even in quiet hours somebody is asked at once."""
    day = (clock.now() + timedelta(hours=6)).replace(second=0, microsecond=0)
    session = {"_id": ObjectId(), "batch": BATCHES[0], "day": f"{day:%Y-%m-%d}", "number": 0, "status": "planned"}
    times = {"start": day, "end": day + timedelta(hours=1), "byHand": False, "sequence": 0}
    await database.motor.multitrainer_sessions.insert_one({**session, **times})
    midnight = datetime.combine(day.date(), datetime.min.time())
    await client.leaves.request(JOHN, midnight - DAY, midnight + 2 * DAY)
    while await app.state.services.cover_search.run():
        pass
    return day.date()


async def as_trainer(app: FastAPI, settings: Settings, trainer: str) -> httpx.AsyncClient:
    person = await signed_in(ObjectId(trainer))
    token = wiring.tokens_of(settings).issue(Claims(person.user, person.sign_in), clock.now())
    headers = {"Authorization": f"Bearer {token}"}
    return httpx.AsyncClient(base_url=BASE_URL, headers=headers, transport=httpx.ASGITransport(app))


@pytest.mark.usefixtures("school")
async def test_from_leave_to_acceptance(app: FastAPI, client: Client, database: Database, settings: Settings) -> None:
    day = await away(app, client, database)
    (cover,) = [one async for one in client.covers.list(state=CoverState.SEARCHING, since=day, until=day)]
    assert cover.actions == [Doing.SUBSTITUTE, Doing.CANCEL, Doing.COMBINE, Doing.MOVE, Doing.ASSIST]
    assert (cover.batch, cover.trainer.name, cover.course_name) == (FIRST, "John", "German A1")
    found = await client.covers.candidates(cover.id)
    assert [one.trainer.name for one in found.candidates] == ["Dr. Sarah", "Maria"]
    assert [(one.trainer.name, one.reason) for one in found.rejected] == [("John", Reason.ON_LEAVE)]
    assert (await client.covers.ways_out(cover.id)).cancel
    async with await as_trainer(app, settings, SARAH) as sarah:
        (asked,) = (await sarah.get(f"/api/trainers/{SARAH}/covers?from={day}")).json()["items"]
        keyed = {"Idempotency-Key": "one"}
        first, again = [await sarah.post(f"/api/covers/{asked['_id']}/accept", headers=keyed) for _ in range(2)]
        assert (first.json()["state"], first.json()["substitute"]["name"]) == ("covered", "Dr. Sarah")
        assert again.headers["Idempotency-Replayed"] == "true"
        assert first.headers["ETag"] == (await sarah.get(f"/api/covers/{asked['_id']}")).headers["ETag"]
    assert (await client.covers.read(cover.id)).substitute is not None


@pytest.mark.usefixtures("school")
async def test_whoever_decides_does_so_on_what_they_have_read(app: FastAPI, client: Client, database: Database) -> None:
    day = await away(app, client, database)
    listed = await anext(client.covers.list(since=day))
    cover = await client.covers.read(listed.id)
    named = await client.covers.name_substitute(cover.id, MARIA, if_match=cover.etag)
    with pytest.raises(Stale):
        await client.covers.release(cover.id, if_match=cover.etag)
    given_back = await client.covers.release(cover.id, if_match=named.etag)
    assert (given_back.state, given_back.substitute) == (CoverState.SEARCHING, None)
    cancelled = await client.covers.cancel(cover.id, "The house is closed.", if_match=given_back.etag)
    assert (cancelled.state, cancelled.actions) == (CoverState.CANCELLED, [])
