"""Times as bits: two sessions meet if their numbers have a bit in common, whatever mixture of weeks and dates they are.

Time is cut wherever any interval begins or ends, and each piece is a bit. There is one week that stands for all, and
each week that has a dated session besides. What happens every week is in all of them; what has a date is in its own
week. A date's unavailability also lies in the week that stands for all, because it meets what happens every week.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from multitrainer.solver.documents.intervals import (
    DAY_MINUTES,
    DAYS,
    WEEK_MINUTES,
    Interval,
    Weekly,
    minute_of_day,
    minute_of_time,
)


class Span(NamedTuple):
    """An interval in minutes: of the week, or since a Monday long ago."""

    start: int
    end: int
    dated: bool


def span_of(interval: Interval) -> Span:
    """An interval in minutes."""
    if isinstance(interval, Weekly):
        midnight = DAYS.index(interval.day) * DAY_MINUTES
        return Span(midnight + minute_of_day(interval.start), midnight + minute_of_day(interval.end), dated=False)
    return Span(minute_of_time(interval.start), minute_of_time(interval.end), dated=True)


EVERY_WEEK = -(10**6)
"""The number of the week that stands for all: long before any other."""


class Timeline:
    """The pieces into which some problem's time is cut. `rest` is in minutes, and belongs to the session before it."""

    def __init__(self, sessions: Iterable[Sequence[Interval]], unavailable: Iterable[Sequence[Interval]], rest: int):
        self._rest = rest
        teaching = {span_of(interval) for several in sessions for interval in several}
        self._weeks = sorted({EVERY_WEEK, *(week for s in teaching if s.dated for week in _weeks_of(s, rest))})
        spans = [*(self._resting(s) for s in teaching), *teaching]
        spans += {span_of(interval) for several in unavailable for interval in several}
        pieces = {p for span in spans for p in self._places(span)} | {p for s in spans for p in self._in_general(s)}
        self._cuts = sorted({minute for piece in pieces for minute in piece})

    def busy(self, sessions: Sequence[Interval]) -> int:
        """The time that sessions take of whoever teaches them, with the rest after each."""
        return self._bits(piece for s in sessions for piece in self._places(self._resting(span_of(s))))

    def taking(self, sessions: Sequence[Interval]) -> int:
        """The time of sessions alone."""
        return self._bits(piece for s in sessions for piece in self._places(span_of(s)))

    def away(self, unavailable: Sequence[Interval]) -> int:
        """The time in which somebody can't teach."""
        spans = [span_of(interval) for interval in unavailable]
        return self._bits(piece for s in spans for piece in (*self._places(s), *self._in_general(s)))

    def _resting(self, span: Span) -> Span:
        return span._replace(end=span.end + self._rest)

    def _places(self, span: Span) -> Iterator[tuple[int, int]]:
        """Where an interval lies in the weeks that there are."""
        if span.dated:
            for week in _weeks_of(span, 0):
                if week in self._weeks:
                    yield _clipped(span.start, span.end, week)
            return
        for week in self._weeks:
            begin = week * WEEK_MINUTES
            yield _clipped(span.start + begin, span.end + begin, week)
            if (over := span.end - WEEK_MINUTES) > 0:
                yield begin, begin + over

    def _in_general(self, span: Span) -> Iterator[tuple[int, int]]:
        """Where an interval of some date lies in the week that stands for all."""
        if not span.dated:
            return
        begin = EVERY_WEEK * WEEK_MINUTES
        if span.end - span.start >= WEEK_MINUTES:
            yield begin, begin + WEEK_MINUTES
            return
        start = span.start % WEEK_MINUTES
        end = start + span.end - span.start
        yield begin + start, begin + min(end, WEEK_MINUTES)
        if end > WEEK_MINUTES:
            yield begin, begin + end - WEEK_MINUTES

    def _bits(self, pieces: Iterable[tuple[int, int]]) -> int:
        bits = 0
        for start, end in pieces:
            low, high = bisect_left(self._cuts, start), bisect_left(self._cuts, end)
            bits |= (1 << high) - (1 << low)
        return bits


def _weeks_of(span: Span, rest: int) -> range:
    return range(span.start // WEEK_MINUTES, (span.end + rest - 1) // WEEK_MINUTES + 1)


def _clipped(start: int, end: int, week: int) -> tuple[int, int]:
    begin = week * WEEK_MINUTES
    return max(start, begin), min(end, begin + WEEK_MINUTES)
