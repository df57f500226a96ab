"""Minimises what a problem asks for, one stage after the other, on what the stages before leave free."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from random import Random

from multitrainer.solver.annealing import Annealing, Ceiling
from multitrainer.solver.board import EXCESS, Board, Goal
from multitrainer.solver.bounding import Bounding
from multitrainer.solver.foresight import adding
from multitrainer.solver.highest import highest, least_highest, rooms_under
from multitrainer.solver.limits import Budget, OnProgress, Progress
from multitrainer.solver.moves import Moves
from multitrainer.solver.objective import Measured, Stage, Term
from multitrainer.solver.plan import Plan
from multitrainer.solver.proof import Proof
from multitrainer.solver.relieving import press
from multitrainer.solver.shifting import HARMING, harmless, shift
from multitrainer.solver.terms import OF_PAIRS, above
from multitrainer.solver.today import nearest
from multitrainer.solver.vacating import vacate

EFFORT: dict[Measured, int] = {Term.HIGHEST_LOAD: 4, Term.SPREAD: 2}
"""How much of the time a stage gets, where it isn't one part."""

HALF = 0.5
"""How much of a stage's time chains may take, before annealing begins."""

MOST = 0.9
"""The same of freeing trainers, of which annealing makes little more."""

ROUNDS = 3
"""How often the loads are pressed down to an aim."""


BEFORE_NARROWING = 0.1
"""Which part of a stage annealing gets, where its pairs are narrowed down after that."""

