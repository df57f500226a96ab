"""Why batches are left to nobody: the smallest sets that can't all be taught."""

from collections.abc import Sequence
from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from multitrainer.domain.week import Day
from multitrainer.solver.answering import answer
from multitrainer.solver.documents.objective import Rule
from multitrainer.solver.documents.problem import Batch, DayAndWeek, Level, Link, LinkKind, Pair, Problem
from multitrainer.solver.documents.solution import Solution
from multitrainer.solver.explaining.conflicts import conflicts
from multitrainer.solver.explaining.covering import can_cover
from multitrainer.solver.explaining.documents import Conflict
from multitrainer.solver.explaining.shortages import Shortages
from multitrainer.solver.instances.instance import Instance, compiled
from multitrainer.solver.instances.static import NOBODY
from multitrainer.solver.plans.plan import Plan
from multitrainer.solver.plans.proof import Proof
from multitrainer.solver.search.greedy import constructed
from tests.solver.teaching import (
    TUESDAY_EVENING,
    batch,
    problem,
    solution,
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


@settings(max_examples=60)
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


@settings(max_examples=60)
@given(small(), st.data())
def test_whether_batches_can_all_be_taught_is_found_exactly(of: Problem, data: st.DataObject) -> None:
    instance = compiled(of)
    units = sorted(data.draw(st.sets(st.sampled_from(range(len(instance.members))))))
    assert can_cover(instance, units, attempts=100_000) is _coverable(instance, units)


@settings(max_examples=60)
@given(small())
def test_a_shortage_is_never_seen_where_there_is_none(of: Problem) -> None:
    instance = compiled(of)
    units = range(len(instance.members))
    short = Shortages(instance, dict(enumerate(instance.may)), [NOBODY] * len(units)).of(units)
    assert not any(_coverable(instance, one.units) for one in short.values())


@settings(max_examples=60)
@given(small())
def test_no_more_batches_are_said_to_be_left_than_must_be(of: Problem) -> None:
    instance = compiled(of)
    units = range(len(instance.members))
    short = Shortages(instance, dict(enumerate(instance.may)), constructed(instance).primary).fewest_left(units)
    most = max(n for n in range(len(units) + 1) if any(_coverable(instance, some) for some in combinations(units, n)))
    assert sum(one.needs - one.has for one in short) <= len(units) - most


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


def _words(of: Problem, **primaries: str) -> list[str]:
    return [one.words for one in conflicts(of, solution(of, **primaries))]
