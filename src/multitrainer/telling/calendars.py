"""The .ics part of an e-mail: the dates that it is about."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import NamedTuple

from multitrainer.domain.telling.notices import Meeting
from multitrainer.telling.wording import Words


class Dated(NamedTuple):
    """A date, and what is said of it."""

    meeting: Meeting
    words: Words


def calendar_of(dates: Sequence[Dated], now: datetime) -> str:
    """One calendar of some dates. A calendar program knows each by its UID, and keeps the newest of it."""
    from icalendar import Calendar, Event  # takes a tenth of a second, which no command of the command line needs

    calendar = Calendar()
    calendar.add("prodid", "-//multitrainer//telling//")
    calendar.add("version", "2.0")
    calendar.add("method", "CANCEL" if all(date.meeting.cancelled for date in dates) else "PUBLISH")
    for meeting, words in dates:
        event = Event()
        event.add("uid", meeting.uid)
        event.add("dtstamp", now.astimezone(UTC))
        event.add("dtstart", meeting.start.astimezone(UTC))
        event.add("dtend", meeting.end.astimezone(UTC))
        event.add("summary", words.title)
        event.add("description", words.text)
        event.add("sequence", meeting.sequence)
        event.add("status", "CANCELLED" if meeting.cancelled else "CONFIRMED")
        calendar.add_component(event)
    written: bytes = calendar.to_ical()
    return written.decode()
