"""Minimises what a problem asks for, one stage after the other, on what the stages before leave free."""

from collections.abc import Callable, Sequence
from functools import partial
from random import Random

from multitrainer.solver.annealing import Annealing, Ceiling
from multitrainer.solver.board import Board, watched_by
from multitrainer.solver.instance import Instance
from multitrainer.solver.limits import Budget, OnProgress, Progress
from multitrainer.solver.moves import Moves
from multitrainer.solver.objective import Stage, Term
from multitrainer.solver.plan import Plan

EFFORT = {Term.HIGHEST_LOAD: 4, Term.SPREAD: 2}
"""How much of the time a stage gets, where it isn't one part."""


class Staged:
    """One search through all stages. It changes the plan that it is given, and never for the worse."""

    def __init__(self, plan: Plan, rng: Random, budget: Budget, on_progress: OnProgress) -> None:
        self._plan = plan
        self._rng = rng
        self._budget = budget
        self._on_progress = on_progress
        self._ceilings: list[Ceiling] = []

    def run(self, stages: Sequence[Stage], steps: int) -> None:
        """Go through the stages with so many moves in all."""
        parts = [_effort(stage) for stage in stages]
        for n, stage in enumerate(stages):
            self._on_progress(Progress(_name(stage), sum(parts[:n]) / sum(parts)))
            share = parts[n] / sum(parts[n:])
            self._minimise(stages[: n + 1], steps * parts[n] // sum(parts), self._budget.part(share))

    def _minimise(self, stages: Sequence[Stage], steps: int, budget: Budget) -> None:
        stage = stages[-1]
        if Term.HIGHEST_LOAD in stage.terms:
            self._level(stages, steps, budget)
        else:
            board = Board(self._plan, watched_by(stages))
            self._anneal(board, stages, partial(board.cost, stage.terms), steps, budget)
        self._seal(stages)

    def _level(self, stages: Sequence[Stage], steps: int, budget: Budget) -> None:
        """Press the loads down to an aim: first to the least there can be, then ever just below what is."""
        aim = least_highest(self._plan.instance)
        for left in (3, 2, 1):
            board = Board(self._plan, watched_by(stages), aim)
            self._anneal(board, stages, partial(_pressed, board, stages[-1]), steps // 3, budget.part(1 / left))
            aim = max(aim, board.values[Term.HIGHEST_LOAD] - 1)

    def _anneal(
        self, board: Board, stages: Sequence[Stage], cost: Callable[[], int], steps: int, budget: Budget
    ) -> None:
        moves = Moves(board, [*stages[-1].terms], self._rng)
        Annealing(board, cost, self._ceilings, moves, self._rng).run(steps, budget, enough=0)

    def _seal(self, stages: Sequence[Stage]) -> None:
        """What this stage has reached, the later ones keep."""
        stage, plan = stages[-1], self._plan
        value = Board(plan, [*stage.terms]).cost(stage.terms)
        most = value + int(abs(value) * stage.slack)
        if [*stage.terms] == [Term.HIGHEST_LOAD]:
            lower_rooms(plan, most)
        else:
            self._ceilings.append(Ceiling(stage.terms, most))


def lower_rooms(plan: Plan, highest: int) -> None:
    """Let nobody be given more than so many per mille of their capacity."""
    instance = plan.instance
    for t in instance.trainers:
        plan.room[t] = min(plan.room[t], highest * instance.capacity[t] // 1000 - instance.elsewhere[t])


def least_highest(instance: Instance) -> int:
    """No plan that covers everything has a lower highest load than this: all hours, on all capacity."""
    hours, capacity = sum(instance.minutes) + sum(instance.elsewhere), sum(instance.capacity)
    return -(-1000 * hours // max(1, capacity))


def _pressed(board: Board, stage: Stage) -> int:
    return board.excess + sum(w * board.values[term] for term, w in stage.terms.items() if term != Term.HIGHEST_LOAD)


def _effort(stage: Stage) -> int:
    return max(EFFORT.get(term, 1) for term in stage.terms if isinstance(term, Term)) if stage.terms else 1


def _name(stage: Stage) -> str:
    return ", ".join(stage.terms)
