"""Pages of what begins at a time: sessions, and covers of them."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from datetime import UTC, datetime
from operator import itemgetter
from typing import Any, NamedTuple

from bson import ObjectId
from bson.errors import InvalidId
from motor.motor_asyncio import AsyncIOMotorCollection

from multitrainer.domain.errors import InvalidInput
from multitrainer.domain.sentences import Sentence
from multitrainer.repositories.pages import Paged
from multitrainer.repositories.rows import rows

Raw = dict[str, Any]


class Within(NamedTuple):
    """What begins at a moment or later, and before another."""

    since: datetime
    until: datetime


async def page_by_start(
    collection: AsyncIOMotorCollection[Raw],
    whose: Sequence[Raw],
    within: Within,
    cursor: str | None,
    limit: int,
    then: Sequence[Raw] = (),
) -> Paged:
    """What matches one of some conditions, by its beginning, as documents. Raises InvalidInput for a foreign cursor.

    `then` are stages that leave some of them out.

    A query for each of them: with `$in`, some engines read all that the list finds (docs/engines.md).
    """
    positions = _behind(cursor, within)
    pipelines: list[list[Raw]] = [
        [{"$match": {**one, **position}}, {"$sort": {"start": 1, "_id": 1}}, *then, {"$limit": limit + 1}]
        for one in whose
        for position in positions
    ]
    found = {raw["_id"]: raw for raw in await rows(collection, *pipelines) if isinstance(raw["_id"], ObjectId)}
    ordered = sorted(found.values(), key=itemgetter("start", "_id"))
    return Paged(ordered[:limit], _written(ordered[limit - 1]) if len(ordered) > limit else None)


def _behind(cursor: str | None, within: Within) -> list[Raw]:
    """What follows a cursor: at its very moment, and later; in two, because `$or` uses no index."""
    if cursor is None:
        return [{"start": {"$gte": within.since, "$lt": within.until}}]
    start, last = _read(cursor)
    later = {"start": {"$gt": start, "$gte": within.since, "$lt": within.until}}
    return [{"start": start, "_id": {"$gt": last}}, later]


def _written(last: Raw) -> str:
    milliseconds = round(last["start"].timestamp() * 1000)
    return urlsafe_b64encode(milliseconds.to_bytes(8, "big", signed=True) + last["_id"].binary).decode().rstrip("=")


def _read(cursor: str) -> tuple[datetime, ObjectId]:
    try:
        found = urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
        start = datetime.fromtimestamp(int.from_bytes(found[:8], "big", signed=True) / 1000, UTC)
        return start, ObjectId(found[8:])
    except (ValueError, TypeError, OverflowError, OSError, InvalidId):  # no base64, no moment, no id
        problem = {"field": "query.cursor", "message": "is not a cursor that this service gave out"}
        raise InvalidInput(
            Sentence("This page of the list is not there any more. Begin at its first page."),
            "The cursor is not one that this service gave out.",
            errors=[problem],
        ) from None
