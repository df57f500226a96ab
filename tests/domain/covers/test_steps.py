"""What people do with a cover, and who hears of it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from multitrainer.domain.covers.criteria import Reason
from multitrainer.domain.covers.hindsight import NAMED_FOR
from multitrainer.domain.covers.passing import pass_time
from multitrainer.domain.covers.persons import Person
from multitrainer.domain.covers.rules import CoverRules
from multitrainer.domain.covers.states import CoverState, OfferState
from multitrainer.domain.covers.steps import accept, answer, close, reassign, refuse, release, reopen, withdraw
from multitrainer.domain.covers.tiers import Tier
from multitrainer.domain.covers.values import Cover, CoverStep, EffectKind
from multitrainer.domain.errors import CannotCover, CoverNotReady, CoverTaken, OfferNotFound, OfferNotOpen
from tests.domain.covers.searches import IN_WAVES, RULES, at, looked, searching, session, stand

K = EffectKind
PEOPLE = [Person(name) for name in "abcd"]
WHERE = stand(backup="a", assistant="b", pool="cd")
TWO = IN_WAVES[2]


def search(rules: CoverRules = RULES, now: float = 8) -> Cover:
    """One that has been looked at: a is asked, and b with a wave of two."""
    covers, _ = looked(searching(session(18, 20), now=at(now)), PEOPLE, WHERE, at(now), rules)
    return covers[0]


def told(step: CoverStep) -> list[tuple[EffectKind, str | None]]:
    return [(effect.kind, effect.trainer) for effect in step.effects]


def test_whoever_accepts_has_it_and_the_others_need_not_answer() -> None:
    step = accept(search(TWO), "b", at(8.1), None)
    assert step.cover.state is CoverState.COVERED
    assert step.cover.substitute == "b"
    assert step.cover.look_at == at(20)
    assert told(step) == [(K.TAKEN, "b"), (K.FOUND, "b"), (K.OFFER_WITHDRAWN, "a")]


def test_the_second_who_accepts_hears_that_it_is_taken_and_not_by_whom() -> None:
    covered = accept(search(TWO), "b", at(8.1), None).cover
    with pytest.raises(CoverTaken) as refusal:
        accept(covered, "a", at(9), None)
    assert refusal.value.facts == {}
    assert "Somebody else has taken" in refusal.value.detail
    with pytest.raises(OfferNotOpen, match="accepted already"):
        accept(covered, "b", at(9), None)


def test_who_was_not_asked_hears_nothing_else() -> None:
    for cover in (search(), accept(search(), "a", at(8.1), None).cover):
        with pytest.raises(OfferNotFound):
            accept(cover, "d", at(9), None)
        with pytest.raises(OfferNotFound):
            refuse(cover, "d", at(9))


def test_an_answer_counts_until_just_before_the_deadline() -> None:
    due = search().offers[0].deadline
    assert accept(search(), "a", due - (due - at(8)) / 100, None)
    with pytest.raises(OfferNotOpen, match="has run out"):
        accept(search(), "a", due, None)


def test_what_forbids_it_by_now_forbids_to_accept() -> None:
    with pytest.raises(CannotCover, match="on leave") as refusal:
        accept(search(), "a", at(8.1), Reason.ON_LEAVE)
    assert refusal.value.facts == {"trainer": "a", "reason": "on-leave"}
    step = withdraw(search(), "a", at(8.1))
    assert told(step) == [(K.OFFER_WITHDRAWN, "a")]
    assert step.cover.look_at == at(8.1)


def test_a_refusal_asks_the_next_at_once() -> None:
    step = refuse(search(), "a", at(8.1))
    assert step.cover.look_at == at(8.1)
    covers, effects = looked([step.cover], PEOPLE, WHERE, at(8.1))
    assert [(e.kind, e.trainer) for e in effects] == [(K.ASKED, "b")]
    assert [o.state for o in covers[0].offers] == [OfferState.REFUSED, OfferState.OPEN]


def test_whoever_gives_it_back_is_not_asked_again_and_the_others_are_with_the_new_ones_first() -> None:
    refused = looked([refuse(search(), "a", at(8.1)).cover], PEOPLE, WHERE, at(8.1))[0][0]
    step = release(accept(refused, "b", at(8.2), None).cover, at(9))
    assert told(step) == [(K.RELIEVED, "b"), (K.SEARCHED_AGAIN, None)]
    assert step.cover.opening == 2
    cover, asked = step.cover, []
    for _ in range(3):
        cover = looked([cover], PEOPLE, WHERE, at(9))[0][0]
        asked.append(cover.open_offers[0].trainer)
        cover = refuse(cover, asked[-1], at(9)).cover
    assert asked == ["c", "d", "a"]
    assert looked([cover], PEOPLE, WHERE, at(9))[0][0].state is CoverState.EXHAUSTED


def test_nothing_is_given_back_or_opened_again_once_the_session_has_begun() -> None:
    covered = accept(search(), "a", at(8.1), None).cover
    with pytest.raises(CoverNotReady, match="has begun"):
        release(covered, at(18))
    with pytest.raises(CoverNotReady, match="has begun"):
        reopen(close(covered, at(9)).cover, at(18))


def test_long_after_the_session_only_an_admin_names_who_held_it() -> None:
    begun = search().session.start
    last, over = begun + NAMED_FOR - timedelta(minutes=1), begun + NAMED_FOR
    lost = replace(search(), state=CoverState.EXHAUSTED)
    assert reassign(lost, "d", last, None).cover.substitute == "d"
    with pytest.raises(CoverNotReady, match="14 days ago or earlier: by now only an admin") as refused:
        reassign(lost, "d", over, None, overruling=True)
    assert refused.value.facts["possible"] == []
    assert reassign(lost, "d", over, None, settling=True).cover.substitute == "d"
    with pytest.raises(CoverNotReady, match="Only an admin can still name"):
        reopen(lost, over)


def test_somebody_named_by_hand_takes_the_place_of_whoever_had_it() -> None:
    covered = accept(search(), "a", at(8.1), None).cover
    step = reassign(covered, "d", at(9), None)
    assert told(step) == [(K.RELIEVED, "a"), (K.TAKEN, "d"), (K.FOUND, "d")]
    assert [(o.trainer, o.tier, o.state) for o in step.cover.offers] == [
        ("a", Tier.BACKUP, OfferState.WITHDRAWN),
        ("d", Tier.HAND, OfferState.ACCEPTED),
    ]
    assert reassign(step.cover, "d", at(9), None) == CoverStep(step.cover)
    asked = reassign(search(TWO), "b", at(9), None)
    assert [o.state for o in asked.cover.offers] == [OfferState.WITHDRAWN, OfferState.ACCEPTED]


def test_by_hand_limits_can_be_set_aside_and_leave_can_not() -> None:
    for reason in Reason:
        with pytest.raises(CannotCover):
            reassign(search(), "d", at(9), reason)
    assert reassign(search(), "d", at(9), Reason.WEEKLY_LIMIT, overruling=True).cover.substitute == "d"
    with pytest.raises(CannotCover):
        reassign(search(), "d", at(9), Reason.ON_LEAVE, overruling=True)


def test_a_session_that_is_given_back_is_told_to_whoever_was_asked_or_had_it_and_then_to_whoever_was_away() -> None:
    assert told(close(search(TWO), at(9))) == [(K.OFFER_WITHDRAWN, "a"), (K.OFFER_WITHDRAWN, "b")]
    step = close(accept(search(), "a", at(8.1), None).cover, at(9))
    assert told(step) == [(K.RELIEVED, "a"), (K.GIVEN_BACK, "john")]
    assert (step.cover.substitute, step.cover.look_at) == (None, None)
    again = looked([reopen(step.cover, at(9)).cover], PEOPLE, WHERE, at(9))[0][0]
    assert again.open_offers[0].trainer == "b"


def test_taking_a_part_asks_others_for_the_rest() -> None:
    both = searching(session(14, 16, "s"), session(16.5, 18, "t"), now=at(8))
    asked, _ = looked(both, PEOPLE, WHERE, at(8))
    assert [o.together for c in asked for o in c.offers] == [("cover-s", "cover-t")] * 2
    steps = answer(asked, "a", {"t"}, at(8.1), {})
    assert [s.cover.state for s in steps] == [CoverState.SEARCHING, CoverState.COVERED]
    rest, effects = looked([s.cover for s in steps], PEOPLE, WHERE, at(8.1))
    assert [(e.kind, e.cover, e.trainer) for e in effects] == [(K.ASKED, "cover-s", "b")]
    assert rest[0].open_offers[0].together == ("cover-s",)
    with pytest.raises(CannotCover):
        answer(asked, "a", {"s", "t"}, at(8.1), {"t": Reason.NOT_FREE})


def test_when_nobody_is_left_the_lead_hears_and_later_an_admin() -> None:
    covers, effects = looked(searching(session(18, 20), now=at(8)), (), {}, at(8))
    assert [e.kind for e in effects] == [K.TELL_LEAD]
    assert (covers[0].state, covers[0].look_at) == (CoverState.EXHAUSTED, at(10))
    assert pass_time(covers[0], at(9.9), RULES).effects == ()
    step = pass_time(covers[0], at(10), RULES)
    assert told(step) == [(K.TELL_ADMIN, None)]
    assert step.cover.look_at is None


def test_where_later_were_too_late_an_admin_hears_at_once() -> None:
    covers, _ = looked(searching(session(9, 10), now=at(8)), (), {}, at(8))
    assert covers[0].look_at == at(8)
    assert told(pass_time(covers[0], at(8), RULES)) == [(K.TELL_ADMIN, None)]


def test_what_was_told_is_told_again_when_nobody_is_found_again() -> None:
    covers, _ = looked(searching(session(18, 20), now=at(8)), (), {}, at(8))
    told_both = pass_time(covers[0], at(10), RULES).cover
    for begun in (
        reopen(told_both, at(11)).cover,
        release(reassign(told_both, "d", at(11), None).cover, at(11)).cover,
    ):
        assert (begun.told_lead_at, begun.told_admin_at) == (None, None)
        again, effects = looked([begun], (), {}, at(11))
        assert [e.kind for e in effects] == [K.TELL_LEAD]
        assert told(pass_time(again[0], at(13), RULES)) == [(K.TELL_ADMIN, None)]
    named = reassign(told_both, "d", at(11), None).cover
    assert (named.told_lead_at, named.told_admin_at) == (None, None)


def test_a_new_opening_asks_for_neighbours_together_again() -> None:
    both = searching(session(14, 16, "s"), session(16.5, 18.5, "t"), now=at(8))
    split, _ = looked(both, (), {}, at(8))
    assert [cover.alone for cover in split] == [True, True]
    again, _ = looked([reopen(cover, at(9)).cover for cover in split], PEOPLE, WHERE, at(9))
    assert [cover.open_offers[0].together for cover in again] == [("cover-s", "cover-t")] * 2
