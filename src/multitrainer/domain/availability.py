"""A trainer's week: when they are available, rather not, or not."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import pairwise
from typing import NamedTuple
from zoneinfo import ZoneInfo

from multitrainer.domain.errors import SenselessAvailability
from multitrainer.domain.sentences import Sentence
from multitrainer.domain.week import DAY_NAMES, MINUTES_OF_A_DAY, Day, time_of

DAYS = tuple(Day)


class Level(StrEnum):
    """How willingly somebody teaches at a time."""

    AVAILABLE = "available"
    RATHER_NOT = "rather-not"
    NOT = "not"


WORSE = {Level.AVAILABLE: 0, Level.RATHER_NOT: 1, Level.NOT: 2}


class Painted(NamedTuple):
    """A part of a weekday; `start` and `end` are minutes since midnight by the institute's clocks, 0 to 1440."""

    day: Day
    start: int
    end: int
    level: Level


@dataclass(frozen=True, slots=True)
class Availability:
    """A week, painted in parts that do not overlap. What is not painted is available.

    Raises SenselessAvailability.
    """

    painted: tuple[Painted, ...] = ()

    def __post_init__(self) -> None:
        for part in self.painted:
            if not 0 <= part.start < part.end <= MINUTES_OF_A_DAY:
                raise SenselessAvailability(
                    Sentence(
                        "On {day} a part ends after it begins, between 00:00 and 24:00, not {start} to {end}.",
                        **_said(part),
                    )
                )
        for one, next_one in pairwise(sorted(self.painted, key=lambda p: (p.day, p.start))):
            if one.day is next_one.day and next_one.start < one.end:
                raise SenselessAvailability(
                    Sentence(
                        "On {day} two parts overlap: {start} to {end} and {then} to {until}.",
                        **_said(one),
                        then=time_of(next_one.start),
                        until=time_of(next_one.end),
                    )
                )

    def worst(self, pieces: Iterable["Piece"]) -> Level:
        """The least willing level in any of some pieces of the week."""
        worst = Level.AVAILABLE
        for day, start, end in pieces if self.painted else ():
            for part in self.painted:
                if part.day is day and part.start < end and start < part.end and WORSE[part.level] > WORSE[worst]:
                    worst = part.level
        return worst

    def at(self, when: datetime, zone: ZoneInfo) -> Level:
        """The level at an instant, which is aware."""
        return self.worst(pieces(when, when + timedelta(minutes=1), zone))

    def over(self, start: datetime, end: datetime, zone: ZoneInfo) -> Level:
        """The least willing level between two instants, which are aware."""
        return self.worst(pieces(start, end, zone))


class Piece(NamedTuple):
    """A part of a weekday by the institute's clocks, in minutes since midnight."""

    day: Day
    start: int
    end: int


def pieces(start: datetime, end: datetime, zone: ZoneInfo) -> tuple[Piece, ...]:
    """The time between two instants as clocks on the wall show it: cut at midnight, and where clocks are changed.

    An hour that comes twice is in it twice, one that is left out is not in it.
    """
    if start >= end:
        return ()
    local = start.astimezone(zone)
    midnight = datetime(local.year, local.month, local.day, tzinfo=zone) + timedelta(days=1)
    until = _clocks_changed(start, min(end, midnight.astimezone(start.tzinfo)), zone)
    first = 60 * local.hour + local.minute
    # An odd second counts as its whole minute.
    last = first - (-(until - start + timedelta(seconds=local.second)) // timedelta(minutes=1))
    return (Piece(DAYS[local.weekday()], first, min(last, MINUTES_OF_A_DAY)), *pieces(until, end, zone))


def _clocks_changed(start: datetime, end: datetime, zone: ZoneInfo) -> datetime:
    """When clocks are changed between two instants of one day, to the minute; else the end."""
    offset = start.astimezone(zone).utcoffset()
    low, high = 0, int((end - start) / timedelta(minutes=1))
    if (start + timedelta(minutes=high)).astimezone(zone).utcoffset() == offset:
        return end
    while high - low > 1:
        middle = (low + high) // 2
        same = (start + timedelta(minutes=middle)).astimezone(zone).utcoffset() == offset
        low, high = (middle, high) if same else (low, middle)
    return start + timedelta(minutes=high)


def _said(part: Painted) -> dict[str, Sentence | str]:
    return {"day": DAY_NAMES[part.day], "start": time_of(part.start), "end": time_of(part.end)}
