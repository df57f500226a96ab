"""Machines' keys."""

from datetime import datetime, timedelta
from typing import Any

from multitrainer.documents import ApiKey
from multitrainer.domain.actors import Scope
from multitrainer.identity.keys import API_KEY, Key, new_key
from multitrainer.repositories.pages import Paged, after, paged
from multitrainer.stored.ids import new_id, oid

Raw = dict[str, Any]

SHOWN = {"digest": 0}
EXACT = timedelta(minutes=1)
"""How exactly the last use is known: to write it down at each would cost more than the request."""


class ApiKeys:
    """Keeps keys, by their digests alone."""

    async def insert(
        self, name: str, scopes: tuple[Scope, ...], created_by: str, now: datetime, expires_at: datetime | None
    ) -> tuple[Key, Raw]:
        """A new key, and what is kept of it."""
        key = new_key(API_KEY, new_id())
        kept = ApiKey(
            id=oid(key.id),
            name=name,
            digest=key.digest,
            scopes=[scope.value for scope in scopes],
            created_at=now,
            created_by=created_by,
            expires_at=expires_at,
        )
        await kept.insert()
        return key, await self.find(key.id) or {}

    async def find(self, key: str) -> Raw | None:
        """What is kept of a key, but for its digest."""
        found: Raw | None = await ApiKey.get_motor_collection().find_one({"_id": oid(key)}, SHOWN)
        return found

    async def page(self, cursor: str | None, limit: int) -> Paged:
        """Keys in the order they were made, revoked ones as well. Raises InvalidInput for a foreign cursor."""
        found = ApiKey.get_motor_collection().find(after(cursor), SHOWN).sort("_id", 1).limit(limit + 1)
        return paged(await found.to_list(None), limit)

    async def revoke(self, key: str, now: datetime) -> bool:
        """The key is no good any more, from the first time that this is said on. False where there is no such key."""
        keys = ApiKey.get_motor_collection()
        result = await keys.update_one({"_id": oid(key), "revoked_at": None}, {"$set": {"revoked_at": now}})
        return bool(result.matched_count) or await self.find(key) is not None

    async def used(self, key: str, now: datetime) -> None:
        """The key was used just now."""
        before = {"_id": oid(key), "last_used_at": {"$not": {"$gt": now - EXACT}}}
        await ApiKey.get_motor_collection().update_one(before, {"$set": {"last_used_at": now}})
