"""Pre-images: what our fields of each document were before a migration, and what they are after it."""

from collections.abc import AsyncIterator, Iterable
from datetime import datetime
from typing import Any

from pymongo.errors import BulkWriteError

from multitrainer.documents import PreImage
from multitrainer.failures import NOT_UNIQUE, in_time
from multitrainer.migrations.migration import Moved
from multitrainer.repositories.walks import FETCHED, START
from multitrainer.stored.order import Key, key

Raw = dict[str, Any]


class PreImages:
    """Reads and writes pre-images."""

    async def keep(self, migration: str, moved: Iterable[Moved], now: datetime) -> None:
        """Keep what is about to be changed. The first image of a document stays, whatever became of it since."""
        images = [{"migration": migration, **_image(one, now)} for one in moved]
        try:
            with in_time():
                await _collection().insert_many(images, ordered=False)
        except BulkWriteError as error:
            if any(failure["code"] not in NOT_UNIQUE for failure in (error.details or {}).get("writeErrors", ())):
                raise

    async def between(self, migration: str, first: Any, last: Any) -> dict[Key, Raw]:
        """Those of the documents of one bracket from one `_id` to another, by `_id`."""
        match = {"migration": migration, "of": {"$gte": first, "$lte": last}}
        with in_time():
            found = await _collection().find(match).to_list(None)
        return {key(image["of"]): image for image in found}

    async def pieces(self, migration: str, size: int, after: Any = START) -> AsyncIterator[list[Raw]]:
        """All of a migration behind an `_id`, in the order of the documents' `_id`s, up to `size` at a time."""
        found = _collection().find({"migration": migration}).sort([("migration", 1), ("of", 1)]).batch_size(FETCHED)
        if after is not START:
            found = found.min([("migration", migration), ("of", after)]).hint([("migration", 1), ("of", 1)])
        try:
            while True:
                with in_time():
                    piece = await found.to_list(size)
                if not piece:
                    return
                if behind := [image for image in piece if after is START or key(image["of"]) != key(after)]:
                    yield behind
        finally:
            await found.close()

    async def count(self, migration: str) -> int:
        """How many there are."""
        with in_time():
            return int(await _collection().count_documents({"migration": migration}))

    async def correct(self, image: Raw) -> None:
        """What was changed was no longer what had been kept."""
        corrected = {"before": image["before"], "after": image["after"]}
        with in_time():
            await _collection().update_one({"_id": image["_id"]}, {"$set": corrected})

    async def drop(self, images: list[Raw]) -> None:
        """Forget what has been restored."""
        with in_time():
            await _collection().delete_many({"_id": {"$in": [image["_id"] for image in images]}})


def _image(moved: Moved, now: datetime) -> Raw:
    """The image, with the version and the time that the document has once it is changed (stages.moved_on)."""
    document, change = moved
    version, time = (document.get("__v") or 0) + 1, document.get("updatedAt")
    at = max(time, now) if isinstance(time, datetime) else now if time is None else time
    return {"of": document["_id"], "before": change.before, "after": change.after, "version": version, "at": at}


def _collection() -> Any:
    return PreImage.get_motor_collection()
