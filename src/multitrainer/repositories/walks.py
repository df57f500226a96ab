"""Reading a whole collection in the order of `_id`, whatever types those have, a piece at a time."""

from collections.abc import AsyncIterator, Callable
from typing import Any

from motor.motor_asyncio import AsyncIOMotorCollection, AsyncIOMotorCursor

from multitrainer.failures import in_time
from multitrainer.stored.order import bracket, key

Raw = dict[str, Any]
Collection = AsyncIOMotorCollection[Raw]

FETCHED = 100
"""At a time: a course may have hundreds of trainers, and two fetches are in memory at once."""
SIZE = "multitrainerSize"
"""Where a document's size in bytes stands."""

BY_DOCUMENT = [("migration", 1), ("of", 1)]
"""The index named `document` of whatever is kept of a migration's documents."""

START = object()
"""Where a walk begins that has not begun yet."""


def pieces(
    collection: Collection, fields: tuple[str, ...], size: Callable[[], int], after: Any = START
) -> AsyncIterator[list[Raw]]:
    """All documents behind an `_id`, up to `size()` at a time, of one bracket each (stored/order.py).

    One cursor for all: a page for each piece would make the embedded server scan everything each time. It ends when
    the server says so; raises PyMongoError when it does not answer, and goes on by a new walk after the last piece.
    """
    return in_pieces(_found(collection, fields, after), "_id", size, after)


def of_migration(
    collection: Any, migration: str, size: Callable[[], int], after: Any = START
) -> AsyncIterator[list[Raw]]:
    """What is kept of a migration's documents (`of`) behind an `_id`, in their order, up to `size()` at a time."""
    found = collection.find({"migration": migration}).sort(BY_DOCUMENT).batch_size(FETCHED)
    if after is not START:
        found = found.min([("migration", migration), ("of", after)]).hint(BY_DOCUMENT)
    return in_pieces(found, "of", size, after)


async def in_pieces(
    found: AsyncIOMotorCursor[Raw], id_: str, size: Callable[[], int], after: Any
) -> AsyncIterator[list[Raw]]:
    """What a cursor finds in the order of the ids in a field, behind one of them, in pieces of one bracket each."""
    piece: list[Raw] = []
    async for document in fetched(found):
        if after is not START and key(document[id_]) == key(after):
            continue
        if piece and (len(piece) >= size() or bracket(piece[-1][id_]) != bracket(document[id_])):
            yield piece
            piece = []
        piece.append(document)
    if piece:
        yield piece


def _found(collection: Collection, fields: tuple[str, ...], after: Any) -> AsyncIOMotorCursor[Raw]:
    found: AsyncIOMotorCursor[Raw] = collection.find({}, shown(fields)).sort("_id", 1).batch_size(FETCHED)  # type: ignore[assignment]  # Motor's stubs give its base
    # `$gt` would find nothing of another type; `min` goes by the index, whatever is in it.
    return found if after is START else found.min([("_id", after)]).hint([("_id", 1)])


async def fetched(found: AsyncIOMotorCursor[Raw]) -> AsyncIterator[Raw]:
    """Everything that a cursor finds, each fetch in time. Raises PyMongoError."""
    try:
        while True:
            with in_time():
                some = await found.to_list(FETCHED)
            for document in some:
                yield document
            if not some:
                return
    finally:
        await found.close()


async def picked(collection: Collection, fields: tuple[str, ...], ids: list[Any]) -> list[Raw]:
    """Those of these documents that are still there, in the order of `_id`. Raises PyMongoError."""
    if not ids:
        return []
    with in_time():
        return await collection.find({"_id": {"$in": ids}}, shown(fields)).sort("_id", 1).to_list(None)


def shown(fields: tuple[str, ...]) -> Raw:
    """The projection to these fields and the document's size."""
    return {**dict.fromkeys(fields, 1), SIZE: {"$bsonSize": "$$ROOT"}}
