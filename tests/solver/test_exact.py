from hypothesis import assume, given, settings

from multitrainer.solver.limits import Limits
from multitrainer.solver.problem import Problem
from multitrainer.solver.solution import Solution, SolutionStatus
from multitrainer.solver.solving import solve
from multitrainer.solver.validating import breaches
from multitrainer.solver.validating.answer import answer
from tests.solver.brute_force import ceiling, cost, keeps_pinned, least, plans, primary_stages
from tests.solver.small_timetables import is_sound, small_timetables

LITTLE = 300
"""Moves before the exact method begins: so few that it has something left to do."""

MUCH = 1e6


def stage_values(problem: Problem, solution: Solution) -> list[int]:
    found = answer(problem, solution.people)
    return [cost(stage, found) for stage in primary_stages(problem)]


@given(small_timetables())
@settings(max_examples=40, deadline=None)
def test_the_exact_answer_is_the_best_of_all_plans(problem: Problem) -> None:
    assume(is_sound(problem) and keeps_pinned(plans(problem)[0]))
    solution = solve(problem, limits=Limits(exact=True, effort=LITTLE))
    assert breaches(problem, solution) == []
    assert solution.status is SolutionStatus.OPTIMAL
    stages, best = primary_stages(problem), least(problem)
    for stage, value, lowest in zip(stages, stage_values(problem, solution), best, strict=True):
        assert lowest <= value <= ceiling(stage, lowest)
    for term in solution.terms:
        if term.stage <= len(stages) and len(stages[term.stage - 1].terms) == 1:
            assert term.bound is not None
            assert term.weight * term.bound == best[term.stage - 1]


@given(small_timetables())
@settings(max_examples=40, deadline=None)
def test_annealing_is_never_better_than_the_best_of_all_plans(problem: Problem) -> None:
    assume(is_sound(problem) and keeps_pinned(plans(problem)[0]))
    solution = solve(problem, limits=Limits(exact=False, effort=LITTLE))
    assert breaches(problem, solution) == []
    for stage, value, lowest in zip(
        primary_stages(problem), stage_values(problem, solution), least(problem), strict=True
    ):
        assert value >= lowest
        if value > ceiling(stage, lowest):
            break  # what comes later may be better than where this one is at its best
