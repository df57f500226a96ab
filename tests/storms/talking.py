"""People who write, attach, change and delete at random, and repeat what is not answered; and what holds then."""

import asyncio
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from random import Random
from typing import Any, NamedTuple
from uuid import uuid4

import httpx
from bson import ObjectId

from multitrainer import clock
from multitrainer.database import Database
from multitrainer.domain.threads import Thread, of_batch, of_course
from multitrainer.identity.tokens import Claims, Tokens
from multitrainer.repositories.idempotency import LEASE
from tests.callers import signed_in
from tests.storms import institute
from tests.storms.covering import HOUR, SECRET

Raw = dict[str, Any]
OURS = (
    *("threads", "thread_marks", "messages", "attachments", "files.files", "files.chunks", "idempotency"),
    *("news", "events", "outbox", "notifications", "leases", "audit"),
)
LEAD, OTHER_LEAD, FIRST, SECOND = *institute.LEADS, *institute.ASSISTANTS[:2]
COURSE, BATCH = of_course(str(institute.COURSE)), of_batch(str(institute.BATCHES[0]))
TALKS: dict[ObjectId, tuple[Thread, ...]] = {
    LEAD: (COURSE, BATCH, Thread.between(str(LEAD), str(FIRST))),
    OTHER_LEAD: (COURSE,),
    FIRST: (COURSE, BATCH, Thread.between(str(LEAD), str(FIRST))),
    SECOND: (COURSE,),
}
"""Who writes where; everybody at once where they can."""

ONCE_MORE = {"contended", "idempotency-in-progress", "unavailable"}
"""What is answered to whoever should ask again."""


async def founded(database: Database) -> None:
    """The institute, in which nobody has said anything."""
    await institute.found(database.motor)
    for name in OURS:
        await database.motor[f"multitrainer_{name}"].delete_many({})


async def time_passes(database: Database) -> None:
    """What the dead held runs out at once, instead of in a minute."""
    await database.client.admin.command("killAllSessions", [])
    await database.motor.multitrainer_leases.delete_many({})
    held = {"status": None, "running_until": {"$gt": clock.now()}}
    await database.motor.multitrainer_idempotency.update_many(held, {"$set": {"running_until": clock.now() - LEASE}})


@dataclass
class Said:
    """A message as its author was answered last."""

    author: str
    id: str
    thread: str
    place: int
    text: str
    files: list[str]
    before: list[str] = field(default_factory=list)
    deleted: bool = False


class Storm:
    """People at a service whose address changes each time that it is started again."""

    def __init__(self, chance: Random) -> None:
        self.over = asyncio.Event()
        self.rest = asyncio.Event()
        self.url = ""
        self.said: list[Said] = []
        self.answers: Counter[int] = Counter()
        self._changes = 0
        self._changed_one = asyncio.Condition()
        self._chance = chance
        self._tokens = Tokens(SECRET, HOUR)

    async def rage(self) -> None:
        """Everybody at once, until it is over and the last has been answered."""
        known = [await signed_in(one) for one in TALKS]
        async with asyncio.TaskGroup() as clients:
            for who, person in zip(TALKS, known, strict=True):
                token = self._tokens.issue(Claims(person.user, person.sign_in), clock.now())
                clients.create_task(self._talks(who, {"Authorization": f"Bearer {token}"}))
        self.rest.set()

    async def changes(self, things: int) -> None:
        """Wait until people have said so many more things."""
        least = self._changes + things
        async with self._changed_one:
            await self._changed_one.wait_for(lambda: self._changes >= least)

    async def _talks(self, who: ObjectId, headers: dict[str, str]) -> None:
        mine: list[Said] = []
        async with httpx.AsyncClient(headers=headers, timeout=30) as client:
            while not self.over.is_set():
                left = [one for one in mine if not one.deleted]
                does = self._chance.random()
                if left and does < 0.25:
                    await self._changes_one(client, self._chance.choice(left))
                elif left and does < 0.4:
                    await self._deletes(client, self._chance.choice(left))
                else:
                    mine.append(await self._says(client, who, left))
                await asyncio.sleep(self._chance.uniform(0, 0.03))  # people take their time
        self.said += mine

    async def _says(self, client: httpx.AsyncClient, who: ObjectId, mine: list[Said]) -> Said:
        thread, new = str(self._chance.choice(TALKS[who])), {"text": f"Said {uuid4().hex}"}
        more: Raw = {"attachments": await self._sends(client, thread)} if self._chance.random() < 0.3 else {}
        if there := [one.id for one in mine if one.thread == thread]:
            more["replyTo"] = self._chance.choice(there)
        if thread == str(COURSE):
            more["mentions"] = [str(self._chance.choice(institute.LEADS))]
        key = {"Idempotency-Key": uuid4().hex}
        made = await self._asked(client, "POST", f"/api/threads/{thread}/messages", json={**new, **more}, headers=key)
        files = [one["_id"] for one in made["attachments"]]
        return Said(str(who), made["_id"], thread, made["place"], made["text"], files)

    async def _sends(self, client: httpx.AsyncClient, thread: str) -> list[str]:
        """A file, perhaps more than once: what is not answered is sent anew, and what was taken then is forgotten."""
        content = f"Notes {uuid4().hex}".encode()
        path = f"/api/threads/{thread}/attachments?name=a.txt"
        return [(await self._asked(client, "POST", path, content=content))["_id"]]

    async def _changes_one(self, client: httpx.AsyncClient, one: Said) -> None:
        new = f"Changed {uuid4().hex}"
        await self._asked(client, "PUT", f"/api/messages/{one.id}", json={"text": new})
        one.before.append(one.text)
        one.text = new

    async def _deletes(self, client: httpx.AsyncClient, one: Said) -> None:
        await self._asked(client, "DELETE", f"/api/messages/{one.id}")
        one.deleted, one.text, one.files = True, "", []

    async def _asked(self, client: httpx.AsyncClient, method: str, path: str, **what: Any) -> Any:
        """What is answered in the end, however often it has to be asked."""
        while True:
            try:
                answer = await client.request(method, f"{self.url}{path}", **what)
            except (httpx.TransportError, httpx.UnsupportedProtocol):
                await asyncio.sleep(0.05)  # until there is one again
                continue
            self.answers[answer.status_code] += 1
            if answer.is_success:
                break
            assert answer.json()["code"] in ONCE_MORE, answer.text
            await asyncio.sleep(0.05)  # likewise
        async with self._changed_one:
            self._changes += 1
            self._changed_one.notify_all()
        return answer.json() if answer.content else None


