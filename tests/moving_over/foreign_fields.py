"""Fields that multitrainer knows nothing about, as years of other programs have left them."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

from bson import Decimal128, Int64, ObjectId, Timestamp
from bson.binary import Binary
from bson.datetime_ms import DatetimeMS
from bson.regex import Regex

KEYS = ("", "room", "fee", "notes", "Gebühr", "备注", "timetable", "emoji 🎓", "legacy_id", "with space", "0")
WORDS = ("", "Ada", "Grüße", "学校", "a\u2028b", "🎓", "x" * 200)
FLOATS = (0.0, -0.0, 0.1, 1e308, float("inf"), float("-inf"), float("nan"))
# As far as datetime goes: SecantusDB refuses what is beyond, which MongoDB stores.
FAR_DATES = (DatetimeMS(-62135596800000), DatetimeMS(253402300799999))
DEEPEST = 4

VALUES: tuple[Callable[[Random], Any], ...] = (
    lambda chance: chance.choice(WORDS),
    lambda chance: chance.choice(FLOATS),
    lambda chance: chance.randint(-(2**31), 2**31 - 1),
    lambda chance: Int64(chance.choice((5, -(2**63), 2**63 - 1))),
    lambda chance: chance.choice((True, False, None)),
    lambda chance: Decimal128(chance.choice(("1.50", "-0", "NaN", "9.999E+6144"))),
    lambda chance: Binary(chance.randbytes(chance.randint(0, 20)), chance.choice((0, 5, 128))),
    lambda chance: Regex(chance.choice(("^a.*", "")), chance.choice(("", "im"))),
    lambda chance: Timestamp(chance.randint(0, 2**32 - 1), chance.randint(0, 9)),
    lambda chance: some_date(chance),
    lambda chance: chance.choice(FAR_DATES),
    lambda chance: some_id(chance),
)


def foreign_fields(chance: Random) -> dict[str, Any]:
    """Up to six fields of any kind, nested up to four deep."""
    return {key: _value(chance, 1) for key in chance.sample(KEYS, chance.randint(0, 6))}


def some_id(chance: Random) -> ObjectId:
    """An ObjectId of this chance alone."""
    return ObjectId(chance.randbytes(12))


def some_date(chance: Random) -> datetime:
    """A date of the last years, in milliseconds."""
    return datetime(2015, 1, 1, tzinfo=UTC) + timedelta(milliseconds=chance.randrange(10**12 // 4))


def _value(chance: Random, depth: int) -> Any:
    if depth < DEEPEST and chance.random() < 0.3:
        return _nested(chance, depth + 1)
    return chance.choice(VALUES)(chance)


def _nested(chance: Random, depth: int) -> Any:
    size = chance.randint(0, 3)
    if chance.random() < 0.5:
        return [_value(chance, depth) for _ in range(size)]
    return {key: _value(chance, depth) for key in chance.sample(KEYS, size)}
