"""When sessions are, in minutes, and which of them meet: plain arithmetic, for whoever checks what others computed."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from multitrainer.solver.documents.intervals import DAYS, Interval, Weekly

HOUR = 60
DAY = 24 * HOUR
WEEK = 7 * DAY
FIRST = datetime(2001, 1, 1)  # noqa: DTZ001  (a Monday; clocks have no zones)


class Span(NamedTuple):
    """From a minute to another: since Monday's midnight and every week, or since the first day and once."""

    start: int
    end: int
    weekly: bool

    @property
    def length(self) -> int:
        """Minutes."""
        return self.end - self.start


def span(interval: Interval) -> Span:
    """An interval in minutes."""
    if isinstance(interval, Weekly):
        midnight = DAYS.index(interval.day) * DAY
        return Span(midnight + _of_day(interval.start), midnight + _of_day(interval.end), weekly=True)
    return Span(_of_date(interval.start), _of_date(interval.end), weekly=False)


def spans(intervals: Iterable[Interval]) -> tuple[Span, ...]:
    """Intervals in minutes."""
    return tuple(map(span, intervals))


def minutes(hours: float) -> int:
    """Hours in whole minutes."""
    return round(hours * HOUR)


def meet(one: Span, other: Span, rest: int = 0) -> bool:
    """Whether they ever overlap, or fewer than `rest` minutes lie between them.

    What is weekly happens in every week: it is enough if it meets the other one in some week.
    """
    if not one.weekly and not other.weekly:
        return one.start < other.end + rest and other.start < one.end + rest
    # The first week in which the other one, with its rest, ends behind the beginning of this one.
    weeks = (one.start - other.end - rest) // WEEK + 1
    return other.start + weeks * WEEK < one.end + rest


def meetings(several: Sequence[tuple[Span, int]], rest: int = 0) -> Iterator[tuple[int, int]]:
    """The owners of spans that meet, as pairs in order; a pair may come more than once. Nobody meets themselves."""
    dated = sorted((one, owner) for one, owner in several if not one.weekly)
    for n, (one, owner) in enumerate(dated):
        for k in range(n + 1, len(dated)):
            other, another = dated[k]
            if other.start >= one.end + rest:
                break
            if owner != another:
                yield min(owner, another), max(owner, another)
    yield from _weekly_meetings(several, rest)


def _weekly_meetings(several: Sequence[tuple[Span, int]], rest: int) -> Iterator[tuple[int, int]]:
    """Those of which at least one is weekly: every span against the weekly ones near it, on the clock of a week."""
    weekly = sorted((one, owner) for one, owner in several if one.weekly)
    rounds = [(one.start + turn * WEEK, owner, one) for turn in (-1, 0, 1, 2) for one, owner in weekly]
    starts = [start for start, _, _ in rounds]
    for one, owner in {(_on_the_clock(one), owner) for one, owner in several} if weekly else ():
        first = bisect_left(starts, one.start - rest - DAY)
        for k in range(first, bisect_left(starts, one.end + rest)):
            _, another, other = rounds[k]
            if owner != another and meet(one, other, rest):
                yield min(owner, another), max(owner, another)


def _on_the_clock(one: Span) -> Span:
    """Where a span lies in the week; nothing that lasts longer than a week lies there more than once."""
    start = one.start % WEEK
    return Span(start, start + min(one.length, WEEK), weekly=True)


def by_day(several: Iterable[Span]) -> dict[int, list[Span]]:
    """Spans by the day that they are on, counted as their minutes are; what goes beyond midnight is cut there."""
    days: dict[int, list[Span]] = {}
    for one in several:
        for day in range(one.start // DAY, (one.end - 1) // DAY + 1):
            piece = Span(max(one.start, day * DAY), min(one.end, (day + 1) * DAY), one.weekly)
            days.setdefault(day, []).append(piece)
    return days


def _of_day(time: str) -> int:
    return int(time[:2]) * HOUR + int(time[3:])


def _of_date(time: datetime) -> int:
    passed = time - FIRST
    return passed.days * DAY + passed.seconds // 60
