"""What a batch's sessions take of each day and week, for limits and for the gaps between sessions."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate
from typing import NamedTuple

from multitrainer.solver.documents.intervals import DAY_MINUTES, Interval
from multitrainer.solver.instances.timeline import Span, span_of

WEEKDAYS = 7


class Days(NamedTuple):
    """One batch's sessions. `unscheduled` are the minutes a week of a batch that has none."""

    sessions: tuple[Span, ...]
    unscheduled: int


def days_of(sessions: Sequence[Interval], minutes: int) -> Days:
    """The days of a batch with these sessions and so many minutes a week."""
    return Days(tuple(span_of(s) for s in sessions), 0 if sessions else minutes)


def most_of_a_day(several: Iterable[Days]) -> int:
    """The most minutes that sessions take of any day: of the week, or of a date on which weekly ones count, too."""
    weekly, dated = by_day(several)
    weekdays = [sum(s.end - s.start for s in weekly[day]) for day in range(WEEKDAYS)]
    return max((*weekdays, *(weekdays[d % WEEKDAYS] + length(spans) for d, spans in dated.items())))


def most_of_a_week(several: Iterable[Days]) -> int:
    """The most minutes that they take of any week."""
    several = [*several]
    weekly, dated = by_day(several)
    always = sum(d.unscheduled for d in several) + sum(map(length, weekly.values()))
    weeks: dict[int, int] = defaultdict(int)
    for day, spans in dated.items():
        weeks[day // WEEKDAYS] += length(spans)
    return always + max(weeks.values(), default=0)


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
    weekly: dict[int, list[Span]] = defaultdict(list)
    dated: dict[int, list[Span]] = defaultdict(list)
    for days in several:
        for span in days.sessions:
            for day, piece in _cut(span):
                (dated if span.dated else weekly)[day].append(piece)
    return weekly, dated


def _cut(span: Span) -> Iterable[tuple[int, Span]]:
    for day in range(span.start // DAY_MINUTES, (span.end - 1) // DAY_MINUTES + 1):
        midnight = day * DAY_MINUTES
        yield day, Span(max(span.start, midnight), min(span.end, midnight + DAY_MINUTES), span.dated)
