"""Threads, and how far people have read them."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from pymongo.errors import DuplicateKeyError

from multitrainer.database import Outdated, Session
from multitrainer.documents import ThreadDocument, ThreadMark
from multitrainer.domain.threads import Thread, ThreadKind
from multitrainer.stored.ids import oid, oids

Raw = dict[str, Any]

OPEN = [ThreadKind.COURSE.value, ThreadKind.BATCH.value]
"""Threads that are of no persons."""


class Threads:
    """Reads and writes them. A thread is there from its first message on."""

    async def last(self, thread: Thread, session: Session = None) -> int:
        """The last place that was given in a thread; 0 where there is none."""
        found = await ThreadDocument.get_motor_collection().find_one({"_id": str(thread)}, {"last": 1}, session=session)
        return found["last"] if found else 0

    async def find(self, thread: Thread) -> Raw | None:
        """A thread as it is stored."""
        found: Raw | None = await ThreadDocument.get_motor_collection().find_one({"_id": str(thread)})
        return found

    async def some(self, threads: Collection[Thread]) -> list[Raw]:
        """Those of some that are there."""
        match = {"_id": {"$in": [*map(str, threads)]}}
        found: list[Raw] = await ThreadDocument.get_motor_collection().find(match).to_list(None)
        return found

    async def of_person(self, person: str) -> list[Raw]:
        """Those between somebody and another."""
        found: list[Raw] = await ThreadDocument.get_motor_collection().find({"people": oid(person)}).to_list(None)
        return found

    async def of_school(self) -> list[Raw]:
        """All of courses and batches."""
        found: list[Raw] = await ThreadDocument.get_motor_collection().find({"kind": {"$in": OPEN}}).to_list(None)
        return found

    async def take_place(self, thread: Thread, last: int, at: datetime, session: Session) -> None:
        """Take the place behind the last one. Raises Outdated where somebody else has taken it."""
        threads, taken = ThreadDocument.get_motor_collection(), {"last": last + 1, "lastAt": at}
        if last:
            still = {"_id": str(thread), "last": last}
            if not (await threads.update_one(still, {"$set": taken}, session=session)).matched_count:
                raise Outdated
            return
        people = {"people": oids([*thread.people])} if thread.people else {}
        try:
            await threads.insert_one(
                {"_id": str(thread), "kind": thread.kind.value, **people, **taken}, session=session
            )
        except DuplicateKeyError:
            raise Outdated from None

    async def marks(self, thread: Thread, people: Collection[str], session: Session = None) -> dict[str, Raw]:
        """How far some people have read a thread, by person; without those who never have."""
        match = {"_id": {"$in": [_mark(str(thread), one) for one in people]}}
        found = ThreadMark.get_motor_collection().find(match, session=session)
        return {str(one["person"]): one for one in await found.to_list(None)}

    async def read_by(self, person: str, threads: Collection[str]) -> dict[str, int]:
        """How far somebody has read some threads, by thread; without those that they never have."""
        match = {"_id": {"$in": [_mark(thread, person) for thread in threads]}}
        found = ThreadMark.get_motor_collection().find(match)
        return {one["thread"]: one.get("place", 0) for one in await found.to_list(None)}

    async def met_by(self, person: str) -> list[str]:
        """All threads that somebody has ever read or written in, by id."""
        found = ThreadMark.get_motor_collection().find({"person": oid(person)}, {"thread": 1})
        return [one["thread"] for one in await found.to_list(None)]

    async def mark(self, thread: Thread, person: str, place: int) -> None:
        """Somebody has read up to a place; never back."""
        await self._write(thread, person, {"$max": {"place": place}}, None)

    async def told(self, thread: Thread, people: Sequence[str], place: int, session: Session) -> None:
        """Some people are told of what stands at a place. Raises Outdated, in a transaction that was outrun."""
        for one in people:
            await self._write(thread, one, {"$set": {"told": place}}, session)

    async def _write(self, thread: Thread, person: str, update: Raw, session: Session) -> None:
        marks, mine = ThreadMark.get_motor_collection(), {"_id": _mark(str(thread), person)}
        new = {"$setOnInsert": {"thread": str(thread), "person": oid(person)}}
        try:
            await marks.update_one(mine, {**update, **new}, upsert=True, session=session)
        except DuplicateKeyError:  # another has made it at this moment
            if session is not None:
                raise Outdated from None
            await marks.update_one(mine, update)


def _mark(thread: str, person: str) -> str:
    return f"{thread}/{person}"
