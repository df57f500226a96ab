"""Lists by cursor: ordered by _id, so that what is inserted meanwhile neither shifts nor repeats anything."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Collection
from operator import itemgetter
from typing import Any, NamedTuple

from bson import ObjectId
from bson.errors import InvalidId

from multitrainer.domain.errors import InvalidInput
from multitrainer.domain.sentences import Sentence
from multitrainer.stored.ids import oids

Raw = dict[str, Any]


class Paged(NamedTuple):
    """Some documents and the cursor of what follows them, None at the end."""

    items: list[Raw]
    next: str | None


FIRST = ObjectId(bytes(12))


def after(cursor: str | None) -> Raw:
    """The condition for what follows a cursor. What has no ObjectId can't be named, and is left out.

    Raises InvalidInput.
    """
    return {"_id": {"$gte": FIRST} if cursor is None else {"$gt": _id_of(cursor)}}


def among(ids: Collection[str] | None, cursor: str | None) -> Raw:
    """The same, of some documents alone, or of all. Raises InvalidInput.

    By their ids, because the embedded server scans for a range beside them (docs/engines.md).
    """
    if ids is None:
        return after(cursor)
    last = FIRST if cursor is None else _id_of(cursor)
    return {"_id": {"$in": [id_ for id_ in oids([*ids]) if id_ > last]}}


def before(cursor: str | None) -> Raw:
    """What an `_id` has to be to follow a cursor in a list whose newest come first. Raises InvalidInput."""
    return {} if cursor is None else {"$lt": _id_of(cursor)}


def _id_of(cursor: str) -> ObjectId:
    try:
        return ObjectId(urlsafe_b64decode(cursor + "=="))
    except (ValueError, TypeError, InvalidId):  # no base64, not twelve bytes
        problem = {"field": "query.cursor", "message": "is not a cursor that this service gave out"}
        raise InvalidInput(
            Sentence("This page of the list is not there any more. Begin at its first page."),
            "The cursor is not one that this service gave out.",
            errors=[problem],
        ) from None


def paged(found: list[Raw], limit: int) -> Paged:
    """A page out of up to limit + 1 documents: one more than fits tells that there is a next page."""
    if len(found) <= limit:
        return Paged(found, None)
    last = found[limit - 1]["_id"]
    return Paged(found[:limit], urlsafe_b64encode(last.binary).decode().rstrip("="))


def in_order(found: list[Raw]) -> list[Raw]:
    """The documents of several queries by `_id`, each once."""
    return sorted({document["_id"]: document for document in found}.values(), key=itemgetter("_id"))


def page_of(found: list[Raw], cursor: str | None, limit: int) -> Paged:
    """The page behind a cursor, of documents that are all there, in their order by `_id`. Raises InvalidInput."""
    last = FIRST if cursor is None else _id_of(cursor)
    return paged([one for one in found if one["_id"] > last][: limit + 1], limit)
