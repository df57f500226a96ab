"""Versions of handover notes, and which of them are fresh when somebody goes on leave."""

from datetime import UTC, datetime, timedelta

from multitrainer.domain.handovers import Version, to_freshen
from multitrainer.domain.taught import TaughtSession

BEGINS = datetime(2026, 12, 7, 23, tzinfo=UTC)
WEEK = timedelta(days=7)


def session(batch: str, day: int) -> TaughtSession:
    begins = BEGINS + timedelta(days=day)
    return TaughtSession(f"{batch}{day}", "course", batch, "john", begins, begins + timedelta(hours=1))


def test_each_version_follows_the_one_before() -> None:
    first = Version("b", 0).followed("Page 34", "", "", "john", BEGINS)
    again = first.followed("Page 34", "", "", "maria", BEGINS)
    assert [(one.number, one.by) for one in (first, again)] == [(1, "john"), (2, "maria")]


def test_a_note_has_to_be_freshened_that_is_not_there_or_older_than_it_may_be_when_leave_begins() -> None:
    sessions = [session(batch, day) for day in (0, 1) for batch in ("old", "none", "fresh", "later")]
    written = {"old": BEGINS - WEEK - timedelta(seconds=1), "fresh": BEGINS - WEEK, "later": BEGINS + WEEK}
    assert to_freshen(sessions, written, BEGINS, 7) == {"old": "course", "none": "course"}
    assert to_freshen(sessions, written, BEGINS, 8) == {"none": "course"}
