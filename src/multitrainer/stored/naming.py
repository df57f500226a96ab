"""Whom, and what, a document names."""

from collections.abc import Iterator
from typing import Any

from bson import ObjectId


def ids_in(value: Any) -> Iterator[ObjectId]:
    """All ids in a document, at any depth, also those that are written as text. Not all of them are people's."""
    match value:
        case dict():
            for one in value.values():
                yield from ids_in(one)
        case list():
            for one in value:
                yield from ids_in(one)
        case ObjectId():
            yield value
        case str() if len(value) == len(ObjectId().binary) * 2 and ObjectId.is_valid(value):
            yield ObjectId(value)


def files_in(document: dict[str, Any]) -> dict[str, str]:
    """The files that a message has: their names by their ids. What somebody's hand wrote badly names none."""
    attached = document.get("attachments")
    files = [one for one in attached if isinstance(one, dict)] if isinstance(attached, list) else []
    return {str(one["_id"]): str(one.get("name", "")) for one in files if isinstance(one.get("_id"), ObjectId)}
