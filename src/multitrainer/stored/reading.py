"""Reading what somebody's hand may have written: what makes no sense is refused by name, and is no fault of ours."""

from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import datetime
from functools import wraps
from typing import Any, TypeVar

from bson.errors import BSONError

from multitrainer.domain.errors import MalformedData
from multitrainer.domain.sentences import Sentence

Raw = dict[str, Any]
T = TypeVar("T")

SENSELESS = (AttributeError, BSONError, KeyError, TypeError, ValueError)
"""What is raised by fields that are missing, or of another type."""


CANT_BE_READ = Sentence(
    "Something is stored in a form that can't be read, or changed without losing something. Whoever runs the service "
    "has to mend that first."
)


def of_collection(collection: str) -> Callable[[Callable[[Raw], T]], Callable[[Raw], T]]:
    """A reader of a collection's documents, which raises MalformedData for those that make no sense."""

    def telling(read: Callable[[Raw], T]) -> Callable[[Raw], T]:
        @wraps(read)
        def reading(raw: Raw) -> T:
            try:
                return read(raw)
            except SENSELESS:
                id_ = raw.get("_id")
                words = f"Document {id_} of {collection} can't be read: somebody has written it by hand, and badly."
                raise MalformedData(CANT_BE_READ, words) from None

        return reading

    return telling


def moment(value: Any) -> datetime:
    """A stored moment. Raises TypeError for anything else."""
    if not isinstance(value, datetime):
        raise TypeError
    return value


def readable(raws: Iterable[Raw], read: Callable[[Raw], object]) -> list[Raw]:
    """Those documents that make sense."""
    return [raw for raw in raws if makes_sense(raw, read)]


def values(raws: Iterable[Raw], read: Callable[[Raw], T]) -> list[T]:
    """What they say, each read once."""
    found = []
    for raw in raws:
        with suppress(MalformedData):
            found.append(read(raw))
    return found


def makes_sense(raw: Raw, read: Callable[[Raw], object]) -> bool:
    """Whether a document can be read."""
    try:
        read(raw)
    except MalformedData:
        return False
    return True
