"""Why batches are left to nobody: the smallest sets that can't all be taught, and what is said of a whole plan."""

from collections.abc import Sequence
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from multitrainer.domain.roster import Role
from multitrainer.domain.week import Day
from multitrainer.solver.answering import answer
from multitrainer.solver.documents.limits import Limits
from multitrainer.solver.documents.objective import Rule, Stage, Term
from multitrainer.solver.documents.problem import Batch, DayAndWeek, Level, Link, LinkKind, Pair, Problem, Trainer
from multitrainer.solver.documents.solution import Solution
from multitrainer.solver.explaining.conflicts import conflicts
from multitrainer.solver.explaining.covering import can_cover
from multitrainer.solver.explaining.documents import Conflict
from multitrainer.solver.explaining.shortages import Shortages
from multitrainer.solver.explaining.wholes import sentences
from multitrainer.solver.instances.instance import Instance, compiled
from multitrainer.solver.instances.static import NOBODY
from multitrainer.solver.plans.plan import Plan
from multitrainer.solver.plans.proof import Proof
from multitrainer.solver.search.greedy import constructed
from multitrainer.solver.solving import solve
from tests.solver.teaching import (
    TUESDAY_EVENING,
    batch,
    plan,
    problem,
    scenario_2,
    solution,
    taught_by,
    trainer,
    weekly,
)


def test_two_batches_that_need_the_same_trainer_at_the_same_time() -> None:
    both = [batch(name, skills=("C1",), sessions=(TUESDAY_EVENING,)) for name in ("B3", "B7")]
    of = problem(trainer("Maria", skills=("C1",)), trainer("John"), batch("B1"), *both)
    (found,) = conflicts(of, solution(of, B1="John", B3="Maria"))
    assert found == Conflict(
        batches=("B3", "B7"),
        uncovered=("B7",),
        trainers=("Maria",),
        rules=(Rule.SKILLS, Rule.CONFLICTS),
        is_minimal=True,
        words="B3 and B7 both need somebody with C1 on Tuesday 18:00-19:30; only Maria has it.",
    )


def test_without_a_skill_in_common_it_is_said_who_may_teach() -> None:
    later = weekly(Day.TUESDAY, "19:00", "20:30")
    both = [batch("B1", sessions=(TUESDAY_EVENING,)), batch("B2", sessions=(later,)), batch("B3", sessions=(later,))]
    of = problem(trainer("Maria"), trainer("John"), *both)
    assert _words(of, B1="Maria", B2="John") == [
        "B1, B2 and B3 all need somebody on Tuesday 19:00-20:30; only Maria and John may teach any of them."
    ]


def test_more_hours_than_the_only_trainers_have() -> None:
    of = problem(trainer("Maria"), trainer("John", capacity=12), *_batches(7, 7, 7, 5, 5, 2))
    assert _words(of, B1="Maria", B2="John", B4="Maria", B5="John", B3="Maria") == [
        "B1, B2, B3, B4, B5 and B6 take 33 h a week; only Maria and John may teach them, and have 32 h left."
    ]


def test_more_batches_than_whole_ones_fit_into_the_capacities() -> None:
    """Of hours there would be enough: 32 for 30."""
    of = problem(trainer("Maria", capacity=16), trainer("John", capacity=16), *_batches(6, 6, 6, 6, 6))
    assert _words(of, B1="Maria", B2="Maria", B3="John", B4="John") == [
        "B1, B2, B3, B4 and B5 can be taught only by Maria and John, who have room for four of them."
    ]


def test_a_batch_that_nobody_may_teach() -> None:
    of = problem(trainer("Maria"), trainer("John"), batch("B1", skills=("C1",)))
    assert _words(of) == ["B1 needs somebody with C1, and nobody has that."]


def test_a_batch_that_each_is_kept_from_by_another_rule() -> None:
    of = problem(
        trainer("Maria", unavailable=(TUESDAY_EVENING,)),
        trainer("John", roles={}),
        batch("B1", sessions=(TUESDAY_EVENING,)),
    )
    assert _words(of) == [
        "Nobody may teach B1. John is not on German. "
        "Maria is unavailable on Tuesday 18:00-19:30, and B1 meets on Tuesday 18:00-19:30."
    ]


