"""Timetables as language schools have them: two or three times a week, most in the evening, so that they collide."""

from collections.abc import Sequence
from random import Random
from typing import NamedTuple

from multitrainer.solver.documents.intervals import DAYS, Weekly, minute_of_day

PATTERNS = ((0, 2), (1, 3), (0, 2), (1, 3), (4, 5), (0, 3), (1, 4), (2, 4), (5,), (0, 2, 4))
EVENINGS = ("17:30", "18:00", "18:00", "18:30", "19:00", "19:30")
BY_DAY = ("08:00", "09:00", "10:30", "13:00", "15:00")
SATURDAYS = ("09:00", "09:30", "10:00", "13:30")
SATURDAY = 5
SHARE_OF_EVENINGS = 0.55
HOURS = (3.0, 3.0, 3.0, 4.0, 4.0, 4.0, 4.5, 5.0, 5.0, 6.0)


class Time(NamedTuple):
    """From one minute of a day of the week to another."""

    day: int
    start: int
    end: int

    def overlaps(self, other: "Time") -> bool:
        """Whether both are at once, somewhen."""
        return self.day == other.day and self.start < other.end and other.start < self.end

    @property
    def weekly(self) -> Weekly:
        """As the problem's document has it."""
        return Weekly(day=DAYS[self.day], start=_clock(self.start), end=_clock(self.end))


Times = tuple[Time, ...]


def _clock(minute: int) -> str:
    return f"{minute // 60:02d}:{minute % 60:02d}"


def a_timetable(hours: float, chance: Random) -> Times:
    """So many hours, in sessions of equal length."""
    days = chance.choice(PATTERNS)
    minutes = round(hours * 60) // len(days)
    usual = chance.choice(EVENINGS if chance.random() < SHARE_OF_EVENINGS else BY_DAY)
    return tuple(_session(day, usual, minutes, chance) for day in days)


def _session(day: int, usual: str, minutes: int, chance: Random) -> Time:
    start = minute_of_day(chance.choice(SATURDAYS) if day == SATURDAY else usual)
    return Time(day, start, start + minutes)


def time_off(chance: Random) -> Times:
    """When somebody who works part-time isn't there: all mornings, all evenings of two days, or two whole days."""
    days = chance.sample(range(6), 2)
    mornings = tuple(Time(day, 0, 15 * 60) for day in range(5))
    evenings = tuple(Time(day, 17 * 60, 24 * 60) for day in days)
    return chance.choice((mornings, evenings, tuple(Time(day, 0, 24 * 60) for day in days)))


def collide(these: Sequence[Time], those: Sequence[Time]) -> bool:
    """Whether any of these is at the same time as any of those."""
    return any(this.overlaps(that) for this in these for that in those)
