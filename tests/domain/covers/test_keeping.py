"""Covers follow leave: one for each session that it takes, none besides, and nobody hears what is not so."""

from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from multitrainer.domain.covers.keeping import Kept, given_up, kept_up
from multitrainer.domain.covers.states import CoverState, OfferState
from multitrainer.domain.covers.steps import reassign, release
from multitrainer.domain.covers.tiers import Tier
from multitrainer.domain.covers.values import Cover, EffectKind, Offer
from multitrainer.domain.covers.ways_out import NO_WAY, cancelled
from multitrainer.domain.errors import CoverNotReady
from multitrainer.domain.intervals import Interval
from multitrainer.domain.leave.sessions import overlapped
from multitrainer.domain.leave.values import Leave, LeaveState, away
from multitrainer.domain.taught import TaughtSession
from tests.domain.covers.searches import at, searching, session

K = EffectKind
LIVE = {CoverState.SEARCHING, CoverState.COVERED, CoverState.EXHAUSTED, CoverState.ASSISTED}


def id_of(one: TaughtSession) -> str:
    return f"{one.id} of {one.trainer} at {one.start:%d-%H:%M}"


def leave(start: float, end: float, name: str = "leave", state: LeaveState = LeaveState.APPROVED) -> Leave:
    return Leave(name, "john", at(start), at(end), state=state)


def after(kept: tuple[Kept, ...], covers: list[Cover]) -> list[Cover]:
    changed = {step.cover.id: step.cover for _, step in kept}
    return [*({cover.id: cover for cover in covers} | changed).values()]


def told(kept: tuple[Kept, ...]) -> list[tuple[EffectKind, str | None]]:
    return [(effect.kind, effect.trainer) for _, step in kept for effect in step.effects]


def begun() -> tuple[TaughtSession, list[Cover]]:
    """A session that leave takes, and its cover, which Ann has taken."""
    one = session(18, 20)
    kept = kept_up([one], [leave(0, 24)], [], at(0), id_of)
    return one, [reassign(kept[0][1].cover, "ann", at(1), None).cover]


def test_a_search_is_opened_for_what_approved_leave_overlaps_and_has_not_begun() -> None:
    day = [session(7, 9, "begun"), session(10, 12, "in it"), session(13, 15, "half"), session(16, 17, "after")]
    leaves = [leave(0, 14), leave(14, 24, "asked for", LeaveState.REQUESTED)]
    kept = kept_up(day, leaves, [], at(8), id_of)
    assert [(before, step.cover.session.id, step.cover.state) for before, step in kept] == [
        (None, "in it", CoverState.SEARCHING),
        (None, "half", CoverState.SEARCHING),
    ]


def test_whoever_is_back_has_the_session_again_and_whoever_had_taken_it_is_relieved() -> None:
    one, covers = begun()
    kept = kept_up([one], [], covers, at(2), id_of)
    assert [step.cover.state for _, step in kept] == [CoverState.CLOSED]
    assert told(kept) == [(K.RELIEVED, "ann"), (K.GIVEN_BACK, "john")]


def test_whoever_is_back_before_anybody_had_accepted_has_nothing_to_get_back() -> None:
    one = session(18, 20)
    kept = kept_up([one], [leave(0, 24)], [], at(0), id_of)
    back = kept_up([one], [], after(kept, []), at(2), id_of)
    assert [step.cover.state for _, step in back] == [CoverState.CLOSED]
    assert told(back) == []


def test_whose_session_it_is_not_any_more_does_not_hear_that_it_is() -> None:
    one, covers = begun()
    for now_there in ([], [replace(one, start=at(30), end=at(32))]):  # another's now, at another time
        kept = kept_up(now_there, [leave(0, 24)], covers, at(2), id_of)
        assert [(step.cover.state, step.cover.gone) for _, step in kept] == [(CoverState.CLOSED, True)]
        assert told(kept) == [(K.RELIEVED, "ann")]
        ((_, step),) = kept
        with pytest.raises(CoverNotReady, match="the session no longer takes place, or not as it was"):
            release(step.cover, at(2))
        ((_, again),) = kept_up([one], [leave(0, 24)], [step.cover], at(3), id_of)
        assert (again.cover.state, again.cover.gone) == (CoverState.SEARCHING, False)


def test_a_session_is_sought_for_anew_where_its_trainer_is_away_again() -> None:
    one, covers = begun()
    back = after(kept_up([one], [], covers, at(2), id_of), covers)
    again = kept_up([one], [leave(17, 19, "another")], back, at(3), id_of)
    assert [(s.cover.state, s.cover.leave, s.cover.opening, s.cover.look_at) for _, s in again] == [
        (CoverState.SEARCHING, "another", 2, at(3))
    ]


