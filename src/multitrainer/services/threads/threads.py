"""Threads: which there are for somebody, and how far they have read them."""

from collections.abc import Collection
from contextlib import suppress
from typing import Any

from multitrainer.domain.actions import Action
from multitrainer.domain.actors import Actor
from multitrainer.domain.errors import NotAllowed, ThreadNotFound
from multitrainer.domain.threads import Thread, ThreadKind
from multitrainer.identity.callers import Caller
from multitrainer.repositories.names import names_of
from multitrainer.repositories.pages import Paged
from multitrainer.repositories.sorted_pages import sorted_page
from multitrainer.repositories.threads import Threads as ThreadRepository
from multitrainer.repositories.users import Users
from multitrainer.services.gate import Gate
from multitrainer.services.threads.sight import STAFF, Sight, ThreadSight, no_thread

Raw = dict[str, Any]

NAMED = {ThreadKind.COURSE: "courses", ThreadKind.BATCH: "batches"}


class Threads:
    """Use cases of threads."""

    def __init__(self, gate: Gate, sight: ThreadSight, threads: ThreadRepository, users: Users) -> None:
        self._gate = gate
        self._sight = sight
        self._threads = threads
        self._users = users

    async def page(self, caller: Caller, cursor: str | None, limit: int) -> Paged:
        """Those in which there is something and that somebody sees, the latest first. Raises InvalidInput."""
        actor = await self._gate.anywhere(caller, Action.LIST_THREADS)
        seen = map(Thread.read, sorted(await self._sight.seen(actor)))
        there = [{**one, "order": one["lastAt"].timestamp()} for one in await self._threads.some([*seen])]
        page = sorted_page(there, "-order", "_id", cursor, limit)
        return Paged(await self._views(actor, page.items), page.next)

    async def read(self, caller: Caller, thread: Thread) -> Raw:
        """One thread with its people, also before anything is written there. Raises ThreadNotFound."""
        sight = await self._sight.see(caller, thread)
        if not sight.whole:
            raise no_thread(thread)
        return await self._read(sight, thread)

    async def is_seen(self, caller: Caller, thread: Thread) -> bool:
        """Whether somebody sees all of a thread, for whoever shows them the way to it. Raises NotSignedIn alone."""
        with suppress(ThreadNotFound, NotAllowed):
            return (await self._sight.see(caller, thread)).whole
        return False

    async def mark(self, caller: Caller, thread: Thread, place: int) -> Raw:
        """Somebody has read up to a place, or to the end; never back. Raises ThreadNotFound, NotAllowed."""
        sight = await self._sight.write(caller, thread)  # of machines nobody knows what they have read
        last = await self._threads.last(thread)
        await self._threads.mark(thread, sight.actor.id, min(place, last))
        return await self._read(sight, thread)

    async def _read(self, sight: Sight, thread: Thread) -> Raw:
        kept = await self._threads.find(thread) or {"_id": str(thread), "last": 0}
        view = (await self._views(sight.actor, [kept]))[0]
        people = await self._sight.people(thread)
        names = await self._users.by_id(people)
        return {**view, "people": [_person(one, names) for one in people]}

    async def _views(self, actor: Actor, kept: list[Raw]) -> list[Raw]:
        threads = [Thread.read(one["_id"]) for one in kept]
        read = await self._threads.read_by(actor.id, [*map(str, threads)]) if actor.kind in STAFF else None
        names = await _names(threads)
        people = await self._users.by_id(sorted({one for thread in threads for one in thread.people}))
        return [
            {
                **_place(thread, names),
                **({"people": [_person(one, people) for one in thread.people]} if thread.people else {}),
                **_read(one, read),
            }
            for thread, one in zip(threads, kept, strict=True)
        ]


async def _names(threads: Collection[Thread]) -> dict[str, str]:
    found: dict[str, str] = {}
    for kind, collection in NAMED.items():
        found |= await names_of(collection, [thread.of[0] for thread in threads if thread.kind is kind])
    return found


def _place(thread: Thread, names: dict[str, str]) -> Raw:
    of = {} if thread.people else {thread.kind.value: thread.of[0]}
    return {"_id": str(thread), "kind": thread.kind.value, **of, "name": names.get(thread.of[0])}


def _person(id_: str, users: dict[str, Raw]) -> Raw:
    return {"_id": id_, "name": users.get(id_, {}).get("name")}


def _read(kept: Raw, read: dict[str, int] | None) -> Raw:
    """How far somebody has read; a machine is told that nothing is unread."""
    last = kept["last"]
    place = last if read is None else read.get(kept["_id"], 0)
    return {"last": last, "lastAt": kept.get("lastAt"), "readTo": place, "unread": max(0, last - place)}
