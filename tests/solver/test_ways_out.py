"""What would have to change so that a batch can be taught, and that it can be then."""

from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from multitrainer.domain.roster import Role, Status
from multitrainer.domain.week import Day
from multitrainer.solver.documents.intervals import Dated
from multitrainer.solver.documents.limits import Limits
from multitrainer.solver.documents.problem import DayAndWeek, Level, Link, LinkKind, Pair, Problem
from multitrainer.solver.reading.texts import read_problem
from multitrainer.solver.solving import solve
from multitrainer.solver.ways.changing import ProblemChange, changed
from multitrainer.solver.ways.documents import WayKind, WayOut
from multitrainer.solver.ways.finding import ways_out
from tests.solver.teaching import TUESDAY_EVENING, batch, problem, solution, taught_by, trainer, weekly

LIMITS = Limits(effort=2_000)

CASES = {
    WayKind.CAPACITY: (problem(trainer("John", capacity=3), batch("B1")), "Raise the capacity of John by 2 h to 5 h."),
    WayKind.LIMIT: (
        problem(
            trainer("John", limits=DayAndWeek(hours_per_day=1, hours_per_week=2)),
            batch("B1", sessions=(TUESDAY_EVENING,)),
        ),
        "Let John teach 1 h 30 in a day, 30 min more than now.",
    ),
    WayKind.LINK: (
        problem(
            trainer("John"),
            batch("B1"),
            batch("B2"),
            links=(Link(kind=LinkKind.DIFFERENT, batches=("B1", "B2")),),
        ),
        "Do not ask for different trainers of B1 and B2.",
    ),
    WayKind.PIN: (
        problem(
            trainer("John", capacity=5),
            trainer("Maria"),
            taught_by("John", "B1", pinned=True),
            taught_by("John", "B2", pinned=True),
        ),
        "Unlock B1.",
    ),
    WayKind.SESSION: (
        problem(
            trainer("John", unavailable=(weekly(Day.WEDNESDAY, "18:00", "19:00"),)),
            batch("B1", sessions=(TUESDAY_EVENING,)),
            batch("B2", sessions=(TUESDAY_EVENING, weekly(Day.MONDAY, "09:00", "10:00"))),
        ),
        "Move B2 from Tuesday 18:00-19:30 to Monday 18:00-19:30.",
    ),
    WayKind.PAIR: (
        problem(trainer("John"), batch("B1"), pairs=(Pair(trainer="John", batch="B1", level=Level.PROHIBITED),)),
        "Allow John for B1.",
    ),
    WayKind.AVAILABILITY: (
        problem(
            trainer("John", unavailable=(weekly(Day.TUESDAY, "17:00", "19:00"),)),
            batch("B1", sessions=(TUESDAY_EVENING,)),
        ),
        "Have John there on Tuesday 18:00-19:00.",
    ),
    WayKind.ROLE: (
        problem(trainer("John", roles={"French": Role.LEAD}), batch("B1")),
        "Make John an assistant of German.",
    ),
    WayKind.SKILLS: (
        problem(trainer("John", skills=("A1",)), batch("B1", skills=("A1", "C1"))),
        "Do not require C1 of B1.",
    ),
    WayKind.STATUS: (problem(trainer("John", status=Status.ON_LEAVE), batch("B1")), "Have John back as active."),
    WayKind.TRAINER: (
        problem(trainer("John", skills=("A1",), roles={}), batch("B1", skills=("C1",))),
        "Add a trainer with C1 who has 5 h a week, for B1.",
    ),
}


def test_there_is_a_case_for_every_kind() -> None:
    assert {*CASES} == {*WayKind}


@pytest.mark.parametrize("kind", CASES)
def test_a_way_out_is_found_in_words_and_works(kind: WayKind) -> None:
    of, words = CASES[kind]
    planned = solve(of, limits=LIMITS)
    way = next(one for one in ways_out(of, planned) if one.kind is kind)
    assert way.words == words
    assert way.covers == (planned.uncovered[0].batch,)
    assert solve(changed(of, way.change), limits=LIMITS).uncovered == ()


