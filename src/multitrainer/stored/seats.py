"""Who sits in a batch, as its document says it."""

from collections.abc import Sequence
from typing import Any

from bson import ObjectId

from multitrainer.domain.errors import MalformedData
from multitrainer.stored.ids import oids
from multitrainer.stored.reading import CANT_BE_READ

Raw = dict[str, Any]


def read_students(batch: Raw) -> tuple[str, ...]:
    """The students by id, each once; what is no id is left out."""
    return tuple(dict.fromkeys(str(one) for one in _listed(batch) if isinstance(one, ObjectId)))


def read_others(batch: Raw) -> list[Any]:
    """What else stands among the students: whatever the institute means by it, it takes a place."""
    return [one for one in _listed(batch) if not isinstance(one, ObjectId)]


def write_students(batch: Raw, students: Sequence[str]) -> list[Any]:
    """The list to store so that these are the students, and whatever else stands there stays."""
    return [*oids([*students]), *read_others(batch)]


def must_be_a_list(batch: Raw) -> None:
    """Raises MalformedData where something else stands in place of the students."""
    if not isinstance(batch.get("students") or [], list):
        raise MalformedData(
            CANT_BE_READ,
            f"Batch {batch['_id']}: `students` is no list. Mend the document first.",
            batch=str(batch["_id"]),
        )


def _listed(batch: Raw) -> list[Any]:
    found = batch.get("students")
    return found if isinstance(found, list) else []
