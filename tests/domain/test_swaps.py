"""Two trainers exchange sessions."""

from dataclasses import replace
from itertools import product

import pytest

from multitrainer.domain.covers.persons import Person
from multitrainer.domain.errors import SenselessSwap, SwapNotPossible, SwapNotReady
from multitrainer.domain.intervals import Interval
from multitrainer.domain.swaps import (
    SWAP_TRANSITIONS,
    Pair,
    Swap,
    SwapEvent,
    SwapState,
    confirm,
    decline,
    exchanged,
    pass_time,
    propose,
    withdraw,
)
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
