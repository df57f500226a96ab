"""One run of CP-SAT on something that takes long."""

import pytest

from multitrainer.solver.documents.intervals import DAYS
from multitrainer.solver.documents.limits import Budget
from multitrainer.solver.documents.objective import Term
from multitrainer.solver.exact.expressions import Expressions
from multitrainer.solver.exact.model import Model
from multitrainer.solver.exact.rules import keep_rules
from multitrainer.solver.exact.search import Found, Search
from multitrainer.solver.instances.instance import compiled
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


class Enough(Exception):
    """Somebody has seen enough."""


def run(search: Search) -> Found:
    model = Model(LONG)
    keep_rules(model)
    return search.run(model, Expressions(model).sum_of({Term.UNCOVERED: 1000, Term.BREAKS: 1}), effort=HOURS)


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
