"""The order in which MongoDB keeps `_id`s of all types, as far as reading them in pieces needs it.

Source: MongoDB manual, "Comparison/Sort Order". A range query only finds values of one bracket, so a piece may not
reach from one bracket into the next.
"""

from datetime import datetime
from math import isnan
from typing import Any
from uuid import UUID

import bson
from bson import Binary, Code, DatetimeMS, Decimal128, MaxKey, MinKey, ObjectId, Regex, Timestamp

Key = tuple[int, Any]

_BRACKETS: tuple[tuple[int, tuple[type, ...]], ...] = (
    (8, (bool,)),  # which is an int to Python
    (3, (int, float, Decimal128)),
    (12, (Code,)),  # which is a str to Python
    (4, (str,)),
    (5, (dict,)),
    (6, (bytes, Binary, UUID)),
    (7, (ObjectId,)),
    (9, (datetime, DatetimeMS)),
    (10, (Timestamp,)),
    (11, (Regex,)),
    (0, (MinKey,)),
    (13, (MaxKey,)),
)
_NULL, _NAN, _OBJECT = 1, 2, 5


def bracket(id_: Any) -> int:
    """Where values of this type stand in MongoDB's order. NaN, which ranges treat apart, has a bracket of its own."""
    if id_ is None:
        return _NULL
    if _is_nan(id_):
        return _NAN
    return next((order for order, types in _BRACKETS if isinstance(id_, types)), _OBJECT)


def key(id_: Any) -> Key:
    """An `_id` that Python can tell from every other as MongoDB does: 1 is 1.0, but true is not 1."""
    order = bracket(id_)
    if order in {3, 4, 7}:
        return order, id_.to_decimal() if isinstance(id_, Decimal128) else id_
    return order, bson.encode({"": id_})


def _is_nan(id_: Any) -> bool:
    if isinstance(id_, Decimal128):
        return bool(id_.to_decimal().is_nan())
    return isinstance(id_, float) and isnan(id_)
