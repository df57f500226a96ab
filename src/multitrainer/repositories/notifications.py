"""What people see in the application."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from multitrainer.documents import Notification
from multitrainer.repositories.inserting import insert_new
from multitrainer.repositories.pages import Paged, before, paged
from multitrainer.stored.ids import oid

Raw = dict[str, Any]


class Notifications:
    """Keeps notifications. What is unread says so; what is read says since when."""

    async def add(self, notifications: Sequence[Raw]) -> None:
        """Keep those that are not there yet, by their ids."""
        if not notifications:
            return
        await insert_new(Notification.get_motor_collection(), notifications)

    async def page(self, person: str, cursor: str | None, limit: int, *, unread: bool | None = None) -> Paged:
        """A person's, the newest first; perhaps only what is unread, or only what is not.

        Raises InvalidInput for a foreign cursor.
        """
        ids = before(cursor)
        kind = {} if unread is None else {"unread": unread or None}
        wanted = {"to": oid(person), **kind, **({"_id": ids} if ids else {})}
        found = Notification.get_motor_collection().find(wanted).sort("_id", -1).limit(limit + 1)
        return paged(await found.to_list(None), limit)

    async def unread(self, person: str) -> int:
        """How many a person has not read."""
        count: int = await Notification.get_motor_collection().count_documents({"to": oid(person), "unread": True})
        return count

    async def find(self, person: str, notification: str) -> Raw | None:
        """One of a person's."""
        mine = {"_id": oid(notification), "to": oid(person)}
        found: Raw | None = await Notification.get_motor_collection().find_one(mine)
        return found

    async def read(self, person: str, notification: str, now: datetime) -> None:
        """A person has read one; the first time that this is said counts."""
        mine = {"_id": oid(notification), "to": oid(person), "unread": True}
        await Notification.get_motor_collection().update_one(mine, _read(now))

    async def read_all(self, person: str, now: datetime) -> None:
        """A person has read everything."""
        await Notification.get_motor_collection().update_many({"to": oid(person), "unread": True}, _read(now))


def _read(now: datetime) -> Raw:
    return {"$set": {"read_at": now}, "$unset": {"unread": ""}}
