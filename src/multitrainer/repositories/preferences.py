"""How people want to be told."""

from collections.abc import Collection
from typing import Any

from multitrainer.database import Session
from multitrainer.documents import Preferences as Document
from multitrainer.stored.ids import oid, oids

Raw = dict[str, Any]


class Preferences:
    """Keeps what people have said, as it is written on the wire."""

    async def of(self, people: Collection[str], session: Session = None) -> dict[str, Raw]:
        """What each of some people has said; whoever has said nothing is missing."""
        found = Document.get_motor_collection().find({"_id": {"$in": oids([*people])}}, session=session)
        return {str(kept["_id"]): kept for kept in await found.to_list(None)}

    async def set(self, person: str, fields: Raw, session: Session) -> None:
        """State all of it anew."""
        await Document.get_motor_collection().update_one(
            {"_id": oid(person)}, {"$set": fields}, upsert=True, session=session
        )