def test_a_dated_leave_is_cut_where_the_session_is_and_a_weekly_session_takes_all_of_it() -> None:
    leave = Dated(start=datetime(2026, 3, 2), end=datetime(2026, 3, 9))  # noqa: DTZ001
    session = Dated(start=datetime(2026, 3, 3, 18), end=datetime(2026, 3, 3, 20))  # noqa: DTZ001
    once = _way(problem(trainer("John", unavailable=(leave,)), batch("B1", sessions=(session,))), WayKind.AVAILABILITY)
    assert once.words == "Have John there on 2026-03-03 18:00-20:00."
    assert once.change.trainers[0].unavailable == (
        Dated(start=leave.start, end=session.start),
        Dated(start=session.end, end=leave.end),
    )
    weekly_one = problem(trainer("John", unavailable=(leave,)), batch("B1", sessions=(TUESDAY_EVENING,)))
    always = _way(weekly_one, WayKind.AVAILABILITY)
    assert always.words == "Have John there on 2026-03-02 00:00 to 2026-03-09 00:00."
    assert always.change.trainers[0].unavailable == ()


def test_a_dated_session_is_moved_by_days() -> None:
    session = Dated(start=datetime(2026, 3, 3, 18), end=datetime(2026, 3, 3, 20))  # noqa: DTZ001
    of = problem(trainer("John"), batch("B1", sessions=(session,)), batch("B2", sessions=(session,)))
    (way,) = [way for way in ways_out(of, solution(of, B1="John")) if way.kind is WayKind.SESSION]
    assert way.words == "Move B2 from 2026-03-03 18:00-20:00 to 2026-03-04 18:00-20:00."


def test_as_little_capacity_is_asked_for_as_is_enough_when_others_exchange() -> None:
    """B6 itself would take five hours; but with one hour more Maria can have seven, seven and seven."""
    hours = {"B1": 7, "B2": 7, "B3": 7, "B4": 5, "B5": 5, "B6": 2}
    of = problem(trainer("Maria"), trainer("John", capacity=12), *(batch(b, hours=h) for b, h in hours.items()))
    planned = solution(of, B1="Maria", B2="Maria", B4="John", B5="John", B6="Maria")
    assert [way.words for way in ways_out(of, planned) if way.kind is WayKind.CAPACITY] == [
        "Raise the capacity of Maria by 1 h to 21 h.",
        "Raise the capacity of John by 2 h to 14 h.",
    ]


def test_a_trainer_whose_skill_would_be_waived_may_be_given_more_capacity_instead() -> None:
    """B1 needs more than Maria has; if John need not know C1 for it, neither does she."""
    of = problem(trainer("Maria", skills=("C1",), capacity=3), trainer("John"), batch("B1", hours=15, skills=("C1",)))
    assert [way.kind for way in ways_out(of, solution(of))] == [WayKind.SKILLS, WayKind.CAPACITY, WayKind.TRAINER]


def test_a_batch_that_is_required_of_somebody_else_may_be_freed() -> None:
    of = problem(
        trainer("John", capacity=3),
        trainer("Maria"),
        batch("B1"),
        pairs=(Pair(trainer="John", batch="B1", level=Level.REQUIRED),),
    )
    assert _way(of, WayKind.PAIR).words == "Do not require John for B1."


def test_a_way_out_says_why_a_pair_is_prohibited_and_calls_a_course_by_its_name() -> None:
    pair = Pair(trainer="John", batch="B1", level=Level.PROHIBITED, reason="on leave")
    of = problem(
        trainer("John"),
        trainer("Maria", roles={}),
        batch("B1"),
        pairs=(pair,),
        course_names={"German": "German A1"},
    )
    assert _way(of, WayKind.PAIR).words == "Allow John for B1 (on leave)."
    assert _way(of, WayKind.ROLE).words == "Make Maria an assistant of German A1."


def test_another_batch_may_make_room() -> None:
    """Nobody but John can take B2; of B1 it would be enough if Maria were there."""
    of = problem(
        trainer("John", capacity=5, skills=("C1",)),
        trainer("Maria", unavailable=(TUESDAY_EVENING,)),
        batch("B1", sessions=(TUESDAY_EVENING,)),
        batch("B2", skills=("C1",)),
    )
    ways = ways_out(of, solution(of, B1="John"))
    assert "Have Maria there on Tuesday 18:00-19:30." in [way.words for way in ways]


