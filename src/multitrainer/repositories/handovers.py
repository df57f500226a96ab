"""Handover notes: what whoever stands in for a batch has to know. Others keep other fields in the same documents."""

from datetime import datetime
from typing import Any

from pymongo.errors import DuplicateKeyError

from multitrainer.database import Outdated, Session
from multitrainer.documents import BatchFacts
from multitrainer.stored.guards import as_read
from multitrainer.stored.ids import oid

Raw = dict[str, Any]


class Handovers:
    """Reads and writes them."""

    async def find(self, batch: str, session: Session = None) -> Raw | None:
        """`text`, `by`, `at`; None where nobody has written one."""
        match, shown = {"_id": oid(batch)}, {"handover": 1}
        found = await BatchFacts.get_motor_collection().find_one(match, shown, session=session)
        return found.get("handover") if found else None

    async def set(
        self, batch: str, course: str, before: Raw | None, text: str, by: str, at: datetime, session: Session
    ) -> None:
        """Write one where it still is as it was read. Raises Outdated."""
        still = {"_id": oid(batch), **as_read({"handover": before}, "handover")}
        change = {"$set": {"course": oid(course), "handover": {"text": text, "by": by, "at": at}}}
        try:
            await BatchFacts.get_motor_collection().update_one(still, change, upsert=True, session=session)
        except DuplicateKeyError:  # another has written it meanwhile
            raise Outdated from None
