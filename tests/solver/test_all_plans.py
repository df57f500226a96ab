"""What the engine says of a plan is true of all plans, whichever way it went: they are few enough to look at each."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import pytest
from hypothesis import assume, example, given, settings

from multitrainer.solver import solving
from multitrainer.solver.documents.limits import Limits
from multitrainer.solver.documents.objective import Stage, Term
from multitrainer.solver.documents.problem import Problem
from multitrainer.solver.documents.solution import Solution, SolutionStatus
from multitrainer.solver.solving import solve
from multitrainer.solver.validating import breaches
from multitrainer.solver.validating.answer import Answer, answer
from multitrainer.solver.validating.terms import measured
from tests.solver import stating
from tests.solver.brute_force import ceiling, cost, keeps_pinned, least, least_of_backups, plans, primary_stages
from tests.solver.small_timetables import is_sound, small_timetables

LITTLE = 300
"""Moves: so few that the exact method has something left to do."""

WAYS = {"search alone": False, "search, then exact": True}


WEIGHED = stating.problem(
    trainers=[stating.trainer("John", capacity=10), stating.trainer("Maria", capacity=8)],
    batches=[stating.batch("B1", hours=1), stating.batch("B2", hours=1.33)],
    order=[{"terms": {"uncovered": 1}}, {"terms": {"highestLoad": 7}}, {"terms": {"breaks": 1}}],
)
"""One trainer for both would be one break fewer, and a higher load than there need be."""


@contextmanager
def as_of_many() -> Iterator[None]:
    """Small problems, solved as large ones are: with flows, and what is proved of the first answer kept."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(solving, "FEW", 0)
        yield


either_way = pytest.mark.parametrize("exact", WAYS.values(), ids=WAYS.keys())


@either_way
@given(problem=small_timetables())
@example(problem=WEIGHED)
@settings(max_examples=15)
def test_what_is_said_of_a_plan_is_true_of_all(exact: bool, problem: Problem) -> None:
    what_is_said_is_true_of_all(exact, problem)


@pytest.mark.long
@either_way
@given(problem=small_timetables())
@settings(max_examples=40)
def test_what_is_said_of_many_plans_is_true_of_all(exact: bool, problem: Problem) -> None:
    what_is_said_is_true_of_all(exact, problem)


def what_is_said_is_true_of_all(exact: bool, problem: Problem) -> None:
    assume(is_sound(problem) and keeps_pinned(plans(problem)[0]))
    with as_of_many():
        solution = solve(problem, limits=Limits(exact=exact, effort=LITTLE))
    assert breaches(problem, solution) == []
    assert_nothing_is_below_its_bounds(problem, solution)
    assert_nobody_better_stands_by(problem, solution)
    if solution.status is SolutionStatus.OPTIMAL:
        assert_nothing_is_better(problem, solution)


def assert_nobody_better_stands_by(problem: Problem, solution: Solution) -> None:
    """Backups are the best there are beside these primaries, and their bound says so."""
    best = least_of_backups(answer(problem, solution.people))
    stated = [(line.value, line.bound) for line in solution.terms if line.term is Term.BACKUP_QUALITY]
    assert stated in ([], [(best, best)])


def assert_nothing_is_better(problem: Problem, solution: Solution) -> None:
    """Every stage is as good as it gets, but for what its slack gives later ones."""
    one = answer(problem, solution.people)
    for stage, lowest in zip(primary_stages(problem), least(problem), strict=True):
        assert lowest <= cost(stage, one) <= ceiling(stage, lowest)


def assert_nothing_is_below_its_bounds(problem: Problem, solution: Solution) -> None:
    """No plan that keeps the stages before as well as the answer is below a bound."""
    left, one = plans(problem), answer(problem, solution.people)
    for n, stage in enumerate(problem.order, 1):
        for line in solution.terms:
            if line.stage == n and line.bound is not None and line.term is not Term.BACKUP_QUALITY:
                assert line.bound <= min(measured(line.term, other) for other in left)
        left = as_good(left, stage, one)


def as_good(left: Sequence[Answer], stage: Stage, one: Answer) -> Sequence[Answer]:
    """The plans that are no worse in what primaries decide of a stage."""
    if [*stage.terms] == [Term.BACKUP_QUALITY]:
        return left
    return [other for other in left if cost(stage, other) <= cost(stage, one)]
