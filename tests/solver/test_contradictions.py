"""What is required of pinned batches and can't be is said."""

from multitrainer.domain.week import Day
from multitrainer.solver.documents.objective import Rule, RuleLevel
from multitrainer.solver.documents.problem import Batch, DayAndWeek, Link, LinkKind, Problem
from multitrainer.solver.explaining.contradicting import contradictions
from tests.solver.teaching import TUESDAY_EVENING, batch, problem, taught_by, trainer, weekly

SAME = (Link(kind=LinkKind.SAME, batches=("B1", "B2")),)
DIFFERENT = (Link(kind=LinkKind.DIFFERENT, batches=("B1", "B2")),)


def test_two_pinned_batches_that_overlap_contradict_each_other() -> None:
    of = _pinned_to_john(sessions=(TUESDAY_EVENING,))
    assert contradictions(of) == (
        "Both are locked to John, but B1 on Tuesday 18:00-19:30 overlaps B2 on Tuesday 18:00-19:30.",
    )


def test_pinned_batches_beyond_a_capacity_contradict_it() -> None:
    of = _pinned_to_john(hours=11)
    assert contradictions(of) == ("B1 and B2 are locked to John, which comes to 22 h a week; there is room for 20 h.",)


def test_pinned_batches_beyond_the_limit_of_a_day_or_a_week_contradict_it() -> None:
    both = DayAndWeek(hours_per_day=2, hours_per_week=2.5)
    of = problem(
        trainer("John", limits=both),
        taught_by("John", "B1", pinned=True, sessions=(TUESDAY_EVENING,)),
        taught_by("John", "B2", pinned=True, sessions=(weekly(Day.TUESDAY, "09:00", "10:30"),)),
    )
    assert contradictions(of) == (
        "B1 and B2 are locked to John, which comes to 3 h in a day; there is room for 2 h.",
        "B1 and B2 are locked to John, which comes to 3 h in a week; there is room for 2 h 30.",
    )


def test_pinned_batches_that_are_to_have_different_trainers_contradict_it() -> None:
    assert contradictions(_pinned_to_john(links=DIFFERENT)) == (
        "B1 and B2 are locked to John, but are to have different trainers.",
    )


def test_bound_batches_that_are_pinned_to_two_trainers_contradict_it() -> None:
    of = problem(
        trainer("John"),
        trainer("Maria"),
        taught_by("John", "B1", pinned=True),
        taught_by("Maria", "B2", pinned=True),
        links=SAME,
    )
    assert contradictions(of) == ("B1 is locked to John and B2 to Maria, but links give them one trainer.",)


def test_a_pinned_batch_that_is_bound_to_one_which_its_trainer_may_not_teach_contradicts_it() -> None:
    of = problem(trainer("John"), taught_by("John", "B1", pinned=True), batch("B2", skills=("C1",)), links=SAME)
    assert contradictions(of) == (
        "B1 is locked to John, with what links bind to it. B2 needs C1, which John does not have.",
    )


def test_what_is_not_pinned_may_stay_uncovered_and_contradicts_nothing() -> None:
    of = problem(trainer("John"), *(batch(f"B{n}", sessions=(TUESDAY_EVENING,), hours=15) for n in range(3)))
    assert contradictions(of) == ()


def test_a_rule_that_is_merely_preferred_is_contradicted_by_nothing() -> None:
    rules = {Rule.CONFLICTS: RuleLevel.PREFERRED, Rule.CAPACITY: RuleLevel.NEUTRAL}
    of = _pinned_to_john(sessions=(TUESDAY_EVENING,), hours=15, rules=rules)
    assert contradictions(of) == ()


def test_a_pin_outweighs_a_missing_skill() -> None:
    assert contradictions(_pinned_to_john(skills=("C1",))) == ()


def _pinned_to_john(
    rules: dict[Rule, RuleLevel] | None = None, links: tuple[Link, ...] = (), **more: object
) -> Problem:
    batches: list[Batch] = [taught_by("John", name, pinned=True, **more) for name in ("B1", "B2")]
    return problem(trainer("John"), *batches, rules=rules or {}, links=links)
