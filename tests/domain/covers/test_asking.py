"""Who is asked when, and until when."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from multitrainer.domain.covers.asking import deadline, look
from multitrainer.domain.covers.neighbours import blocks
from multitrainer.domain.covers.persons import Person
from multitrainer.domain.covers.rules import Answering, CoverRules, Quiet
from multitrainer.domain.covers.states import CoverState, OfferState
from multitrainer.domain.covers.steps import refuse
from multitrainer.domain.covers.values import Cover, EffectKind
from multitrainer.domain.intervals import Interval
from tests.domain.covers.searches import IN_WAVES, RULES, ZONE, at, lesson, looked, ranked, searching, session, stand

PEOPLE = [Person(name) for name in "abcd"]
WHERE = stand(backup="a", assistant="b", pool="cd")
LOUD = replace(RULES, quiet=None)


def open_names(cover: Cover) -> str:
    return "".join(offer.trainer for offer in cover.open_offers)


@pytest.mark.parametrize(
    ("now", "until"),
    [(-100, -76), (-72 + 18, -72 + 18 + 24), (-53, -49), (6, 10), (6.01, 6.26), (17.9, 18)],
)
def test_the_time_to_answer_shrinks_with_the_time_left(now: float, until: float) -> None:
    assert deadline(at(18), at(now), LOUD) == at(until)


@pytest.mark.parametrize(
    ("starts", "now", "until"),
    [
        (42, 8, 12),  # in the day: as the table says
        (42, 20, 30),  # quiet from 21 to 7: three of four hours would come after, but at 6 the session is near
        (66, 20, 24 + 10),
        (66, 17, 24 + 7),
        (66, 16.9, 20.9),
        (42, 30.5, 30.75),
        (90, 8, 24 + 8),
    ],
)
def test_time_to_answer_that_falls_into_quiet_hours_comes_after_them(starts: float, now: float, until: float) -> None:
    assert deadline(at(starts), at(now), RULES) == at(until)


@pytest.mark.parametrize(
    ("starts", "now"),
    [("2026-10-25T20:00", "2026-10-24T17:30"), ("2027-03-28T20:00", "2027-03-27T17:30")],
    ids=["put back", "put forward"],
)
def test_a_night_in_which_clocks_change_leaves_as_much_time_to_answer(starts: str, now: str) -> None:
    session_starts, asked = (datetime.fromisoformat(one).replace(tzinfo=ZONE) for one in (starts, now))
    expected = session_starts.replace(hour=7, minute=30).astimezone(UTC)
    assert deadline(session_starts.astimezone(UTC), asked.astimezone(UTC), RULES) == expected


CHANGED = (datetime(2026, 3, 29, 1, tzinfo=UTC), datetime(2026, 10, 25, 1, tzinfo=UTC), at(0))
QUIET = st.sampled_from(
    [Quiet(21 * 60, 7 * 60), Quiet(1320, 150), Quiet(20 * 60, 540), Quiet(60, 150), Quiet(1140, 720)]
)


@settings(deadline=None, max_examples=200)
@given(night=st.sampled_from(CHANGED), after=st.integers(-1500, 1500), ahead=st.integers(5, 6000), quiet=QUIET)
def test_nobody_has_to_answer_in_quiet_hours_of_any_night_before_the_session_is_near(
    night: datetime, after: int, ahead: int, quiet: Quiet
) -> None:
    rules = replace(RULES, quiet=quiet)
    now = night + timedelta(minutes=after)
    starts = now + timedelta(minutes=ahead)
    until, quiet_until = deadline(starts, now, rules), rules.quiet_until(now)
    assert now < until <= starts
    assert rules.quiet_until(until) is None or rules.is_near(starts, until)
    assert quiet_until is None or quiet_until > now


@settings(deadline=None, max_examples=100)
@given(night=st.sampled_from(CHANGED), after=st.integers(-1500, 1500), minutes=st.sampled_from([15, 60, 240]))
def test_outside_of_quiet_hours_the_time_to_answer_is_what_the_table_says(
    night: datetime, after: int, minutes: int
) -> None:
    rules = replace(RULES, answering=(Answering(0, minutes),))
    now = night + timedelta(minutes=after)
    assume(rules.quiet_until(now) is None)  # in which nobody is asked
    until = deadline(now + timedelta(days=5), now, rules)
    watched = (now + timedelta(minutes=n) for n in range((until - now) // timedelta(minutes=1)))
    assert sum(rules.quiet_until(one) is None for one in watched) == minutes


def test_quiet_hours_pass_midnight_or_do_not() -> None:
    assert RULES.quiet_until(at(21)) == at(31)
    assert RULES.quiet_until(at(3)) == at(7)
    assert RULES.quiet_until(at(7)) is None
    noon = CoverRules(ZONE, quiet=Quiet(12 * 60, 14 * 60))
    assert noon.quiet_until(at(13)) == at(14)
    assert noon.quiet_until(at(14)) is noon.quiet_until(at(11)) is None


def test_quiet_hours_hold_until_the_session_is_near() -> None:
    far, _ = looked(searching(session(42, 44), now=at(22)), PEOPLE, WHERE, at(22))
    assert (open_names(far[0]), far[0].look_at) == ("", at(30))
    near, _ = looked(far, PEOPLE, WHERE, at(30))
    assert open_names(near[0]) == "a"
    later, _ = looked(searching(session(90, 92), now=at(22)), PEOPLE, WHERE, at(22))
    assert later[0].look_at == at(31)


def test_one_by_one_silence_asks_the_next() -> None:
    covers = searching(session(18, 20), now=at(8))
    for name in "abcd":
        covers, effects = looked(covers, PEOPLE, WHERE, covers[0].look_at or at(0))
        assert open_names(covers[0]) == name
        assert effects[-1].kind is EffectKind.ASKED
        assert effects[-1].until == covers[0].look_at
    covers, effects = looked(covers, PEOPLE, WHERE, covers[0].look_at or at(0))
    assert [e.kind for e in effects] == [EffectKind.OFFER_EXPIRED, EffectKind.TELL_LEAD]
    assert covers[0].state is CoverState.EXHAUSTED


def test_a_wave_is_filled_up_after_each_refusal() -> None:
    rules = IN_WAVES[2]
    covers, _ = looked(searching(session(18, 20), now=at(8)), PEOPLE, WHERE, at(8), rules)
    assert open_names(covers[0]) == "ab"
    covers, _ = looked([refuse(covers[0], "a", at(8.1)).cover], PEOPLE, WHERE, at(8.1), rules)
    assert open_names(covers[0]) == "bc"
    assert looked(covers, PEOPLE, WHERE, at(8.1), rules)[0] == covers


def test_shortly_before_the_session_more_are_asked_at_a_time() -> None:
    covers, _ = looked(searching(session(18, 20), now=at(16)), PEOPLE, WHERE, at(16))
    assert open_names(covers[0]) == "a"
    covers, _ = looked(covers, PEOPLE, WHERE, at(16.25))
    assert open_names(covers[0]) == "bcd"


def test_whoever_is_busy_elsewhere_is_asked_after_all_others_and_not_never() -> None:
    people = [Person("a", asked_later=True), *PEOPLE[1:]]
    covers = searching(session(18, 20), now=at(8))
    asked = ""
    for _ in "abcd":
        covers, _ = looked(covers, people, WHERE, covers[0].look_at or at(0))
        asked += open_names(covers[0])
    assert asked == "bcda"


def test_an_offer_to_somebody_who_can_not_any_more_is_taken_back_and_the_next_asked() -> None:
    covers, _ = looked(searching(session(18, 20), now=at(8)), PEOPLE, WHERE, at(8))
    ill = [Person("a", away=(Interval(at(0), at(24)),)), *PEOPLE[1:]]
    step = look((covers[0],), ranked([covers[0].session], ill, WHERE), at(8.1), RULES)[0]
    assert [(e.kind, e.trainer) for e in step.effects] == [
        (EffectKind.OFFER_WITHDRAWN, "a"),
        (EffectKind.ASKED, "b"),
    ]


def test_a_session_that_begins_while_it_is_searched_for_is_told_to_the_lead() -> None:
    covers, _ = looked(searching(session(18, 20), now=at(8)), PEOPLE, WHERE, at(8))
    late, effects = looked([replace(covers[0], look_at=at(18))], PEOPLE, WHERE, at(18))
    assert late[0].state is CoverState.EXHAUSTED
    assert [e.kind for e in effects] == [EffectKind.OFFER_EXPIRED, EffectKind.TELL_LEAD]


def test_neighbours_of_one_day_and_leave_go_together() -> None:
    day = (
        session(8, 9, "a"),
        session(9.5, 10, "b"),
        session(11, 12, "c"),
        session(23, 23.9, "d"),
        session(24, 25, "e"),
    )
    found = [[cover.session.id for cover in block] for block in blocks(searching(*day, now=at(0)), RULES)]
    assert found == [["a", "b"], ["c"], ["d"], ["e"]]
    covers = searching(*day[:2], now=at(0))
    assert len(blocks([covers[0], replace(covers[1], leave="other")], RULES)) == 2
    assert len(blocks([covers[0], replace(covers[1], alone=True)], RULES)) == 2
    assert len(blocks([covers[0], replace(covers[1], state=CoverState.COVERED)], RULES)) == 1
    overlapping = searching(session(8, 9, "a"), session(8.5, 9.5, "b"), now=at(0))
    assert len(blocks(overlapping, RULES)) == 2


def test_who_can_take_all_is_asked_first_then_each_session_goes_on_by_itself() -> None:
    people = [Person("a", (lesson(14, 15),)), Person("b"), Person("c", daily_hours=2.5), Person("d", active=False)]
    covers = searching(session(14, 16, "s"), session(16.5, 18.5, "t"), now=at(8))
    covers, _ = looked(covers, people, WHERE, at(8))
    assert [open_names(cover) for cover in covers] == ["b", "b"]
    covers = [refuse(cover, "b", at(8.1)).cover for cover in covers]
    covers, effects = looked(covers, people, WHERE, at(8.1))
    assert [(e.cover, e.trainer) for e in effects] == [("cover-s", "c"), ("cover-t", "a")]
    assert all(cover.alone for cover in covers)


def test_all_of_a_block_go_on_at_once_by_themselves_also_those_that_were_not_due() -> None:
    first, second = searching(session(14, 16, "s"), session(16.5, 18.5, "t"), now=at(8))
    steps = look(
        (first, replace(second, look_at=at(12))), ranked((first.session, second.session), (), {}), at(8), RULES
    )
    assert [(step.cover.alone, step.cover.look_at) for step in steps] == [(True, at(8))] * 2


def test_when_one_of_a_block_has_begun_the_other_is_still_searched_for() -> None:
    covers, _ = looked(searching(session(14, 16, "s"), session(16.5, 18.5, "t"), now=at(8)), PEOPLE, WHERE, at(8))
    stuck = [replace(cover, look_at=at(14)) for cover in covers]
    found, _ = looked(stuck, PEOPLE, WHERE, at(14))
    assert [cover.state for cover in found] == [CoverState.EXHAUSTED, CoverState.SEARCHING]
    assert open_names(found[1]) == "b"
    assert found[1].offers[0].state is OfferState.EXPIRED


def test_a_block_whose_offers_ran_out_apart_is_looked_at_anew() -> None:
    covers, _ = looked(searching(session(14, 16, "s"), session(16.5, 18.5, "t"), now=at(8)), PEOPLE, WHERE, at(8))
    short = replace(covers[0], offers=(replace(covers[0].offers[0], deadline=at(8.1)),), look_at=at(8.1))
    found, _ = looked([short, covers[1]], PEOPLE, WHERE, at(8.1))
    assert [open_names(cover) for cover in found] == ["b", "a"]
