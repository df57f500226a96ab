"""A plan with its score, kept up to date move by move."""

from collections import Counter
from collections.abc import Mapping, Sequence

from multitrainer.solver.instance import Instance
from multitrainer.solver.objective import Measured, Rule, Stage, Term
from multitrainer.solver.plan import Plan
from multitrainer.solver.static import NOBODY
from multitrainer.solver.terms import OF_PAIRS, OF_TRAINERS, OfEdge, agree, differ

Move = Sequence[tuple[int, int]]
"""Units, and who is to teach each: all of it or nothing."""


class Board:
    """A plan and the values of some terms. What is not watched costs nothing."""

    def __init__(self, plan: Plan, watched: Sequence[Measured], aim: int | None = None) -> None:
        self.plan = plan
        instance = plan.instance
        self.values: dict[Measured, int] = dict.fromkeys(watched, 0)
        self.excess = 0
        """The squares of what loads have above the aim, which shows the way down where the highest one does not."""

        self._of_pairs = [(term, OF_PAIRS[term]) for term in watched if term in OF_PAIRS]
        self._of_trainers = [
            (term, OF_TRAINERS[term], [0] * len(plan.taught)) for term in watched if term in OF_TRAINERS
        ]
        self._of_edges = [one for term in watched for one in _edges(instance, term)]
        self._aim, self._excesses = aim, [0] * len(plan.taught)
        self._shares: Counter[int] | None = Counter() if Term.HIGHEST_LOAD in self.values else None
        self._count()

    def give(self, u: int, t: int) -> None:
        """Give a unit to a trainer, or to nobody, and count what that changes."""
        plan, values = self.plan, self.values
        instance, former = plan.instance, plan.primary[u]
        for term, of_pair in self._of_pairs:
            values[term] += of_pair(instance, u, t) - of_pair(instance, u, former)
        primary = plan.primary
        for term, edges, of_edge in self._of_edges:
            if u in edges:
                values[term] += sum(of_edge(t, primary[o]) - of_edge(former, primary[o]) for o in edges[u])
        both = [one for one in (former, t) if one != NOBODY]
        for one in both if self._shares is not None else ():
            self._count_share(one, -1)
        plan.give(u, t)
        for one in both:
            self._recount(one)

    def move(self, move: Move) -> list[tuple[int, int]]:
        """Make a move, and answer what undoes it."""
        back = []
        for u, t in move:
            back.append((u, self.plan.primary[u]))
            self.give(u, t)
        back.reverse()
        return back

    def is_above_aim(self, t: int) -> bool:
        """Whether somebody has more than they should in the end."""
        return self._excesses[t] > 0

    def cost(self, weights: Mapping[Measured, int]) -> int:
        """The weighted sum of some terms."""
        values = self.values
        return sum(weight * values[term] for term, weight in weights.items())

    def _recount(self, t: int) -> None:
        plan = self.plan
        for term, of_trainer, before in self._of_trainers:
            now = of_trainer(plan.instance, t, plan.taught[t], plan.given[t])
            self.values[term] += now - before[t]
            before[t] = now
        if self._shares is not None:
            self._count_share(t, 1)
        if self._aim is not None:
            above = max(0, plan.instance.share(t, plan.given[t]) - self._aim) if plan.taught[t] else 0
            self.excess += above * above - self._excesses[t]
            self._excesses[t] = above * above

    def _count_share(self, t: int, times: int) -> None:
        """Keep the highest of all shares: a count of each, because the highest one may go."""
        plan, shares = self.plan, self._shares
        if shares is None or not plan.taught[t]:
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
        for term, of_pair in self._of_pairs:
            self.values[term] += sum(of_pair(plan.instance, u, t) for u, t in enumerate(plan.primary))
        for term, edges, of_edge in self._of_edges:
            ends = ((u, o) for u, others in edges.items() for o in others if u < o)
            self.values[term] += sum(of_edge(plan.primary[u], plan.primary[o]) for u, o in ends)
        for t in plan.instance.trainers:
            self._recount(t)


def _edges(instance: Instance, term: Measured) -> list[tuple[Measured, Mapping[int, tuple[int, ...]], OfEdge]]:
    if term is Term.BREAKS:
        return [(term, instance.neighbours, differ)]
    if term is Rule.LINKS:
        return [(term, instance.same, differ), (term, instance.different, agree)]
    return []


def watched_by(stages: Sequence[Stage]) -> list[Measured]:
    """All terms of some stages, once."""
    return [*dict.fromkeys(term for stage in stages for term in stage.terms)]
