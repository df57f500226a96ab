"""Two trainers exchange sessions."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from itertools import product

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from multitrainer.domain.covers.persons import Person
from multitrainer.domain.covers.steps import close, opened, reassign
from multitrainer.domain.covers.values import Cover
from multitrainer.domain.errors import SenselessSwap, SwapNotPossible, SwapNotReady
from multitrainer.domain.intervals import Interval
from multitrainer.domain.sessions import Session
from multitrainer.domain.swaps import (
    SWAP_TRANSITIONS,
    Pair,
    Swap,
    SwapDoing,
    SwapEvent,
    SwapState,
    confirm,
    decline,
    doings,
    exchanged,
    must_be_free,
    must_be_unchanged,
    pass_time,
    propose,
    withdraw,
)
from multitrainer.domain.taught import TaughtSession
from tests.domain.covers.searches import RULES, at, lesson, session

JOHNS = session(18, 20)
SARAHS = replace(session(42, 44, "t", "other"), trainer="sarah")
PAIR = Pair(Person("john"), Person("sarah"))
SWAP = propose(Swap("swap", JOHNS, SARAHS, "john"), PAIR, at(8), RULES)


def happening(swap: Swap, event: SwapEvent) -> Swap:
    return {
        SwapEvent.CONFIRMED: lambda: confirm(swap, "sarah", PAIR, at(9), RULES),
        SwapEvent.DECLINED: lambda: decline(swap, "sarah"),
        SwapEvent.WITHDRAWN: lambda: withdraw(swap),
        SwapEvent.EXPIRED: lambda: pass_time(swap, at(18)),
    }[event]()


@pytest.mark.parametrize("state", SwapState)
def test_only_a_swap_that_is_proposed_can_be_answered_or_taken_back(state: SwapState) -> None:
    can = doings(state, theirs=True, confirmed=False, may_withdraw=True)
    assert can == ((*SwapDoing,) if state is SwapState.PROPOSED else ())


def test_whoever_has_confirmed_can_still_decline_and_strangers_can_do_nothing() -> None:
    known = {"may_withdraw": False, "confirmed": True}
    assert doings(SwapState.PROPOSED, theirs=True, **known) == (SwapDoing.DECLINE,)
    assert doings(SwapState.PROPOSED, theirs=False, **known) == ()


@pytest.mark.parametrize(("state", "event"), [*product(SwapState, SwapEvent)])
def test_a_swap_goes_as_the_table_says_and_no_other_way(state: SwapState, event: SwapEvent) -> None:
    swap = replace(SWAP, state=state)
    if (state, event) in SWAP_TRANSITIONS:
        assert happening(swap, event) == replace(
            swap,
            state=SWAP_TRANSITIONS[state, event],
            look_at=None,
            confirmed=frozenset({"john", "sarah"}) if event is SwapEvent.CONFIRMED else swap.confirmed,
        )
    elif event is SwapEvent.EXPIRED:
        assert happening(swap, event) == swap
    else:
        with pytest.raises(SwapNotReady, match=f"is {state}, so it can't be {event}"):
            happening(swap, event)


def test_both_confirm_and_then_the_sessions_change_hands() -> None:
    assert (SWAP.state, SWAP.confirmed) == (SwapState.PROPOSED, frozenset({"john"}))
    assert SWAP.look_at == at(18)
    leads = propose(Swap("swap", JOHNS, SARAHS, "lead"), PAIR, at(8), RULES)
    assert leads.confirmed == frozenset()
    once = confirm(leads, "sarah", PAIR, at(9), RULES)
    assert once.state is SwapState.PROPOSED
    assert confirm(once, "sarah", PAIR, at(9), RULES) == once
    agreed = confirm(once, "john", PAIR, at(9), RULES)
    assert agreed.state is SwapState.AGREED
    assert [s.trainer for s in exchanged(agreed)] == ["sarah", "john"]
    assert pass_time(SWAP, at(17)) == SWAP


def test_a_swap_is_of_two_sessions_of_two_trainers() -> None:
    for other in (JOHNS, session(42, 44, "t"), replace(SARAHS, id="s")):
        with pytest.raises(SenselessSwap):
            propose(Swap("swap", JOHNS, other, "john"), PAIR, at(8), RULES)
    with pytest.raises(SwapNotPossible, match="none of the two"):
        confirm(SWAP, "ed", PAIR, at(9), RULES)
    with pytest.raises(SwapNotPossible, match="none of the two"):
        decline(SWAP, "ed")


@pytest.mark.parametrize(
    ("pair", "trainer", "reason"),
    [
        (Pair(Person("john", (lesson(43, 45),)), Person("sarah")), "john", "not-free"),
        (Pair(Person("john"), Person("sarah", (lesson(19, 20),))), "sarah", "not-free"),
        (Pair(Person("john"), Person("sarah", away=(Interval(at(0), at(24)),))), "sarah", "on-leave"),
        (Pair(Person("john", week_hours=31), Person("sarah")), "john", "weekly-limit"),
        (Pair(Person("john"), Person("sarah"), one_needs=frozenset({"b2"})), "sarah", "skills"),
        (Pair(Person("john"), Person("sarah"), other_needs=frozenset({"b2"})), "john", "skills"),
    ],
)
def test_each_must_be_able_to_hold_the_others(pair: Pair, trainer: str, reason: str) -> None:
    with pytest.raises(SwapNotPossible) as refusal:
        propose(Swap("swap", JOHNS, SARAHS, "john"), pair, at(8), RULES)
    assert refusal.value.facts == {"trainer": trainer, "reason": reason}
    with pytest.raises(SwapNotPossible):
        confirm(SWAP, "sarah", pair, at(9), RULES)


def test_what_one_gives_does_not_stand_in_the_way_of_what_one_gets() -> None:
    same_time = replace(SARAHS, start=at(19), end=at(21))
    full = Pair(
        Person("john", (lesson(18, 20, "s"),), week_hours=30),
        Person("sarah", (lesson(19, 21, "t"),), week_hours=30, skills=frozenset({"b2"})),
        one_needs=frozenset({"b2"}),
    )
    assert propose(Swap("swap", JOHNS, same_time, "john"), full, at(8), RULES)
    next_week = replace(SARAHS, start=at(18 + 168), end=at(20 + 168))
    with pytest.raises(SwapNotPossible):
        propose(Swap("swap", JOHNS, next_week, "john"), full, at(8), RULES)


def test_what_is_past_is_not_swapped() -> None:
    with pytest.raises(SwapNotPossible, match="has begun"):
        confirm(SWAP, "sarah", PAIR, at(18), RULES)


PLANNED = Session("s", "batch", date(2026, 11, 30), 0, JOHNS.start, JOHNS.end)
SEARCHED = opened("cover", JOHNS, "leave", at(8)).cover


@pytest.mark.parametrize(
    ("session", "covers", "reason"),
    [
        (PLANNED.cancelled(), [], "not-planned"),
        (PLANNED.held(at(18)), [], "not-planned"),
        (PLANNED.covered_by("ed"), [], "covered"),
        (PLANNED, [SEARCHED], "covered"),
        (PLANNED, [reassign(SEARCHED, "ed", at(9), None, overruling=False).cover], "covered"),
    ],
)
def test_only_a_planned_session_that_nobody_covers_or_is_sought_for_is_swapped(
    session: Session, covers: list[Cover], reason: str
) -> None:
    with pytest.raises(SwapNotPossible) as refusal:
        must_be_free(session, covers)
    assert refusal.value.facts["reason"] == reason
    must_be_free(PLANNED, [close(SEARCHED, at(9)).cover, replace(SEARCHED, session=SARAHS)])


@pytest.mark.parametrize(
    "now",
    [
        {"t": SARAHS},
        {"s": replace(JOHNS, trainer="ed"), "t": SARAHS},
        {"s": JOHNS, "t": replace(SARAHS, start=at(41))},
    ],
)
def test_a_session_that_moved_changed_hands_or_is_gone_is_not_what_was_proposed(now: dict[str, TaughtSession]) -> None:
    must_be_unchanged(SWAP, {"s": JOHNS, "t": SARAHS})
    with pytest.raises(SwapNotPossible, match="Withdraw this swap"):
        must_be_unchanged(SWAP, now)


T = ["a", "b", "c"]


class Swapping(RuleBasedStateMachine):
    """Whatever is proposed, confirmed, declined, withdrawn and passed in time, as the service would keep it."""

    def __init__(self) -> None:
        super().__init__()
        self.now = 0.0
        self.sessions = {f"{n}": replace(session(n * 3 + 5, n * 3 + 6, f"{n}"), trainer=t) for n, t in enumerate(T * 2)}
        self.swaps: dict[str, Swap] = {}
        self.agreed = 0

    @rule(one=st.sampled_from("012345"), other=st.sampled_from("012345"), by=st.sampled_from([*"abc", "lead"]))
    def propose(self, one: str, other: str, by: str) -> None:
        live = {s.id for w in self.swaps.values() if w.state is SwapState.PROPOSED for s in (w.one, w.other)}
        sides = self.sessions[one], self.sessions[other]
        if live.isdisjoint({one, other}):
            self.keep(lambda: propose(Swap(str(len(self.swaps)), *sides, by=by), self.pair(*sides), self.at, RULES))

    @precondition(lambda self: self.swaps)
    @rule(which=st.integers(0), trainer=st.sampled_from(T))
    def confirm(self, which: int, trainer: str) -> None:
        swap = self.chosen(which)

        def happens() -> Swap:
            must_be_unchanged(swap, self.sessions)
            return confirm(swap, trainer, self.pair(swap.one, swap.other), self.at, RULES)

        if (after := self.keep(happens)) and after.state is SwapState.AGREED:
            self.agreed += 1
            before = dict(self.sessions)
            self.sessions |= {one.id: one for one in exchanged(after)}
            changed = {id_ for id_ in before if before[id_] != self.sessions[id_]}
            assert changed == {after.one.id, after.other.id}
            assert after.confirmed == {*after.trainers}

    @precondition(lambda self: self.swaps)
    @rule(which=st.integers(0), trainer=st.sampled_from([*T, None]))
    def end(self, which: int, trainer: str | None) -> None:
        swap = self.chosen(which)
        self.keep(lambda: decline(swap, trainer) if trainer else withdraw(swap))

    @rule(hours=st.integers(1, 4))
    def pass_time(self, hours: int) -> None:
        self.now += hours
        self.swaps = {id_: pass_time(swap, self.at) for id_, swap in self.swaps.items()}

    @invariant()
    def everybody_has_as_many_sessions_as_before(self) -> None:
        assert sorted(one.trainer for one in self.sessions.values()) == sorted(T * 2)

    @invariant()
    def only_what_is_agreed_has_changed_anything(self) -> None:
        assert self.agreed == sum(swap.state is SwapState.AGREED for swap in self.swaps.values())

    @invariant()
    def a_swap_waits_for_somebody_as_long_as_it_is_proposed_and_no_longer(self) -> None:
        for swap in self.swaps.values():
            assert (swap.look_at is not None) == (swap.state is SwapState.PROPOSED)
            assert swap.look_at is None or self.at < swap.look_at

    @property
    def at(self) -> datetime:
        return at(self.now)

    def chosen(self, which: int) -> Swap:
        return [*self.swaps.values()][which % len(self.swaps)]

    def pair(self, one: TaughtSession, other: TaughtSession) -> Pair:
        return Pair(self.person(one.trainer), self.person(other.trainer))

    def person(self, trainer: str) -> Person:
        held = [one for one in self.sessions.values() if one.trainer == trainer]
        return Person(trainer, tuple(lesson(*hours_of(one), one.id) for one in held))

    def keep(self, happens: Callable[[], Swap]) -> Swap | None:
        """What is refused changes nothing."""
        try:
            after = happens()
        except (SenselessSwap, SwapNotPossible, SwapNotReady):
            return None
        self.swaps[after.id] = after
        return after


def hours_of(one: TaughtSession) -> tuple[float, float]:
    start = (one.start - at(0)).total_seconds() / 3600
    return start, start + one.hours


TestSwapping = Swapping.TestCase
TestSwapping.settings = settings(max_examples=60, stateful_step_count=25)
