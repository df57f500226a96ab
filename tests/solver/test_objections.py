"""Each rule that keeps somebody from a batch is named, in words that say what stands in the way."""

from datetime import datetime

import pytest

from multitrainer.domain.roster import Role, Status
from multitrainer.domain.week import Day
from multitrainer.solver.documents.intervals import Dated
from multitrainer.solver.documents.objective import Rule
from multitrainer.solver.documents.problem import DayAndWeek, Level, Link, LinkKind, Pair, Problem
from multitrainer.solver.explaining.explainer import Explainer
from tests.solver.teaching import TUESDAY_EVENING, batch, problem, taught_by, trainer, weekly

LATER = weekly(Day.TUESDAY, "19:00", "20:30")
MARCH = Dated(start=datetime(2026, 3, 3, 18), end=datetime(2026, 3, 3, 19))  # noqa: DTZ001  (a Tuesday)

CASES = {
    Rule.STATUS: (
        problem(trainer("Maria", status=Status.ON_LEAVE), batch("B1")),
        "Maria is on leave, and does not teach B1 today.",
    ),
    Rule.ROLE: (
        problem(trainer("Maria", roles={"German": Role.SUBSTITUTE}), batch("B1")),
        "Maria is a substitute on German; substitutes stand by.",
    ),
    Rule.PROHIBITED: (
        problem(trainer("Maria"), batch("B1"), pairs=(Pair(trainer="Maria", batch="B1", level=Level.PROHIBITED),)),
        "Maria is prohibited for B1.",
    ),
    Rule.PINNED: (
        problem(trainer("Maria"), trainer("John"), taught_by("John", "B1", pinned=True)),
        "B1 is locked to John.",
    ),
    Rule.SKILLS: (
        problem(trainer("Maria", skills=("B2",)), batch("B1", skills=("B2", "C1", "exams"))),
        "B1 needs C1 and exams, which Maria does not have.",
    ),
    Rule.AVAILABILITY: (
        problem(trainer("Maria", unavailable=(MARCH,)), batch("B1", sessions=(TUESDAY_EVENING,))),
        "Maria is unavailable on 2026-03-03 18:00-19:00, and B1 meets on Tuesday 18:00-19:30.",
    ),
    Rule.CONFLICTS: (
        problem(
            trainer("Maria"), batch("B1", sessions=(TUESDAY_EVENING,)), taught_by("Maria", "B2", sessions=(LATER,))
        ),
        "B1 on Tuesday 18:00-19:30 overlaps B2 on Tuesday 19:00-20:30, which Maria teaches.",
    ),
    Rule.CAPACITY: (
        problem(trainer("Maria", load=14.5), batch("B1"), taught_by("Maria", "B2")),
        "With B1, Maria would have 24 h 30 a week, 4 h 30 above the capacity of 20 h.",
    ),
    Rule.DAILY_LIMIT: (
        problem(
            trainer("Maria", limits=DayAndWeek(hours_per_day=2)),
            batch("B1", sessions=(TUESDAY_EVENING,)),
            taught_by("Maria", "B2", sessions=(weekly(Day.TUESDAY, "09:00", "10:00"),)),
        ),
        "With B1, Maria would teach 2 h 30 in a day, 30 min above the limit.",
    ),
    Rule.WEEKLY_LIMIT: (
        problem(trainer("Maria", limits=DayAndWeek(hours_per_week=8)), batch("B1"), taught_by("Maria", "B2")),
        "With B1, Maria would teach 10 h in a week, 2 h above the limit.",
    ),
    Rule.LINKS: (
        problem(
            trainer("Maria"),
            batch("B1"),
            taught_by("Maria", "B2"),
            links=(Link(kind=LinkKind.DIFFERENT, batches=("B1", "B2")),),
        ),
        "B1 and B2 are to have different trainers, and Maria teaches B2.",
    ),
}


def test_there_is_a_case_for_every_rule() -> None:
    assert [*CASES] == [*Rule]


@pytest.mark.parametrize("rule", CASES)
def test_the_rule_that_forbids_is_named_in_words(rule: Rule) -> None:
    of, words = CASES[rule]
    maria = next(one for one in Explainer(of).candidates("B1").candidates if one.trainer == "Maria")
    assert (maria.forbids, maria.words) == (rule, words)
    assert maria.changes is None


def test_a_batch_that_requires_somebody_else_says_whom() -> None:
    of = problem(
        trainer("Maria"),
        trainer("John"),
        batch("B1"),
        pairs=(Pair(trainer="John", batch="B1", level=Level.REQUIRED),),
    )
    assert _words(of)["Maria"] == "B1 requires John."


def test_a_pair_that_is_prohibited_for_a_reason_says_which() -> None:
    pair = Pair(trainer="Maria", batch="B1", level=Level.PROHIBITED, reason="on leave")
    assert _words(problem(trainer("Maria"), batch("B1"), pairs=(pair,))) == {"Maria": "Maria can't teach B1: on leave."}


def test_a_course_goes_by_its_name_where_it_has_one() -> None:
    of = problem(trainer("Maria", roles={}), batch("B1"), course_names={"German": "German A1"})
    assert _words(of) == {"Maria": "Maria is not on German A1."}


def test_whoever_is_not_on_the_course_is_told_apart_from_a_substitute() -> None:
    assert _words(problem(trainer("Maria", roles={}), batch("B1"))) == {"Maria": "Maria is not on German."}


def test_a_rest_that_is_too_short_is_said_as_such() -> None:
    of = problem(
        trainer("Maria"),
        batch("B1", sessions=(TUESDAY_EVENING,)),
        taught_by("Maria", "B2", sessions=(weekly(Day.TUESDAY, "19:30", "21:00"),)),
        rest_minutes=15,
    )
    words = "B1 on Tuesday 18:00-19:30 leaves less than 15 min to B2 on Tuesday 19:30-21:00"
    assert _words(of) == {"Maria": f"{words}, which Maria teaches."}


def test_linked_batches_that_overlap_suit_nobody() -> None:
    of = problem(
        trainer("Maria"),
        batch("B1", sessions=(TUESDAY_EVENING,)),
        batch("B2", sessions=(LATER,)),
        links=(Link(kind=LinkKind.SAME, batches=("B1", "B2")),),
    )
    words = "One trainer is to teach both, but B1 on Tuesday 18:00-19:30 overlaps B2 on Tuesday 19:00-20:30."
    assert _words(of) == {"Maria": words}


def test_names_are_used_where_people_have_some() -> None:
    of = problem(trainer("t1", name="Maria Weber", skills=()), batch("b1", name="Evening", skills=("C1",)))
    (one,) = Explainer(of).candidates("b1").candidates
    assert one.words == "Evening needs C1, which Maria Weber does not have."


def _words(of: Problem) -> dict[str, str | None]:
    return {one.trainer: one.words for one in Explainer(of).candidates("B1").candidates if one.words}
