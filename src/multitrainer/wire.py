"""BSON values as the JSON that Mongoose writes, and the tag by which a representation is known again."""

import base64
from datetime import UTC, datetime
from hashlib import blake2b
from typing import Any

import orjson
from bson import DBRef, Decimal128, ObjectId


def encode(value: Any) -> bytes:
    """The JSON of a document or a list of them, as `JSON.stringify` gives it for what Mongoose holds."""
    return orjson.dumps(value, default=_plain, option=orjson.OPT_PASSTHROUGH_DATETIME | orjson.OPT_NON_STR_KEYS)


def tag(body: bytes) -> str:
    """A strong ETag of a representation, with its quotes."""
    return f'"{blake2b(body, digest_size=12).hexdigest()}"'


def _plain(value: Any) -> Any:
    if isinstance(value, ObjectId):
        return str(value)
    if isinstance(value, datetime):
        return _timestamp(value)
    if isinstance(value, bytes):  # bson.Binary is one
        return base64.b64encode(value).decode()
    if isinstance(value, Decimal128):
        return {"$numberDecimal": str(value)}
    if isinstance(value, DBRef):
        return dict(value.as_doc())
    return str(value)


def _timestamp(moment: datetime) -> str:
    utc = moment.astimezone(UTC) if moment.tzinfo else moment
    return f"{utc:%Y-%m-%dT%H:%M:%S}.{utc.microsecond // 1000:03d}Z"
