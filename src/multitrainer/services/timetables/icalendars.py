"""Calendars as text, as RFC 5545 has it: sessions to subscribe to, and holidays that somebody hands in."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta
from itertools import islice
from typing import Any

from icalendar import Calendar, Component, Event

from multitrainer.domain.errors import SenselessTimetable, UnreadableFile
from multitrainer.domain.sentences import Sentence
from multitrainer.domain.timetable import MOST_HOLIDAYS, Holiday
from multitrainer.services.timetables.repeating import Window, day_of, days_of, repeats

Raw = Mapping[str, Any]

PRODUCT = "-//multitrainer//sessions//EN"
REFRESH = timedelta(hours=1)
WORDS = {"assistant": "As assistant.", "cover": "As cover.", "swapped": "Swapped.", "given-away": "Swapped away."}
MOST_NAME = 200

BACK, AHEAD = timedelta(days=366), timedelta(days=5 * 366)
"""For which time holidays that repeat are taken over."""
MOST_READ = 10 * MOST_HOLIDAYS
"""Some may be there already, or several times."""
MOST_THAT_REPEAT = 200


def calendar_of(trainer: str, sessions: Iterable[Raw], now: datetime) -> bytes:
    """The calendar of a trainer, by name, with the sessions as `SessionOfTrainer` shows them.

    What was cancelled, what another covers, or what was swapped away, is in it as cancelled: programs take it out by
    that. An event's UID is that of its session, whatever becomes of it.
    """
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", trainer)
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    for session in sessions:
        calendar.add_component(_event(session, now))
    return bytes(calendar.to_ical())


def holidays_in(content: bytes, today: date) -> tuple[Holiday, ...]:
    """The days of an .ics file: each event of whole days, with its name.

    What repeats is there for as long back as sessions are made, and for some years to come. Raises UnreadableFile, and
    SenselessTimetable where there is no end of it.
    """
    try:
        calendar = Calendar.from_ical(content)
        found = [*islice(_holidays(calendar, Window(today - BACK, today + AHEAD)), MOST_READ)]
    except (ValueError, KeyError, IndexError, TypeError, AttributeError, OverflowError):  # whatever stands in there
        raise UnreadableFile(
            Sentence("The file is no iCalendar (.ics). Export the calendar of holidays again.")
        ) from None
    if not found:
        raise UnreadableFile(Sentence("The calendar has no event of whole days, so it has no holidays."))
    if len(found) == MOST_READ:
        raise SenselessTimetable(
            Sentence("There can be {most} holidays at most, not {n} and more.", most=MOST_HOLIDAYS, n=MOST_READ)
        )
    return tuple(found)


def _event(session: Raw, now: datetime) -> Event:
    event = Event()
    event.add("uid", f"{session['_id']}@multitrainer")
    event.add("dtstamp", now)
    event.add("sequence", session["sequence"])
    event.add("dtstart", session["start"])
    event.add("dtend", session["end"])
    event.add("summary", ": ".join(filter(None, (session["courseName"], session["batchName"]))))
    event.add("status", "CANCELLED" if _is_off(session) else "CONFIRMED")
    if words := _words(session):
        event.add("description", words)
    return event


def _is_off(session: Raw) -> bool:
    return session["status"] == "cancelled" or session["as"] == "given-away" or _is_covered(session)


def _is_covered(session: Raw) -> bool:
    return session["as"] in {"primary", "swapped"} and session["cover"] is not None


def _words(session: Raw) -> str:
    if _is_covered(session):
        return "Covered by somebody else."
    return session["note"] or WORDS.get(session["as"], "")


def _holidays(calendar: Component, window: Window) -> Iterator[Holiday]:
    events = [event for event in calendar.walk("VEVENT") if _is_of_whole_days(event)]
    if sum(map(repeats, events)) > MOST_THAT_REPEAT:
        raise SenselessTimetable(
            Sentence("There can be {most} holidays that repeat in one file.", most=MOST_THAT_REPEAT)
        )
    instead: defaultdict[str, set[date]] = defaultdict(set)
    for event in events:
        if "recurrence-id" in event:
            instead[str(event.get("uid"))].add(day_of(event.decoded("recurrence-id")))
    for event in events:
        if str(event.get("status")).upper() != "CANCELLED":
            yield from _each(event, window, instead[str(event.get("uid"))])


def _is_of_whole_days(event: Component) -> bool:
    first = event.decoded("dtstart")
    return isinstance(first, date) and not isinstance(first, datetime)


def _each(event: Component, window: Window, instead: Collection[date]) -> Iterator[Holiday]:
    """The event itself, or each time that it takes place."""
    first = event.decoded("dtstart")
    name = " ".join(str(event.get("summary", "")).split())[:MOST_NAME] or "Holiday"
    lasts = _last(event, first) - first
    for day in days_of(event, window, instead) if repeats(event) else (first,):
        yield Holiday(name, day, day + lasts)


def _last(event: Component, first: date) -> date:
    """The end of an event of whole days is the day after; without one it lasts a day."""
    end = event.decoded("dtend") if "dtend" in event else first + event.decoded("duration", timedelta(days=1))
    last: date = max(first, end - timedelta(days=1))
    return last
