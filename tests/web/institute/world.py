"""What is entered: something of each kind, once around John's batch and once around what is none of his business."""

from dataclasses import dataclass
from datetime import date

import httpx
from bson import ObjectId
from fastapi import FastAPI

from multitrainer.client import Client
from multitrainer.database import Database
from multitrainer.repositories.cover_ledger import CoverLedger
from multitrainer.services import Services
from tests import school
from tests.api.school import ALEX, COURSE, FIRST, FOURTH, JOHN, MARIA, SARAH, SECOND, STUDENT, THIRD
from tests.callers import ADMINS_KEY, admit
from tests.repositories.ledger_calls import covered
from tests.services.people import ADA, BEN
from tests.web.institute.api import Api
from tests.web.institute.batches import Around, around
from tests.web.visiting import founded

LONG_AGO, LONG_AFTER = date(2020, 1, 6), date(2020, 3, 6)
PUBLIC = "93.184.216.34"
"""An address that webhooks may have, and that nothing is sent to."""


@dataclass(frozen=True, slots=True)
class World:
    """Places of addresses by the names that routes give them: what is John's to see, and what is not."""

    api: Api
    johns: dict[str, str]
    others: dict[str, str]


async def entered(http: httpx.AsyncClient, app: FastAPI, database: Database, words: str, elsewhere: str) -> World:
    """Enter everything. `elsewhere` is written in what is none of John's business, `words` in all else."""
    await founded(database)
    await database.motor.users.update_many({"_id": {"$in": [ADA, school.STUDENT]}}, {"$set": {"name": words}})
    api, far = Api(http, words), Api(http, elsewhere)
    other = await _names(api, far)
    await _settings(api)
    services: Services = app.state.services
    mine = await around(api, services, Around(FIRST, "john", JOHN, "08:00", "09:30"))
    theirs = await around(far, services, Around(THIRD, "maria", MARIA, "16:00", "17:30"))
    await CoverLedger().book(covered(JOHN, SARAH, LONG_AGO))
    await CoverLedger().book(covered(MARIA, SARAH, LONG_AGO))
    await admit(database.motor)
    async with Client("http://test", api_key=str(ADMINS_KEY), transport=httpx.ASGITransport(app)) as client:
        common = await _of_all(api, client, mine, theirs)
    api.took |= far.took
    for places, who in ((mine, "john"), (theirs, "maria")):
        told = await api.get("/api/notifications", who)
        places["notification_id"] = str(told["items"][0]["_id"])
    mine["enrolment_id"] = await _enrolled(api, database, COURSE)
    theirs["enrolment_id"] = await _enrolled(far, database, COURSE)
    johns = {"course_id": COURSE, "batch_id": FIRST, "trainer_id": JOHN, **common, **mine}
    return World(api, johns, {**johns, **common, "course_id": other, "trainer_id": MARIA, **theirs})


async def _names(api: Api, far: Api) -> str:
    """Everything has the words for its name; the id of another course, which is Ben's."""
    await api.patch("/api/courses/{course_id}", {"name": api.words}, course_id=COURSE)
    for batch, one in ((FIRST, api), (SECOND, api), (THIRD, far), (FOURTH, far)):
        await one.patch("/api/batches/{batch_id}", {"name": one.words}, batch_id=batch)
    for trainer, one in ((JOHN, api), (MARIA, api), (SARAH, api), (ALEX, far), (str(BEN), far)):
        named = {"name": one.words, "specialization": [one.words]}
        await one.patch("/api/trainers/{trainer_id}", named, trainer_id=trainer)
    await far.post("/api/trainers", {"name": far.words, "email": "new@x.example", "specialization": far.words})
    leads = [{"trainer": str(BEN), "role": "lead"}]
    other = (await far.post("/api/courses", {"name": far.words, "trainers": leads}))["_id"]
    people = {"primary": str(BEN)}
    await far.post("/api/batches", {"course": other, "name": far.words, "trainers": people, "students": [STUDENT]})
    return str(other)


async def _enrolled(api: Api, database: Database, course: str) -> str:
    """Somebody who waits for a place in a course."""
    new = ObjectId()
    await database.motor.users.insert_one({"_id": new, "name": api.words, "role": "student"})
    made = await api.post("/api/courses/{course_id}/enrolments", {"student": str(new)}, course_id=course)
    return str(made["_id"])


async def _settings(api: Api) -> None:
    """What is said once for all, and for the course."""
    days = {"name": api.words, "first": f"{LONG_AGO}", "last": f"{LONG_AFTER}"}
    await api.put("/api/holidays", {"holidays": [days]})
    await api.put("/api/terms", {"terms": [days]})
    slot = {"name": api.words, "sessions": [{"day": "monday", "start": "18:00", "end": "20:00"}]}
    sizes = {"target": 2, "minimum": 1, "maximum": 3, "slots": [slot], "batches": {FIRST: api.words}}
    await api.put("/api/courses/{course_id}/batching", sizes, course_id=COURSE)
    await api.put("/api/batches/{batch_id}/planning", {"skills": [api.words]}, batch_id=SECOND)
    new = {"title": api.words, "text": api.words}
    reply = await api.post("/api/courses/{course_id}/replies", new, course_id=COURSE)
    there = {"course_id": COURSE, "reply_id": reply["_id"]}
    await api.put("/api/courses/{course_id}/replies/{reply_id}", new, **there)
    await api.post("/api/threads/{thread_id}/messages", {"text": api.words}, thread_id=f"course:{COURSE}")


async def _of_all(api: Api, client: Client, mine: dict[str, str], theirs: dict[str, str]) -> dict[str, str]:
    """What is an admin's, or about several."""
    key = await api.post("/api/keys", {"name": api.words, "scopes": ["read"]})
    hook = await api.post("/api/webhooks", {"url": f"https://{PUBLIC}/{api.words.replace(' ', '')}"})
    swap = {"session": mine["later"], "other": theirs["later"], "note": api.words}
    swapped = await api.post("/api/swaps", swap)
    entries = await api.get(f"/api/trainers/{JOHN}/ledger?since={LONG_AGO}")
    entry = entries["items"][0]["_id"]
    await api.post("/api/ledger/{entry_id}/corrections", {"hours": 1, "reason": api.words}, entry_id=entry)
    return {
        "key_id": key["_id"],
        "webhook_id": hook["_id"],
        "swap_id": swapped["_id"],
        "entry_id": entry,
        "proposal_id": await _proposals(api, client),
        "delivery_id": str(ObjectId()),
    }


async def _proposals(api: Api, client: Client) -> str:
    """One of each kind that has words; the one for the course."""
    more = {"name": api.words, "course": COURSE, "skills": [api.words]}
    what_if = {"kind": "what-if", "suppose": {"trainers": [more], "batches": [more]}}
    made = (await api.post("/api/courses/{course_id}/proposals", what_if, course_id=COURSE))["_id"]
    await client.proposals.wait(made)
    for body in ({**what_if, "courses": [COURSE]}, {"kind": "batches", "courses": [COURSE]}):
        await client.proposals.wait((await api.post("/api/proposals", body))["_id"])
    return str(made)
