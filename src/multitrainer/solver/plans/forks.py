"""Room for one more unit where chains are long: somebody takes it and gives two away, for which there are chains.

Where few changes are the fewest, they are often such a fork: two small units have a trainer nearby each, and the
large one has their place, whom nobody could take in exchange for one other.
"""

from collections.abc import Callable, Iterator
from functools import cache
from random import Random
from typing import NamedTuple

from multitrainer.solver.documents.limits import Budget
from multitrainer.solver.instances.static import NOBODY
from multitrainer.solver.plans.chains import shortest
from multitrainer.solver.plans.plan import Plan
from multitrainer.solver.plans.takers import Takers

TRIES = 20
"""How many forks are tried, those first that could be the shortest."""

NEAR = 2
"""Moves by which each of the two must find somebody else, as it looks before anything is moved."""


class _Fork(NamedTuple):
    moves: int
    """How many it takes, as it looks before."""

    chance: float
    """Which of those with as many comes first."""

    taker: int
    pair: tuple[int, int]
    """What the taker gives away."""


def fork(plan: Plan, unit: int, takers: Takers, rng: Random, most: int, budget: Budget) -> bool:
    """Give a unit to somebody who gives two others away for it; whether that was possible in at most so many moves.

    If it was not, the plan is as before.
    """
    for one in sorted(_forks(plan, unit, takers, rng, most, budget))[:TRIES]:
        if budget.is_spent:
            break
        if _is_made(one, plan, unit, takers, rng, most):
            return True
    return False


def _forks(plan: Plan, unit: int, takers: Takers, rng: Random, most: int, budget: Budget) -> Iterator[_Fork]:
    moves_of = _nearness(plan, takers, rng, otherwise=most)
    for t in takers.of(unit):
        if budget.is_spent:
            return
        for one, other in sorted(_pairs(plan, unit, t)):
            moves = 1 + moves_of(one) + moves_of(other)
            if moves <= most:
                yield _Fork(moves, rng.random(), t, (one, other))


def _nearness(plan: Plan, takers: Takers, rng: Random, otherwise: int) -> Callable[[int], int]:
    return cache(lambda unit: len(shortest(plan, unit, takers, rng, NEAR)) or otherwise)


def _pairs(plan: Plan, unit: int, t: int) -> set[tuple[int, int]]:
    """Any two of a trainer's units that must both go, and suffice, for this one to fit."""
    alone = {*plan.in_the_way(unit, t)}
    pairs: set[tuple[int, int]] = set()
    for o in plan.taught[t] - alone:
        plan.give(o, NOBODY)
        pairs |= {(min(o, p), max(o, p)) for p in plan.in_the_way(unit, t) if p not in alone}
        plan.give(o, t)
    return pairs


def _is_made(one: _Fork, plan: Plan, unit: int, takers: Takers, rng: Random, most: int) -> bool:
    before = [*plan.primary]
    for o in one.pair:
        plan.give(o, NOBODY)
    plan.give(unit, one.taker)
    left = most - 1
    for others, o in zip((1, 0), one.pair, strict=True):
        moves = shortest(plan, o, takers, rng, left - others)
        if not moves:
            plan.filled(before)
            return False
        left -= len(moves)
        for moved, t in moves:
            plan.give(moved, t)
    return True
