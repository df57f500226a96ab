"""One run of CP-SAT on something that takes long."""

import pytest

from multitrainer.solver.documents.intervals import DAYS
from multitrainer.solver.documents.limits import Budget
from multitrainer.solver.documents.objective import Measured, Term
from multitrainer.solver.exact.expressions import Expressions
from multitrainer.solver.exact.model import Model
from multitrainer.solver.exact.rules import keep_rules
from multitrainer.solver.exact.search import GLANCE, Found, Search
from multitrainer.solver.instances.instance import compiled
from multitrainer.solver.plans.board import Board
from multitrainer.solver.plans.plan import Plan
from tests.solver.stating import batch, problem, trainer, weekly

HOURS = 600.0
LONG = compiled(
    problem(
        trainers=[trainer(f"T{n}", capacity=8 + 5 * n % 13) for n in range(16)],
        batches=[
            batch(
                f"B{n}",
                course=f"C{n // 15}",
                hours=3 + n % 3,
                sessions=[weekly(DAYS[n * 7 % 5], f"{9 + n * n % 9:02}:00", f"{11 + n * n % 9:02}:00")],
            )
            for n in range(45)
        ],
    )
)
GOAL: dict[Measured, int] = {Term.UNCOVERED: 1000, Term.BREAKS: 1}


class Enough(Exception):
    """Somebody has seen enough."""


def run(search: Search, effort: float = HOURS) -> Found:
    model = Model(LONG)
    keep_rules(model)
    return search.run(model, Expressions(model).sum_of(GOAL), effort)


def cost(found: Found) -> int:
    assert found.primary is not None
    plan = Plan(LONG)
    plan.filled(found.primary)
    return Board(plan, [*GOAL]).cost([*GOAL.items()])


def test_whoever_waits_is_told_again_and_again_and_can_end_it() -> None:
    told: list[int | None] = []
    found = run(Search(Budget(HOURS, lambda: len(told) > 2), workers=1, seed=0, beat=told.append))
    assert len(told) > 2
    assert not found.proved


def test_when_whoever_is_told_fails_the_search_ends_too() -> None:
    def fail(_: int | None) -> None:
        raise Enough

    with pytest.raises(Enough):
        run(Search(Budget(HOURS, lambda: False), workers=1, seed=0, beat=fail))


def test_several_workers_go_on_from_what_a_glance_has_found() -> None:
    glance, all_of_it = (run(Search(Budget(60, lambda: False), 2, 0, lambda _: None), n * GLANCE) for n in (1, 4))
    assert not glance.proved
    assert glance.effort < all_of_it.effort
    assert all_of_it.bound >= glance.bound
    assert cost(all_of_it) <= cost(glance)
