"""Where programs are told."""

from datetime import datetime
from typing import Any

from multitrainer.database import Session
from multitrainer.documents import Webhook
from multitrainer.repositories.pages import Paged, after, paged
from multitrainer.stored.ids import oid, oids

Raw = dict[str, Any]


class Webhooks:
    """Keeps webhooks."""

    async def insert(self, webhook: Raw) -> None:
        """Keep a new one."""
        await Webhook.get_motor_collection().insert_one(webhook)

    async def find(self, webhook: str, session: Session = None) -> Raw | None:
        """One of them, with its secret."""
        found: Raw | None = await Webhook.get_motor_collection().find_one({"_id": oid(webhook)}, session=session)
        return found

    async def page(self, cursor: str | None, limit: int) -> Paged:
        """In the order they were made. Raises InvalidInput for a foreign cursor."""
        found = Webhook.get_motor_collection().find(after(cursor)).sort("_id", 1).limit(limit + 1)
        return paged(await found.to_list(None), limit)

    async def active(self) -> list[Raw]:
        """All that are to be told."""
        found: list[Raw] = await Webhook.get_motor_collection().find({"active": True}).to_list(None)
        return found

    async def urls(self, webhooks: list[str]) -> dict[str, str]:
        """Where some of them lead, by id. What is gone is missing."""
        if not webhooks:
            return {}
        found = Webhook.get_motor_collection().find({"_id": {"$in": oids(webhooks)}}, {"url": 1})
        return {str(one["_id"]): one["url"] for one in await found.to_list(None)}

    async def update(self, webhook: str, fields: Raw, session: Session) -> None:
        """Set some fields."""
        await Webhook.get_motor_collection().update_one({"_id": oid(webhook)}, {"$set": fields}, session=session)

    async def delete(self, webhook: str) -> None:
        """It is told nothing any more."""
        await Webhook.get_motor_collection().delete_one({"_id": oid(webhook)})

    async def answered(self, webhook: str) -> None:
        """An attempt went well: what failed before it does not count any more."""
        failed = {"_id": oid(webhook), "failures": {"$gt": 0}}
        await Webhook.get_motor_collection().update_one(failed, {"$set": {"failures": 0}})

    async def failed(self, webhook: str, most: int, now: datetime) -> bool:
        """An attempt failed. Returns whether the webhook is switched off by that, after so many in a row."""
        collection = Webhook.get_motor_collection()
        await collection.update_one({"_id": oid(webhook)}, {"$inc": {"failures": 1}})
        too_many = {"_id": oid(webhook), "active": True, "failures": {"$gte": most}}
        off = await collection.update_one(too_many, {"$set": {"active": False, "disabled_at": now}})
        return bool(off.matched_count)
