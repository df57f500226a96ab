"""Machines' keys."""

from datetime import datetime, timedelta
from typing import Any

from multitrainer.documents import ApiKey
from multitrainer.domain.actors import Scope
from multitrainer.identity.keys import Key
from multitrainer.repositories.pages import Paged, after, paged
from multitrainer.stored.ids import oid

Raw = dict[str, Any]

SHOWN = {"digest": 0}
EXACT = timedelta(minutes=1)
"""How exactly the last use is known: to write it down at each would cost more than the request."""


class ApiKeys:
    """Keeps keys, by their digests alone."""

    async def insert(
        self,
        key: Key,
        name: str,
        scopes: tuple[Scope, ...],
        created_by: str,
        now: datetime,
        expires_at: datetime | None,
    ) -> Raw:
        """Keep a new key; returns what is kept of it, but for its digest."""
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
        return await self.find(key.id) or {}

    async def find(self, key: str) -> Raw | None:
        """What is kept of a key, but for its digest."""
        found: Raw | None = await ApiKey.get_motor_collection().find_one({"_id": oid(key)}, SHOWN)
        return found

    async def page(self, cursor: str | None, limit: int) -> Paged:
        """Keys in the order they were made, revoked ones as well. Raises InvalidInput for a foreign cursor."""
        found = ApiKey.get_motor_collection().find(after(cursor), SHOWN).sort("_id", 1).limit(limit + 1)
        return paged(await found.to_list(None), limit)

    async def revoke(self, key: str, now: datetime) -> None:
        """The key is no good any more, from the first time that this is said on."""
        good = {"_id": oid(key), "revoked_at": None}
        await ApiKey.get_motor_collection().update_one(good, {"$set": {"revoked_at": now}})

    async def used(self, key: str, now: datetime) -> None:
        """The key was used just now."""
        before = {"_id": oid(key), "last_used_at": {"$not": {"$gt": now - EXACT}}}
        await ApiKey.get_motor_collection().update_one(before, {"$set": {"last_used_at": now}})
