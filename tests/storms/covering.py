"""An institute whose trainers fall ill, accept, refuse and give back at random; and what holds once all is quiet."""

import asyncio
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import pairwise
from random import Random
from typing import Any, NamedTuple

import httpx
from bson import ObjectId

from multitrainer import clock
from multitrainer.database import Database
from multitrainer.domain.actors import THE_ADMIN
from multitrainer.domain.moments import written
from multitrainer.identity.tokens import Claims, Tokens
from multitrainer.schemas.leaves import NewLeave
from multitrainer.services import Services
from tests.callers import AS_ADMIN, signed_in
from tests.storms import institute

Raw = dict[str, Any]
SECRET = "one-secret-for-all-processes-of-these-tests"
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
LIVE = {"searching", "covered", "exhausted", "assisted"}
TOO_LATE_OR_TOLD_TO_WAIT = {200, 201, 403, 404, 409, 412, 422, 503}
SLOTS = 6
"""Times at which batches meet, each of them half of all batches."""


async def founded(database: Database, soon: timedelta = timedelta(minutes=5)) -> None:
    """Two batches of each assistant meet at different times of the next days; three of them also `soon`, in turn."""
    await institute.found(database.motor)
    for name in ("sessions", "covers", "leaves", "outbox", "notifications", "cover_ledger", "leases", "audit"):
        await database.motor[f"multitrainer_{name}"].delete_many({})
    await database.motor.multitrainer_sessions.insert_many([*_sessions(clock.now().replace(microsecond=0), soon)])


async def three_fall_ill(services: Services) -> None:
    """Those who teach soon; and the first are asked."""
    first = clock.now().date()
    for trainer in institute.ASSISTANTS[::2]:
        new = {"start": f"{first}T00:00", "end": f"{first + 4 * DAY}T00:00", "kind": "sick"}
        await services.leaves.request(THE_ADMIN, str(trainer), NewLeave.model_validate(new))
    while await services.cover_search.run():
        pass