class Facts(NamedTuple):
    """Everything that is stored."""

    threads: dict[str, int]
    messages: list[Raw]
    files: dict[str, bool]
    """By the attachment's id, whether there is all of its content."""
    told: list[Raw]
    """What those who listen are told of messages, in the order of the feed."""


async def facts(database: Database) -> Facts:
    """As things stand."""

    async def all_of(name: str, sort: str = "_id") -> list[Raw]:
        return await database.motor[f"multitrainer_{name}"].find({}).sort(sort, 1).to_list(None)

    threads = {one["_id"]: one["last"] for one in await all_of("threads")}
    whole = {str(one["_id"]) for one in await all_of("files.files")}
    files = {str(one["_id"]): str(one["_id"]) in whole for one in await all_of("attachments")}
    told = [one for page in await all_of("events", "first") for one in page["news"] if one.get("what") == "message"]
    return Facts(threads, await all_of("messages"), files, told)


def wrong(found: Facts, said: list[Said], *, in_order: bool) -> list[str]:
    """Everything that is not as it was answered, in words; `in_order`: also what is told late, as by whoever died."""
    told = _wrong_order(found) if in_order else ()
    return [*_wrong_messages(found, said), *_wrong_places(found, said), *_wrong_files(found, said), *told]


def _wrong_messages(found: Facts, said: list[Said]) -> Iterator[str]:
    """Each is there once, says what it said last, and remembers what it said before."""
    stored = {str(one["_id"]): one for one in found.messages}
    if extra := stored.keys() - {one.id for one in said}:
        yield f"nobody was answered that these are there: {extra}"
    told = {str(one["of"]) for one in found.told}
    for one in said:
        kept = stored.get(one.id)
        if kept is None:
            yield f"{one.id} is lost"
            continue
        before = [] if one.deleted else one.before
        texts = [past["text"] for past in kept.get("history") or ()]
        here = kept["thread"], kept["place"], kept["text"], "deletedAt" in kept, [*dict.fromkeys(texts)]
        if here != (one.thread, one.place, one.text, one.deleted, before):
            yield f"{one} is stored as {here}"
        if one.id not in told:
            yield f"nobody was told of {one.id}"


def _wrong_places(found: Facts, said: list[Said]) -> Iterator[str]:
    """None is given twice or beyond the last, and whoever wrote later in a thread stands behind."""
    places = Counter((one["thread"], one["place"]) for one in found.messages)
    yield from (f"{place} is given {n} times" for place, n in places.items() if n > 1)
    yield from (f"{thread} ends before {place}" for thread, place in places if place > found.threads[thread])
    written: dict[tuple[str, str], list[int]] = {}
    for one in said:
        written.setdefault((one.author, one.thread), []).append(one.place)
    yield from (f"{who} stands at {places}" for who, places in written.items() if places != sorted(places))


def _wrong_files(found: Facts, said: list[Said]) -> Iterator[str]:
    """Whatever a message has is there whole."""
    stored = {str(one["_id"]): [str(file["_id"]) for file in one.get("attachments") or ()] for one in found.messages}
    for one in said:
        if stored.get(one.id, []) != one.files or not all(found.files.get(file) for file in one.files):
            yield f"{one.id} has {stored.get(one.id)}, and was answered {one.files}"


def _wrong_order(found: Facts) -> Iterator[str]:
    """New messages of a thread are told in the order of their places, each once."""
    for thread in found.threads:
        places = [one["place"] for one in found.told if one.get("thread") == thread and one.get("place")]
        yield from (f"{thread} tells {later} behind {one}" for one, later in pairwise(places) if later <= one)
