"""A trainer's week between its document and the domain's value."""

from collections.abc import Iterable, Iterator
from typing import Any

from multitrainer.domain.availability import Availability, Level, Painted
from multitrainer.domain.errors import SenselessAvailability
from multitrainer.domain.week import Day, minute_of, time_of
from multitrainer.stored.faults import as_list

Raw = dict[str, Any]


def read_availability(raw: Any) -> Availability:
    """The week that is stated of a trainer, from the field `availability` of multitrainer_trainers.

    What somebody's hand wrote badly is not stated: a part that can't be read, or that overlaps one before it.
    """
    parts = [part for part in map(_part, as_list(raw)) if part]
    try:
        return Availability(tuple(parts))
    except SenselessAvailability:
        return Availability(tuple(_sound(parts)))


def write_availability(week: Availability) -> list[Raw]:
    """What is stored of a week, which is what the wire has, in the order in which it was said."""
    return [
        {"day": part.day.value, "start": time_of(part.start), "end": time_of(part.end), "level": part.level.value}
        for part in week.painted
    ]


def unreadable_parts(raw: Any) -> int:
    """How many parts of a stored week are not stated, because nobody can read them."""
    if raw is None:
        return 0
    return len(raw) - len(read_availability(raw).painted) if isinstance(raw, list) else 1


def _part(raw: Any) -> Painted | None:
    try:
        return Painted(Day(raw["day"]), minute_of(raw["start"]), minute_of(raw["end"]), Level(raw["level"]))
    except (KeyError, TypeError, ValueError):
        return None


def _sound(parts: Iterable[Painted]) -> Iterator[Painted]:
    """Those that make sense with those before them."""
    kept: list[Painted] = []
    for part in parts:
        try:
            Availability((*kept, part))
        except SenselessAvailability:
            continue
        kept.append(part)
        yield part
