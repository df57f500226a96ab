"""Simulated annealing: moves that make a plan worse are taken, too, ever less often.

Source: Kirkpatrick, Gelatt, Vecchi: Optimization by Simulated Annealing. Science 220 (1983).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import exp
from random import Random

from multitrainer.solver.documents.limits import Budget
from multitrainer.solver.plans.board import Board, Goal, Move
from multitrainer.solver.search.moves import Moves

LOOK_UP = 256
"""After how many moves to see whether time is over."""

SAMPLE = 200
WARMTH = 0.03
"""The temperature in the beginning, as a part of what a bad move makes worse on average. Found by trying."""

COOLED = 0.01
"""The temperature in the end, as a part of the one in the beginning."""


@dataclass(frozen=True, slots=True)
class Ceiling:
    """What a stage that is done may not exceed."""

    goal: Goal
    most: int


@dataclass(frozen=True, slots=True)
class Annealing:
    """One search: what to make less, and what must stay as good as it is. `adds` is exact, and quick."""

    board: Board
    cost: Callable[[], int]
    adds: Callable[[Move], int]
    ceilings: Sequence[Ceiling]
    moves: Moves
    rng: Random

    def run(self, steps: int, budget: Budget, enough: int) -> None:
        """Try so many moves, or until the cost is down to what is enough. Leaves the board at its best."""
        if not self.moves or self.cost() <= enough or budget.is_spent:
            return
        start = temperature = self._temperature()
        spent, best, now = 0.0, self.cost(), self.cost()
        home: dict[int, int] = {}  # who had what moved since it was best
        for step in range(steps):
            if step % LOOK_UP == 0:
                spent = max(step / steps, budget.part_spent)
                temperature = start * COOLED**spent
            if best <= enough or spent >= 1:
                break
            if undo := self._tried(temperature):
                now = self.cost()
                for u, former in undo:
                    home.setdefault(u, former)
            if now < best:
                best, home = now, {}
        self.board.move([*home.items()])

    def _tried(self, temperature: float) -> Move:
        """Make a move if it is good enough; answer what undoes it, or nothing if it was not made."""
        move = self.moves.propose()
        if move is None:
            return ()
        worse = self.adds(move)
        if worse > 0 and self.rng.random() >= exp(-worse / temperature):
            return ()
        undo = self.board.move(move)
        if all(self.board.cost(c.goal) <= c.most for c in self.ceilings):
            return undo
        self.board.move(undo)
        return ()

    def _temperature(self) -> float:
        moves = (move for _ in range(SAMPLE) if (move := self.moves.propose()))
        worse = [more for move in moves if (more := self.adds(move)) > 0]
        return max(0.1, WARMTH * sum(worse) / max(1, len(worse)))