def _sessions(now: datetime, soon: timedelta) -> Iterator[Raw]:
    morning = (now + 2 * DAY).replace(hour=8, minute=0, second=0)
    for n, batch in enumerate(institute.BATCHES):
        for slot in range(n % 2, SLOTS, 2):
            yield _session(batch, morning + slot // 2 * DAY + n % 2 * 3 * HOUR, HOUR)
        if n % 4 == 0:
            yield _session(batch, now + soon * (1 + n / 4), timedelta(seconds=1))


def _session(batch: ObjectId, start: datetime, lasts: timedelta) -> Raw:
    planned = {"day": start.date().isoformat(), "number": 0, "status": "planned", "byHand": False, "sequence": 0}
    return {"_id": ObjectId(), "batch": batch, "start": start, "end": start + lasts, **planned}


class Storm:
    """People at a service whose address changes each time that it is started again."""

    def __init__(self, chance: Random) -> None:
        self.over = asyncio.Event()
        self.url = ""
        self.answers: Counter[int] = Counter()
        self._changes = 0
        self._changed_one = asyncio.Condition()
        self._chance = chance
        self._tokens = Tokens(SECRET, HOUR)

    async def rage(self) -> None:
        """Everybody at once, until it is over."""
        people = (*institute.LEADS, *institute.ASSISTANTS, *institute.SUBSTITUTES)
        headers = [await self._headers(one) for one in people]
        async with asyncio.TaskGroup() as clients:
            clients.create_task(self._leaves())
            for who, known in zip(people, headers, strict=True):
                clients.create_task(self._answers(str(who), known))

    async def changes(self, things: int) -> None:
        """Wait until people have had so many more things changed."""
        least = self._changes + things
        async with self._changed_one:
            await self._changed_one.wait_for(lambda: self._changes >= least)

    async def _headers(self, who: ObjectId) -> dict[str, str]:
        known = await signed_in(who)
        return {"Authorization": f"Bearer {self._tokens.issue(Claims(known.user, known.sign_in), clock.now())}"}

    async def _leaves(self) -> None:
        """Leave comes, is shortened and cancelled."""
        made: list[Raw] = []
        async with httpx.AsyncClient(headers=AS_ADMIN, timeout=30) as client:
            while not self.over.is_set():
                if len(made) > 3 and self._chance.random() < 0.4:
                    await self._changed(client, made.pop(self._chance.randrange(len(made))))
                elif (new := await self._asked(client, "POST", self._of_a_trainer(), self._some_days())) is not None:
                    made.append(new)
                await asyncio.sleep(self._chance.uniform(0, 0.1))  # people take their time

    def _of_a_trainer(self) -> str:
        return f"/api/trainers/{self._chance.choice((*institute.ASSISTANTS, *institute.SUBSTITUTES))}/leaves"

    def _some_days(self) -> Raw:
        first, days = self._chance.randrange(4), self._chance.randrange(1, 4)
        start = clock.now().date() + timedelta(days=first)
        return {"start": f"{start}T00:00", "end": f"{start + timedelta(days=days)}T00:00", "kind": "sick"}

    async def _changed(self, client: httpx.AsyncClient, leave: Raw) -> None:
        path = f"/api/leaves/{leave['_id']}"
        if self._chance.random() < 0.5:
            await self._asked(client, "POST", f"{path}/cancel", None)
        else:
            noon = datetime.fromisoformat(leave["localStart"]) + timedelta(hours=36)
            await self._asked(client, "PATCH", path, {"end": noon.isoformat(timespec="minutes")})

    async def _answers(self, who: str, headers: dict[str, str]) -> None:
        async with httpx.AsyncClient(headers=headers, timeout=30) as client:
            while not self.over.is_set():
                theirs = await self._asked(client, "GET", f"/api/trainers/{who}/covers", None)
                for cover in theirs["items"] if theirs else ():
                    await self._answered(client, cover)
                await asyncio.sleep(self._chance.uniform(0, 0.2))  # people take their time

    async def _answered(self, client: httpx.AsyncClient, cover: Raw) -> None:
        path, does = f"/api/covers/{cover['_id']}", {*cover["actions"]}
        if "accept" in does and self._chance.random() < 0.6:
            together = [one["with"] for one in cover["offers"] if one["state"] == "open"]
            taking = together[0] if together and self._chance.random() < 0.5 else []
            await self._asked(client, "POST", f"{path}/accept", {"with": taking})
        elif "refuse" in does and self._chance.random() < 0.3:
            await self._asked(client, "POST", f"{path}/refuse", None)
        elif "release" in does and self._chance.random() < 0.1:
            await self._asked(client, "POST", f"{path}/release", None)

    async def _asked(self, client: httpx.AsyncClient, method: str, path: str, body: Raw | None) -> Any:
        """What is answered; None where nothing is, or a refusal."""
        try:
            answer = await client.request(method, f"{self.url}{path}", json=body)
        except (httpx.TransportError, httpx.UnsupportedProtocol):
            await asyncio.sleep(0.05)  # until there is one again
            return None
        self.answers[answer.status_code] += 1
        async with self._changed_one:
            self._changes += answer.is_success and method != "GET"
            self._changed_one.notify_all()
        assert answer.status_code in TOO_LATE_OR_TOLD_TO_WAIT, answer.text
        return answer.json() if answer.is_success else None


class Facts(NamedTuple):
    """Everything that is stored."""

    batches: dict[ObjectId, ObjectId]
    sessions: list[Raw]
    covers: list[Raw]
    leaves: list[Raw]
    asked: Counter[tuple[str, str, str]]
    """Who was told that they are asked, for which cover, until when; and how often."""
    over: Counter[tuple[str, str]]
    """Who was told that their time is over, for which cover."""
    ledger: list[Raw]
    now: datetime


async def facts(database: Database, now: datetime) -> Facts:
    """As things stand."""

    async def all_of(name: str) -> list[Raw]:
        return await database.motor[name].find({}).to_list(None)

    batches = {one["_id"]: one["trainers"]["primary"] for one in await all_of("batches")}
    told = await all_of("multitrainer_notifications")
    asked = Counter(key for notice in told for key in _asked_for(notice))
    over = Counter((str(one["to"]), one["facts"]["cover"]) for one in told if one["kind"] == "cover-offer-over")
    names = ("sessions", "covers", "leaves", "cover_ledger")
    sessions, covers, leaves, ledger = [await all_of(f"multitrainer_{name}") for name in names]
    approved = [one for one in leaves if one["state"] == "approved"]
    return Facts(batches, sessions, covers, approved, asked, over, ledger, now)


def _asked_for(notice: Raw) -> Iterator[tuple[str, str, str]]:
    if notice["kind"] == "cover-asked":
        covers = notice["facts"]["cover"]
        for cover in covers if isinstance(covers, list) else [covers]:
            yield str(notice["to"]), cover, notice["facts"]["until"]


def wrong(found: Facts) -> list[str]:
    """Everything that is not as it must be, in words."""
    return [*_wrong_covers(found), *_wrong_holders(found), *_wrong_offers(found), *_wrong_ledger(found)]


def _wrong_covers(found: Facts) -> Iterator[str]:
    """One live cover for exactly the sessions that leave takes; the session says who stands in."""
    for session in found.sessions:
        live = [one for one in found.covers if one["session"] == session["_id"] and one["state"] in LIVE]
        needed = _is_away(found, found.batches[session["batch"]], session)
        if session["start"] > found.now and len(live) != needed:
            yield f"{session['_id']} has {len(live)} covers, and needs {int(needed)}"
        held = [one for one in found.covers if one["session"] == session["_id"] and one.get("substitute")]
        if {session.get("cover")} - {None} != {one["substitute"] for one in held if one["state"] in {*LIVE, "done"}}:
            yield f"{session['_id']} says {session.get('cover')}, and its covers {held}"


def _wrong_holders(found: Facts) -> Iterator[str]:
    """Nobody is in two places, or stands in while they are away."""
    held: dict[ObjectId, list[Raw]] = {}
    for session in found.sessions:
        held.setdefault(session.get("cover") or found.batches[session["batch"]], []).append(session)
        cover = session.get("cover")
        if cover and session["start"] > found.now and _is_away(found, cover, session):
            yield f"{cover} stands in at {session['_id']} and is away"
    for who, theirs in held.items():
        for one, other in pairwise(sorted(theirs, key=lambda session: session["start"])):
            if other["start"] < one["end"]:
                yield f"{who} holds {one['_id']} and {other['_id']} at once"


def _wrong_offers(found: Facts) -> Iterator[str]:
    """Whoever was asked was told so, once."""
    for cover in found.covers:
        for offer in cover["offers"]:
            key = str(offer["trainer"]), str(cover["_id"]), written(offer["deadline"])
            if not found.asked[key]:
                yield f"{key} was never told"
    yield from (f"{key} was told {n} times" for key, n in found.asked.items() if n > 1)
    every = [(str(offer["trainer"]), str(cover["_id"]), offer) for cover in found.covers for offer in cover["offers"]]
    openings = Counter((who, cover, offer["opening"]) for who, cover, offer in every)
    yield from (f"{key} was asked {n} times" for key, n in openings.items() if n > 1)
    expired = Counter((who, cover) for who, cover, offer in every if offer["state"] == "expired")
    yield from (f"{key} was told too often that it is over" for key in found.over - expired)


def _wrong_ledger(found: Facts) -> Iterator[str]:
    """What was held counts once, for both."""
    done = {one["_id"] for one in found.covers if one["state"] == "done"}
    for cover in {*done, *(entry["cover"] for entry in found.ledger)}:
        hours = [entry["hours"] for entry in found.ledger if entry["cover"] == cover]
        if cover not in done or len(hours) != 2 or sum(hours):
            yield f"{cover} counts {hours}"


def _is_away(found: Facts, trainer: ObjectId, session: Raw) -> bool:
    return any(
        leave["trainer"] == trainer and leave["start"] < session["end"] and session["start"] < leave["end"]
        for leave in found.leaves
    )
