"""Every route, asked by every kind of actor about their own things and about others': as the matrix says, and no other.

What is expected is taken from `can`, with the facts as they are in the school below.
"""

from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any, NamedTuple

import httpx
import pytest
from bson import ObjectId
from fastapi import FastAPI

from multitrainer import clock, wiring
from multitrainer.database import Database
from multitrainer.domain.actors import NOBODY, Actor, ActorKind, Scope
from multitrainer.domain.permissions import Action, Context, Touched, Verdict, can
from multitrainer.domain.roster import Entry, Role
from multitrainer.identity.callers import Person
from multitrainer.identity.tokens import Claims
from multitrainer.settings import Settings
from tests import school
from tests.api.conftest import BASE_URL
from tests.callers import machine, signed_in
from tests.school import ALEX, BATCHES, COURSE, JOHN, MARIA, SARAH, STUDENT

ADA, RITA, GRACE, SAM, BO, LEA = (ObjectId(f"d0000000000000000000000{n}") for n in range(6))
OTHER_COURSE, OTHER_BATCH, A_KEY = (ObjectId(f"f0000000000000000000000{n}") for n in range(3))
BATCH = BATCHES[0]


class About(NamedTuple):
    """What is asked about: a course, one of its batches, one of its trainers, and somebody to put there."""

    course: ObjectId
    batch: ObjectId
    trainer: ObjectId


# Sarah leads the first two batches, Rita the others; John teaches the first two, Maria the others; Grace is substitute.
OURS, OTHERS = About(COURSE, BATCH, JOHN), About(OTHER_COURSE, OTHER_BATCH, BO)
BOTH = frozenset({str(BATCHES[0]), str(BATCHES[1])})
JOHNS = Touched(BOTH, frozenset({Role.ASSISTANT}))
NOTHING_OF_ANYBODYS, THE_BATCH = Touched(roles=frozenset({Role.ASSISTANT})), Touched(frozenset({str(BATCH)}))

PUBLIC = {
    ("POST", "/api/auth/token"), ("POST", "/api/auth/refresh"),
    ("GET", "/healthz"), ("GET", "/readyz"), ("GET", "/metrics"),
    ("GET", "/setup"), ("POST", "/setup"), ("GET", "/docs"), ("GET", "/"), ("GET", "/openapi.json"),
    ("HEAD", "/openapi.json"), ("HEAD", "/docs"), ("HEAD", "/"), ("HEAD", "/setup"),
}  # fmt: skip
"""For everybody: the ways in, what an orchestrator asks, and pages."""


class Asked(NamedTuple):
    """What stands behind a route, what it touches where that counts, and what it needs."""

    action: Action
    json: dict[str, Any] | None = None
    query: dict[str, str] | None = None
    touches: Touched | None = None


