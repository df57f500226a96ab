"""What a batch's sessions take of each day and week, for limits and for the gaps between sessions."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate, chain
from typing import NamedTuple

from multitrainer.solver.documents.intervals import DAY_MINUTES, Interval
from multitrainer.solver.instances.timeline import Span, span_of

WEEKDAYS = 7
NO_DAYS = (0,) * WEEKDAYS


class Days(NamedTuple):
    """One batch's sessions, and the minutes that they take: counted once, because limits are asked ever again."""

    sessions: tuple[Span, ...]
    unscheduled: int
    """Minutes a week of a batch that has no sessions."""

    weekdays: tuple[int, ...]
    dates: Mapping[int, int]
    weeks: Mapping[int, int]
    """By date and week: minutes of what is not weekly."""


def days_of(sessions: Sequence[Interval], minutes: int) -> Days:
    """The days of a batch with these sessions and so many minutes a week."""
    spans = tuple(span_of(s) for s in sessions)
    weekly, dated = _by_day(spans)
    dates = {day: length(pieces) for day, pieces in dated.items()}
    weeks = _sums((day // WEEKDAYS, taken) for day, taken in dates.items())
    return Days(spans, 0 if spans else minutes, tuple(length(weekly[day]) for day in range(WEEKDAYS)), dates, weeks)


def most_of_a_day(several: Iterable[Days]) -> int:
    """The most minutes that sessions take of any day: of the week, or of a date on which weekly ones count, too."""
    several = [*several]
    weekdays: list[int] = [sum(taken) for taken in zip(NO_DAYS, *(d.weekdays for d in several), strict=True)]
    dates = _sums(chain.from_iterable(d.dates.items() for d in several))
    return max((*weekdays, *(weekdays[day % WEEKDAYS] + taken for day, taken in dates.items())))


def most_of_a_week(several: Iterable[Days]) -> int:
    """The most minutes that they take of any week."""
    several = [*several]
    weeks = _sums(chain.from_iterable(d.weeks.items() for d in several))
    return sum(d.unscheduled + sum(d.weekdays) for d in several) + max(weeks.values(), default=0)


def idle_minutes(several: Iterable[Days]) -> int:
    """The minutes between one session and the next of a day: weekly ones by weekday, dated ones by date."""
    weekly, dated = by_day(several)
    return sum(_gaps(spans) for days in (weekly, dated) for spans in days.values())


def _gaps(spans: Iterable[Span]) -> int:
    ordered = sorted(spans)
    busy_until = accumulate((s.end for s in ordered), max)  # the next one may begin while an earlier one goes on
    return sum(max(0, after.start - until) for until, after in zip(busy_until, ordered[1:], strict=False))


def length(spans: Iterable[Span]) -> int:
    """The minutes of all together."""
    return sum(s.end - s.start for s in spans)


def by_day(several: Iterable[Days]) -> tuple[Mapping[int, list[Span]], Mapping[int, list[Span]]]:
    """Sessions by the day of the week, and dated ones by date; what goes beyond midnight is cut there."""
    return _by_day(span for days in several for span in days.sessions)


def _by_day(spans: Iterable[Span]) -> tuple[Mapping[int, list[Span]], Mapping[int, list[Span]]]:
    weekly: dict[int, list[Span]] = defaultdict(list)
    dated: dict[int, list[Span]] = defaultdict(list)
    for span in spans:
        for day, piece in _cut(span):
            (dated if span.dated else weekly)[day].append(piece)
    return weekly, dated


def _sums(several: Iterable[tuple[int, int]]) -> dict[int, int]:
    sums: dict[int, int] = {}
    for key, taken in several:
        sums[key] = sums.get(key, 0) + taken
    return sums


def _cut(span: Span) -> Iterable[tuple[int, Span]]:
    for day in range(span.start // DAY_MINUTES, (span.end - 1) // DAY_MINUTES + 1):
        midnight = day * DAY_MINUTES
        yield day, Span(max(span.start, midnight), min(span.end, midnight + DAY_MINUTES), span.dated)
