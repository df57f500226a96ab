"""Presses down sums over pairs where there are too many pairs to compare all at once.

What each pair adds to the linear relaxation says which are worth a look. Among these, all units of a few trainers are
dealt anew, then of others, ever again; of as many at a time as can be proved to be dealt as well as can be.

Sources: Savelsbergh: A branch-and-price algorithm for the generalized assignment problem. Operations Research 45
(1997), for how near the relaxation is. Shaw: Using constraint programming and local search methods to solve vehicle
routing problems. CP (1998). Fixing by reduced costs: Nemhauser, Wolsey: Integer and Combinatorial Optimization (1988).
"""

from collections.abc import Sequence
from dataclasses import replace
from math import inf
from random import Random

from ortools.sat.python.cp_model import LinearExpr

from multitrainer.solver.documents.limits import Budget, Limits
from multitrainer.solver.documents.objective import Term, Terms
from multitrainer.solver.exact.expressions import Expressions, least
from multitrainer.solver.exact.lexicographic import EFFORT_A_MOVE
from multitrainer.solver.exact.model import Model
from multitrainer.solver.exact.relaxing import Relaxed, relaxed
from multitrainer.solver.exact.rules import keep_rules
from multitrainer.solver.exact.search import EFFORT_A_SECOND, Found, Search
from multitrainer.solver.instances.static import NOBODY
from multitrainer.solver.plans.board import Board
from multitrainer.solver.plans.plan import Plan

WIDTH = 2
"""How many pairs for each unit are worth a look at the least, and how many more once these are exhausted."""

ENOUGH = 600
"""How many pairs are few enough to be looked at in any case."""

FEW = 8
"""How many trainers are looked at together at the least."""

A_LOOK = 0.3
"""What looking at some trainers may cost, in CP-SAT's deterministic seconds."""

AT_LEAST = 0.01
"""The same at the least: building a model takes time, too."""

FAR, MOST_TO_COUNT, HALF = 0.05, 10_000, 0.5
"""Where the relaxation is further away than this part of the value, so many pairs are searched as a whole, for so much
of the effort: of batches that must change for one that leaves it knows a third."""

Pairs = Sequence[tuple[int, ...]]
"""For each unit some trainers, in the roster's order; among them whoever has it."""


def narrowed(plan: Plan, terms: Terms, held: Sequence[tuple[Terms, int]], limits: Limits, budget: Budget) -> int | None:
    """Make a sum over pairs less, while other such sums are held. The answer: what no plan can be below, if known.

    One worker gives the same answer every time, as long as the time suffices.
    """
    effort = inf if limits.workers > 1 else EFFORT_A_SECOND * limits.seconds
    if limits.effort is not None:
        effort = min(effort, EFFORT_A_MOVE * limits.effort)
    search = Search(budget, limits.workers, limits.seed, lambda _: None, proving=False)
    rng = Random(limits.seed)  # noqa: S311  (no secret)
    return Narrowing(plan, terms, held, search, rng).run(effort)


