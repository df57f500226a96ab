"""What tells tests that a field was changed."""

import struct
from datetime import UTC, datetime
from random import Random
from typing import Any

import bson
import pytest
from bson import DBRef, Decimal128, Int64, MaxKey, MinKey, ObjectId, Timestamp
from bson.binary import Binary
from bson.code import Code
from bson.raw_bson import RawBSONDocument
from bson.regex import Regex

from multitrainer.database import Database
from tests.moving_over.foreign_fields import foreign_fields
from tests.moving_over.raw import Fields, digest, foreign

EVERY_TYPE = {
    "": "empty key",
    "double": float("nan"),
    "object": {"trainers": [1], "instructor": None},
    "array": [1, [2, {"__v": 3}]],
    "binary": Binary(b"trainers\0", 128),
    "oid": ObjectId("a00000000000000000000000"),
    "bool": True,
    "date": datetime(2024, 1, 1, tzinfo=UTC),
    "null": None,
    "regex": Regex("^trainers", "imx"),
    "code": Code("return 1"),
    "scoped": Code("return x", {"x": 1}),
    "int": 1,
    "timestamp": Timestamp(1, 2),
    "long": Int64(1),
    "decimal": Decimal128("1.50"),
    "min": MinKey(),
    "max": MaxKey(),
    "ref": DBRef("users", 1),
}
OURS: dict[str, Any] = {"trainers": [{"note": "ours"}], "instructor": None, "updatedAt": 1, "__v": 0}
FIELDS: tuple[Fields, ...] = ("foreign", "all")
UNDEFINED, SYMBOL, POINTER = b"\x06u\0", b"\x0es\0\x02\0\0\0x\0", b"\x0cp\0\x02\0\0\0x\0" + bytes(12)


def document_of(*parts: bytes) -> bytes:
    body = b"".join(parts)
    return (len(body) + 5).to_bytes(4, "little") + body + b"\0"


def is_seen(raw: bytes, at: int) -> bool:
    """Whether another byte at this place gives something else, or no document at all."""
    other = raw[:at] + bytes([raw[at] ^ 1]) + raw[at + 1 :]
    try:
        return foreign(other) != foreign(raw)
    except (ValueError, struct.error):
        return True


def test_of_every_type_of_bson_ours_are_cut_out_and_nothing_else() -> None:
    fields = list(EVERY_TYPE.items())
    for at in range(len(fields) + 1):
        mixed = bson.encode(dict([*fields[:at], *OURS.items(), *fields[at:]]))
        assert foreign(mixed) == bson.encode(EVERY_TYPE)
        assert foreign(RawBSONDocument(mixed)) == bson.encode(EVERY_TYPE)


def test_types_that_nobody_uses_any_more_are_kept_too() -> None:
    raw = document_of(UNDEFINED, b"\x08trainers\0\1", SYMBOL, POINTER)
    assert foreign(raw) == document_of(UNDEFINED, SYMBOL, POINTER)


def test_what_is_no_bson_is_said() -> None:
    with pytest.raises(ValueError, match="0x42"):
        foreign(document_of(b"\x42x\0"))


@pytest.mark.parametrize("seed", range(20))
def test_a_change_of_one_byte_anywhere_in_a_foreign_field_is_seen(seed: int) -> None:
    theirs = foreign_fields(Random(seed))
    raw, end = bson.encode(theirs | OURS), len(bson.encode(theirs)) - 1
    assert [at for at in range(4, end) if not is_seen(raw, at)] == []


def test_a_value_that_goes_beyond_its_document_is_said() -> None:
    with pytest.raises(ValueError, match="beyond"):
        foreign(document_of(b"\x02x\0\xff\0\0\0x\0"))


def test_another_order_of_foreign_fields_is_seen() -> None:
    assert foreign(bson.encode({"a": 1, "b": 2})) != foreign(bson.encode({"b": 2, "a": 1}))


async def test_the_digest_names_who_was_changed(database: Database) -> None:
    ids: list[Any] = [ObjectId(), 7, Int64(8), "seven", {"a": 1}, Binary(b"7", 5), True, None]
    await database.motor.batches.insert_many([{"_id": id_, **OURS, **EVERY_TYPE} for id_ in ids])
    before, before_all = [await digest(database.motor.batches, fields) for fields in FIELDS]
    await database.motor.batches.update_many({}, {"$set": {"trainers": {}, "instructor": 1}, "$inc": {"__v": 1}})
    assert await digest(database.motor.batches) == before
    await database.motor.batches.update_one({"_id": "seven"}, {"$set": {"object.instructor": 0}})
    after, after_all = [await digest(database.motor.batches, fields) for fields in FIELDS]
    assert [id_ for id_ in before if before[id_] != after[id_]] == [repr("seven")]
    assert set(before) == {repr(id_) for id_ in ids}
    assert all(before_all[id_] != after_all[id_] for id_ in before)
