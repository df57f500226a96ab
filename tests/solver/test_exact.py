import pytest
from hypothesis import assume, given, settings

from multitrainer.solver import ortools
from multitrainer.solver.documents.limits import Limits, Progress
from multitrainer.solver.documents.objective import REST, Term
from multitrainer.solver.documents.problem import Problem
from multitrainer.solver.documents.solution import Solution, SolutionStatus
from multitrainer.solver.exact.expressions import Expressions
from multitrainer.solver.exact.model import Model
from multitrainer.solver.instances.instance import compiled
from multitrainer.solver.solving import solve
from multitrainer.solver.validating import breaches
from multitrainer.solver.validating.answer import answer
from tests.solver.brute_force import ceiling, cost, keeps_pinned, least, plans, primary_stages
from tests.solver.small_timetables import is_sound, small_timetables
from tests.solver.stating import batch, problem, trainer

LITTLE = 300
"""Moves before the exact method begins: so few that it has something left to do."""

MUCH = 1e6


def stage_values(problem: Problem, solution: Solution) -> list[int]:
    found = answer(problem, solution.people)
    return [cost(stage, found) for stage in primary_stages(problem)]


@given(small_timetables())
@settings(max_examples=25)
def test_the_exact_answer_is_the_best_of_all_plans(problem: Problem) -> None:
    assume(is_sound(problem) and keeps_pinned(plans(problem)[0]))
    solution = solve(problem, limits=Limits(exact=True, effort=LITTLE))
    assert breaches(problem, solution) == []
    assert solution.status is SolutionStatus.OPTIMAL
    stages, best = primary_stages(problem), least(problem)
    for stage, value, lowest in zip(stages, stage_values(problem, solution), best, strict=True):
        assert lowest <= value <= ceiling(stage, lowest)
    alone = {
        term: value for stage, value in zip(stages, best, strict=True) for term in stage.terms if len(stage.terms) == 1
    }
    for line in solution.terms:
        if line.term in alone:
            assert line.bound is not None
            assert line.weight * line.bound == alone[line.term]


@given(small_timetables())
@settings(max_examples=25)
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


GERMAN_A1 = problem(
    trainers=[
        trainer("Sarah", roles={"German A1": "lead"}),
        *(trainer(name, roles={"German A1": "assistant"}) for name in ("John", "Maria", "Alex")),
    ],
    batches=[batch(f"B{n}") for n in range(1, 13)],
)


def test_the_seeds_course_is_proved_to_be_as_good_as_it_gets() -> None:
    solution = solve(GERMAN_A1)
    assert solution.status is SolutionStatus.OPTIMAL
    assert [one.primary for one in solution.people] == ["John"] * 4 + ["Maria"] * 4 + ["Alex"] * 4
    assert {term.gap for term in solution.terms if len(GERMAN_A1.order[term.stage - 1].terms) == 1} == {0}


def test_of_terms_minimised_together_the_only_one_that_can_vary_is_proved_with_their_sum() -> None:
    model = Model(compiled(GERMAN_A1))
    expressions = Expressions(model)
    assert expressions.settled(REST) == {}
    expressions.sum_of(REST)
    assert expressions.settled(REST) == {Term.PREFERENCES: 0, Term.IDLE_MINUTES: 0}
    rest = [term for term in solve(GERMAN_A1).terms if term.term in REST]
    assert [(term.value, term.gap) for term in rest] == [(0, 0), (3, 0), (0, 0)]


def test_the_same_seed_gives_the_same_exact_answer() -> None:
    first, second = (solve(GERMAN_A1, limits=Limits(exact=True, effort=LITTLE, seed=7)) for _ in range(2))
    assert first == second


def test_several_workers_find_an_answer_that_is_as_good() -> None:
    several = solve(GERMAN_A1, limits=Limits(exact=True, workers=2))
    assert several.status is SolutionStatus.OPTIMAL
    assert stage_values(GERMAN_A1, several) == stage_values(GERMAN_A1, solve(GERMAN_A1))


def test_who_cancels_while_it_proves_gets_the_best_so_far() -> None:
    proving: list[Progress] = []
    solution = solve(
        GERMAN_A1,
        limits=Limits(exact=True, effort=10**9, seconds=60),
        on_progress=lambda step: proving.append(step) if step.values else None,
        cancelled=lambda: bool(proving),
    )
    assert proving
    assert solution.status is SolutionStatus.CANCELLED
    assert breaches(GERMAN_A1, solution) == []


def test_without_ortools_what_is_demanded_is_refused_with_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ortools, "is_there", lambda: False)
    with pytest.raises(ortools.ExtraMissing, match=r"multitrainer\[solver\]"):
        solve(GERMAN_A1, limits=Limits(exact=True))


def test_without_ortools_there_is_an_answer_without_proof(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ortools, "is_there", lambda: False)
    solution = solve(GERMAN_A1, limits=Limits(effort=LITTLE))
    assert solution.status is SolutionStatus.FEASIBLE
    assert breaches(GERMAN_A1, solution) == []


def test_progress_never_goes_back_and_the_proving_has_phases_of_its_own() -> None:
    told: list[Progress] = []
    solve(problem(trainers=[trainer("John"), trainer("Maria", capacity=25)]), on_progress=told.append)
    assert [one.done for one in told] == sorted(one.done for one in told)
    proving = [one.phase for one in told if one.phase.startswith("proving: ")]
    assert proving
    assert told[-1].phase == proving[-1]
