"""Calendars as text, as RFC 5545 has it: sessions to subscribe to, and holidays that somebody hands in."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from icalendar import Calendar, Component, Event

from multitrainer.domain.errors import UnreadableFile
from multitrainer.domain.timetable import Holiday

Raw = Mapping[str, Any]

PRODUCT = "-//multitrainer//sessions//EN"
REFRESH = timedelta(hours=1)
WORDS = {"assistant": "As assistant.", "cover": "As cover.", "swapped": "Swapped.", "given-away": "Swapped away."}
MOST_NAME = 200


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


def holidays_in(content: bytes) -> tuple[Holiday, ...]:
    """The days of an .ics file: each event of whole days, with its name. Raises UnreadableFile."""
    try:
        calendar = Calendar.from_ical(content)
        found = [*_holidays(calendar)]
    except (ValueError, KeyError, IndexError, TypeError, AttributeError, OverflowError):  # whatever stands in there
        raise UnreadableFile("The file is no iCalendar (.ics). Export the calendar of holidays again.") from None
    if not found:
        raise UnreadableFile("The calendar has no event of whole days, so it has no holidays.")
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


def _holidays(calendar: Component) -> Iterator[Holiday]:
    for event in calendar.walk("VEVENT"):
        first = event.decoded("dtstart")
        if isinstance(first, datetime) or not isinstance(first, date):
            continue
        name = " ".join(str(event.get("summary", "")).split())[:MOST_NAME] or "Holiday"
        yield Holiday(name, first, _last(event, first))


def _last(event: Component, first: date) -> date:
    """The end of an event of whole days is the day after; without one it lasts a day."""
    end = event.decoded("dtend") if "dtend" in event else first + event.decoded("duration", timedelta(days=1))
    last: date = max(first, end - timedelta(days=1))
    return last
