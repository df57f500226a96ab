"""Minimises what a problem asks for, one stage after the other, on what the stages before leave free."""

from collections.abc import Sequence
from functools import partial
from random import Random

from multitrainer.solver.annealing import Annealing, Ceiling
from multitrainer.solver.board import EXCESS, Board, Goal, watched_by
from multitrainer.solver.foresight import adding
from multitrainer.solver.greedy import constructed
from multitrainer.solver.instance import Instance
from multitrainer.solver.limits import Budget, OnProgress, Progress
from multitrainer.solver.moves import Moves
from multitrainer.solver.objective import Measured, Stage, Term
from multitrainer.solver.plan import Plan
from multitrainer.solver.terms import above

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
        watched = watched_by([one for one in stages if one is stage or not _is_sealed_by_room(one)])
        if Term.HIGHEST_LOAD in stage.terms:
            self._level(watched, stage, steps, budget)
        else:
            if Term.CHANGES in stage.terms:
                self._begin_with_today(watched, goal_of(stage))
            self._anneal(Board(self._plan, watched), goal_of(stage), steps, budget)
        self._seal(stage)

    def _level(self, watched: Sequence[Measured], stage: Stage, steps: int, budget: Budget) -> None:
        """Press the loads down to an aim: first to the least there can be, then ever just below what is."""
        aim = least_highest(self._plan.instance)
        others = [one for one in goal_of(stage) if one[0] != Term.HIGHEST_LOAD]
        for left in (3, 2, 1):
            board = Board(self._plan, [term for term in watched if term != Term.HIGHEST_LOAD], above(aim))
            self._anneal(board, [(EXCESS, 1), *others], steps // 3, budget.part(1 / left))
            aim = max(aim, highest(self._plan) - 1)

    def _begin_with_today(self, watched: Sequence[Measured], goal: Goal) -> None:
        """Where today's people, as far as they may stay, leave fewer changes than what fairness has made of them."""
        today = constructed(self._plan.instance, self._plan.room)
        before, now = Board(self._plan, watched), Board(today, watched)
        if now.cost(goal) < before.cost(goal) and all(now.cost(c.goal) <= c.most for c in self._ceilings):
            self._plan.filled(today.primary)

    def _anneal(self, board: Board, goal: Goal, steps: int, budget: Budget) -> None:
        moves = Moves(board, dict(goal), self._rng)
        Annealing(
            board, partial(board.cost, goal), adding(board, goal), self._ceilings, moves, self._rng
        ).run(steps, budget, enough=0)  # fmt: skip

    def _seal(self, stage: Stage) -> None:
        """What this stage has reached, the later ones keep."""
        plan = self._plan
        value = Board(plan, [*stage.terms]).cost(goal_of(stage))
        most = value + int(abs(value) * stage.slack)
        if _is_sealed_by_room(stage):
            lower_rooms(plan, most)
        else:
            self._ceilings.append(Ceiling(goal_of(stage), most))


def lower_rooms(plan: Plan, highest: int) -> None:
    """Let nobody be given more than so many per mille of their capacity."""
    instance = plan.instance
    for t in instance.trainers:
        plan.room[t] = min(plan.room[t], highest * instance.capacity[t] // 1000 - instance.elsewhere[t])


def highest(plan: Plan) -> int:
    """The value of the term `highestLoad`."""
    return Board(plan, [Term.HIGHEST_LOAD]).values[Term.HIGHEST_LOAD]


def least_highest(instance: Instance) -> int:
    """No plan that covers everything has a lower highest load than this: all hours, on all capacity."""
    hours, capacity = sum(instance.minutes) + sum(instance.elsewhere), sum(instance.capacity)
    return -(-1000 * hours // max(1, capacity))


def goal_of(stage: Stage) -> Goal:
    """What a stage makes less."""
    return [*stage.terms.items()]


def _is_sealed_by_room(stage: Stage) -> bool:
    """Whether it is enough to lower what everybody may be given, once the stage is done."""
    return [*stage.terms] == [Term.HIGHEST_LOAD]


def _effort(stage: Stage) -> int:
    return max(EFFORT.get(term, 1) for term in stage.terms if isinstance(term, Term)) if stage.terms else 1


def _name(stage: Stage) -> str:
    return ", ".join(stage.terms)
