"""Leave: what is requested, decided and changed, and who is away by that."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import product
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from multitrainer.domain.errors import (
    LeaveInPast,
    LeaveNeedsApproval,
    LeaveNotReady,
    LeaveOverlaps,
    SenselessLeave,
)
from multitrainer.domain.intervals import Interval, united, without
from multitrainer.domain.leave.rules import LeaveRules
from multitrainer.domain.leave.sessions import overlapped, session_change
from multitrainer.domain.leave.steps import (
    LEAVE_TRANSITIONS,
    Doer,
    LeaveEvent,
    LeaveStep,
    approve,
    cancel,
    change,
    decline,
    request,
)
from multitrainer.domain.leave.values import Leave, LeaveKind, LeaveState, away
from multitrainer.domain.moments import written
from multitrainer.domain.taught import TaughtSession

NOW = datetime(2026, 11, 30, 6, tzinfo=UTC)
RULES = LeaveRules(ZoneInfo("Europe/Berlin"))
JOHN, ADMIN = Doer("john", admin=False), Doer("admin", admin=True)


def at(hours: float) -> datetime:
    return NOW + timedelta(hours=hours)


def leave(start: float, end: float, name: str = "one", kind: LeaveKind = LeaveKind.SICK) -> Leave:
    return Leave(name, "john", at(start), at(end), kind)


def approved(start: float, end: float, name: str = "one", kind: LeaveKind = LeaveKind.SICK) -> Leave:
    return replace(leave(start, end, name, kind), state=LeaveState.APPROVED, decided_by="admin")


def happening(one: Leave, event: LeaveEvent) -> LeaveStep:
    return {
        LeaveEvent.APPROVED: lambda: approve(one, (), ADMIN, RULES),
        LeaveEvent.DECLINED: lambda: decline(one, ADMIN),
        LeaveEvent.CANCELLED: lambda: cancel(one, (), ADMIN, NOW, RULES),
        LeaveEvent.CHANGED: lambda: change(one, replace(one, note="later"), (), ADMIN, NOW, RULES),
    }[event]()


@pytest.mark.parametrize(("state", "event"), [*product(LeaveState, LeaveEvent)])
def test_a_leave_goes_as_the_table_says_and_no_other_way(state: LeaveState, event: LeaveEvent) -> None:
    one = replace(leave(24, 48), state=state)
    if (state, event) in LEAVE_TRANSITIONS:
        assert happening(one, event).leave.state is LEAVE_TRANSITIONS[state, event]
        return
    with pytest.raises(LeaveNotReady, match=f"is {state}, so it can't be {event}") as refusal:
        happening(one, event)
    assert refusal.value.facts["possible"] == [e for s, e in LEAVE_TRANSITIONS if s is state]


def test_an_admins_own_entry_is_approved_at_once_and_a_trainers_is_not() -> None:
    assert request(leave(24, 48), (), JOHN, NOW, RULES) == LeaveStep(leave(24, 48))
    step = request(leave(24, 48), (), ADMIN, NOW, RULES)
    assert step == LeaveStep(approved(24, 48), newly=(approved(24, 48).when,))


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        (24, 24, "ends after it begins, not 2026-12-01 07:00 to 2026-12-01 07:00"),
        (48, 24, "ends after it begins"),
        (24.25, 25, "not at 07:15:00"),
        (24, 25.1, "not at 08:06:00"),
        (24, 24 + 24 * 3650, "at most 366 days, and this would have 3651"),
    ],
)
def test_times_that_make_no_leave_are_refused_in_words(start: float, end: float, words: str) -> None:
    with pytest.raises(SenselessLeave, match=words):
        request(leave(start, end), (), ADMIN, NOW, RULES)


def test_half_an_hour_and_366_days_are_leaves_and_half_hours_are_local_ones() -> None:
    assert request(leave(24, 24.5), (), JOHN, NOW, RULES).leave
    assert request(leave(0, 366 * 24), (), JOHN, NOW, RULES).leave
    nepal = LeaveRules(ZoneInfo("Asia/Kathmandu"))
    assert request(leave(24.25, 24.75), (), JOHN, NOW, nepal).leave
    with pytest.raises(SenselessLeave):
        request(leave(24, 25), (), JOHN, NOW, nepal)


def test_what_is_past_is_changed_by_admins_alone() -> None:
    past, running = leave(-48, -24), approved(-24, 24)
    attempts: tuple[Callable[[], LeaveStep], ...] = (
        lambda: request(past, (), JOHN, NOW, RULES),
        lambda: cancel(running, (), JOHN, NOW, RULES),
        lambda: change(running, replace(running, end=at(-1)), (), JOHN, NOW, RULES),
        lambda: change(running, replace(running, start=at(-25)), (), JOHN, NOW, RULES),
    )
    for attempt in attempts:
        with pytest.raises(LeaveInPast):
            attempt()
    assert request(past, (), ADMIN, NOW, RULES).newly == (past.when,)
    assert cancel(running, (), ADMIN, NOW, RULES).no_longer == (running.when,)
    step = change(running, replace(running, end=at(1)), (), JOHN, NOW, RULES)
    assert step.no_longer == (Interval(at(1), at(24)),)


def test_leave_of_one_kind_that_meets_another_becomes_one() -> None:
    others = [approved(24, 48, "before"), approved(72, 96, "after"), approved(120, 144, "apart")]
    step = request(leave(48, 72, "new"), others, ADMIN, NOW, RULES)
    assert step.leave.when == Interval(at(24), at(96))
    assert step.absorbed == ("before", "after")
    assert step.newly == (Interval(at(48), at(72)),)


def test_notes_of_leaves_that_become_one_are_kept_each_once() -> None:
    others = [replace(approved(24, 48, "before"), note="flu"), replace(approved(72, 96, "after"), note="clinic")]
    new = replace(leave(48, 72, "new"), note="flu")
    assert request(new, others, ADMIN, NOW, RULES).leave.note == "flu\nclinic"


def test_a_chain_of_leaves_is_joined_whatever_their_order() -> None:
    others = [approved(24, 48, "b"), approved(10, 24, "a"), approved(70, 80, "c")]
    step = request(leave(40, 70, "new"), others, ADMIN, NOW, RULES)
    assert {*step.absorbed} == {"a", "b", "c"}
    assert step.leave.when == Interval(at(10), at(80))


def test_a_request_is_joined_with_what_is_approved_once_it_is_approved() -> None:
    others = [approved(24, 48, "before")]
    asked = request(leave(36, 72, "new"), others, JOHN, NOW, RULES)
    assert asked.absorbed == ()
    assert asked.newly == ()
    step = approve(asked.leave, others, ADMIN, RULES)
    assert (step.absorbed, step.newly) == (("before",), (Interval(at(48), at(72)),))
    assert step.leave.decided_by == "admin"


def test_leave_of_another_kind_at_that_time_is_named_in_the_refusal() -> None:
    others = [approved(24, 48, "trip", LeaveKind.TRAINING)]
    with pytest.raises(LeaveOverlaps, match="another leave at that time: training, approved, 20") as refusal:
        request(leave(47, 72), others, JOHN, NOW, RULES)
    assert refusal.value.facts == {
        "leave": "trip", "trainer": others[0].trainer, "start": written(at(24)), "end": written(at(48)),
    }  # fmt: skip
    assert request(leave(48, 72), others, JOHN, NOW, RULES).absorbed == ()
    for gone in (LeaveState.DECLINED, LeaveState.CANCELLED):
        assert request(leave(47, 72), [replace(others[0], state=gone)], JOHN, NOW, RULES).leave


def test_leaves_that_are_too_long_together_are_refused() -> None:
    with pytest.raises(SenselessLeave, match="at most 366 days"):
        request(leave(240 * 24, 480 * 24), [approved(0, 240 * 24, "before")], ADMIN, NOW, RULES)


def test_a_moved_leave_tells_what_is_newly_away_and_what_no_longer() -> None:
    step = change(approved(24, 48), leave(36, 60), (), ADMIN, NOW, RULES)
    assert step.newly == (Interval(at(48), at(60)),)
    assert step.no_longer == (Interval(at(24), at(36)),)
    with pytest.raises(LeaveNeedsApproval, match="Request another one for the rest"):
        change(approved(24, 48), leave(36, 60), (), JOHN, NOW, RULES)
    assert change(leave(24, 48), leave(36, 60), (), JOHN, NOW, RULES) == LeaveStep(leave(36, 60))


LENGTHS = st.tuples(st.integers(0, 20), st.integers(1, 10)).map(lambda t: (t[0] / 2, (t[0] + t[1]) / 2))


@given(st.lists(LENGTHS, max_size=4), LENGTHS, LENGTHS)
def test_whatever_is_changed_newly_and_no_longer_are_the_difference(
    others: list[tuple[float, float]], was: tuple[float, float], wanted: tuple[float, float]
) -> None:
    there = [approved(*hours, name=str(n)) for n, hours in enumerate(others)]
    step = change(approved(*was), leave(*wanted), there, ADMIN, NOW, RULES)
    left = [other for other in there if other.id not in step.absorbed]
    before, after = away([*there, approved(*was)]), away([*left, step.leave])
    assert step.newly == without(after, before)
    assert step.no_longer == without(before, after)
    assert after == united([*(o.when for o in there), approved(*wanted).when])


def session(start: float, end: float) -> TaughtSession:
    return TaughtSession(f"{start}", "course", "batch", "john", at(start), at(end))


def test_any_overlap_of_a_session_counts_and_adjoining_does_not() -> None:
    day = [session(24, 26), session(26, 28), session(30, 32), session(40, 41)]
    leaves = [approved(25.5, 26), approved(31, 31.5, "two")]
    assert overlapped(day, away(leaves)) == (day[0], day[2])
    assert overlapped(day, away([approved(24, 32)])) == tuple(day[:3])
    assert overlapped(day, away([leave(24, 48)])) == ()


def test_two_part_day_leaves_on_one_day_both_count() -> None:
    day = [session(24, 25), session(28, 29), session(32, 33)]
    both = away([approved(24, 25), approved(32, 33, "two")])
    assert overlapped(day, both) == (day[0], day[2])


def test_a_shortened_leave_gives_back_sessions_that_have_not_begun() -> None:
    day = [session(0, 1), session(24, 25), session(28, 29)]
    whole = [Interval(at(-2), at(48))]
    assert session_change(day, whole, (), NOW) == ((), (day[1], day[2]))
    assert session_change(day, (), whole, NOW) == ((day[1], day[2]), ())
    assert session_change(day, whole, [Interval(at(-2), at(24.5))], NOW) == ((), (day[2],))