def test_ways_come_cheapest_first() -> None:
    of = problem(trainer("John", capacity=3), trainer("Maria", capacity=4), batch("B1"))
    costs = [(way.cost, way.kind) for way in ways_out(of, solution(of))]
    assert costs == [(1, WayKind.CAPACITY), (2, WayKind.CAPACITY), (17, WayKind.TRAINER)]


def test_no_change_is_asked_for_where_none_is_needed() -> None:
    of = problem(trainer("John"), batch("B1"))
    assert ways_out(of, solution(of)) == ()


def test_a_covered_plan_needs_no_way_out() -> None:
    of = problem(trainer("John"), batch("B1"))
    assert ways_out(of, solution(of, B1="John")) == ()


def test_somebody_new_gets_an_id_that_nobody_has() -> None:
    of = problem(trainer("new trainer 1", roles={}), batch("B1"))
    assert [one.id for one in _way(of, WayKind.TRAINER).change.trainers] == ["new trainer 2"]


def test_a_change_replaces_by_id_and_adds_what_is_new() -> None:
    link = Link(kind=LinkKind.SAME, batches=("B1", "B2"))
    of = problem(
        trainer("John"),
        batch("B1"),
        batch("B2"),
        pairs=(Pair(trainer="John", batch="B1"),),
        links=(link, link.model_copy(update={"kind": LinkKind.CONSECUTIVE})),
    )
    change = ProblemChange(
        trainers=(trainer("Maria"), trainer("John", capacity=5)),
        batches=(batch("B3"), batch("B1", hours=2)),
        pairs=(Pair(trainer="John", batch="B1", cost=1), Pair(trainer="John", batch="B2")),
        without_links=(link,),
    )
    then = changed(of, change)
    assert [(one.id, one.capacity) for one in then.trainers] == [("John", 5), ("Maria", 20)]
    assert [(one.id, one.hours) for one in then.batches] == [("B1", 2), ("B2", 5), ("B3", 5)]
    assert [(one.batch, one.cost) for one in then.pairs] == [("B1", 1), ("B2", 0)]
    assert [one.kind for one in then.links] == [LinkKind.CONSECUTIVE]


SLOTS = tuple(weekly(Day.MONDAY, f"{hour:02}:00", f"{hour + 2:02}:00") for hour in (8, 9, 11))


@st.composite
def short_of_trainers(draw: st.DrawFn) -> Problem:
    trainers = [
        trainer(
            f"T{n}",
            capacity=draw(st.integers(4, 8)),
            skills=tuple(draw(st.sets(st.sampled_from("xy")))),
            unavailable=tuple(draw(st.sets(st.sampled_from(SLOTS), max_size=1))),
            status=draw(st.sampled_from([Status.ACTIVE, Status.ACTIVE, Status.INACTIVE])),
        )
        for n in range(2)
    ]
    batches = [
        batch(
            f"B{n}",
            hours=draw(st.integers(2, 6)),
            skills=tuple(draw(st.sets(st.sampled_from("xy"), max_size=1))),
            sessions=tuple(draw(st.sets(st.sampled_from(SLOTS), max_size=1))),
        )
        for n in range(4)
    ]
    links = [Link(kind=draw(st.sampled_from(LinkKind)), batches=("B0", "B1"))] if draw(st.booleans()) else []
    pairs = (Pair(trainer="T0", batch="B0", level=draw(st.sampled_from(Level))),)
    return problem(*trainers, *batches, links=tuple(links), pairs=pairs)


@settings(max_examples=8)
@given(short_of_trainers())
def test_every_way_out_leaves_fewer_batches_to_nobody_and_is_a_sound_problem(of: Problem) -> None:
    planned = solve(of, limits=LIMITS)
    for way in ways_out(of, planned):
        then = read_problem(changed(of, way.change).model_dump_json(by_alias=True).encode())
        assert len(solve(then, limits=LIMITS).uncovered) < len(planned.uncovered), way.words


def _way(of: Problem, kind: WayKind) -> WayOut:
    return next(one for one in ways_out(of, solution(of)) if one.kind is kind)
