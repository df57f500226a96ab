"""The institute's terms."""

from collections.abc import Sequence
from typing import NamedTuple

from pymongo.errors import DuplicateKeyError

from multitrainer.database import Outdated, Session
from multitrainer.documents import Terms as Document
from multitrainer.domain.cover_ledger import Term
from multitrainer.stored.cover_ledger import read_terms, write_terms
from multitrainer.stored.faults import as_list


class KeptTerms(NamedTuple):
    """The terms, and how often they have changed."""

    version: int
    terms: tuple[Term, ...]


class Terms:
    """Reads and writes them."""

    async def find(self, session: Session = None) -> KeptTerms:
        """All of them."""
        found = await Document.get_motor_collection().find_one({"_id": "institute"}, session=session)
        kept = found or {}
        return KeptTerms(kept.get("version", 0), read_terms(as_list(kept.get("terms"))))

    async def save(self, read: KeptTerms, terms: Sequence[Term], session: Session) -> None:
        """Set them where they still are as they were read. Raises Outdated."""
        new, collection = write_terms(terms), Document.get_motor_collection()
        try:
            if not read.version:
                first = {"_id": "institute", "version": {"$exists": False}}
                await collection.update_one(first, {"$set": {"version": 1, "terms": new}}, upsert=True, session=session)
                return
        except DuplicateKeyError:
            raise Outdated from None
        still = {"_id": "institute", "version": read.version}
        change = {"$set": {"version": read.version + 1, "terms": new}}
        if not (await collection.update_one(still, change, session=session)).matched_count:
            raise Outdated
