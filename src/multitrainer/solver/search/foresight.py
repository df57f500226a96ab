"""What a move would come to, without making it: most moves are too bad to be worth their undoing."""

from collections import defaultdict
from collections.abc import Callable
from functools import partial

from multitrainer.solver.documents.objective import Term
from multitrainer.solver.instances.static import NOBODY
from multitrainer.solver.plans.board import Board, Goal, Move
from multitrainer.solver.plans.terms import OF_TRAINERS


def adding(board: Board, goal: Goal) -> Callable[[Move], int]:
    """What tells exactly how much a move adds to a goal."""
    if any(term in OF_TRAINERS or term == Term.HIGHEST_LOAD for term, _ in goal):
        return partial(_by_trying, board, goal)
    return Foresight(board, goal)


def _by_trying(board: Board, goal: Goal, move: Move) -> int:
    """For what depends on all that a trainer teaches."""
    before = board.cost(goal)
    undo = board.move(move)
    after = board.cost(goal)
    board.move(undo)
    return after - before


class Foresight:
    """Tells what a move adds, where that depends on units, hours and neighbours alone."""

    def __init__(self, board: Board, goal: Goal) -> None:
        self._board = board
        self._weights = weights = dict(goal)
        self._loads = [(term, board.of_loads[term], weights[term]) for term in board.of_loads if term in weights]
        self._edges = [(edges, of_edge, weights[term]) for term, edges, of_edge in board.of_edges if term in weights]

    def __call__(self, move: Move) -> int:
        """What a move adds."""
        return self._of_units(move) + (self._of_loads(move) if self._loads else 0) + self._of_edges(move)

    def _of_units(self, move: Move) -> int:
        plan, weights, added = self._board.plan, self._weights, 0
        for u, t in move:
            for term, of_pair in self._board.of_units[u]:
                if term in weights:
                    added += weights[term] * (of_pair(plan.instance, u, t) - of_pair(plan.instance, u, plan.primary[u]))
        return added

    def _of_loads(self, move: Move) -> int:
        plan = self._board.plan
        instance, given = plan.instance, defaultdict[int, int](int)
        for u, t in move:
            former = plan.primary[u]
            given[t] += instance.minutes_of(u, t)
            given[former] -= instance.minutes_of(u, former)
        given.pop(NOBODY, None)
        return sum(
            weight * (of_load(instance, t, plan.given[t] + more) - self._board.load_of(term, t))
            for term, of_load, weight in self._loads
            for t, more in given.items()
        )

    def _of_edges(self, move: Move) -> int:
        primary, moved, added = self._board.plan.primary, dict(move), 0
        for edges, of_edge, weight in self._edges:
            for u, t in move:
                for o in edges.get(u, ()):
                    if o not in moved or u < o:
                        added += weight * (of_edge(t, moved.get(o, primary[o])) - of_edge(primary[u], primary[o]))
        return added
