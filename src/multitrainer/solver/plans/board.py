"""A plan with its score, kept up to date move by move."""

from collections import Counter
from collections.abc import Mapping, Sequence

from multitrainer.solver.documents.objective import Measured, Rule, Stage, Term
from multitrainer.solver.instances.instance import Instance
from multitrainer.solver.instances.static import NOBODY
from multitrainer.solver.plans.plan import Plan
from multitrainer.solver.plans.terms import (
    OF_LOADS,
    OF_PAIRS,
    OF_TRAINERS,
    OfEdge,
    OfLoad,
    OfPair,
    agree,
    concerns,
    differ,
)

Move = Sequence[tuple[int, int]]
"""Units, and who is to teach each: all of it or nothing."""

EXCESS = "excess"
"""What is above the aim, where there is one. No term: it only helps to find the way."""

Goal = Sequence[tuple[str, int]]
"""What to make less: terms and their weights."""

Edges = tuple[str, Mapping[int, tuple[int, ...]], OfEdge]


class Board:
    """A plan and the values of some terms. What is not watched costs nothing."""

    def __init__(self, plan: Plan, watched: Sequence[Measured], aim: OfLoad | None = None) -> None:
        self.plan = plan
        self.values: dict[str, int] = dict.fromkeys(watched, 0)
        self.of_units = _of_units(plan.instance, watched)
        """The terms that concern each unit."""

        self.of_loads: dict[str, OfLoad] = {term: OF_LOADS[term] for term in watched if term in OF_LOADS}
        if aim:
            self.of_loads[EXCESS] = aim
            self.values[EXCESS] = 0
        self.of_edges = [one for name in watched for one in _edges(plan.instance, name)]
        many = len(plan.taught)
        self._loads: dict[str, list[int]] = {term: [0] * many for term in self.of_loads}
        self._of_trainers = [(term, OF_TRAINERS[term], [0] * many) for term in watched if term in OF_TRAINERS]
        self._shares: Counter[int] | None = Counter() if Term.HIGHEST_LOAD in self.values else None
        self._count()

    def give(self, u: int, t: int) -> None:
        """Give a unit to a trainer, or to nobody, and count what that changes."""
        plan, values = self.plan, self.values
        instance, former, primary = plan.instance, plan.primary[u], plan.primary
        for term, of_pair in self.of_units[u]:
            values[term] += of_pair(instance, u, t) - of_pair(instance, u, former)
        for name, edges, of_edge in self.of_edges:
            if u in edges:
                values[name] += sum(of_edge(t, primary[o]) - of_edge(former, primary[o]) for o in edges[u])
        if self._shares is not None:
            self._count_share(former, -1)
            self._count_share(t, -1)
        plan.give(u, t)
        self._recount(former)
        self._recount(t)

    def move(self, move: Move) -> Move:
        """Make a move, and answer what undoes it."""
        back = [(u, self.plan.primary[u]) for u, _ in move]
        for u, t in move:
            self.give(u, t)
        return back

    def load_of(self, term: str, t: int) -> int:
        """What one trainer's hours add to a term."""
        return self._loads[term][t]

    def cost(self, goal: Goal) -> int:
        """The weighted sum of some terms."""
        values = self.values
        return sum(weight * values[term] for term, weight in goal)

    def _recount(self, t: int) -> None:
        if t == NOBODY:
            return
        plan = self.plan
        instance, given = plan.instance, plan.given[t]
        for name, of_load in self.of_loads.items():
            loads, load = self._loads[name], of_load(instance, t, given)
            self.values[name] += load - loads[t]
            loads[t] = load
        for term, of_trainer, before in self._of_trainers:
            now = of_trainer(instance, t, plan.taught[t], given)
            self.values[term] += now - before[t]
            before[t] = now
        if self._shares is not None:
            self._count_share(t, 1)

    def _count_share(self, t: int, times: int) -> None:
        """Keep the highest of all shares: a count of each, because the highest one may go."""
        plan, shares = self.plan, self._shares
        if shares is None or t == NOBODY or not plan.taught[t]:
            return
        share = plan.instance.share(t, plan.given[t])
        shares[share] += times
        if not shares[share]:
            del shares[share]
        highest = self.values[Term.HIGHEST_LOAD]
        if share > highest:
            self.values[Term.HIGHEST_LOAD] = share
        elif share == highest and share not in shares:
            self.values[Term.HIGHEST_LOAD] = max(shares, default=0)

    def _count(self) -> None:
        plan = self.plan
        for term, of_pair in OF_PAIRS.items():
            if term in self.values:
                self.values[term] = sum(of_pair(plan.instance, u, t) for u, t in enumerate(plan.primary))
        for name, edges, of_edge in self.of_edges:
            ends = ((u, o) for u, others in edges.items() for o in others if u < o)
            self.values[name] += sum(of_edge(plan.primary[u], plan.primary[o]) for u, o in ends)
        for t in plan.instance.trainers:
            self._recount(t)


def _of_units(instance: Instance, watched: Sequence[Measured]) -> list[tuple[tuple[Measured, OfPair], ...]]:
    several = [(term, OF_PAIRS[term]) for term in watched if term in OF_PAIRS]
    return [
        tuple(one for one in several if concerns(instance, one[0], u)) for u in range(len(instance.members))
    ]  # fmt: skip


def _edges(instance: Instance, term: Measured) -> list[Edges]:
    if term is Term.BREAKS:
        return [(term, instance.neighbours, differ)]
    if term is Rule.LINKS:
        return [(term, instance.same, differ), (term, instance.different, agree)]
    return []


def watched_by(stages: Sequence[Stage]) -> list[Measured]:
    """All terms of some stages, once."""
    return [*dict.fromkeys(term for stage in stages for term in stage.terms)]
