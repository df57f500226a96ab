"""What is told of a session that somebody changes by hand."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from multitrainer.domain.sessions import Session, SessionStatus
from multitrainer.domain.telling.notices import Kind, Meeting
from multitrainer.domain.telling.of_sessions import kind_of_change, notices_to_holders

NOW = datetime(2026, 3, 2, 11, tzinfo=UTC)
HOUR = timedelta(hours=1)
SESSION = Session("s", "b", date(2026, 3, 2), 0, NOW + HOUR, NOW + 2 * HOUR)
CANCELLED = SESSION.cancelled("Water damage.")
OVER = replace(SESSION, start=NOW - 2 * HOUR, end=NOW)
TOMORROW = SESSION.moved(SESSION.start + 24 * HOUR, SESSION.end + 24 * HOUR)


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        (SESSION, CANCELLED, Kind.SESSION_CANCELLED),
        (SESSION, TOMORROW, Kind.SESSION_MOVED),
        (SESSION, SESSION.moved(SESSION.start, SESSION.end + HOUR), Kind.SESSION_MOVED),
        (OVER, TOMORROW, Kind.SESSION_MOVED),
        (SESSION, SESSION.moved(OVER.start, OVER.end), Kind.SESSION_MOVED),
        (TOMORROW, SESSION, Kind.SESSION_MOVED),
        (CANCELLED, CANCELLED.given_back(), Kind.SESSION_PLANNED),
        (TOMORROW, replace(TOMORROW, status=SessionStatus.CANCELLED), Kind.SESSION_CANCELLED),
    ],
)
def test_a_session_that_is_cancelled_moved_or_brought_back_is_told_of(
    before: Session, after: Session, told: Kind
) -> None:
    assert kind_of_change(before, after, NOW) is told


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (OVER, OVER.cancelled()),
        (OVER, OVER.moved(OVER.start - HOUR, OVER.end - HOUR)),
        (OVER.cancelled(), OVER.cancelled().given_back()),
        (OVER, OVER.held(NOW)),
        (SESSION, SESSION.moved(SESSION.start, SESSION.end)),
        (CANCELLED, replace(CANCELLED, note="Another note")),
        (SESSION, replace(SESSION, note="Bring scissors")),
    ],
)
def test_of_what_is_over_held_or_at_the_same_time_nobody_is_told(before: Session, after: Session) -> None:
    assert kind_of_change(before, after, NOW) is None


@pytest.mark.parametrize(("kind", "holds"), [(Kind.SESSION_PLANNED, "sarah"), (Kind.SESSION_MOVED, "john")])
def test_the_date_is_one_of_whoever_stands_in_but_not_at_another_time(kind: Kind, holds: str) -> None:
    meeting = Meeting("s@multitrainer", SESSION.start, SESSION.end)
    told = notices_to_holders(kind, SESSION.covered_by("sarah"), "john", {}, meeting)
    assert {one.to for one in told} == {"sarah", "john"}
    assert [one.to for one in told if one.meeting == meeting] == [holds]
    assert all(one.meeting and one.meeting.cancelled for one in told if one.to != holds)
