"""What a timetable does to sessions that are there, and what people do."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from multitrainer.domain.errors import SessionNotPlanned
from multitrainer.domain.sessions import Session, SessionStatus, brought_up, overlapped
from multitrainer.domain.timetable import Planned

NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


def on(day: int, hour: int = 18, number: int = 0) -> Planned:
    """A meeting in March, as a timetable has it."""
    start = datetime(2026, 3, day, hour, tzinfo=UTC)
    return Planned(date(2026, 3, day), number, start, start + HOUR)


def session(planned: Planned) -> Session:
    """The session of a meeting."""
    return Session(f"session {planned.day}/{planned.number}", "batch", *planned)


def test_what_is_not_there_yet_is_new() -> None:
    assert brought_up([session(on(17))], [on(17), on(24)], NOW) == ((on(24),), ())


def test_a_timetable_that_says_the_same_changes_nothing() -> None:
    wanted = [on(3), on(17), on(24)]
    assert brought_up(map(session, wanted), wanted, NOW) == ((), ())


def test_another_time_of_a_day_moves_the_session_and_its_id_stays() -> None:
    ((before, after),) = brought_up([session(on(17))], [on(17, 20)], NOW).changed
    assert (after.id, after.start, after.sequence) == (before.id, on(17, 20).start, 1)


def test_what_the_timetable_has_no_more_is_cancelled_and_comes_back_with_it() -> None:
    ((_, gone),) = brought_up([session(on(17))], [], NOW).changed
    assert gone.status is SessionStatus.CANCELLED
    ((_, back),) = brought_up([gone], [on(17)], NOW).changed
    assert (back.status, back.sequence) == (SessionStatus.PLANNED, 2)


def test_what_has_begun_stays_as_it_is() -> None:
    assert brought_up([session(on(10, 12)), session(on(3))], [], NOW).changed == ()


@pytest.mark.parametrize(
    "kept",
    [
        session(on(17)).moved(*on(18)[2:]),
        session(on(17)).cancelled("trip"),
        session(on(17)).held(on(17).end),
        replace(session(on(17)), cover="Grace"),
    ],
    ids=["moved", "cancelled", "held", "covered"],
)
def test_what_was_done_by_hand_no_timetable_changes(kept: Session) -> None:
    assert brought_up([kept], [], NOW) == ((), ())
    assert brought_up([kept], [on(17, 20)], NOW) == ((), ())


def test_what_is_given_back_follows_the_timetable_again() -> None:
    moved = session(on(17)).moved(*on(18)[2:])
    ((_, after),) = brought_up([moved.given_back()], [on(17)], NOW).changed
    assert (after.start, after.status) == (on(17).start, SessionStatus.PLANNED)


def test_a_session_is_not_held_before_it_begins() -> None:
    with pytest.raises(SessionNotPlanned, match="begins at"):
        session(on(17)).held(NOW)


@pytest.mark.parametrize("done", [session(on(17)).cancelled(), session(on(17)).held(on(17).end)], ids=str)
def test_what_is_held_or_cancelled_must_be_planned_again_before_anything_else(done: Session) -> None:
    changes: list[Callable[[], Session]] = [
        done.cancelled, lambda: done.moved(*on(18)[2:]), lambda: done.held(on(18).end),
    ]  # fmt: skip
    for change in changes:
        with pytest.raises(SessionNotPlanned, match="Set its status to planned first"):
            change()


def test_a_batch_does_not_meet_twice_at_a_time() -> None:
    other = session(on(17, 18, number=1))
    moved = session(on(24)).moved(other.start + HOUR / 2, other.end + HOUR / 2)
    assert overlapped(moved, [moved, other]) == other
    assert overlapped(moved, [moved, other.cancelled()]) is None


def test_sessions_may_follow_each_other_at_once() -> None:
    assert overlapped(session(on(17)), [session(on(17, 19, number=1))]) is None


DAYS = st.sets(st.integers(1, 31))


@given(DAYS, DAYS, st.integers(1, 31))
def test_bringing_up_twice_is_bringing_up_once(first: set[int], then: set[int], today: int) -> None:
    now = datetime(2026, 3, today, 19, tzinfo=UTC)
    there = {s.key: s for s in map(session, map(on, first))}
    wanted = [*map(on, then)]
    changes = brought_up(there.values(), wanted, now)
    after = there | {new.key: new for _, new in changes.changed} | {s.key: s for s in map(session, changes.new)}
    assert brought_up(after.values(), wanted, now) == ((), ())
    taking_place = {s.day.day for s in after.values() if s.status is SessionStatus.PLANNED and s.start > now}
    assert taking_place == {day for day in then if on(day).start > now}


def test_a_swapped_session_names_who_teaches_it_until_it_is_its_primarys_again() -> None:
    swapped = session(on(17)).taught_by("maria", "john")
    assert (swapped.teacher, swapped.sequence) == ("maria", 1)
    assert swapped.taught_by("maria", "john") == swapped
    assert swapped.cancelled().given_back().teacher == "maria"  # because two agreed on it
    back = swapped.taught_by("john", "john")
    assert (back.teacher, back.sequence) == (None, 2)