def test_a_batch_that_many_are_kept_from_names_the_rules() -> None:
    away = [trainer(f"T{n}", unavailable=(TUESDAY_EVENING,)) for n in range(9)]
    of = problem(*away, trainer("John", roles={}), batch("B1", sessions=(TUESDAY_EVENING,)))
    assert _words(of) == ["Nobody may teach B1: one (not teaching on the course); nine (unavailable then)."]


def test_what_only_trying_proves_names_the_rules() -> None:
    of = problem(
        trainer("Maria"),
        trainer("John"),
        *_batches(5, 5, 5),
        links=(Link(kind=LinkKind.DIFFERENT, batches=("B1", "B2", "B3")),),
    )
    (found,) = conflicts(of, solution(of, B1="Maria", B2="John"))
    assert (found.rules, found.is_minimal) == ((Rule.LINKS,), True)
    assert found.words == (
        "B1, B2 and B3 can't all be taught: only Maria and John may teach any of them, "
        "and links between batches leave no way."
    )


def test_what_keeps_several_batches_from_the_same_trainers_is_one_conflict() -> None:
    of = problem(trainer("Maria", capacity=10), *_batches(5, 5, 5, 5))
    (found,) = conflicts(of, solution(of, B1="Maria", B2="Maria"))
    assert (found.batches, found.uncovered) == (("B1", "B2", "B3"), ("B3", "B4"))


def test_a_batch_for_which_there_is_a_place_is_in_no_conflict() -> None:
    of = problem(trainer("Maria"), *_batches(5, 5))
    assert conflicts(of, solution(of, B1="Maria")) == ()


def test_a_batch_that_could_be_taught_is_not_given_the_reason_of_another() -> None:
    """Maria could have either B1 or B2; for one of them there is no reason."""
    of = problem(trainer("Maria", capacity=5), *_batches(5, 5))
    (found,) = conflicts(of, solution(of))
    assert (found.batches, found.uncovered) == (("B1", "B2"), ("B2",))


def test_scenario_2_says_that_the_assistants_cannot_take_every_batch() -> None:
    of = scenario_2()
    assert solve(of, limits=Limits(effort=3_000)).explanations == (
        "Eight assistants at three batches each can take 24 of the 25 batches of English; "
        "one is taught by a lead, and fewer are not possible.",
    )


def test_leads_who_teach_more_than_they_must_are_told_so() -> None:
    of = problem(_lead("Sarah"), trainer("John", capacity=10), *_batches(5, 5, 5))
    assert sentences(plan(of, B1="Sarah", B2="Sarah", B3="John")) == (
        "One assistant can take two of the three batches of German; two are taught by a lead; at least one must be.",
    )


def test_a_course_whose_leads_teach_is_called_by_its_name() -> None:
    of = problem(_lead("Sarah"), trainer("John", capacity=5), *_batches(5, 5), course_names={"German": "German A1"})
    assert sentences(plan(of, B1="Sarah", B2="John")) == (
        "One assistant can take one of the two batches of German A1; "
        "one is taught by a lead, and fewer are not possible.",
    )


def test_assistants_without_room_for_any_batch_are_said_to_have_none() -> None:
    of = problem(_lead("Sarah"), trainer("John", capacity=4), trainer("Maria", capacity=4), *_batches(5, 5))
    assert sentences(plan(of, B1="Sarah", B2="Sarah")) == (
        "Two assistants have no room for any of the two batches of German; "
        "two are taught by a lead, and fewer are not possible.",
    )
    of = problem(_lead("Sarah"), trainer("John", capacity=4), *_batches(5))
    assert sentences(plan(of, B1="Sarah")) == (
        "One assistant has no room for B1; one is taught by a lead, and fewer are not possible.",
    )


