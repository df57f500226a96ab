"""What a stage that is done leaves to the later ones."""

from random import Random

import pytest

from multitrainer.solver.bounds.bounding import Bounding
from multitrainer.solver.documents.limits import Budget
from multitrainer.solver.documents.objective import Stage, Term
from multitrainer.solver.instances.instance import compiled
from multitrainer.solver.plans.plan import Plan
from multitrainer.solver.search.standing import Standing
from tests.solver.stating import batch, problem, trainer

INSTANCE = compiled(
    problem(
        trainers=[trainer("John", capacity=10), trainer("Maria", capacity=10)],
        batches=[batch(f"B{n}", hours=2) for n in range(4)],
    )
)


EVEN, UNEVEN = [0, 0, 1, 1], [0, 0, 0, 1]
"""Four of ten hours each, which is the least; six for John."""


def held(people: list[int], slack: float, *, sharply: bool = False, weight: int = 1) -> list[float]:
    """The hours that later stages may give everybody."""
    plan = Plan(INSTANCE)
    plan.filled(people)
    standing = Standing(plan, Random(0), Bounding(INSTANCE, Budget(60, lambda: False), flows=sharply))
    stage = Stage(terms={Term.HIGHEST_LOAD: weight}, slack=slack)
    for term in (Term.UNCOVERED, Term.LEADS_TEACH):
        standing.hold(Stage(terms={term: 1}))
    if sharply:
        standing.sharpen(stage)
    standing.hold(stage)
    return [minutes / 60 for minutes in plan.room]


@pytest.mark.parametrize(
    ("slack", "hours"),
    [
        pytest.param(0, 6, id="nothing may get worse"),
        pytest.param(0.25, 7.5, id="what is not good enough may get worse by the slack"),
        pytest.param(0.5, 6, id="what is good enough stays so: the slack is not given twice"),
        pytest.param(0.75, 7, id="what is better than good enough may become just that"),
    ],
)
def test_later_stages_may_use_the_slack_above_the_bound_once_that_is_reached(slack: float, hours: float) -> None:
    assert held(UNEVEN, slack, sharply=True) == [hours] * 2


def test_above_a_bound_that_nobody_has_looked_at_closely_they_may_use_a_fifth_more() -> None:
    assert held(UNEVEN, 0.5) == [6.4] * 2


def test_above_a_bound_that_is_reached_they_may_use_the_slack_alone() -> None:
    assert held(EVEN, 0.5) == [6] * 2


@pytest.mark.parametrize("weight", [1, 2, 7, 1_000_000])
def test_the_weight_of_a_highest_load_alone_in_its_stage_gives_nobody_more(weight: int) -> None:
    assert held(EVEN, 0, weight=weight) == [4] * 2
    assert held(EVEN, 0.5, weight=weight) == [6] * 2
