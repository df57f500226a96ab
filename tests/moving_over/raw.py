"""Documents as the bytes that the server has, to tell whether anything of them was changed."""

import struct
from collections.abc import Iterator
from hashlib import sha256
from typing import Any, Literal

import bson
from bson.codec_options import CodecOptions
from bson.raw_bson import RawBSONDocument
from motor.motor_asyncio import AsyncIOMotorCollection

OURS = frozenset({b"trainers", b"instructor", b"updatedAt", b"__v"})
"""The fields that a migration may write."""

BATCH_SIZE = 1_000

_FIXED = {0x01: 8, 0x06: 0, 0x07: 12, 0x08: 1, 0x09: 8, 0x0A: 0, 0x10: 4, 0x11: 8, 0x12: 8, 0x13: 16, 0x7F: 0, 0xFF: 0}
_LENGTH_AND = {0x02: 4, 0x03: 0, 0x04: 0, 0x05: 5, 0x0C: 16, 0x0D: 4, 0x0E: 4, 0x0F: 0}
"""What a value takes beside the length that it begins with; where that counts itself, nothing."""
_REGEX = 0x0B

MOVING = frozenset({b"updatedAt", b"__v"})
"""The fields that only ever move on."""

Fields = Literal["foreign", "all", "all but times"]

_LESS: dict[Fields, frozenset[bytes]] = {"foreign": OURS, "all": frozenset(), "all but times": MOVING}


def foreign(document: RawBSONDocument | bytes) -> bytes:
    """The BSON of a document without the fields that are ours. Byte by byte the rest is as it was."""
    return less(document, OURS)


def less(document: RawBSONDocument | bytes, names: frozenset[bytes]) -> bytes:
    """The BSON of a document without some fields."""
    kept = b"".join(element for name, element in elements(_bytes(document)) if name not in names)
    return struct.pack("<i", len(kept) + 5) + kept + b"\0"


def elements(document: bytes) -> Iterator[tuple[bytes, bytes]]:
    """The fields of a document: each name, and the whole element with type, name and value.

    Raises:
        ValueError: a value is of no type that BSON has, or goes beyond the document.
    """
    at, end = 4, len(document) - 1
    while at < end:
        name_end = document.index(0, at + 1)
        after = _value_end(document, document[at], name_end + 1)
        if not at < after <= end:
            raise ValueError("A value goes beyond its document.")
        yield document[at + 1 : name_end], document[at:after]
        at = after


async def digest(collection: AsyncIOMotorCollection[dict[str, Any]], fields: Fields = "foreign") -> dict[str, str]:
    """By the `repr` of each `_id`, a hash over the document's bytes: all of them, or some fields less."""
    raw = collection.with_options(codec_options=CodecOptions(document_class=RawBSONDocument))
    return {
        _id_of(_bytes(document)): sha256(less(document, _LESS[fields])).hexdigest()
        async for document in raw.find().batch_size(BATCH_SIZE)
    }


def _id_of(document: bytes) -> str:
    element = next(element for name, element in elements(document) if name == b"_id")
    return repr(bson.decode(struct.pack("<i", len(element) + 5) + element + b"\0")["_id"])


def _bytes(document: RawBSONDocument | bytes) -> bytes:
    return bytes(document.raw) if isinstance(document, RawBSONDocument) else document


def _value_end(document: bytes, kind: int, at: int) -> int:
    if kind in _FIXED:
        return at + _FIXED[kind]
    if kind in _LENGTH_AND:
        return at + int(struct.unpack_from("<i", document, at)[0]) + _LENGTH_AND[kind]
    if kind == _REGEX:
        return document.index(0, document.index(0, at) + 1) + 1
    raise ValueError(f"{kind:#x} is no type of BSON.")
