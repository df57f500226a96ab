"""What a plan is worth, counted from nothing."""

from collections.abc import Mapping

from multitrainer.solver.board import Board, watched_by
from multitrainer.solver.explaining.drawn import drawn
from multitrainer.solver.instance import compiled
from multitrainer.solver.objective import Measured
from multitrainer.solver.problem import Problem, Team


def scored(of: Problem, primaries: Mapping[str, str | None]) -> dict[Measured, int]:
    """The terms of a problem's order, for these primaries by batch."""
    plan, _ = drawn(compiled(of), {name: Team(primary=who) for name, who in primaries.items()})
    terms = watched_by(of.order)
    values = Board(plan, terms).values
    return {term: values[term] for term in terms}
