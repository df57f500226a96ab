"""Ids between the world's hex strings and MongoDB's ObjectIds."""

from datetime import datetime
from hashlib import blake2b
from typing import Any

from bson import ObjectId


def oid(value: str) -> ObjectId:
    """The ObjectId of a 24-digit hex string. The doors have checked its form."""
    return ObjectId(value)


def oids(values: tuple[str, ...] | list[str]) -> list[ObjectId]:
    """The ObjectIds of several."""
    return [ObjectId(v) for v in values]


def is_id(value: str) -> bool:
    """Whether it has the form of an id. What is only supposed, as in a plan, is named otherwise."""
    return ObjectId.is_valid(value)


def new_id() -> str:
    """An id that nothing has yet."""
    return str(ObjectId())


def hexed(value: Any) -> str | None:
    """The hex string of an ObjectId; None for anything else."""
    return str(value) if isinstance(value, ObjectId) else None


def made_of(moment: datetime, *parts: str) -> ObjectId:
    """The id of what is made of some parts: the same each time, and in lists where that moment is."""
    digest = blake2b("\0".join(parts).encode(), digest_size=6).digest()
    seconds, milliseconds = int(moment.timestamp()), moment.microsecond // 1000
    return ObjectId(seconds.to_bytes(4, "big") + milliseconds.to_bytes(2, "big") + digest)