NEW = {"trainer": str(ALEX)}
ROUTES: dict[tuple[str, str], Asked] = {
    ("GET", "/api/courses"): Asked(Action.LIST_COURSES),
    ("POST", "/api/courses"): Asked(Action.CREATE_COURSE, {"name": "New"}),
    ("GET", "/api/courses/{course}"): Asked(Action.READ_COURSE),
    ("PATCH", "/api/courses/{course}"): Asked(Action.CHANGE_COURSE, {"name": "New"}),
    ("DELETE", "/api/courses/{course}"): Asked(Action.DELETE_COURSE, query={"force": "true"}),
    ("GET", "/api/courses/{course}/trainers"): Asked(Action.READ_ROSTER),
    ("POST", "/api/courses/{course}/trainers"): Asked(Action.ADD_TO_ROSTER, NEW, touches=NOTHING_OF_ANYBODYS),
    ("GET", "/api/courses/{course}/trainers/{trainer}"): Asked(Action.READ_ROSTER),
    ("PUT", "/api/courses/{course}/trainers/{trainer}"): Asked(
        Action.CHANGE_ENTRY, {"status": "on_leave"}, touches=JOHNS
    ),
    ("DELETE", "/api/courses/{course}/trainers/{trainer}"): Asked(
        Action.REMOVE_FROM_ROSTER, query={"handOverTo": str(ALEX)}, touches=JOHNS
    ),
    ("GET", "/api/batches"): Asked(Action.LIST_BATCHES),
    ("POST", "/api/batches"): Asked(Action.CREATE_BATCH, {"course": str(COURSE), "name": "New"}),
    ("GET", "/api/batches/{batch}"): Asked(Action.READ_BATCH),
    ("PATCH", "/api/batches/{batch}"): Asked(Action.CHANGE_BATCH, {"name": "New"}),
    ("DELETE", "/api/batches/{batch}"): Asked(Action.DELETE_BATCH, query={"force": "true"}),
    ("GET", "/api/batches/{batch}/trainers"): Asked(Action.READ_PEOPLE),
    ("POST", "/api/batches/{batch}/trainers"): Asked(
        Action.NAME_ON_BATCH, {**NEW, "as": "assistant"}, touches=THE_BATCH
    ),
    ("PUT", "/api/batches/{batch}/trainers/primary"): Asked(Action.NAME_PRIMARY, NEW, touches=THE_BATCH),
    ("POST", "/api/batches/{batch}/trainers/backup"): Asked(Action.NAME_ON_BATCH, NEW, touches=THE_BATCH),
    ("DELETE", "/api/batches/{batch}/trainers/{trainer}"): Asked(Action.DISMISS_FROM_BATCH, touches=THE_BATCH),
    ("GET", "/api/trainers"): Asked(Action.LIST_TRAINERS),
    ("POST", "/api/trainers"): Asked(Action.CREATE_TRAINER, {"name": "New", "email": "new@x.example"}),
    ("GET", "/api/trainers/{trainer}"): Asked(Action.READ_TRAINER),
    ("PATCH", "/api/trainers/{trainer}"): Asked(Action.CHANGE_TRAINER, {"name": "New"}),
    ("GET", "/api/trainers/{trainer}/batches"): Asked(Action.READ_TRAINERS_BATCHES),
    ("GET", "/api/migration"): Asked(Action.READ_MIGRATION),
    ("GET", "/api/migration/set-aside"): Asked(Action.READ_MIGRATION),
    ("GET", "/api/courses/{course}/migration"): Asked(Action.PREVIEW_CONVERSION),
    ("POST", "/api/courses/{course}/migration"): Asked(Action.CONVERT_COURSE),
    ("POST", "/api/auth/sign-out"): Asked(Action.SIGN_OUT),
    ("POST", "/api/auth/sign-out-everywhere"): Asked(Action.SIGN_OUT),
    ("GET", "/api/auth/me"): Asked(Action.SEE_ONESELF),
    ("GET", "/api/keys"): Asked(Action.LIST_KEYS),
    ("POST", "/api/keys"): Asked(Action.CREATE_KEY, {"name": "New", "scopes": ["read"]}),
    ("DELETE", f"/api/keys/{A_KEY}"): Asked(Action.REVOKE_KEY),
    ("GET", "/api/audit"): Asked(Action.READ_AUDIT),
    ("GET", "/api/audit/export"): Asked(Action.READ_AUDIT, query={"person": str(JOHN)}),
}

USERS = {
    "admin": (ADA, ActorKind.ADMIN), "lead": (SARAH, ActorKind.TRAINER), "lead beyond": (RITA, ActorKind.TRAINER),
    "on the batch": (JOHN, ActorKind.TRAINER), "assistant": (MARIA, ActorKind.TRAINER),
    "substitute": (GRACE, ActorKind.TRAINER), "other trainer": (LEA, ActorKind.TRAINER),
    "student there": (STUDENT, ActorKind.STUDENT), "other student": (SAM, ActorKind.STUDENT),
}  # fmt: skip
KEYS = {"key: admin": (Scope.ADMIN,), "key: read": (Scope.READ,), "key: nothing": ()}
WHO = (*USERS, *KEYS, "nobody")
ENTRIES = {
    SARAH: Entry(str(SARAH), Role.LEAD, batches=tuple(sorted(BOTH))),
    RITA: Entry(str(RITA), Role.LEAD, batches=(str(BATCHES[2]), str(BATCHES[3]))),
    JOHN: Entry(str(JOHN)), MARIA: Entry(str(MARIA)), GRACE: Entry(str(GRACE), Role.SUBSTITUTE),
}  # fmt: skip