Narrowed = Callable[[Plan, Mapping[Measured, int], Sequence[tuple[Mapping[Measured, int], int]], Budget], int | None]
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
        self._plan = plan
        self._bounding = bounding
        self._rng = rng
        self._budget = budget
        self._on_progress = on_progress
        self._narrowed = narrowed
        self._held: list[tuple[Mapping[Measured, int], int]] = []
        self.proof = Proof()
        self._allowed: dict[str, int] = {}
        """What the stages that are done allow each term that had one for itself."""

        self._ceilings: list[Ceiling] = []
        self._watched: list[Measured] = []
        """The terms of the stages that are done, but for what the rooms see to."""

    def run(self, stages: Sequence[tuple[int, Stage]], steps: int) -> None:
        """Go through the stages, each with its place in the problem's order, with so many moves in all."""
        parts = [_effort(stage) for _, stage in stages]
        for (n, stage), part, left in zip(stages, parts, _sums_from(parts), strict=True):
            self._on_progress(Progress(", ".join(stage.terms), 1 - left / sum(parts), self._values(stage)))
            budget = self._budget.part(part / left)
            self.proof.bounds |= {(n, term): self._bounding.of(term, self._allowed) for term in stage.terms}
            before = BEFORE_NARROWING if self._is_narrow(stage) else 1
            self._minimise(stage, int(before * steps) * part // sum(parts), budget.part(before))
            self._narrow(n, stage, budget)
            self._seal(n, stage)

    def _minimise(self, stage: Stage, steps: int, budget: Budget) -> None:
        if not HARMING.isdisjoint(stage.terms):
            shift(self._plan, harmless(self._plan, [*self._watched, *stage.terms]), budget.part(HALF))
        if Term.TRAINERS_PER_COURSE in stage.terms and HARMING.issuperset(self._watched):
            self._vacate(steps, budget)
        if Term.CHANGES in stage.terms:
            self._begin_with_today(stage, budget.part(HALF))
        if Term.HIGHEST_LOAD in stage.terms:
            self._press(stage, steps, budget)
        else:
            board = Board(self._plan, [*self._watched, *stage.terms])
            self._anneal(board, _goal(stage), steps, budget, self._least(stage))

    def _is_narrow(self, stage: Stage) -> bool:
        """Whether a stage and all that is held is a sum over pairs."""
        return self._narrowed is not None and OF_PAIRS.keys() >= {*stage.terms, *self._watched}

    def _narrow(self, n: int, stage: Stage, budget: Budget) -> None:
        if self._narrowed is None or not self._is_narrow(stage):
            return
        bound = self._narrowed(self._plan, stage.terms, self._held, budget)
        if bound is None:
            return
        if len(stage.terms) == 1:
            ((term, weight),) = stage.terms.items()
            self.proof.bounds[n, term] = max(self.proof.bounds[n, term], -(-bound // weight))
        if self._value(stage) <= bound:
            self.proof.stages.add(n)

    def _value(self, stage: Stage) -> int:
        return Board(self._plan, [*stage.terms]).cost(_goal(stage))

    def _vacate(self, steps: int, budget: Budget) -> None:
        """Free trainers. Whoever adds to a stage before is no way out, but may keep what they have."""
        plan = self._plan
        vacate(plan, harmless(plan, self._watched), self._rng, steps, budget.part(MOST))

    def _press(self, stage: Stage, steps: int, budget: Budget) -> None:
        """Press the loads down to an aim: first to the least there can be, then ever just below what is."""
        plan = self._plan
        aim = max(least_highest(plan.instance), self._bounding.of(Term.HIGHEST_LOAD, self._allowed))
        others = {term: weight for term, weight in stage.terms.items() if term is not Term.HIGHEST_LOAD}
        press(plan, aim, harmless(plan, self._watched), self._rng, steps, budget)
        for left in range(ROUNDS, 0, -1) if others else ():
            board = Board(plan, [*self._watched, *others], above(aim))
            self._anneal(board, [(EXCESS, 1), *others.items()], steps // ROUNDS, budget.part(1 / left))
            aim = max(aim, highest(plan) - 1)

    def _begin_with_today(self, stage: Stage, budget: Budget) -> None:
        """Where today's people, as far as they may stay, leave fewer changes than what fairness has made of them."""
        plan = self._plan
        wanted = harmless(plan, [Term.UNCOVERED, *self._watched])
        enough = self._bounding.of(Term.CHANGES, self._allowed)
        today = nearest(plan.instance, plan.room, wanted, enough, self._rng, budget)
        watched = [*self._watched, *stage.terms]
        before, now = Board(self._plan, watched), Board(today, watched)
        if now.cost(_goal(stage)) < before.cost(_goal(stage)) and all(
            now.cost(c.goal) <= c.most for c in self._ceilings
        ):
            self._plan.filled(today.primary)

    def _least(self, stage: Stage) -> int:
        """What the terms of a stage can't be below, weighted."""
        return sum(weight * self._bounding.of(term, self._allowed) for term, weight in stage.terms.items())

    def _values(self, stage: Stage) -> dict[Measured, int]:
        """What is known of the plan so far."""
        terms = [*self._watched, *stage.terms]
        values = Board(self._plan, terms).values
        return {term: values[term] for term in terms}

    def _anneal(self, board: Board, goal: Goal, steps: int, budget: Budget, enough: int = 0) -> None:
        moves = Moves(board, dict(goal), self._rng)
        Annealing(
            board, partial(board.cost, goal), adding(board, goal), self._ceilings, moves, self._rng
        ).run(steps, budget, enough)  # fmt: skip

    def _seal(self, n: int, stage: Stage) -> None:
        """What this stage has reached, the later ones keep."""
        plan, value = self._plan, self._value(stage)
        most = value + int(abs(value) * stage.slack)
        if value == self._least(stage):
            self.proof.stages.add(n)
        for term, weight in stage.terms.items() if len(stage.terms) == 1 else ():
            self._allowed[term] = most // weight
        if [*stage.terms] == [Term.HIGHEST_LOAD]:
            plan.room = rooms_under(plan.instance, most, plan.room)
        else:
            self._ceilings.append(Ceiling(_goal(stage), most))
            self._held.append((stage.terms, most))
            self._watched += stage.terms


def _sums_from(parts: Sequence[int]) -> list[int]:
    """The sum of what is left, from each part on."""
    return [sum(parts[n:]) for n in range(len(parts))]


def _goal(stage: Stage) -> Goal:
    """What a stage makes less."""
    return [*stage.terms.items()]


def _effort(stage: Stage) -> int:
    return max(EFFORT.get(term, 1) for term in stage.terms)
