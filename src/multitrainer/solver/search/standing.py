"""A plan between two stages: where it stands, and what the stages that are done hold it to."""

from collections.abc import Mapping
from functools import partial
from random import Random

from multitrainer.solver.bounds.bounding import Bounding
from multitrainer.solver.documents.limits import Budget
from multitrainer.solver.documents.objective import Measured, Stage, Term
from multitrainer.solver.plans.board import Board, Goal
from multitrainer.solver.plans.highest import highest, rooms_under
from multitrainer.solver.plans.plan import Plan
from multitrainer.solver.search.annealing import Annealing, Ceiling
from multitrainer.solver.search.foresight import adding
from multitrainer.solver.search.moves import Moves

MORE = 1.2
"""How many times the slack may be used above a highest load that is only seen: the best plan is mostly 1 % above it."""


class Standing:
    """Where a search stands. What changes its plan changes it never for the worse."""

    def __init__(self, plan: Plan, rng: Random, bounding: Bounding) -> None:
        self.plan = plan
        self.rng = rng
        self._bounding = bounding
        self.watched: list[Measured] = []
        """The terms of the stages that are done, but for what the rooms see to."""

        self.held: list[tuple[Mapping[Measured, int], int]] = []
        """Their terms with weights, and the most that each stage's sum may be."""

        self.ceilings: list[Ceiling] = []
        """The same, for annealing."""

        self._allowed: dict[str, int] = {}
        """What the stages that are done allow each term that had one for itself."""

    def value(self, stage: Stage) -> int:
        """What a stage makes less, as it is now."""
        return Board(self.plan, [*stage.terms]).cost(goal(stage))

    def values(self, stage: Stage) -> dict[Measured, int]:
        """What is known of the plan so far."""
        terms = [*self.watched, *stage.terms]
        values = Board(self.plan, terms).values
        return {term: values[term] for term in terms}

    def bound(self, term: Measured) -> int:
        """What no plan can be below in a term, if it keeps what is held."""
        return self._bounding.of(term, self._allowed)

    def sharpen(self, stage: Stage) -> None:
        """Look closer at what no plan can be below, where this one might be proved to be the best."""
        if [*stage.terms] == [Term.HIGHEST_LOAD]:
            self._bounding.sharpen(highest(self.plan), self._allowed)

    def least(self, stage: Stage) -> int:
        """What no plan can be below in what a stage makes less."""
        return sum(weight * self.bound(term) for term, weight in stage.terms.items())

    def anneal(self, board: Board, goal: Goal, steps: int, budget: Budget, enough: int = 0) -> None:
        """Make a goal less, until it is enough."""
        moves = Moves(board, dict(goal), self.rng)
        cost = partial(board.cost, goal)
        Annealing(board, cost, adding(board, goal), self.ceilings, moves, self.rng).run(steps, budget, enough)

    def hold(self, stage: Stage) -> None:
        """What a stage has reached, the later ones keep, or what is as good as was asked for."""
        value, least = self.value(stage), self.least(stage)
        enough = stage.loosened(least, MORE if value > least and self._is_only_seen(stage) else 1)
        most = enough if value <= enough else stage.loosened(value)
        for term, weight in stage.terms.items() if len(stage.terms) == 1 else ():
            self._allowed[term] = most // weight
        if [*stage.terms] == [Term.HIGHEST_LOAD]:
            self.plan.room = rooms_under(self.plan.instance, self._allowed[Term.HIGHEST_LOAD], self.plan.room)
        else:
            self.ceilings.append(Ceiling(goal(stage), most))
            self.held.append((stage.terms, most))
            self.watched += stage.terms

    def _is_only_seen(self, stage: Stage) -> bool:
        """Whether nobody has looked closely at what no plan can be below."""
        return [*stage.terms] == [Term.HIGHEST_LOAD] and not self._bounding.is_sharp(Term.HIGHEST_LOAD, self._allowed)


def goal(stage: Stage) -> Goal:
    """What a stage makes less."""
    return [*stage.terms.items()]
