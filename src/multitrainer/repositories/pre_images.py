"""Pre-images: what our fields of each document were before a migration, and what they are after it."""

from collections.abc import AsyncIterator, Sequence
from datetime import datetime
from typing import Any

from pymongo import DeleteOne, UpdateOne
from pymongo.errors import BulkWriteError

from multitrainer.documents import PreImage
from multitrainer.failures import NOT_UNIQUE, in_time
from multitrainer.migrations.images import image_of, renewed
from multitrainer.migrations.migration import Moved
from multitrainer.repositories import walks
from multitrainer.repositories.walks import START
from multitrainer.stored.order import Key, key

Raw = dict[str, Any]


class PreImages:
    """Reads and writes pre-images."""

    async def keep(self, migration: str, moved: Sequence[Moved], now: datetime) -> None:
        """Keep what is about to be changed. An image that is there already is renewed."""
        images = [{"migration": migration, **image_of(one, now)} for one in moved]
        try:
            with in_time():
                await _collection().insert_many(images, ordered=False)
        except BulkWriteError as error:
            failures = (error.details or {}).get("writeErrors", ())
            if any(failure["code"] not in NOT_UNIQUE for failure in failures):
                raise
            await self._renew(migration, [moved[failure["index"]] for failure in failures], now)

    async def _renew(self, migration: str, moved: Sequence[Moved], now: datetime) -> None:
        images = await self.of(migration, [one.document["_id"] for one in moved])
        kept = [(image, one) for one in moved if (image := images.get(key(one.document["_id"])))]
        await _write([UpdateOne(_as_found(image), {"$set": renewed(image, one, now)}) for image, one in kept])
        if gone := [one for one in moved if key(one.document["_id"]) not in images]:
            await self.keep(migration, gone, now)

    async def of(self, migration: str, documents: Sequence[Any]) -> dict[Key, Raw]:
        """Those of the documents with these `_id`s, by `_id`."""
        if not documents:
            return {}
        with in_time():
            found = await _collection().find({"migration": migration, "of": {"$in": [*documents]}}).to_list(None)
        return {key(image["of"]): image for image in found}

    async def between(self, migration: str, first: Any, last: Any) -> dict[Key, Raw]:
        """Those of the documents of one bracket from one `_id` to another, by `_id`."""
        match = {"migration": migration, "of": {"$gte": first, "$lte": last}}
        with in_time():
            found = await _collection().find(match).to_list(None)
        return {key(image["of"]): image for image in found}

    def pieces(self, migration: str, size: int, after: Any = START) -> AsyncIterator[list[Raw]]:
        """All of a migration behind an `_id`, in the order of the documents' `_id`s, up to `size` at a time."""
        return walks.of_migration(_collection(), migration, lambda: size, after)

    async def count(self, migration: str) -> int:
        """How many there are."""
        with in_time():
            return int(await _collection().count_documents({"migration": migration}))

    async def correct(self, image: Raw) -> None:
        """What was changed was no longer what had been kept."""
        corrected = {name: image[name] for name in ("before", "after", "changed") if name in image}
        with in_time():
            await _collection().update_one({"_id": image["_id"]}, {"$set": corrected})

    async def leave(self, images: Sequence[Raw]) -> None:
        """Remember that what these are of is left as it is."""
        await _write([UpdateOne({"_id": image["_id"]}, {"$set": {"left": True}}) for image in images])

    async def drop(self, images: Sequence[Raw]) -> None:
        """Forget what has been restored."""
        await _write([DeleteOne({"_id": image["_id"]}) for image in images])


async def _write(writes: Sequence[UpdateOne | DeleteOne]) -> None:
    """One by one: for the embedded server that is half the work of one for all."""
    if writes:
        with in_time():
            await _collection().bulk_write(writes, ordered=False)


def _as_found(image: Raw) -> Raw:
    """Nobody renewed it meanwhile. Whoever did so told of a write of their own, which is as good."""
    return {"_id": image["_id"], "version": {"$eq": image["version"]}, "at": {"$eq": image["at"]}}


def _collection() -> Any:
    return PreImage.get_motor_collection()
