"""Values of every type that a server may send: the service's JSON is Mongoose's. No server is asked."""

import json
from datetime import UTC, datetime
from typing import Any

import bson
import pytest
from bson import Binary, Code, DatetimeMS, DBRef, Decimal128, Int64, MaxKey, MinKey, ObjectId, Regex, Timestamp
from bson.codec_options import CodecOptions, DatetimeConversion

from multitrainer import wire
from multitrainer.repositories.populate import populated_batch
from tests.interop.old_application import Node, OldApplication
from tests.interop.world import ADA, text

AS_THE_SERVICE_READS: CodecOptions[dict[str, Any]] = CodecOptions(
    tz_aware=True, datetime_conversion=DatetimeConversion.DATETIME_AUTO
)
VALUES: dict[str, Any] = {
    "text": 'ü\u2028"</\u0000',
    "number": 7,
    "double": -1.5e-7,
    "large double": 1e300,
    "not a number": float("nan"),
    "infinite": float("-inf"),
    "long": Int64(7),
    "last exact long": Int64(2**53),
    "last exact negative long": Int64(-(2**53)),
    "first inexact long": Int64(2**53 + 1),
    "first inexact negative long": Int64(-(2**53) - 1),
    "largest long": Int64(2**63 - 1),
    "smallest long": Int64(-(2**63)),
    "decimal": Decimal128("1.50"),
    "large decimal": Decimal128("1E+6000"),
    "not a decimal": Decimal128("NaN"),
    "true": True,
    "null": None,
    "id": ADA,
    "date": datetime(2024, 2, 29, 12, 30, 15, 7000, tzinfo=UTC),
    "before 1970": DatetimeMS(-1),
    "year 1": datetime(1, 1, 1, tzinfo=UTC),
    "year 0": DatetimeMS(-62_135_596_800_001),
    "before year 0": DatetimeMS(-62_167_219_200_001),
    "year 10000": DatetimeMS(253_402_300_800_000),
    "first date": DatetimeMS(-8_640_000_000_000_000),
    "last date": DatetimeMS(8_640_000_000_000_000),
    "no date": DatetimeMS(8_640_000_000_000_001),
    "earliest": DatetimeMS(-(2**63)),
    "binary": b"\x01\x02\xff",
    "other binary": Binary(b"\x01\x02\xff", 128),
    "uuid": Binary(bytes(range(16)), 4),
    "too short a uuid": Binary(b"\x01", 4),
    "old uuid": Binary(bytes(range(16)), 3),
    "md5": Binary(bytes(range(16)), 5),
    "regex": Regex("a.b", "im"),
    "code": Code("f()"),
    "code with scope": Code("f()", {"a": ADA}),
    "reference": DBRef("courses", ADA),
    "reference elsewhere": DBRef("courses", ADA, "other", extra=1),
    "timestamp": Timestamp(2**31, 7),
    "least": MinKey(),
    "most": MaxKey(),
    "empty list": [],
    "empty": {},
    "emptied": {"a": {"b": {}}},
    "partly empty": {"a": {"b": {}}, "c": None},
    "list": [{}, {"a": {}}, [], [{}, [{"a": {}}]], None, Int64(2**53 + 1), b"\x01"],
}


@pytest.mark.parametrize("value", VALUES.values(), ids=VALUES.keys())
async def test_a_value_reads_as_mongoose_shows_it(mongoose: Node, value: Any) -> None:
    document = {"_id": ObjectId(), "value": value, "within": {"value": value, "values": [value]}}
    read = bson.decode(bson.encode(document), AS_THE_SERVICE_READS)
    ours = json.loads(wire.encode(populated_batch({**read, "courses_": []})))
    assert text(ours) == text(await OldApplication(mongoose, "none").show("Batch", document))
