"""What is news of sessions that a timetable changes, and what time brings along is none."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from multitrainer.domain.sessions import Changes, Session, SessionStatus
from multitrainer.domain.telling.of_timetables import facts_of_changes, is_soon, news_of
from multitrainer.domain.timetable import Planned

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
GONE = SessionStatus.CANCELLED


def new(days: int) -> Planned:
    start = NOW + timedelta(days=days)
    return Planned(start.date(), 0, start, start + HOUR)


def session(days: int) -> Session:
    return Session(str(days), "batch", *new(days))


def moved(days: int) -> tuple[Session, Session]:
    before = session(days)
    return before, replace(before, start=before.start + HOUR, end=before.end + HOUR)


def cancelled(days: int) -> tuple[Session, Session]:
    return session(days), replace(session(days), status=GONE)


def test_what_is_over_or_comes_because_time_goes_on_is_no_news() -> None:
    changes = Changes((new(-3), new(3), new(30)), (moved(4),))
    assert news_of(changes, date(2026, 3, 20), None, NOW) == Changes((new(3),), (moved(4),))
    assert news_of(changes, None, None, NOW).new == (new(3), new(30))


def test_a_session_that_is_told_of_by_itself_is_not_told_of_again() -> None:
    assert not any(news_of(Changes((), (moved(4),)), None, "4", NOW))


def test_what_takes_place_after_all_counts_with_the_new_ones_and_the_last_is_the_latest() -> None:
    again = (replace(session(1), status=GONE), session(1))
    facts = facts_of_changes(Changes((new(9),), (again, moved(4), cancelled(6))))
    assert facts == {
        "added": "2", "moved": "1", "cancelled": "1", "first": "2026-03-03T12:00:00Z", "last": "2026-03-11T12:00:00Z",
    }  # fmt: skip
    assert facts_of_changes(Changes((), (cancelled(6),))) == {
        "added": None, "moved": None, "cancelled": "1", "first": "2026-03-08T12:00:00Z", "last": None,
    }  # fmt: skip


def test_what_concerns_a_session_of_today_or_tomorrow_waits_for_nobody() -> None:
    assert is_soon(Changes((), (cancelled(1), cancelled(9))), NOW)
    assert not is_soon(Changes((new(3),), (cancelled(9),)), NOW)
    soon = session(1)
    assert is_soon(Changes((), ((soon, replace(soon, start=soon.start + timedelta(days=5))),)), NOW)
