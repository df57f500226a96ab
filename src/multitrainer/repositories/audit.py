"""Who changed what: entries are added, and never changed once their change is done."""

from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from bson import ObjectId

from multitrainer.clock import Clock
from multitrainer.database import Session
from multitrainer.documents import AuditEntry
from multitrainer.domain.actions import Action
from multitrainer.domain.actors import Actor
from multitrainer.domain.audit import FieldChange, Wanted, concerned
from multitrainer.repositories.pages import FIRST, Paged, before, paged

Raw = dict[str, Any]

LAST_SECOND = 2**32 - 1
LAST = ObjectId(b"\xff" * 12)

FIRST_LOOK_SECONDS = 60
LONGER = 16
"""A page looks back for a minute, then for ever longer times: some engines read all that is asked for, limit or not."""


class AuditEntries:
    """Keeps entries."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    async def add(
        self,
        actor: Actor,
        action: Action,
        changes: Sequence[FieldChange],
        request_id: str | None,
        session: Session,
        also: str | None = None,
    ) -> ObjectId:
        """An entry, which is about something else besides; without a transaction, of what has only begun."""
        now, id_ = self._clock(), ObjectId()
        entry = {
            "_id": id_,
            "at": now,
            "by": {"kind": actor.kind.value, "id": actor.id},
            "action": action.code,
            "about": concerned(changes, actor.id, *([also] if also else [])),
            "changes": [asdict(change) for change in changes],
            "request_id": request_id,
            **({} if session else {"begun": True}),
        }
        await AuditEntry.get_motor_collection().insert_one(entry, session=session)
        return id_

    async def done(self, entry: ObjectId) -> None:
        """What had begun is done."""
        await AuditEntry.get_motor_collection().update_one({"_id": entry}, {"$unset": {"begun": ""}})

    async def forget(self, entry: ObjectId) -> None:
        """What had begun was not done at all."""
        await AuditEntry.get_motor_collection().delete_one({"_id": entry, "begun": True})

    async def unfinished(self, since: datetime) -> list[Raw]:
        """Entries of changes that began before a time and have not ended."""
        found = AuditEntry.get_motor_collection().find({"begun": True, "at": {"$lt": since}}, {"changes": 0})
        entries: list[Raw] = await found.to_list(None)
        return entries

    async def cut_off(self, entry: ObjectId) -> None:
        """Nobody is making this change any more."""
        change = {"$set": {"cut_off": True}, "$unset": {"begun": ""}}
        await AuditEntry.get_motor_collection().update_one({"_id": entry, "begun": True}, change)

    async def page(self, wanted: Wanted, cursor: str | None, limit: int) -> Paged:
        """The newest first. Raises InvalidInput for a foreign cursor."""
        since, until = _span(wanted)
        found: list[Raw] = []
        for ids in _back(since, min(until, before(cursor).get("$lt", LAST)), self._clock()):
            found += await self._newest(wanted, ids, limit + 1 - len(found))
            if len(found) > limit:
                break
        return paged(found, limit)

    async def _newest(self, wanted: Wanted, ids: Raw, limit: int) -> list[Raw]:
        """In a stage of its own whatever is asked for besides the first: some engines find two by no index."""
        named: list[Raw] = [{field: value} for field, value in _named(wanted).items()] or [{}]
        matches: list[Raw] = [{"$match": {**named[0], "_id": ids}}, *({"$match": one} for one in named[1:])]
        newest: list[Raw] = [{"$sort": {"_id": -1}}, {"$limit": limit}]
        found = await AuditEntry.get_motor_collection().aggregate([*matches, *newest]).to_list(None)
        return list(found)

    async def all(self, wanted: Wanted) -> AsyncIterator[Raw]:
        """The oldest first, one by one."""
        since, until = _span(wanted)
        match = {**_named(wanted), "_id": {"$gte": since, "$lt": until}}
        async for entry in AuditEntry.get_motor_collection().find(match).sort("_id", 1):
            yield entry


def _named(wanted: Wanted) -> dict[str, str]:
    named = {"about": wanted.about, "by.id": wanted.by, "action": wanted.action}
    return {field: value for field, value in named.items() if value}


def _span(wanted: Wanted) -> tuple[ObjectId, ObjectId]:
    """From which id on, and before which one. An entry's id tells its time, to the second."""
    since = _first_of(wanted.since.timestamp()) if wanted.since else FIRST
    return since, _first_of(wanted.until.timestamp()) if wanted.until else LAST


def _back(since: ObjectId, until: ObjectId, now: datetime) -> Iterator[Raw]:
    """Conditions for `_id` that follow each other from the latest to the earliest, without gaps."""
    second, length = min(now, until.generation_time).timestamp(), FIRST_LOOK_SECONDS
    while since < until:
        second -= length
        start = max(since, _first_of(second))
        yield {"$gte": start, "$lt": until}
        until, length = start, length * LONGER


def _first_of(second: float) -> ObjectId:
    """The least id of a second; ids know no time before 1970 or after 2106."""
    return ObjectId(min(max(int(second), 0), LAST_SECOND).to_bytes(4, "big") + bytes(8))