def test_what_is_proved_beyond_counting_is_said_to_be_the_fewest() -> None:
    """Counting knows of one batch that a lead must teach; that the others meet, it does not."""
    of = problem(
        _lead("Sarah"), trainer("John", capacity=10), *(batch(f"B{n}", sessions=(TUESDAY_EVENING,)) for n in (1, 2, 3))
    )
    two = plan(of, B1="Sarah", B2="Sarah", B3="John")
    assert sentences(two)[0].endswith("two are taught by a lead; at least one must be.")
    assert sentences(two, _proving(leadsTeach=1))[0].endswith("two are taught by a lead; at least one must be.")
    assert sentences(two, _proving(leadsTeach=2))[0].endswith("two are taught by a lead, and fewer are not possible.")


def test_fewer_leads_are_proved_only_with_as_many_that_nobody_teaches() -> None:
    of = problem(_lead("Sarah"), trainer("John", capacity=5), *_batches(5, 5, 5))
    one_and_one = plan(of, B1="Sarah", B3="John")
    fact = "one is taught by a lead and one is left to nobody, and fewer are not possible."
    assert sentences(one_and_one)[1].endswith(fact)
    of = problem(_lead("Sarah"), trainer("John", capacity=10), *_batches(5, 5, 5))
    one_and_one = plan(of, B1="Sarah", B3="John")
    assert sentences(one_and_one, _proving(leadsTeach=1))[1].endswith("at least one must be.")
    assert sentences(one_and_one, _proving(leadsTeach=1, uncovered=1))[1].endswith(fact)


def test_a_proof_that_holds_something_else_does_not_show_that_fewer_leads_are_impossible() -> None:
    """Sarah teaches to keep the highest load down, which comes first here."""
    order = tuple(Stage(terms={term: 1}) for term in (Term.HIGHEST_LOAD, Term.LEADS_TEACH))
    of = problem(_lead("Sarah"), trainer("John"), *_batches(5, 5), order=order)
    (said,) = sentences(plan(of, B1="Sarah", B2="John"), Proof({(1, Term.LEADS_TEACH): 1}))
    assert said == "B1 is taught by a lead, for which counting alone gives no reason."


def test_a_lead_of_whom_only_proof_shows_that_they_must_teach() -> None:
    of = problem(_lead("Sarah"), trainer("John"), batch("B1"))
    assert sentences(plan(of, B1="Sarah"), _proving(leadsTeach=1)) == (
        "B1 is taught by a lead, and fewer are not possible.",
    )


def test_fewest_leads_of_all_courses_are_not_said_to_be_the_fewest_of_one() -> None:
    at_once = {"sessions": (TUESDAY_EVENING,)}
    of = problem(
        _lead("Sarah"), trainer("John"), batch("B1"), batch("B2", **at_once), batch("B3", skills=("C1",)),
        trainer("Smith", roles={"German": Role.LEAD}, skills=("C1",)),
    )  # fmt: skip
    assert sentences(plan(of, B1="Sarah", B2="John", B3="Smith"), _proving(leadsTeach=2)) == (
        "B3 is taught by a lead, because nobody else may.",
        "B1 is taught by a lead, and fewer in all are not possible.",
    )


def test_hours_may_show_why_a_lead_teaches_where_counting_does_not() -> None:
    of = problem(_lead("Sarah"), trainer("John", capacity=10), trainer("Maria", capacity=10), *_batches(9, 8, 2, 2))
    assert sentences(plan(of, B1="John", B2="Maria", B3="Maria", B4="Sarah")) == (
        "The four batches of German take 21 h a week; the two assistants who may teach them have 20 h: "
        "one is taught by a lead, and fewer are not possible.",
    )


def test_a_batch_that_only_a_lead_may_teach_is_no_shortage_of_hours() -> None:
    of = problem(
        trainer("Sarah", roles={"German": Role.LEAD}, skills=("C1",)), trainer("John"), batch("B1", skills=("C1",))
    )
    assert sentences(plan(of, B1="Sarah")) == ("B1 is taught by a lead, because nobody else may.",)


def test_a_lead_who_need_not_teach_is_given_no_reason() -> None:
    of = problem(_lead("Sarah"), trainer("John"), batch("B1"))
    assert sentences(plan(of, B1="Sarah")) == ("B1 is taught by a lead, for which counting alone gives no reason.",)