async def found(database: Database) -> None:
    """The small school with two leads, a substitute and another student; and a course which is none of theirs."""
    for name in ("users", "courses", "batches", "multitrainer_api_keys"):
        await database.motor[name].delete_many({})
    await school.found(database)
    roles = {ADA: "admin", RITA: "trainer", GRACE: "trainer", BO: "trainer", LEA: "trainer", SAM: "student"}
    await database.motor.users.insert_many([{"_id": id_, "name": "N", "role": role} for id_, role in roles.items()])
    leads = {SARAH: [*BATCHES[:2]], RITA: [*BATCHES[2:]]}
    more = [
        {"_id": RITA, "trainer": RITA, "role": "lead", "assignedBatches": leads[RITA], "status": "active"},
        {"_id": GRACE, "trainer": GRACE, "role": "substitute", "status": "active"},
    ]
    course = await database.motor.courses.find_one({"_id": COURSE})
    assert course
    roster = [{**course["trainers"][0], "assignedBatches": leads[SARAH]}, *course["trainers"][1:], *more]
    await database.motor.courses.update_one({"_id": COURSE}, {"$set": {"trainers": roster}})
    others: dict[str, Any] = {"trainers": [{"trainer": BO, "role": "assistant"}], "instructor": None}
    await database.motor.courses.insert_one({"_id": OTHER_COURSE, "__v": 0, "name": "Other", **others})
    people = {"primary": BO, "backup": [], "assistants": []}
    await database.motor.batches.update_many({}, {"$set": {"trainers.backup": []}})
    await database.motor.batches.insert_one(
        {"_id": OTHER_BATCH, "course": OTHER_COURSE, "name": "B", "students": [], "instructor": BO, "trainers": people}
    )
    kept = {"name": "K", "digest": "", "scopes": [], "created_by": "x", "created_at": clock.now()}
    await database.motor.multitrainer_api_keys.insert_one({"_id": A_KEY, **kept})


class Sender:
    """Sends requests of whomever they are to come from."""

    def __init__(self, http: httpx.AsyncClient, settings: Settings) -> None:
        self._http = http
        self._tokens = wiring.tokens_of(settings)

    async def ask(self, who: str, method: str, path: str, asked: Asked) -> httpx.Response:
        return await self._http.request(
            method, path, json=asked.json, params=asked.query, headers=await self._headers(who)
        )

    async def _headers(self, who: str) -> dict[str, str]:
        if who in KEYS:
            return {"X-API-Key": str(await machine(*KEYS[who]))}
        return {} if who == "nobody" else {"Authorization": f"Bearer {self._token(await signed_in(USERS[who][0]))}"}

    def _token(self, person: Person) -> str:
        return self._tokens.issue(Claims(person.user, person.sign_in), clock.now())


def actor_of(who: str) -> Actor:
    if who in KEYS:
        return Actor(ActorKind.MACHINE, who, frozenset(KEYS[who]))
    return Actor(USERS[who][1], str(USERS[who][0])) if who in USERS else NOBODY


def context_of(who: str, path: str, asked: Asked, about: About) -> Context:
    """How somebody stands to what they ask about."""
    user = USERS[who][0] if who in USERS else None
    if about is OTHERS or user is None:
        return Context()
    entry = ENTRIES.get(user)
    if path.startswith("/api/trainers/"):
        leads = entry is not None and entry.is_lead
        return Context(entry if leads else None, oneself=user == JOHN, colleague=entry is not None)
    context = Context(entry, touched=asked.touches)
    if "{batch}" in path:
        return replace(context, on_batch=user == JOHN, in_class=user == STUDENT)
    return context if "{course}" in path else Context()


EXPECTED = {Verdict.NO: 403, Verdict.UNKNOWN: 404, Verdict.SIGN_IN: 401}


@pytest.fixture
async def sender(app: FastAPI, settings: Settings) -> AsyncIterator[Sender]:
    async with httpx.AsyncClient(base_url=BASE_URL, transport=httpx.ASGITransport(app)) as http:
        yield Sender(http, settings)


@pytest.mark.parametrize(("method", "path"), ROUTES, ids=lambda part: part)
async def test_every_route_answers_everybody_as_the_matrix_says(
    sender: Sender, database: Database, method: str, path: str
) -> None:
    asked, told, expected = ROUTES[method, path], {}, {}
    await found(database)
    for about in (OURS, OTHERS) if "{" in path else (OURS,):
        for who in WHO:
            answer = await sender.ask(who, method, path.format(**about._asdict()), asked)
            verdict = can(actor_of(who), asked.action, context_of(who, path, asked, about))
            told[about, who] = 200 if answer.is_success else answer.status_code
            expected[about, who] = EXPECTED.get(verdict, 200)
            if answer.is_success and method != "GET":
                await found(database)
    assert told == expected


def test_every_route_is_in_the_matrix_or_for_everybody(app: FastAPI) -> None:
    there = {
        (method, getattr(route, "path", "").replace("_id}", "}").replace("{key}", str(A_KEY)))
        for route in app.routes
        for method in getattr(route, "methods", ())  # the assets of /docs have none
    }
    assert there - PUBLIC == {*ROUTES}