def test_a_session_that_was_cancelled_is_sought_for_anew_once_it_takes_place_after_all() -> None:
    one = session(18, 20)
    ((_, opened),) = kept_up([one], [leave(0, 24)], [], at(0), id_of)
    done_without = cancelled(opened.cover, NO_WAY._replace(cancel=True), at(1)).cover
    assert kept_up([], [leave(0, 24)], [done_without], at(2), id_of) == ()
    ((before, step),) = kept_up([one], [leave(0, 24)], [done_without], at(3), id_of)
    assert (before, step.cover.state, step.cover.opening) == (done_without, CoverState.SEARCHING, 2)
    assert (step.cover.look_at, step.effects) == (at(3), ())


def test_leave_that_became_part_of_another_goes_on_in_it_and_nobody_hears_of_that() -> None:
    one, covers = begun()
    (kept,) = kept_up([one], [leave(0, 48, "longer")], covers, at(2), id_of)
    assert kept[1].cover == replace(covers[0], leave="longer")
    assert kept[1].effects == ()


def test_whoever_falls_ill_gives_back_what_they_cover_and_is_not_asked_any_more() -> None:
    _, (taken,) = begun()
    (asked,) = searching(session(19, 21, "t"), now=at(1))
    open_to = [Offer(one, Tier.BACKUP, at(1), at(5), 1, (asked.id,)) for one in ("ann", "ben")]
    asked = replace(asked, offers=tuple(open_to))
    kept = given_up("ann", [Interval(at(12), at(24))], [taken, asked], at(2))
    assert [step.cover.state for _, step in kept] == [CoverState.SEARCHING, CoverState.SEARCHING]
    assert [step.cover.offers[0].state for _, step in kept] == [OfferState.RELEASED, OfferState.WITHDRAWN]
    assert kept[1][1].cover.open_offers == (open_to[1],)
    assert told(kept) == [(K.RELIEVED, "ann"), (K.SEARCHED_AGAIN, None), (K.OFFER_WITHDRAWN, "ann")]


def test_what_is_at_another_time_or_has_begun_is_not_given_up() -> None:
    _, covers = begun()
    assert given_up("ann", [Interval(at(20), at(24))], covers, at(2)) == ()
    assert given_up("ann", [Interval(at(0), at(24))], covers, at(18)) == ()


class World(NamedTuple):
    """What is at some time, and which of the covers are taken then, or done without."""

    now: datetime
    sessions: tuple[TaughtSession, ...]
    leaves: tuple[Leave, ...]
    taken: frozenset[int]
    cancelled: frozenset[int]


HOURS = st.integers(1, 12)


@st.composite
def worlds(draw: st.DrawFn) -> list[World]:
    """The same sessions and leaves at several times, between which they move, come, go and are approved."""
    found = []
    for now in sorted(draw(st.lists(st.integers(0, 10), min_size=1, max_size=4))):
        sessions = tuple(
            session(begins, begins + 1, name)
            for name in draw(st.sets(st.sampled_from("stuv")))
            for begins in [draw(HOURS)]
        )
        leaves = tuple(
            leave(begins, begins + draw(st.integers(1, 6)), name, draw(st.sampled_from(LeaveState)))
            for name in draw(st.sets(st.sampled_from("lm")))
            for begins in [draw(st.integers(0, 12))]
        )
        found.append(World(at(now), sessions, leaves, *(draw(st.frozensets(st.integers(0, 3))) for _ in range(2))))
    return found


@given(worlds())
@settings(max_examples=150, deadline=None)
def test_whatever_there_is_each_session_that_leave_takes_has_one_live_cover_and_no_other_has(
    history: list[World],
) -> None:
    covers: list[Cover] = []
    for world in history:
        kept = kept_up(world.sessions, world.leaves, covers, world.now, id_of)
        needed = overlapped((s for s in world.sessions if world.now < s.start), away(world.leaves))
        theirs = {one.id for one in world.sessions} - {one.id for one in needed}
        given_back = {step.cover.session for _, step in kept if (K.GIVEN_BACK, "john") in told(((None, step),))}
        covers = after(kept, covers)
        live = [one.session for one in covers if one.state in LIVE and world.now < one.session.start]
        assert sorted(live, key=id_of) == sorted(needed, key=id_of)
        assert {one.id for one in given_back} <= theirs
        assert given_back <= {*world.sessions}
        assert kept_up(world.sessions, world.leaves, covers, world.now, id_of) == ()
        covers = [
            replace(one, state=CoverState.CANCELLED, substitute=None)
            if n in world.cancelled and one.state in LIVE
            else reassign(one, "ann", world.now, None).cover
            if n in world.taken and one.state in LIVE
            else one
            for n, one in enumerate(covers)
        ]
