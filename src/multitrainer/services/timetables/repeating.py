"""On which days an event of a calendar takes place that repeats, as RFC 5545 has it."""

from collections.abc import Collection, Iterator
from datetime import date, datetime, time
from itertools import islice
from typing import Any, NamedTuple

from dateutil.rrule import rrulestr
from icalendar import Component

from multitrainer.domain.errors import UnreadableFile
from multitrainer.domain.sentences import Sentence

EVERY = {"FREQ", "INTERVAL", "COUNT", "UNTIL", "WKST"}
BY_DAYS = {"BYMONTH", "BYMONTHDAY", "BYDAY", "BYYEARDAY", "BYWEEKNO", "BYSETPOS"}
FOLLOWED = {"YEARLY": EVERY | BY_DAYS, "MONTHLY": EVERY | BY_DAYS, "WEEKLY": EVERY | {"BYDAY"}, "DAILY": EVERY}
"""What a rule of each frequency may say. The rest is for times of day, or looked for long where it never comes."""

EARLIEST = 1900
"""The first year in which something may begin that repeats."""


class Window(NamedTuple):
    """The days for which repetitions are wanted, both included."""

    since: date
    until: date


def repeats(event: Component) -> bool:
    """Whether it takes place on more days than the one that it names."""
    return "rrule" in event or "rdate" in event


def days_of(event: Component, window: Window, instead: Collection[date] = ()) -> Iterator[date]:
    """The first days of an event of whole days, those left out that others are `instead` of.

    Raises UnreadableFile for a rule that is not followed, and ValueError for what is none.
    """
    first = event.decoded("dtstart")
    found = {
        first,
        *_named(event, "rdate"),
        *(day for rule in _all(event, "rrule") for day in _by(rule, first, window)),
    }
    off = {*instead, *_named(event, "exdate")}
    return (day for day in sorted(found - off) if window.since <= day <= window.until)


def _by(rule: Any, first: date, window: Window) -> Iterator[date]:
    """Until when and how often is counted here: by both at once dateutil would not."""
    if not _is_followed(rule, first):
        raise UnreadableFile(
            Sentence("The rule {rule} is not followed. Export its days themselves.", rule=rule.to_ical().decode()[:100])
        )
    counted = {name: value for name, value in rule.items() if name not in {"COUNT", "UNTIL"}}
    last = min([window.until, *map(day_of, rule.get("UNTIL", ()))])
    there = rrulestr(type(rule)(counted).to_ical().decode(), dtstart=datetime.combine(first, time()))
    until = there.replace(until=datetime.combine(last, time()))
    return (moment.date() for moment in islice(until, *rule.get("COUNT", (None,))))


def _is_followed(rule: Any, first: date) -> bool:
    frequency = str(*rule.get("FREQ", ("",))).upper()
    interval, *_ = rule.get("INTERVAL", (1,))
    return {*rule} <= FOLLOWED.get(frequency, set()) and interval >= 1 and first.year >= EARLIEST


def _named(event: Component, name: str) -> Iterator[date]:
    """The days that a property lists; it may be there several times. Of a period, when it begins."""
    for listed in _all(event, name):
        for one in listed.dts:
            yield day_of(one.dt[0] if isinstance(one.dt, tuple) else one.dt)


def _all(event: Component, name: str) -> list[Any]:
    found = event.get(name, [])
    return found if isinstance(found, list) else [found]


def day_of(value: date) -> date:
    """The day of a date, or of a moment where somebody wrote that."""
    return value.date() if isinstance(value, datetime) else value
