"""Minimises what a problem asks for, one stage after the other, on what the stages before leave free."""

from collections.abc import Callable, Sequence
from random import Random

from multitrainer.solver.bounds.bounding import Bounding
from multitrainer.solver.documents.limits import Budget, OnProgress, Progress
from multitrainer.solver.documents.objective import Measured, Stage, Term, Terms
from multitrainer.solver.plans.plan import Plan
from multitrainer.solver.plans.proof import Proof
from multitrainer.solver.plans.terms import OF_PAIRS
from multitrainer.solver.search.minimising import minimise
from multitrainer.solver.search.standing import Standing

EFFORT: dict[Measured, int] = {Term.HIGHEST_LOAD: 12, Term.CHANGES: 6, Term.SPREAD: 2}
"""How much of the time a stage gets, where it isn't one part."""

BEFORE_NARROWING = 0.1
"""Which part of a stage annealing gets, where its pairs are narrowed down after that."""

Narrowed = Callable[[Plan, Terms, Sequence[tuple[Terms, int]], Budget], int | None]
"""Makes a sum over pairs less, while others are held, and answers what no plan can be below: exact/narrowing.py."""


class Staged:
    """One search through all stages. It changes the plan that it is given, and never for the worse."""

    def __init__(
        self,
        plan: Plan,
        rng: Random,
        bounding: Bounding,
        budget: Budget,
        on_progress: OnProgress,
        narrowed: Narrowed | None = None,
    ) -> None:
        self._standing = Standing(plan, rng, bounding)
        self._budget = budget
        self._on_progress = on_progress
        self._narrowed = narrowed
        self.proof = Proof()

    def run(self, stages: Sequence[tuple[int, Stage]], steps: int) -> None:
        """Go through the stages, each with its place in the problem's order, with so many moves in all."""
        standing, parts = self._standing, [_effort(stage) for _, stage in stages]
        for (n, stage), part, left in zip(stages, parts, _sums_from(parts), strict=True):
            self._on_progress(Progress(", ".join(stage.terms), 1 - left / sum(parts), standing.values(stage)))
            budget = self._budget.part(part / left)
            narrowed = self._narrowed_in(stage)
            before = BEFORE_NARROWING if narrowed else 1
            if not budget.is_spent:
                minimise(standing, stage, steps * part // sum(parts), budget, annealing=before)
            standing.sharpen(stage)
            self.proof.bounds |= {(n, term): standing.bound(term) for term in stage.terms}
            if standing.value(stage) == standing.least(stage):
                self.proof.stages.add(n)
            elif narrowed:
                self._narrow(n, stage, narrowed, budget)
            standing.hold(stage)

    def _narrowed_in(self, stage: Stage) -> Narrowed | None:
        """How to narrow a stage down, if it and all that is held is a sum over pairs."""
        return self._narrowed if OF_PAIRS.keys() >= {*stage.terms, *self._standing.watched} else None

    def _narrow(self, n: int, stage: Stage, narrowed: Narrowed, budget: Budget) -> None:
        bound = narrowed(self._standing.plan, stage.terms, self._standing.held, budget)
        if bound is None:
            return
        if len(stage.terms) == 1:
            ((term, weight),) = stage.terms.items()
            self.proof.bounds[n, term] = max(self.proof.bounds[n, term], -(-bound // weight))
        if self._standing.value(stage) <= bound:
            self.proof.stages.add(n)


def _sums_from(parts: Sequence[int]) -> list[int]:
    """The sum of what is left, from each part on."""
    return [sum(parts[n:]) for n in range(len(parts))]


def _effort(stage: Stage) -> int:
    return max(EFFORT.get(term, 1) for term in stage.terms)
