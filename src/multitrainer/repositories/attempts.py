"""How often signing in failed, counted in the database, so that it holds for all processes together."""

from datetime import datetime
from typing import Any, NamedTuple

from pymongo.errors import DuplicateKeyError

from multitrainer.documents import Attempts as Document

Raw = dict[str, Any]

ONE: Raw = {"$not": {"$type": "array"}}
"""A comparison holds for a list of which one value fulfils it."""


class Tried(NamedTuple):
    """How many attempts there were in a window, this one included, and when the window ends."""

    attempts: int
    until: datetime


class Attempts:
    """Counts attempts under a name: an account, an address."""

    async def count(self, name: str, now: datetime, until: datetime) -> Tried:
        """One more attempt, in the window that is open, else in a new one to `until`."""
        collection = Document.get_motor_collection()
        while True:
            result = await collection.update_one({"_id": name, **_open(now)}, {"$inc": {"failed": 1}})
            if result.matched_count and (found := await collection.find_one({"_id": name})):
                return Tried(found["failed"], found["expires_at"])
            if not result.matched_count and await self._begun(name, now, until):
                return Tried(1, until)

    async def so_far(self, name: str, now: datetime) -> Tried | None:
        """The window that is open; None where there were no attempts."""
        found = await Document.get_motor_collection().find_one({"_id": name, **_open(now)})
        return Tried(found["failed"], found["expires_at"]) if found else None

    async def take_back(self, name: str) -> None:
        """The attempt was no failure."""
        await Document.get_motor_collection().update_one({"_id": name, "failed": {"$gt": 0}}, {"$inc": {"failed": -1}})

    async def forget(self, name: str) -> None:
        """Count from the beginning."""
        await Document.get_motor_collection().delete_one({"_id": name})

    async def _begun(self, name: str, now: datetime, until: datetime) -> bool:
        """Open a window, in the place of one that is none or over. False where somebody else was quicker."""
        collection = Document.get_motor_collection()
        await collection.delete_one({"_id": name, "$nor": [_open(now)]})
        try:
            await collection.insert_one({"_id": name, "failed": 1, "expires_at": until})
        except DuplicateKeyError:
            return False
        return True


def _open(now: datetime) -> Raw:
    """Matches a window that is not over. One that somebody's hand has made of other types could not be counted in."""
    return {"expires_at": {"$gt": now, **ONE}, "failed": {"$gte": 0, **ONE}}