class Narrowing:
    """One search. The plan that it is given only becomes better."""

    def __init__(
        self, plan: Plan, terms: Terms, held: Sequence[tuple[Terms, int]], search: Search, rng: Random
    ) -> None:
        self._plan, self._terms, self._held = plan, terms, held
        self._search, self._rng = search, rng
        self._value = self._cost(plan)
        # Where nothing may be left uncovered, models say so of each unit and not of their sum.
        self._covers = any([*others] == [Term.UNCOVERED] and not most for others, most in held)

    def run(self, effort: float) -> int | None:
        """Search for so many of CP-SAT's deterministic seconds. The answer: what no plan can be below."""
        if self._value <= (floor := least(self._plan.instance, self._terms)):
            return floor
        if self._search.budget.is_spent:
            return None
        found = relaxed(*self._model(self._plan.instance.allowed), self._search.budget.seconds_left)
        if found is None:
            return None
        width = max(WIDTH, ENOUGH // max(1, len(found.added)))
        many, everybody = FEW, len(self._plan.instance.trainers)
        effort -= self._look(self._cheap(found, width), found.nearest, min(A_LOOK, effort)).effort
        bound = max(found.bound, self._bound_of_all(HALF * effort) if self._says_little(found) else found.bound)
        while self._value > bound and effort > 0 and not self._search.budget.is_spent:
            cheap = self._cheap(found, width)
            looked = self._look(self._among(cheap, self._some(found, many)), self._plan.primary, min(A_LOOK, effort))
            effort -= max(AT_LEAST, looked.effort)
            if looked.proved and many >= everybody:
                if self._useful(found) <= width * len(cheap):
                    return self._value
                width += WIDTH
            many = many + 1 if looked.proved else max(FEW, min(many, everybody) - 1)
        return bound

    def _says_little(self, found: Relaxed) -> bool:
        """Whether whole batches are far from what fractions of them allow, and all pairs few enough to be counted."""
        far = self._value - found.bound > FAR * abs(self._value)
        return far and sum(map(len, self._plan.instance.allowed)) <= MOST_TO_COUNT

    def _bound_of_all(self, effort: float) -> int:
        """What no plan can be below, by a search among all pairs, which may also find a better one."""
        search = replace(self._search, proving=True, budget=self._search.budget.part(HALF))
        whole = self._look(self._plan.instance.allowed, self._plan.primary, effort, search)
        return self._value if whole.proved else whole.bound

    def _look(self, pairs: Pairs, near: Sequence[int], effort: float, search: Search | None = None) -> Found:
        """Seek the best plan that has only these pairs, beginning near another."""
        model, goal = self._model(pairs)
        model.cp.add(goal <= self._value)
        model.hint(near)
        found = (search or self._search).run(model, goal, effort)
        if found.primary is not None:
            self._plan.filled(found.primary)
            self._value = self._cost(self._plan)
        return found

    def _model(self, pairs: Pairs) -> tuple[Model, LinearExpr]:
        plan = self._plan
        must = [True] * len(pairs) if self._covers else plan.instance.pinned
        model = Model(replace(plan.instance, allowed=[*pairs], room=plan.room, pinned=must))
        keep_rules(model)
        expressions = Expressions(model)
        for terms, most in self._held:
            model.cp.add(expressions.sum_of(terms) <= most)
        return model, expressions.sum_of(self._terms)

    def _cheap(self, found: Relaxed, width: int) -> Pairs:
        """The pairs that add least, so many for each unit on average, and those of the plan."""
        kept = {*found.ranked[: width * len(found.added)], *enumerate(self._plan.primary)}
        allowed = self._plan.instance.allowed
        return [tuple(t for t in several if (u, t) in kept) for u, several in enumerate(allowed)]

    def _useful(self, found: Relaxed) -> int:
        """How many pairs a better plan could have."""
        return sum(found.value + more < self._value for added in found.added for more in added.values())

    def _among(self, pairs: Pairs, some: set[int]) -> Pairs:
        """Of these pairs those that deal the units of some trainers among them; others stay where they are."""
        primary, open_ = self._plan.primary, {*some, NOBODY}
        return [
            tuple(t for t in several if t == primary[u] or (t in some and primary[u] in open_))
            for u, several in enumerate(pairs)
        ]

    def _some(self, found: Relaxed, many: int) -> set[int]:
        """So many trainers, by chance; rather those with pairs that add more."""
        taught, trainers, chance = self._plan.taught, self._plan.instance.trainers, self._rng.random
        added = [sum(max(0.0, found.added[u][t]) for u in units) for t, units in enumerate(taught)]
        usual = 1 + sum(added) / len(added)
        return {*sorted(trainers, key=lambda t: chance() ** (usual / (usual + added[t])), reverse=True)[:many]}

    def _cost(self, plan: Plan) -> int:
        return Board(plan, [*self._terms]).cost([*self._terms.items()])
