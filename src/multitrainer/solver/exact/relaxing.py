"""A model of fractions: what no plan can be below, and what each pair costs beyond that, by linear programming."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import ceil, inf
from typing import Any

from ortools.linear_solver import pywraplp
from ortools.sat.python.cp_model import IntVar, LinearExpr

from multitrainer.solver.exact.model import Model
from multitrainer.solver.instances.static import NOBODY

ROUNDING = 1e-7
"""Linear programming is not exact: a value is this part too high at the most."""

HALF = 0.5
ENDLESS = 2**62


@dataclass(frozen=True, slots=True)
class Relaxed:
    """What is known of a model in which units may be shared."""

    bound: int
    """What no plan can be below."""

    value: float
    """The same before it was rounded."""

    added: Sequence[dict[int, float]]
    """By unit and trainer: what a plan that has this pair is above that value, at the least."""

    nearest: Sequence[int]
    """By unit: whoever has more than half of it; nobody, if it is shared by more."""

    @property
    def ranked(self) -> list[tuple[int, int]]:
        """Units and trainers, by what they add."""
        pairs = [(more, u, t) for u, added in enumerate(self.added) for t, more in added.items()]
        return [(u, t) for _, u, t in sorted(pairs)]


def relaxed(model: Model, goal: LinearExpr, seconds: float) -> Relaxed | None:
    """Press a sum down where everything may be a fraction. None: time was too short, or there is no plan.

    Of constraints, sums and choices of one are kept. Forgetting others leaves a bound a bound.
    """
    model.cp.minimize(goal)
    proto, solver = model.cp.proto, pywraplp.Solver.CreateSolver("GLOP")
    solver.SetTimeLimit(ceil(1000 * seconds))  # 0 would be none
    parts = [solver.NumVar(*_ends(var.domain), "") for var in proto.variables]
    for one in proto.constraints:
        _add(solver, parts, one)
    _sum_up(solver.Objective(), parts, proto.objective)
    if solver.Solve() != solver.OPTIMAL:
        return None
    value = solver.Objective().Value() + proto.objective.offset
    value -= ROUNDING * max(1.0, abs(value))
    added = [{t: parts[var.index].reduced_cost() for t, var in by_trainer.items()} for by_trainer in model.x]
    return Relaxed(ceil(value), value, added, [_nearest(parts, by_trainer) for by_trainer in model.x])


def _nearest(parts: Sequence[Any], by_trainer: Mapping[int, IntVar]) -> int:
    return next((t for t, var in by_trainer.items() if parts[var.index].solution_value() > HALF), NOBODY)


def _add(solver: Any, parts: Sequence[Any], one: Any) -> None:
    if one.has_linear() and not one.enforcement_literal:
        _sum_up(solver.Constraint(*_ends(one.linear.domain)), parts, one.linear)
    elif one.has_at_most_one():
        _choose(solver, parts, [*one.at_most_one.literals], 0)
    elif one.has_exactly_one():
        _choose(solver, parts, [*one.exactly_one.literals], 1)


def _sum_up(row: Any, parts: Sequence[Any], linear: Any) -> None:
    factors: dict[int, int] = defaultdict(int)
    for var, factor in zip(linear.vars, linear.coeffs, strict=True):
        factors[var] += factor
    for var, factor in factors.items():
        row.SetCoefficient(parts[var], factor)


def _choose(solver: Any, parts: Sequence[Any], literals: Sequence[int], least: int) -> None:
    """One of some, at the most or exactly. A literal below 0 is a variable's contrary."""
    contraries = sum(literal < 0 for literal in literals)
    row = solver.Constraint(least - contraries, 1 - contraries)
    for literal in literals:
        row.SetCoefficient(parts[literal if literal >= 0 else -literal - 1], 1 if literal >= 0 else -1)


def _ends(domain: Iterable[int]) -> tuple[float, float]:
    several = [*domain]  # from behind, CP-SAT's own lists answer with anything
    least, most = several[0], several[-1]
    return (least if least > -ENDLESS else -inf), (most if most < ENDLESS else inf)
