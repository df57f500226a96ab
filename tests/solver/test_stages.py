"""One stage after the other: what a stage has reached, no later one spoils, in whatever order they come."""

from itertools import permutations
from random import Random

import pytest

from multitrainer.solver.bounds.bounding import Bounding
from multitrainer.solver.documents.limits import Budget
from multitrainer.solver.documents.objective import Stage, Term
from multitrainer.solver.instances.instance import compiled
from multitrainer.solver.plans.board import Board
from multitrainer.solver.search import stages
from multitrainer.solver.search.greedy import covering
from multitrainer.solver.search.minimising import minimise
from multitrainer.solver.search.stages import Staged
from multitrainer.solver.search.standing import Standing
from tests.bench.solving.courses import an_institute

TERMS = (
    Term.UNCOVERED,
    Term.PREFERENCES,
    Term.BREAKS,
    Term.TRAINERS_PER_COURSE,
    Term.LEADS_TEACH,
    Term.HIGHEST_LOAD,
    Term.CHANGES,
)
STEPS = 2_000


@pytest.mark.parametrize("terms", [*permutations(TERMS[1:], 2)], ids=" then ".join)
def test_what_a_stage_has_reached_no_later_one_spoils(terms: tuple[Term, ...]) -> None:
    budget = Budget(60, lambda: False, lambda: 0)
    instance = compiled(an_institute(30, 8, 0))
    standing = Standing(covering(instance, budget), Random(0), Bounding(instance, budget, flows=False))
    for term in (Term.UNCOVERED, *terms):
        stage = Stage(terms={term: 1})
        minimise(standing, stage, STEPS, budget)
        reached = Board(standing.plan, TERMS)
        assert all(reached.cost(ceiling.goal) <= ceiling.most for ceiling in standing.ceilings)
        standing.hold(stage)


def test_once_time_is_over_no_stage_is_begun_and_what_is_proved_is_said_all_the_same() -> None:
    budget = Budget(0, lambda: False)
    instance = compiled(an_institute(30, 8, 0))
    plan = covering(instance, budget)
    before = [*plan.primary]
    staged = Staged(plan, Random(0), Bounding(instance, budget, flows=False), budget, lambda _: None)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(stages, "minimise", lambda *_, **__: pytest.fail("there is no time for it"))
        staged.run([*enumerate(instance.problem.order[:-1])], STEPS)
    assert plan.primary == before
    assert {n for n, _ in staged.proof.bounds} == {*range(len(instance.problem.order) - 1)}
