"""What a search tries: one unit to another trainer, two units exchanged, or one whose way another must clear."""

from collections.abc import Collection, Sequence
from random import Random
from typing import TypeVar

from multitrainer.solver.documents.objective import Term
from multitrainer.solver.instances.static import NOBODY
from multitrainer.solver.plans.board import EXCESS, Board, Move

FOCUS = 512
"""After how many proposals at least to look anew for what is wrong, and for each unit after how many."""

T = TypeVar("T")
OTHERS = 4
"""How many trainers are asked to take what is in the way."""


class Moves:
    """Proposals that keep every required rule. Half begin with a unit for which one of the terms is not well."""

    def __init__(self, board: Board, terms: Collection[str], rng: Random) -> None:
        self._board = board
        self._terms = terms
        self._rng = rng
        instance = board.plan.instance
        self._units = [u for u, allowed in enumerate(instance.allowed) if allowed and not instance.pinned[u]]
        self._troubled: list[int] = []
        self._until_focus = 0
        self._follows = not {Term.CHANGES, Term.BREAKS, Term.TRAINERS_PER_COURSE}.isdisjoint(terms)

    def __bool__(self) -> bool:
        return bool(self._units)

    def propose(self) -> Move | None:
        """A move, or None if the one that came to mind is not possible."""
        u = self._unit()
        plan, random = self._board.plan, self._rng.random
        t = self._trainer(u)
        former = plan.primary[u]
        if t == former:
            return None
        if Term.ROSTER_ORDER in self._terms and former != NOBODY and random() < 0.5:
            return self._exchange(former, t)
        if plan.fits(u, t) and (random() < 0.5 or not plan.taught[t]):
            return [(u, t)]
        return self._clearing(u, t, former)

    def _unit(self) -> int:
        self._until_focus -= 1
        if self._until_focus <= 0:
            self._until_focus = max(FOCUS, len(self._units))
            self._troubled = [u for u in self._units if self._is_troubled(u)]
        if self._troubled and self._rng.random() < 0.5:
            return pick(self._troubled, self._rng)
        return pick(self._units, self._rng)

    def _is_troubled(self, u: int) -> bool:
        plan = self._board.plan
        instance, t = plan.instance, plan.primary[u]
        if any(of_pair(instance, u, t) > 0 for term, of_pair in self._board.of_units[u] if term in self._terms):
            return True
        if Term.BREAKS in self._terms and any(plan.primary[o] != t for o in instance.neighbours.get(u, ())):
            return True
        return t != NOBODY and EXCESS in self._terms and self._board.load_of(EXCESS, t) > 0

    def _trainer(self, u: int) -> int:
        instance, rng = self._board.plan.instance, self._rng
        if self._follows and rng.random() < 0.5 and (likely := self._likely(u)):
            return pick(likely, rng)
        return pick(instance.allowed[u], rng)

    def _likely(self, u: int) -> list[int]:
        """Today's primary and the neighbours', as far as they are allowed."""
        plan = self._board.plan
        instance = plan.instance
        several = [instance.current[b] for b in instance.members[u]]
        several += [plan.primary[o] for o in instance.neighbours.get(u, ())]
        return [t for t in several if t != NOBODY and instance.may[u] >> t & 1]

    def _clearing(self, u: int, t: int, former: int) -> Move | None:
        """Give a unit to a trainer, and one that is in its way to the former one, to a third, or for now to nobody."""
        plan, rng = self._board.plan, self._rng
        blockers = plan.in_the_way(u, t)
        if not blockers:
            return None
        o = pick(blockers, rng)
        may = plan.instance.may[o]
        if former != NOBODY and may >> former & 1 and plan.fits(o, former, without=u):
            return [(u, t), (o, former)]
        for _ in range(OTHERS):
            third = pick(plan.instance.allowed[o], rng)
            if third not in {t, former} and plan.fits(o, third):
                return [(u, t), (o, third)]
        return [(u, t), (o, NOBODY)] if former == NOBODY else None

    def _exchange(self, s: int, t: int) -> Move | None:
        plan = self._board.plan
        if not plan.could_exchange(s, t):
            return None
        return [*((u, t) for u in sorted(plan.taught[s])), *((u, s) for u in sorted(plan.taught[t]))]


def pick(some: Sequence[T], rng: Random) -> T:
    """One of several: `choice` without its care for how many there may be, which takes three times as long."""
    return some[int(rng.random() * len(some))]
