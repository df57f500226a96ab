"""The outbox: what is to be told and delivered, taken by one worker at a time.

Entries are found by an index and taken by a guarded update, and not by `find_one_and_update`, with which one would do:
some engines go through the whole collection for that (docs/engines.md). Whoever loses the guard takes another entry.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from bson import ObjectId
from pymongo.errors import DuplicateKeyError

from multitrainer.clock import Clock
from multitrainer.database import Session
from multitrainer.documents import OutboxEntry
from multitrainer.domain.telling.states import Does, State
from multitrainer.repositories.inserting import insert_new
from multitrainer.repositories.pages import Paged, before, paged
from multitrainer.stored.ids import oid

Raw = dict[str, Any]

TRIES_KEPT = 20
DONE_KEPT = timedelta(days=14)
"""For as long as that a repeat is known by its id, and webhooks' deliveries can be looked at and sent again."""
DEAD_KEPT = timedelta(days=90)


class Outbox:
    """Keeps entries."""

    def __init__(self, now: Clock) -> None:
        self._now = now

    async def put(self, records: Sequence[Raw], session: Session) -> ObjectId:
        """Something to tell people of, once the change that it tells of is there."""
        entry = self.entry(ObjectId(), Does.TELL, self._now(), notices=[*records])
        await OutboxEntry.get_motor_collection().insert_one(entry, session=session)
        return ObjectId(entry["_id"])

    async def hold(self, records: Sequence[Raw], held: timedelta, once: ObjectId | None = None) -> ObjectId:
        """The same before the change, held back for a time. What is there by the id `once` already stays as it is."""
        entry = self.entry(once or ObjectId(), Does.TELL, self._now() + held, notices=[*records])
        await self.add([entry])
        return ObjectId(entry["_id"])

    def entry(self, id_: ObjectId, does: Does, due_at: datetime, **more: Any) -> Raw:
        """A new entry, which is not in the outbox yet."""
        new = {"_id": id_, "does": does.value, "state": State.DUE.value, "due_at": due_at, "put_at": self._now()}
        return {**new, "attempts": 0, "lease": None, **more}

    async def release(self, entry: ObjectId) -> None:
        """What was held back may be told."""
        held = {"_id": entry, "state": State.DUE.value, "lease": None}
        await OutboxEntry.get_motor_collection().update_one(held, {"$set": {"due_at": self._now()}})

    async def forget(self, entry: ObjectId) -> None:
        """There is nothing to tell, or it has been told."""
        await OutboxEntry.get_motor_collection().delete_one({"_id": entry})

    async def add(self, entries: Sequence[Raw]) -> None:
        """Put entries in that are not there yet, by their ids."""
        if entries:
            await insert_new(OutboxEntry.get_motor_collection(), entries)

    async def gather(self, entry: Raw, record: Raw) -> bool:
        """Put a notice into an entry of several, made where there is none; False where that has been taken already."""
        untouched = {"_id": entry["_id"], "state": State.DUE.value, "lease": None}
        new = {field: value for field, value in entry.items() if field not in untouched}
        update = {"$setOnInsert": new, "$addToSet": {"notices": record}}
        try:
            await OutboxEntry.get_motor_collection().update_one(untouched, update, upsert=True)
        except DuplicateKeyError:
            return False
        return True

    async def due(self, does: Does, limit: int) -> list[Raw]:
        """What may be taken, the longest due first."""
        wanted = {"does": does.value, "state": State.DUE.value, "due_at": {"$lte": self._now()}}
        found = OutboxEntry.get_motor_collection().find(wanted).sort("due_at", 1).limit(limit)
        entries: list[Raw] = await found.to_list(None)
        return entries

    async def take(self, entry: Raw, lease: ObjectId, lasts: timedelta) -> bool:
        """Take an entry that is still as it was found. It is due again when the lease ends."""
        still = {"_id": entry["_id"], "state": State.DUE.value, "lease": entry["lease"], "due_at": entry["due_at"]}
        taken = {"$set": {"lease": lease, "due_at": self._now() + lasts}, "$inc": {"attempts": 1}}
        return (await OutboxEntry.get_motor_collection().update_one(still, taken)).matched_count == 1

    async def end(self, entry: ObjectId, lease: ObjectId, state: State, attempt: Raw) -> None:
        """What was taken is delivered, or never will be. Nothing is done where somebody else has taken it since."""
        now = self._now()
        ended = {"state": state.value, "ended_at": now, "expires_at": now + _kept(state)}
        await self._write(entry, lease, ended, attempt)

    async def again(self, entry: ObjectId, lease: ObjectId, due_at: datetime, attempt: Raw) -> None:
        """What was taken is to be tried again at a time."""
        await self._write(entry, lease, {"due_at": due_at}, attempt)

    async def find(self, entry: str) -> Raw | None:
        """One entry."""
        found: Raw | None = await OutboxEntry.get_motor_collection().find_one({"_id": oid(entry)})
        return found

    async def page(self, state: State, cursor: str | None, limit: int) -> Paged:
        """Entries of a state, the newest first. Raises InvalidInput for a foreign cursor."""
        return await self._page({"state": state.value}, cursor, limit)

    async def page_to(self, to: str, cursor: str | None, limit: int) -> Paged:
        """Deliveries to a webhook, the newest first. Raises InvalidInput for a foreign cursor."""
        return await self._page({"to": oid(to)}, cursor, limit)

    async def resend(self, entry: str) -> None:
        """What has ended is due at once, and has all its attempts before it; what is due stays as it is."""
        ended = {"_id": oid(entry), "state": {"$in": [State.DONE.value, State.DEAD.value]}}
        due = {"state": State.DUE.value, "due_at": self._now(), "attempts": 0, "lease": None}
        await OutboxEntry.get_motor_collection().update_one(
            ended, {"$set": due, "$unset": {"ended_at": "", "expires_at": ""}}
        )

    async def give_up(self, entry: str) -> None:
        """What is due is tried no more. Where that is being done at this moment, and succeeds, it is done after all."""
        now = self._now()
        waits = {"_id": oid(entry), "state": State.DUE.value}
        ended = {"state": State.DEAD.value, "ended_at": now, "expires_at": now + DEAD_KEPT}
        await OutboxEntry.get_motor_collection().update_one(waits, {"$set": ended})

    async def _page(self, match: Raw, cursor: str | None, limit: int) -> Paged:
        ids = before(cursor)
        wanted = {**match, **({"_id": ids} if ids else {})}
        found = OutboxEntry.get_motor_collection().find(wanted).sort("_id", -1).limit(limit + 1)
        return paged(await found.to_list(None), limit)

    async def _write(self, entry: ObjectId, lease: ObjectId, fields: Raw, attempt: Raw) -> None:
        noted = {"tries": {"$each": [attempt], "$slice": -TRIES_KEPT}}
        mine = {"_id": entry, "lease": lease}
        await OutboxEntry.get_motor_collection().update_one(mine, {"$set": fields, "$push": noted})


def _kept(state: State) -> timedelta:
    return DEAD_KEPT if state is State.DEAD else DONE_KEPT
