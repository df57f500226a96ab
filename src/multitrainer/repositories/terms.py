"""The institute's terms."""

from collections.abc import Sequence
from typing import NamedTuple

from pymongo.errors import DuplicateKeyError

from multitrainer.database import Outdated, Session
from multitrainer.documents import Terms as Document
from multitrainer.domain.cover_ledger import Term
from multitrainer.stored.cover_ledger import read_terms, write_terms


class KeptTerms(NamedTuple):
    """The terms, and how often they have changed."""

    version: int
    terms: tuple[Term, ...]


class Terms:
    """Reads and writes them."""

    async def find(self, session: Session = None) -> KeptTerms:
        """All of them."""
        found = await Document.get_motor_collection().find_one({"_id": "institute"}, session=session)
        return KeptTerms(found["version"], read_terms(found["terms"])) if found else KeptTerms(0, ())

    async def save(self, read: KeptTerms, terms: Sequence[Term], session: Session) -> None:
        """Set them where they still are as they were read. Raises Outdated."""
        new, collection = write_terms(terms), Document.get_motor_collection()
        try:
            if not read.version:
                await collection.insert_one({"_id": "institute", "version": 1, "terms": new}, session=session)
                return
        except DuplicateKeyError:
            raise Outdated from None
        still = {"_id": "institute", "version": read.version}
        change = {"$set": {"version": read.version + 1, "terms": new}}
        if not (await collection.update_one(still, change, session=session)).matched_count:
            raise Outdated
