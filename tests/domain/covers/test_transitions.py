"""A cover goes as the table says, and no other way: every state with every event."""

from collections.abc import Callable
from dataclasses import replace
from itertools import product

import pytest

from multitrainer.domain.covers.asking import exhausted, look
from multitrainer.domain.covers.passing import pass_time
from multitrainer.domain.covers.persons import Person
from multitrainer.domain.covers.states import (
    BY_PEOPLE,
    COVER_TRANSITIONS,
    IS,
    CoverEvent,
    CoverState,
    OfferState,
    after,
    possible,
)
from multitrainer.domain.covers.steps import accept, close, reassign, refuse, release, reopen, withdraw
from multitrainer.domain.covers.tiers import Place, Tier
from multitrainer.domain.covers.values import Cover, CoverStep, EffectKind, Offer
from multitrainer.domain.covers.ways_out import WaysOut, assisted, cancelled, combined, moved
from multitrainer.domain.errors import CoverNotReady, CoverTaken, OfferNotOpen
from multitrainer.domain.intervals import Interval
from tests.domain.covers.searches import RULES, at, ranked, session

NOW = at(9)
WAYS = WaysOut(cancel=True, combine=("other",), move=True, assistants=("zoe",))
TO = Interval(at(48), at(50))
S, E = CoverState, CoverEvent
WITH_SOMEBODY = (S.COVERED, S.ASSISTED, S.DONE)


def in_state(state: CoverState) -> Cover:
    """A cover for which ann has an offer, open where it is a search; bob may have taken it."""
    kind = OfferState.OPEN if state is S.SEARCHING else OfferState.WITHDRAWN
    offers = [Offer("ann", Tier.POOL, at(8), at(12), 1, ("s",), kind)]
    if state in WITH_SOMEBODY:
        offers.append(Offer("bob", Tier.POOL, at(8), at(12), 1, ("s",), OfferState.ACCEPTED))
    substitute = "bob" if state in WITH_SOMEBODY else None
    told = at(8) if state is S.EXHAUSTED else None
    return Cover(
        "cover", session(18, 20), "leave", at(8), state, tuple(offers), substitute=substitute, told_lead_at=told
    )


def silence(cover: Cover) -> CoverStep:
    return look((cover,), ranked((cover.session,), (), {}), at(13), RULES)[0]


def offering(cover: Cover) -> CoverStep:
    fresh = replace(cover, offers=())
    return look((fresh,), ranked((cover.session,), (Person("ann"),), {"ann": Place(Tier.POOL, 0, 0)}), NOW, RULES)[0]


DOING: dict[CoverEvent, Callable[[Cover], CoverStep]] = {
    E.OFFERED: offering,
    E.ACCEPTED: lambda cover: accept(cover, "ann", NOW, None),
    E.REFUSED: lambda cover: refuse(cover, "ann", NOW),
    E.WITHDRAWN: lambda cover: withdraw(cover, "ann", NOW),
    E.NOBODY_LEFT: lambda cover: exhausted(cover, NOW, RULES),
    E.CANCELLED: lambda cover: cancelled(cover, WAYS, NOW),
    E.COMBINED: lambda cover: combined(cover, "other", WAYS, NOW),
    E.MOVED: lambda cover: moved(cover, TO, (), (), WAYS, NOW),
    E.ASSISTED: lambda cover: assisted(cover, "zoe", WAYS, NOW),
    E.REASSIGNED: lambda cover: reassign(cover, "zoe", NOW, None),
    E.RELEASED: lambda cover: release(cover, NOW),
    E.REOPENED: lambda cover: reopen(cover, NOW),
    E.CLOSED: lambda cover: close(cover, NOW),
}
IN_TIME = {E.EXPIRED, E.ESCALATED, E.HELD}


@pytest.mark.parametrize(("state", "event"), [*product(CoverState, DOING)])
def test_what_people_do_goes_as_the_table_says_or_is_refused_in_words(state: CoverState, event: CoverEvent) -> None:
    cover = in_state(state)
    if (state, event) in COVER_TRANSITIONS:
        assert DOING[event](cover).cover.state is COVER_TRANSITIONS[state, event]
        return
    with pytest.raises((CoverNotReady, CoverTaken)) as refusal:
        DOING[event](cover)
    if isinstance(refusal.value, CoverNotReady):
        assert str(IS[state]) in refusal.value.detail
        assert refusal.value.facts == {"state": state, "possible": [e.value for e in possible(state)]}
    else:
        assert (state in WITH_SOMEBODY, event) == (True, E.ACCEPTED)


@pytest.mark.parametrize("state", CoverState)
def test_time_does_what_the_table_says_and_nothing_else(state: CoverState) -> None:
    events = {e for s, e in COVER_TRANSITIONS if s is state} & {E.HELD, E.ESCALATED}
    step = pass_time(in_state(state), at(20), RULES)
    assert step.cover.state is (COVER_TRANSITIONS[state, events.pop()] if events else state)
    assert pass_time(step.cover, at(30), RULES) == CoverStep(step.cover)


def test_silence_goes_as_the_table_says() -> None:
    assert silence(in_state(S.SEARCHING)).cover.offers[0].state is OfferState.EXPIRED
    for state in CoverState:
        if (state, E.EXPIRED) not in COVER_TRANSITIONS:
            with pytest.raises(CoverNotReady):
                silence(in_state(state))


@pytest.mark.parametrize(("state", "event"), [*product(CoverState, CoverEvent)])
def test_the_table_alone_decides(state: CoverState, event: CoverEvent) -> None:
    if (state, event) in COVER_TRANSITIONS:
        assert after(state, event) is COVER_TRANSITIONS[state, event]
    else:
        with pytest.raises(CoverNotReady):
            after(state, event)


def test_every_event_is_somebodys_or_times_and_every_state_can_be_reached() -> None:
    assert {*DOING} | IN_TIME == {*CoverEvent}
    assert {*BY_PEOPLE} < {*CoverEvent}
    assert {*COVER_TRANSITIONS.values()} == {*CoverState}


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (OfferState.REFUSED, "has been refused"),
        (OfferState.EXPIRED, "has run out"),
        (OfferState.WITHDRAWN, "was taken back"),
        (OfferState.RELEASED, "given back"),
    ],
)
def test_an_offer_that_is_no_longer_open_can_not_be_answered(state: OfferState, words: str) -> None:
    cover = in_state(S.SEARCHING)
    answered = replace(cover, offers=(replace(cover.offers[0], state=state),))
    for event in (E.ACCEPTED, E.REFUSED, E.WITHDRAWN):
        with pytest.raises(OfferNotOpen, match=words) as refusal:
            DOING[event](answered)
        assert refusal.value.facts == {"state": state}


def test_a_cover_that_was_held_is_told_to_whoever_held_it() -> None:
    step = pass_time(in_state(S.COVERED), at(20), RULES)
    assert [(e.kind, e.trainer) for e in step.effects] == [(EffectKind.HELD, "bob")]
    assert pass_time(in_state(S.COVERED), at(19.99), RULES).effects == ()
