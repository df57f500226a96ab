"""Frees trainers of a course: whoever has few batches there hands all of them on to others who teach there."""

from collections import Counter
from collections.abc import Collection, Sequence
from functools import partial

from multitrainer.solver.board import Board
from multitrainer.solver.chains import Wanted, shortest
from multitrainer.solver.limits import Budget
from multitrainer.solver.objective import Term
from multitrainer.solver.plan import Plan
from multitrainer.solver.static import NOBODY

ROUNDS = 3
"""How often all courses are gone through, as long as it helps."""


def close(plan: Plan, wanted: Wanted, budget: Budget) -> None:
    """Make the term `trainersPerCourse` less, as far as chains can. `wanted` says who may be given what."""
    for _ in range(ROUNDS):
        before = spent(plan)
        for course in dict.fromkeys(plan.instance.course):
            if not budget.is_spent:
                _close_on(plan, course, wanted, budget)
        if spent(plan) == before:
            return


def spent(plan: Plan) -> int:
    """The value of the term `trainersPerCourse`."""
    return Board(plan, [Term.TRAINERS_PER_COURSE]).values[Term.TRAINERS_PER_COURSE]


def _close_on(plan: Plan, course: str, wanted: Wanted, budget: Budget) -> None:
    of_course = plan.instance.course
    units = [u for u, members in enumerate(plan.instance.members) if any(of_course[b] == course for b in members)]
    many = Counter(plan.primary[u] for u in units)
    for t in sorted(many, key=lambda t: (many[t], t)):
        if t != NOBODY and not budget.is_spent:
            others = {plan.primary[u] for u in units} - {t}
            _hand_on(plan, [u for u in units if plan.primary[u] == t], partial(_to_one_of, others, wanted))


def _to_one_of(others: Collection[int], wanted: Wanted, u: int, t: int) -> bool:
    return t in others and wanted(u, t)


def _hand_on(plan: Plan, units: Sequence[int], wanted: Wanted) -> None:
    """Hand on all of some units, or none."""
    before: list[tuple[int, int]] = []
    for u in units:
        moves = [] if plan.instance.pinned[u] else shortest(plan, u, wanted)
        before += [(one, plan.primary[one]) for one, _ in moves]
        for one, t in moves:
            plan.give(one, t)
        if not moves:
            for one, t in reversed(before):
                plan.give(one, t)
            return
