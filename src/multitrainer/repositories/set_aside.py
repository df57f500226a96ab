"""Documents that were set aside, with the reason, until people have mended them."""

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from typing import Any

from pymongo import DeleteOne, UpdateOne

from multitrainer.clock import Clock
from multitrainer.documents import SetAsideDocument
from multitrainer.domain.errors import MalformedData, RefusedByDatabase
from multitrainer.failures import in_time
from multitrainer.migrations.verdicts import SetAside
from multitrainer.repositories import walks
from multitrainer.repositories.pages import Paged, after, paged
from multitrainer.repositories.walks import BY_DOCUMENT, FETCHED, START
from multitrainer.stored.order import Key, key

Raw = dict[str, Any]

BY_THE_SERVER = (RefusedByDatabase.code, MalformedData.code)
"""Reasons that the server gives."""


class SetAsides:
    """Reads and writes what was set aside."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    async def settle(
        self, migration: str, documents: Sequence[Raw], aside: Mapping[Any, SetAside], *, all_between: bool = False
    ) -> None:
        """Of these documents exactly those (by key) are aside.

        `all_between`: they are of one bracket, in the order of `_id`, and no other lies between the first and the last.
        """
        ids = {key(document["_id"]): document["_id"] for document in documents}
        found = self._between(migration, documents) if all_between else self.of(migration, [*ids.values()])
        known = {key(entry["of"]): entry for entry in await found}
        gone = [DeleteOne({"_id": known[k]["_id"]}) for k in known.keys() & ids.keys() - aside.keys()]
        new = [
            self._noted(migration, ids[k], why)
            for k, why in aside.items()
            if k not in known or (known[k]["reason"], known[k]["detail"]) != why
        ]
        if gone or new:
            with in_time():
                await _collection().bulk_write([*gone, *new], ordered=False)

    async def all(self) -> AsyncIterator[Raw]:
        """Everything that is aside, in the order of the migrations and of the documents' `_id`s."""
        async for entry in walks.fetched(_collection().find({}).sort(BY_DOCUMENT).batch_size(FETCHED)):
            yield entry

    def pieces(self, migration: str, size: Callable[[], int], after: Any = START) -> AsyncIterator[list[Raw]]:
        """What is aside of a migration behind an `_id`, in the order of the documents', up to `size()` at a time.

        What is settled meanwhile may be left out, and so may what comes to be aside.
        """
        return walks.of_migration(_collection(), migration, size, after)

    async def page(self, migration: str | None, cursor: str | None, limit: int) -> Paged:
        """What is aside, of one migration or of all, in the order in which it came there. Raises InvalidInput."""
        match = {**({"migration": migration} if migration else {}), **after(cursor)}
        with in_time():
            return paged(await _collection().find(match).sort("_id", 1).limit(limit + 1).to_list(None), limit)

    async def of(self, migration: str, documents: Sequence[Any]) -> list[Raw]:
        """What is aside of the documents with these `_id`s."""
        if not documents:
            return []
        match = {"migration": migration, "of": {"$in": [*documents]}}
        with in_time():
            found: list[Raw] = await _collection().find(match).to_list(None)
        return found

    async def refused(self, migration: str, documents: Sequence[Any]) -> dict[Key, SetAside]:
        """Why the server refused changes of these documents (`_id`s) when they were last tried, which no look finds."""
        found = await self.of(migration, documents)
        return {key(e["of"]): SetAside(e["reason"], e["detail"]) for e in found if e["reason"] in BY_THE_SERVER}

    async def count(self, migration: str) -> int:
        """How many are aside."""
        with in_time():
            return int(await _collection().count_documents({"migration": migration}))

    async def forget(self, migration: str, documents: Sequence[Any]) -> None:
        """These are gone."""
        if documents:
            with in_time():
                await _collection().delete_many({"migration": migration, "of": {"$in": [*documents]}})

    async def forget_all(self, migration: str) -> None:
        """Nothing is aside any more, because the migration is undone."""
        with in_time():
            await _collection().delete_many({"migration": migration})

    async def _between(self, migration: str, documents: Sequence[Raw]) -> list[Raw]:
        match = {"migration": migration, "of": {"$gte": documents[0]["_id"], "$lte": documents[-1]["_id"]}}
        with in_time():
            found: list[Raw] = await _collection().find(match).to_list(None)
        return found

    def _noted(self, migration: str, of: Any, why: SetAside) -> UpdateOne:
        words = {"reason": why.reason, "detail": why.detail, "at": self._clock()}
        return UpdateOne({"migration": migration, "of": {"$eq": of}}, {"$set": {**words, "of": of}}, upsert=True)


def _collection() -> Any:
    return SetAsideDocument.get_motor_collection()
