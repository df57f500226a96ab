"""Which address of a trainer's calendar is the good one."""

from typing import NamedTuple

from pymongo.errors import DuplicateKeyError

from multitrainer.database import Outdated, Session
from multitrainer.documents import Calendar
from multitrainer.stored.ids import oid


class Kept(NamedTuple):
    """How many addresses there were, and whether the last one still leads anywhere."""

    number: int = 0
    is_open: bool = False


class Calendars:
    """Reads and writes them."""

    async def find(self, trainer: str, session: Session = None) -> Kept:
        """What is kept of a trainer's calendar."""
        found = await Calendar.get_motor_collection().find_one({"_id": oid(trainer)}, session=session)
        return Kept(found["number"], not found["withdrawn"]) if found else Kept()

    async def save(self, trainer: str, before: Kept, after: Kept, session: Session) -> None:
        """Keep another one where it still is as it was read. Raises Outdated."""
        still = {"_id": oid(trainer), "number": before.number, "withdrawn": not before.is_open}
        change = {"$set": {"number": after.number, "withdrawn": not after.is_open}}
        calendars = Calendar.get_motor_collection()
        try:
            result = await calendars.update_one(still, change, upsert=not before.number, session=session)
        except DuplicateKeyError:
            raise Outdated from None
        if not (result.matched_count or result.upserted_id):
            raise Outdated
