"""Who changed what: entries are added, and never changed once their change is done."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from bson import ObjectId

from multitrainer.clock import Clock
from multitrainer.database import Session
from multitrainer.documents import AuditEntry
from multitrainer.domain.actors import Actor
from multitrainer.domain.audit import FieldChange, Wanted, concerned
from multitrainer.domain.permissions import Action
from multitrainer.repositories.pages import FIRST, Paged, before, paged

Raw = dict[str, Any]

LAST_SECOND = 2**32 - 1


class AuditEntries:
    """Keeps entries."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    async def add(
        self, actor: Actor, action: Action, changes: Sequence[FieldChange], request_id: str | None, session: Session
    ) -> ObjectId:
        """An entry; without a transaction, of what has only begun."""
        now, id_ = self._clock(), ObjectId()
        entry = {
            "_id": id_,
            "at": now,
            "by": {"kind": actor.kind.value, "id": actor.id},
            "action": action.code,
            "about": concerned(changes, actor.id),
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
        match = _matching(wanted)
        behind = before(cursor)
        if "$lt" in behind and "$lt" in match["_id"]:
            behind["$lt"] = min(behind["$lt"], match["_id"]["$lt"])
        match["_id"] |= behind
        found = AuditEntry.get_motor_collection().find(match).sort("_id", -1).limit(limit + 1)
        return paged(await found.to_list(None), limit)

    async def all(self, wanted: Wanted) -> AsyncIterator[Raw]:
        """The oldest first, one by one."""
        async for entry in AuditEntry.get_motor_collection().find(_matching(wanted)).sort("_id", 1):
            yield entry


def _matching(wanted: Wanted) -> Raw:
    """An entry's id tells its time, to the second."""
    named = {"about": wanted.about, "by.id": wanted.by, "action": wanted.action}
    since = {"$gte": _first_of(wanted.since)} if wanted.since else {}
    until = {"$lt": _first_of(wanted.until)} if wanted.until else {}
    return {**{field: value for field, value in named.items() if value}, "_id": {"$gte": FIRST, **since, **until}}


def _first_of(time: datetime) -> ObjectId:
    """The least id of a second; ids know no time before 1970 or after 2106."""
    seconds = min(max(int(time.timestamp()), 0), LAST_SECOND)
    return ObjectId(seconds.to_bytes(4, "big") + bytes(8))
