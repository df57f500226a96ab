"""Finds the cheapest changes after which more batches can be taught."""

from collections import Counter
from collections.abc import Iterable, Iterator

from multitrainer.solver.documents.problem import Problem
from multitrainer.solver.documents.solution import Solution
from multitrainer.solver.explaining.conflicts import Effort, found_in
from multitrainer.solver.explaining.drawn import drawn, planned
from multitrainer.solver.explaining.words import Names
from multitrainer.solver.instances.instance import compiled
from multitrainer.solver.instances.static import NOBODY
from multitrainer.solver.plans.plan import Plan
from multitrainer.solver.ways.changing import ProblemChange
from multitrainer.solver.ways.documents import WayKind, WayOut
from multitrainer.solver.ways.ideas import ideas
from multitrainer.solver.ways.proving import Proof
from multitrainer.solver.ways.waivers import Case, Idea, roomier

EFFORT = Effort(conflicts=3, units=24, attempts=4_000)
AROUND = 8
"""How many other units of a conflict are asked to make room."""

TOGETHER = 24
"""How many trainers may exchange what they teach."""

OF_A_KIND = 2
TRIED = 20
"""How many ideas are tried for a unit."""


def ways_out(problem: Problem, solution: Solution) -> tuple[WayOut, ...]:
    """The cheapest single changes for batches that nobody teaches, for a few of them if there are many.

    Each is proved by a plan for the changed problem, so it takes a few searches: seconds, for hundreds of batches.

    Args:
        problem: one that has passed `checking`.
        solution: a plan for it that keeps every required rule.
    """
    plan, _ = drawn(compiled(problem), planned(solution))
    found = {way.words: way for u, around in _uncovered(plan) for way in _Ways(plan, u, around).found()}
    return tuple(sorted(found.values(), key=lambda way: (way.cost, way.words)))


def _uncovered(plan: Plan) -> Iterator[tuple[int, tuple[int, ...]]]:
    """Units that nobody has, one for each conflict, with the units that they are in conflict with."""
    left = [u for u, t in enumerate(plan.primary) if t == NOBODY][: EFFORT.conflicts]
    for one in found_in(plan, EFFORT):
        first = one.uncovered[0]
        left = [u for u in left if u not in one.uncovered]
        yield first, tuple(o for o in one.units if o != first)[:AROUND]
    yield from ((u, ()) for u in left)


class _Ways:
    """The ways out for one unit."""

    def __init__(self, plan: Plan, u: int, around: Iterable[int]) -> None:
        self._plan = plan
        self._u = u
        self._around = tuple(around)
        holders = [plan.primary[o] for o in self._around]
        self._near = [*dict.fromkeys([*holders, *plan.instance.allowed[u]])][:TOGETHER]

    def found(self) -> Iterator[WayOut]:
        """The cheapest ones that are proved, a few of each kind. None if it goes without any change."""
        if self._proof(()).holds_with(ProblemChange()):
            return
        kinds: Counter[WayKind] = Counter()
        raised: set[tuple[int, ...]] = set()
        for idea in ideas(self._plan, self._u, self._around)[:TRIED]:
            raises = {idea.trainers} if idea.kind is WayKind.CAPACITY else set()
            if kinds[idea.kind] < OF_A_KIND and not raises & raised and self._helps(idea):
                kinds[idea.kind] += 1
                raised |= raises
                yield self._way(self._least(idea))

    def _helps(self, idea: Idea) -> bool:
        return self._proof(idea.trainers).holds_with(idea.change)

    def _proof(self, trainers: Iterable[int]) -> Proof:
        return Proof(self._plan, self._u, [*trainers, *self._near])

    def _least(self, idea: Idea) -> Idea:
        """The same with the least capacity for which a plan is found."""
        if idea.kind is not WayKind.CAPACITY:
            return idea
        too_little, enough = 0, idea.minutes
        case = Case(self._plan, Names(self._plan.instance), self._u, idea.trainers[0])
        while enough - too_little > 1:
            between = (too_little + enough) // 2
            if self._helps(less := roomier(case, between)):
                enough, idea = between, less
            else:
                too_little = between
        return idea

    def _way(self, idea: Idea) -> WayOut:
        instance = self._plan.instance
        return WayOut(
            kind=idea.kind,
            words=idea.words,
            cost=max(1, idea.cost),
            covers=tuple(instance.problem.batches[b].id for b in instance.members[self._u]),
            change=idea.change,
        )