def test_uncovered_batches_are_named_with_the_reason() -> None:
    of = problem(trainer("John"), *_batches(5, 5, 5, 5, 5))
    assert sentences(plan(of, B1="John", B2="John", B3="John", B4="John")) == (
        "B5 is left to nobody: B1, B2, B3, B4 and B5 can be taught only by John, who has room for four of them.",
    )


def test_batches_that_take_more_hours_than_anybody_has_say_so() -> None:
    of = problem(trainer("Ann", capacity=4), trainer("Bob", capacity=3), *_batches(5, 5))
    assert sentences(plan(of)) == (
        "B1 and B2 are left to nobody: B1 takes 5 h a week; only Ann and Bob may teach it, "
        "and none of them has more than 4 h left. The same goes for B2.",
    )
    assert _words(problem(trainer("Ann", load=20), batch("B1"))) == [
        "B1 takes 5 h a week; only Ann may teach it, and has none left."
    ]


def test_batches_beyond_the_first_ones_without_anybody_are_named_too() -> None:
    of = problem(trainer("Ann"), *(batch(f"B{n}", skills=("C1",)) for n in range(1, 7)))
    *_, fifth, last = sentences(plan(of))
    assert fifth == "B5 is left to nobody: it needs somebody with C1, and nobody has that."
    assert last == "B6 is left to nobody, too."


def test_a_batch_that_nobody_may_teach_is_said_so_once() -> None:
    of = problem(trainer("Ann", roles={}), batch("B1"))
    assert sentences(plan(of)) == ("Nobody may teach B1. Ann is not on German.",)


def test_a_batch_without_a_reason_is_said_to_need_more_time() -> None:
    of = problem(trainer("John"), batch("B1"))
    assert sentences(plan(of)) == ("B1 is left to nobody. Nothing shows that it must be so; more time may find a way.",)


@pytest.mark.parametrize(
    ("today", "then", "words"),
    [
        ("J", "J", "The one batch that somebody teaches today keeps its primary."),
        ("J", "M", "The one batch that somebody teaches today changes its primary."),
        ("JJ", "JJ", "Both batches that somebody teaches today keep their primary."),
        ("JJJ", "JJJ", "All three batches that somebody teaches today keep their primary."),
        ("JJJ", "JMM", "Two of the three batches that somebody teaches today change their primary."),
        ("JJJ", "MMM", "All three batches that somebody teaches today change their primary."),
    ],
)
def test_how_many_batches_change_is_a_right_sentence(today: str, then: str, words: str) -> None:
    of = problem(trainer("J"), trainer("M"), *(taught_by(who, f"B{n}") for n, who in enumerate(today)))
    assert sentences(plan(of, **{f"B{n}": who for n, who in enumerate(then)})) == (words,)


def test_changes_are_counted_among_batches_that_somebody_teaches_today() -> None:
    of = problem(
        trainer("John"), trainer("Maria"), taught_by("John", "B1"), taught_by("John", "B2"), batch("B3"), batch("B4")
    )
    assert sentences(plan(of, B1="Maria", B2="John", B3="Maria", B4="John")) == (
        "One of the two batches that somebody teaches today changes its primary.",
    )


SLOTS = tuple(weekly(Day.MONDAY, f"{hour:02}:00", f"{hour + 2:02}:00") for hour in (8, 9, 10))


@st.composite
def small(draw: st.DrawFn) -> Problem:
    skills = ("x", "y")
    trainers = [
        trainer(
            f"T{n}",
            capacity=draw(st.integers(4, 12)),
            skills=tuple(draw(st.sets(st.sampled_from(skills), min_size=1))),
            limits=DayAndWeek(hours_per_day=draw(st.sampled_from([None, None, 3]))),
        )
        for n in range(draw(st.integers(1, 3)))
    ]
    batches = [
        batch(
            f"B{n}",
            hours=draw(st.integers(2, 6)),
            skills=tuple(draw(st.sets(st.sampled_from(skills), max_size=1))),
            sessions=tuple(draw(st.sets(st.sampled_from(SLOTS), max_size=1))),
        )
        for n in range(draw(st.integers(2, 6)))
    ]
    pairs = (Pair(trainer="T0", batch="B0", level=draw(st.sampled_from(Level)), hours=draw(st.integers(1, 9))),)
    links = [Link(kind=draw(st.sampled_from(LinkKind)), batches=("B0", "B1"))] if draw(st.booleans()) else []
    return problem(*trainers, *batches, pairs=pairs, links=tuple(links))


