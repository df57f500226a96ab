"""Working time: from one moment to another, only what lies in the institute's working hours.

A moment is in working hours where the institute's clock shows a time of them, on a day that is no holiday. So an hour
that comes twice counts twice, and one that is left out does not count.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from multitrainer.domain.intervals import Interval
from multitrainer.domain.timetable import days
from multitrainer.domain.week import MINUTES_OF_A_DAY

DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
DAYS_OF_A_WEEK = 7
LONGEST_WAIT = timedelta(days=3 * 366)
"""Nobody waits longer, however many holidays there are."""


class Hours(NamedTuple):
    """From one minute of a day to just before another; 1440 is the end of the day."""

    begin: int
    end: int


Week = tuple[tuple[Hours, ...], ...]
"""The hours of each weekday, the first is Monday."""

OFFICE = (Hours(9 * 60, 17 * 60),)
USUAL_WEEK: Week = (*(OFFICE for _ in range(5)), (), ())


@dataclass(frozen=True, slots=True)
class WorkingTime:
    """An institute's working hours. Raises ValueError for a week that makes no sense."""

    zone: ZoneInfo
    week: Week = USUAL_WEEK
    off: frozenset[date] = frozenset()
    """Holidays."""

    def __post_init__(self) -> None:
        if len(self.week) != DAYS_OF_A_WEEK or not any(self.week):
            raise ValueError("A week has seven days, with working hours on one of them at least.")
        for hours in self.week:
            if not _are_in_order(hours):
                raise ValueError("Working hours of a day come one after the other, within the day.")

    def after(self, start: datetime, wait: timedelta) -> datetime:
        """The moment by which so much working time has gone by since `start`; in UTC, three years on at the latest."""
        left = wait
        for one in self._from(start, start + LONGEST_WAIT):
            if left <= one.end - one.start:
                return one.start + left
            left -= one.end - one.start
        return start.astimezone(UTC) + LONGEST_WAIT

    def between(self, start: datetime, end: datetime) -> timedelta:
        """How much working time lies between two moments."""
        return sum((one.end - one.start for one in self._from(start, end)), timedelta())

    def _from(self, start: datetime, end: datetime) -> Iterator[Interval]:
        """What of the working hours lies between two moments, in order, in UTC."""
        at, end = start.astimezone(UTC), end.astimezone(UTC)
        while at < end:
            until = min(at + DAY, end)
            for part in _parts(Interval(at, until), self.zone):
                yield from self._within(part)
            at = until

    def _within(self, part: Interval) -> Iterator[Interval]:
        """The same of a part of which all has the same difference from UTC."""
        offset = part.start.astimezone(self.zone).replace(tzinfo=None) - part.start.replace(tzinfo=None)
        shown = [at.replace(tzinfo=None) + offset for at in part]
        for day in days(shown[0].date(), shown[1].date()):
            for hours in () if day in self.off else self.week[day.weekday()]:
                begin, end = (datetime.combine(day, time(), UTC) + minute * MINUTE - offset for minute in hours)
                if max(begin, part.start) < min(end, part.end):
                    yield Interval(max(begin, part.start), min(end, part.end))


def _are_in_order(hours: tuple[Hours, ...]) -> bool:
    times = [minute for one in hours for minute in one]
    rising = all(one < other for one, other in hours) and times == sorted(times)
    return rising and all(0 <= minute <= MINUTES_OF_A_DAY for minute in times)


def _parts(whole: Interval, zone: ZoneInfo) -> Iterator[Interval]:
    """A time of a day at the most, in two where clocks are changed within it."""
    if _offset(whole.start, zone) == _offset(whole.end - MINUTE / 60, zone):
        yield whole
        return
    before, after = whole
    while after - before > timedelta(microseconds=1):
        middle = before + (after - before) / 2
        same = _offset(middle, zone) == _offset(whole.start, zone)
        before, after = (middle, after) if same else (before, middle)
    yield Interval(whole.start, after)
    yield Interval(after, whole.end)


def _offset(at: datetime, zone: ZoneInfo) -> timedelta | None:
    return at.astimezone(zone).utcoffset()
