"""What a plan is worth, counted from nothing."""

from collections.abc import Mapping

from multitrainer.solver.documents.objective import Measured
from multitrainer.solver.documents.problem import Problem, Team
from multitrainer.solver.explaining.drawn import drawn
from multitrainer.solver.instances.instance import compiled
from multitrainer.solver.plans.board import Board, watched_by


def scored(of: Problem, primaries: Mapping[str, str | None]) -> dict[Measured, int]:
    """The terms of a problem's order, for these primaries by batch."""
    plan, _ = drawn(compiled(of), {name: Team(primary=who) for name, who in primaries.items()})
    terms = watched_by(of.order)
    values = Board(plan, terms).values
    return {term: values[term] for term in terms}
