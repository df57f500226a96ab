"""When a batch meets: its timetable, and the single meetings that follow from it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple
from zoneinfo import ZoneInfo

from multitrainer.domain.errors import SenselessTimetable
from multitrainer.domain.local_time import at_time, span
from multitrainer.domain.sentences import Sentence
from multitrainer.domain.week import Day, Meeting

DAY = timedelta(days=1)
YEAR = timedelta(days=366)
DAYS = tuple(Day)
MOST_EXCEPTIONS = 366
MOST_HOLIDAYS = 500
LONGEST_PERIOD = timedelta(days=3 * 366)
LONGEST_HOLIDAY = timedelta(days=366)


class Single(NamedTuple):
    """A meeting of one date, from one time on the institute's clock to another."""

    start: datetime
    end: datetime


class Holiday(NamedTuple):
    """Days on which no batch meets, both included."""

    name: str
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Timetable:
    """The weekly meetings of a batch within its period, but for exceptions, and single ones at any time.

    Nothing is planned without a first day. Without a last day it goes on. Raises SenselessTimetable.
    """

    weekly: tuple[Meeting, ...] = ()
    single: tuple[Single, ...] = ()
    first: date | None = None
    last: date | None = None
    exceptions: frozenset[date] = frozenset()

    def __post_init__(self) -> None:
        for field, refusal in _senseless(self):
            raise SenselessTimetable(refusal, field=field)


class Planned(NamedTuple):
    """A meeting as the timetable has it. `number` counts those of a day from 0; with the day, it stays its name."""

    day: date
    number: int
    start: datetime
    end: datetime


class _Local(NamedTuple):
    day: date
    start: datetime
    end: datetime


def planned(
    timetable: Timetable, since: date, until: date, holidays: Iterable[Holiday], zone: ZoneInfo
) -> Iterator[Planned]:
    """What a timetable says of the days from one to another, both included, in their order.

    Single meetings take place on holidays too: whoever names a date means it.
    """
    if timetable.first is None:
        return
    wanted = sorted({*_weekly(timetable, since, until, days_off(holidays)), *_single(timetable, since, until)})
    for day, meetings in groupby(wanted, key=attrgetter("day")):
        for number, one in enumerate(meetings):
            yield Planned(day, number, *span(one.start, one.end, zone))


def why_nothing_is_planned(*, begins: bool, meets: bool) -> str | None:
    """A sentence for whoever states a timetable of which no sessions come; None where some may."""
    if not begins:
        return "No sessions are made until the timetable says from which day on: `from`."
    if not meets:
        return "No sessions are made until the timetable, or the batch's slot, says when it meets: `sessions`."
    return None


def overlapping(one: Timetable, other: Timetable, since: date) -> tuple[Meeting | Single, ...]:
    """The meetings of another timetable that are, some time in a year from a day on, at the time of one of the first.

    By the clock, and whatever holidays there are.
    """
    if one.first is None or other.first is None:
        return ()
    until, ours = since + YEAR, dict[date, list[_Local]]()
    for local in (*_weekly(one, since, until, frozenset()), *_single(one, since, until)):
        for day in days(local.start.date(), local.end.date()):
            ours.setdefault(day, []).append(local)
    each: list[tuple[Meeting | Single, Timetable]] = [(m, replace(other, weekly=(m,), single=())) for m in other.weekly]
    each += [(single, replace(other, weekly=(), single=(single,))) for single in other.single]
    return tuple(meeting for meeting, alone in each if _meets(alone, ours, since, until))


def _meets(timetable: Timetable, ours: Mapping[date, list[_Local]], since: date, until: date) -> bool:
    theirs = (*_weekly(timetable, since, until, frozenset()), *_single(timetable, since, until))
    return any(
        local.start < end and start < local.end
        for _, start, end in theirs
        for day in days(start.date(), end.date())
        for local in ours.get(day, ())
    )


def days_off(holidays: Iterable[Holiday]) -> frozenset[date]:
    """Every day of some holidays."""
    return frozenset(day for one in holidays for day in days(one.first, one.last))


def days(first: date, last: date) -> Iterator[date]:
    """Every day from one to another, both included."""
    return (first + n * DAY for n in range((last - first).days + 1))


def must_be_a_holiday(one: Holiday) -> None:
    """Raises SenselessTimetable."""
    if not timedelta() <= one.last - one.first <= LONGEST_HOLIDAY:
        raise SenselessTimetable(
            Sentence(
                "Holiday {name}: its last day is the first or later, within {most} days, not {first} to {last}.",
                name=one.name,
                most=LONGEST_HOLIDAY.days,
                first=one.first,
                last=one.last,
            )
        )


def _weekly(timetable: Timetable, since: date, until: date, off: frozenset[date]) -> Iterator[_Local]:
    assert timetable.first is not None
    last = min(until, timetable.last or until)
    for day in days(max(since, timetable.first), last):
        if day in off or day in timetable.exceptions:
            continue
        midnight = datetime.combine(day, time())
        for meeting in timetable.weekly:
            if meeting.day is DAYS[day.weekday()]:
                yield _Local(day, at_time(midnight, meeting.start), at_time(midnight, meeting.end))


def _single(timetable: Timetable, since: date, until: date) -> Iterator[_Local]:
    for one in timetable.single:
        if since <= (day := one.start.date()) <= until:
            yield _Local(day, one.start, one.end)


def _senseless(timetable: Timetable) -> Iterator[tuple[str, Sentence]]:
    """Each with the field that has to change."""
    first, last = timetable.first, timetable.last
    if first is None and (last or timetable.exceptions):
        yield "from", Sentence("A timetable with a last day or exceptions needs its first day.")
    if first and last and not timedelta() <= last - first <= LONGEST_PERIOD:
        refused = Sentence(
            "A timetable's last day is its first or later, within {most} days, not {first} to {last}.",
            most=LONGEST_PERIOD.days,
            first=first,
            last=last,
        )
        yield "until", refused
    if (n := len(timetable.exceptions)) > MOST_EXCEPTIONS:
        yield "exceptions", Sentence("A timetable has at most {most} exceptions, not {n}.", most=MOST_EXCEPTIONS, n=n)