@settings(max_examples=60, deadline=None)
@given(small())
def test_conflicts_are_proved_minimal_and_missed_by_no_problem_that_has_one(of: Problem) -> None:
    instance = compiled(of)
    found = conflicts(of, _greedy(instance))
    unit = {of.batches[b].id: u for u, members in enumerate(instance.members) for b in members}
    for one in found:
        units = sorted({unit[name] for name in one.batches})
        assert one.is_minimal
        assert not _coverable(instance, units)
        assert all(_coverable(instance, [u for u in units if u != out]) for out in units)
    assert found or _coverable(instance, range(len(instance.members)))


@settings(max_examples=60, deadline=None)
@given(small(), st.data())
def test_whether_batches_can_all_be_taught_is_found_exactly(of: Problem, data: st.DataObject) -> None:
    instance = compiled(of)
    units = sorted(data.draw(st.sets(st.sampled_from(range(len(instance.members))))))
    assert can_cover(instance, units, attempts=100_000) is _coverable(instance, units)


@settings(max_examples=60, deadline=None)
@given(small())
def test_a_shortage_is_never_seen_where_there_is_none(of: Problem) -> None:
    instance = compiled(of)
    units = range(len(instance.members))
    short = Shortages(instance, dict(enumerate(instance.may)), [NOBODY] * len(units)).of(units)
    assert not any(_coverable(instance, one.units) for one in short.values())


@settings(max_examples=60, deadline=None)
@given(small())
def test_no_more_batches_are_said_to_be_left_than_must_be(of: Problem) -> None:
    instance = compiled(of)
    units = range(len(instance.members))
    short = Shortages(instance, dict(enumerate(instance.may)), constructed(instance).primary).fewest_left(units)
    most = max(n for n in range(len(units) + 1) if any(_coverable(instance, some) for some in combinations(units, n)))
    assert sum(one.needs - one.has for one in short) <= len(units) - most


def test_assistants_with_unlike_capacities_are_given_the_most_of_them() -> None:
    of = problem(_lead("Sarah"), trainer("John", capacity=10), trainer("Maria", capacity=5), *_batches(5, 5, 5, 5))
    assert sentences(plan(of, B1="John", B2="John", B3="Maria", B4="Sarah")) == (
        "Two assistants at up to two batches each can take three of the four batches of German; "
        "one is taught by a lead, and fewer are not possible.",
    )


def test_too_many_attempts_are_no_answer() -> None:
    of = problem(*(trainer(f"T{n}", capacity=10 + n / 10) for n in range(6)), *_batches(*[3] * 6 + [4] * 6, 4.5, 4.5))
    instance = compiled(of)
    assert can_cover(instance, range(14), attempts=3) is None


def _coverable(instance: Instance, units: Sequence[int], done: Plan | None = None) -> bool:
    """By trying every trainer for every unit."""
    done = done or Plan(instance)
    if not units:
        return True
    first, *rest = units
    for t in instance.allowed[first]:
        if done.fits(first, t):
            done.give(first, t)
            found = _coverable(instance, rest, done)
            done.give(first, NOBODY)
            if found:
                return True
    return False


def _greedy(instance: Instance) -> Solution:
    done = constructed(instance)
    return answer(done, [()] * len(instance.problem.batches), Proof(), was_cancelled=False)


def _batches(*hours: float) -> list[Batch]:
    return [batch(f"B{n}", hours=one) for n, one in enumerate(hours, 1)]


def _proving(**bounds: int) -> Proof:
    return Proof({(n, Term(term)): bound for n, (term, bound) in enumerate(bounds.items())})


def _lead(name: str) -> Trainer:
    return trainer(name, roles={"German": Role.LEAD})


def _words(of: Problem, **primaries: str) -> list[str]:
    return [one.words for one in conflicts(of, solution(of, **primaries))]
