"""Timetables, sessions and holidays between their documents and the domain's values."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import date, datetime
from typing import Any

from multitrainer.domain.errors import MalformedData, SenselessTimetable
from multitrainer.domain.listing import Period
from multitrainer.domain.sentences import Sentence
from multitrainer.domain.sessions import Session, SessionStatus
from multitrainer.domain.timetable import Holiday, Planned, Single, Timetable
from multitrainer.domain.week import Day, Meeting
from multitrainer.stored.faults import as_list
from multitrainer.stored.ids import hexed, new_id, oid
from multitrainer.stored.reading import moment, of_collection

Raw = dict[str, Any]


def read_period(stated: Any) -> Period:
    """The first and the last day that a timetable states; nothing where they can't be read."""
    with suppress(AttributeError, TypeError, ValueError):
        return Period(_day(stated.get("from")), _day(stated.get("until")))
    return Period()


def read_timetable(fact: Mapping[str, Any]) -> Timetable:
    """The timetable that is stated of a batch, with the sessions that it meets at. Raises MalformedData."""
    period = fact.get("timetable") or {}
    try:
        return Timetable(
            tuple(_weekly(fact)),
            tuple(_single(fact)),
            _day(period.get("from")),
            _day(period.get("until")),
            frozenset(map(date.fromisoformat, period.get("exceptions") or ())),
        )
    except (AttributeError, KeyError, TypeError, ValueError, SenselessTimetable):
        batch = str(fact.get("_id"))
        raise MalformedData(
            Sentence("The timetable of this batch can't be read. Save it again."),
            f"The timetable of batch {batch} in multitrainer_batches can't be read. PUT it again.",
            batch=batch,
        ) from None


@of_collection("multitrainer_sessions")
def read_session(raw: Raw) -> Session:
    """The value of a stored session. Raises MalformedData."""
    return Session(
        str(oid(str(raw["_id"]))),
        str(oid(str(raw["batch"]))),
        date.fromisoformat(raw["day"]),
        int(raw["number"]),
        moment(raw["start"]),
        moment(raw["end"]),
        SessionStatus(raw["status"]),
        raw["byHand"],
        hexed(raw.get("cover")),
        raw.get("note"),
        int(raw["sequence"]),
        hexed(raw.get("teacher")),
    )


def write_session(session: Session) -> Raw:
    """The document of a session."""
    return {
        "_id": oid(session.id),
        "batch": oid(session.batch),
        "day": session.day.isoformat(),
        "number": session.number,
        "start": session.start,
        "end": session.end,
        "status": session.status.value,
        "byHand": session.by_hand,
        **({"cover": oid(session.cover)} if session.cover else {}),
        **({"teacher": oid(session.teacher)} if session.teacher else {}),
        **({"note": session.note} if session.note else {}),
        "sequence": session.sequence,
    }


def new_session(batch: str, planned: Planned) -> Session:
    """A session for a meeting of which there is none yet."""
    return Session(new_id(), batch, *planned)


def read_holidays(days: Iterable[Raw]) -> tuple[Holiday, ...]:
    """The values of stored holidays."""
    return tuple(Holiday(d["name"], date.fromisoformat(d["first"]), date.fromisoformat(d["last"])) for d in days)


def write_holidays(holidays: Iterable[Holiday]) -> list[Raw]:
    """What is stored of holidays."""
    return [{"name": one.name, "first": one.first.isoformat(), "last": one.last.isoformat()} for one in holidays]


def _weekly(fact: Mapping[str, Any]) -> Iterator[Meeting]:
    for one in as_list(fact.get("sessions")):
        if "day" in one:
            yield Meeting(Day(one["day"]), one["start"], one["end"])


def _single(fact: Mapping[str, Any]) -> Iterator[Single]:
    for one in as_list(fact.get("sessions")):
        if "day" not in one:
            yield Single(datetime.fromisoformat(one["start"]), datetime.fromisoformat(one["end"]))


def _day(stored: Any) -> date | None:
    return None if stored is None else date.fromisoformat(stored)
