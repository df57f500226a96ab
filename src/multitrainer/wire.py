"""BSON values as the JSON that Mongoose writes, and the tag by which a representation is known again."""

import base64
import struct
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from hashlib import blake2b
from typing import Any
from uuid import UUID

import orjson
from bson import (
    Binary,
    Code,
    DatetimeMS,
    DBRef,
    Decimal128,
    Int64,
    MaxKey,
    MinKey,
    ObjectId,
    Regex,
    Timestamp,
    json_util,
)
from bson.binary import UUID_SUBTYPE

OPTIONS = orjson.OPT_PASSTHROUGH_DATETIME | orjson.OPT_PASSTHROUGH_SUBCLASS | orjson.OPT_NON_STR_KEYS
UUID_BYTES = 16
MAX_NUMBER = 2**53
MAX_DATE_MS = 8_640_000_000_000_000
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
CALENDAR_CYCLE_MS = 146_097 * 86_400_000
"""After 400 years the calendar begins anew."""


def encode(value: Any) -> bytes:
    """The JSON of a document or a list of them, as `JSON.stringify` gives it for what Mongoose holds."""
    return orjson.dumps(value, default=_plain, option=OPTIONS)


def tag(body: bytes) -> str:
    """A strong ETag of a representation, with its quotes."""
    return f'"{blake2b(body, digest_size=12).hexdigest()}"'


def extended(value: Any) -> Any:
    """Any value of BSON as MongoDB's extended JSON (relaxed), which tells its type: an id is not its text."""
    return orjson.loads(json_util.dumps(value, json_options=json_util.RELAXED_JSON_OPTIONS))


def shown_id(id_: Any) -> str:
    """An `_id` of any type for people, such that nobody takes a text for an ObjectId."""
    return str(id_) if isinstance(id_, ObjectId) else json_util.dumps(id_, json_options=json_util.RELAXED_JSON_OPTIONS)


def _plain(value: Any) -> Any:
    return PLAIN.get(type(value), str)(value)


def _timestamp(moment: datetime) -> str:
    utc = moment.astimezone(UTC).replace(tzinfo=None) if moment.tzinfo else moment
    return f"{utc.isoformat(timespec='milliseconds')}Z"


def _far_timestamp(moment: DatetimeMS) -> str | None:
    """JavaScript's form of a date that Python has not; null beyond JavaScript's own."""
    if abs(int(moment)) > MAX_DATE_MS:
        return None
    cycles, rest = divmod(int(moment), CALENDAR_CYCLE_MS)
    alike = EPOCH + timedelta(milliseconds=rest)
    year = alike.year + 400 * cycles
    return (f"{year:04}" if 0 <= year <= 9999 else f"{year:+07}") + _timestamp(alike)[4:]


def _long(value: Int64) -> Any:
    """A number, or the halves of one that JavaScript's numbers can't tell from its neighbours."""
    if abs(value) <= MAX_NUMBER:
        return int(value)
    low, high = struct.unpack("<ii", struct.pack("<q", value))
    return {"low": low, "high": high, "unsigned": False}


def _binary(value: bytes) -> str:
    if isinstance(value, Binary) and value.subtype == UUID_SUBTYPE and len(value) == UUID_BYTES:
        return str(UUID(bytes=bytes(value)))
    return base64.b64encode(value).decode()


def _code(value: Code) -> Any:
    return {"code": str(value)} if value.scope is None else {"code": str(value), "scope": value.scope}


def _nothing(_: object) -> Any:
    """What has no fields in JavaScript."""
    return {}


PLAIN: dict[type, Callable[[Any], Any]] = {
    ObjectId: str,
    datetime: _timestamp,
    DatetimeMS: _far_timestamp,
    bytes: _binary,
    Binary: _binary,
    Int64: _long,
    Decimal128: lambda value: {"$numberDecimal": str(value)},
    DBRef: lambda value: dict(value.as_doc()),
    Timestamp: lambda value: {"$timestamp": str(value.time << 32 | value.inc)},
    Code: _code,
    Regex: _nothing,
    MinKey: _nothing,
    MaxKey: _nothing,
}
"""How each type of BSON that JSON lacks is written; any other is written as its text."""
