"""A plan that is as near to today's as can be: who may stay, stays; chains find somebody for the others."""

from collections.abc import Sequence
from random import Random

from multitrainer.solver.documents.limits import Budget
from multitrainer.solver.documents.objective import Term
from multitrainer.solver.instances.instance import Instance
from multitrainer.solver.instances.static import NOBODY
from multitrainer.solver.plans.board import Board
from multitrainer.solver.plans.chains import shortest
from multitrainer.solver.plans.forks import fork
from multitrainer.solver.plans.highest import rooms_under
from multitrainer.solver.plans.plan import Plan
from multitrainer.solver.plans.takers import Takers
from multitrainer.solver.search.greedy import constructed, kept
from multitrainer.solver.search.relieving import Relief
from multitrainer.solver.search.shifting import shift

ATTEMPTS = 60
"""How many orders are tried in which those without anybody find somebody."""

FEW = 8
"""Up to so many changes a better plan is looked for by forks too, which takes too long where there are many."""

LONG = 4
"""Moves from which a chain might be replaced by a fork, which has three at least."""

MOVES = 1_000
"""How many others may move for what is left over in one of them."""


def nearest(instance: Instance, room: Sequence[int], takers: Takers, enough: int, rng: Random, budget: Budget) -> Plan:
    """The plan with the fewest changes of some, and of those the fairest; those that cover everything come first.

    Args:
        instance: what is planned.
        room: minutes that each trainer may be given.
        takers: who may be given what.
        enough: fewer changes are not possible.
        rng: what chance decides.
        budget: the first attempt is made in any case.
    """
    best = constructed(instance, room)
    shift(best, takers, budget)
    for attempt in range(ATTEMPTS):
        uncovered, changes, highest = _badness(best)
        if (uncovered, changes) <= (0, enough) or budget.is_spent:
            break
        # By turns: are there fewer changes, and are there as few with nobody as loaded as now?
        fairer = rooms_under(instance, highest - 1, room) if attempt % 2 and not uncovered else room
        best = min(best, _another(instance, fairer, takers, rng, budget, changes <= FEW), key=_badness)
    return best


def _another(
    instance: Instance, room: Sequence[int], takers: Takers, rng: Random, budget: Budget, by_forks: bool
) -> Plan:
    plan = kept(instance, room)
    _place(plan, takers, rng, budget, by_forks)
    if NOBODY in plan.primary:
        _squeeze(plan, takers, rng, budget)
    return plan


def _place(plan: Plan, takers: Takers, rng: Random, budget: Budget, by_forks: bool = False) -> None:
    """Find somebody by chains for whatever is left over, one after the other as chance has it."""
    left = [u for u, t in enumerate(plan.primary) if t == NOBODY]
    rng.shuffle(left)
    for u in left:
        chain = shortest(plan, u, takers, rng)
        if by_forks and len(chain) >= LONG and fork(plan, u, takers, rng, len(chain) - 1, budget):
            continue
        for unit, t in chain:
            plan.give(unit, t)


def _squeeze(plan: Plan, takers: Takers, rng: Random, budget: Budget) -> None:
    """What is left over goes to somebody who has too much by it, until others have taken enough off them."""
    room, before = plan.room, [*plan.primary]
    plan.room = [*plan.instance.room]
    _place(plan, takers, rng, budget)
    if not Relief(plan, room, takers, rng).succeeds(MOVES, budget):
        plan.filled(before)
    plan.room = room


def _badness(plan: Plan) -> tuple[int, int, int]:
    values = Board(plan, [Term.UNCOVERED, Term.CHANGES, Term.HIGHEST_LOAD]).values
    return values[Term.UNCOVERED], values[Term.CHANGES], values[Term.HIGHEST_LOAD]
