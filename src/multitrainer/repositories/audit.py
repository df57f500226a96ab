"""Who changed what: entries are added, and never changed once their change is done."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any, NamedTuple

from bson import ObjectId

from multitrainer.clock import Clock
from multitrainer.database import Session
from multitrainer.documents import AuditEntry
from multitrainer.domain.actors import Actor
from multitrainer.domain.audit import FieldChange, concerned
from multitrainer.domain.permissions import Action
from multitrainer.repositories.pages import Paged, before, paged

Raw = dict[str, Any]


class Wanted(NamedTuple):
    """Which entries: about an id (a person's, a course's, a batch's), by an actor, of an action, within a time."""

    about: str | None = None
    by: str | None = None
    action: str | None = None
    since: datetime | None = None
    until: datetime | None = None

    @property
    def filter(self) -> Raw:
        """An entry's id tells its time, to the second."""
        named = {"about": self.about, "by.id": self.by, "action": self.action}
        since = {"$gte": ObjectId.from_datetime(self.since)} if self.since else {}
        until = {"$lt": ObjectId.from_datetime(self.until)} if self.until else {}
        return {**{field: value for field, value in named.items() if value}, "_id": {**since, **until}}


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

    async def page(self, wanted: Wanted, cursor: str | None, limit: int) -> Paged:
        """The newest first. Raises InvalidInput for a foreign cursor."""
        match = wanted.filter
        match["_id"] |= before(cursor)
        found = AuditEntry.get_motor_collection().find(match).sort("_id", -1).limit(limit + 1)
        return paged(await found.to_list(None), limit)

    async def all(self, wanted: Wanted) -> AsyncIterator[Raw]:
        """The oldest first, one by one."""
        async for entry in AuditEntry.get_motor_collection().find(wanted.filter).sort("_id", 1):
            yield entry
