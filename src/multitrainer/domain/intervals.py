"""Intervals of time: what two sets of them have in common, and what one has that the other has not."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple


class Interval(NamedTuple):
    """From `start` until just before `end`: aware, in UTC."""

    start: datetime
    end: datetime

    @property
    def hours(self) -> float:
        """Its length."""
        return (self.end - self.start).total_seconds() / 3600

    def overlaps(self, start: datetime, end: datetime) -> bool:
        """Whether some of it lies between these two."""
        return self.start < end and start < self.end


def united(intervals: Iterable[Interval]) -> tuple[Interval, ...]:
    """The same time in as few intervals as can be, in order. What adjoins becomes one; what has no length goes."""
    joined: list[Interval] = []
    for one in sorted(i for i in intervals if i.start < i.end):
        if joined and one.start <= joined[-1].end:
            joined[-1] = Interval(joined[-1].start, max(joined[-1].end, one.end))
        else:
            joined.append(one)
    return tuple(joined)


def without(intervals: Iterable[Interval], gone: Iterable[Interval]) -> tuple[Interval, ...]:
    """What is left of some intervals, in order, once others are taken out of them."""
    left = united(intervals)
    for hole in united(gone):
        left = tuple(piece for one in left for piece in _less(one, hole) if piece.start < piece.end)
    return left


def _less(one: Interval, hole: Interval) -> tuple[Interval, ...]:
    if not one.overlaps(*hole):
        return (one,)
    return Interval(one.start, max(one.start, hole.start)), Interval(min(one.end, hole.end), one.end)
