"""Whom a document names."""

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
