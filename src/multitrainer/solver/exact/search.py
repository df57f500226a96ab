"""One run of CP-SAT: in a thread of its own, so that whoever waits can be told and can cancel."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from math import ceil

from ortools.sat.python.cp_model import (
    FEASIBLE,
    INFEASIBLE,
    OPTIMAL,
    UNKNOWN,
    CpSolver,
    CpSolverSolutionCallback,
    LinearExpr,
)
from ortools.sat.python.cp_model_helper import CpSolverStatus

from multitrainer.solver.documents.limits import Budget
from multitrainer.solver.exact.model import Model
from multitrainer.solver.instances.static import NOBODY

HEARTBEAT = 0.25
"""Seconds between two looks at whether somebody cancelled; CP-SAT itself can be silent for many."""

STRATEGIES = 8
"""How many ways of searching CP-SAT changes between. Fewer find much worse bounds, even on two cores."""

EFFORT_A_SECOND = 0.5
"""CP-SAT's deterministic seconds for each second that may be spent. It does about one of them in a second: with half as
many, an answer depends on a machine's speed only where the machine is slow."""

BELOW = 0.7
"""Which part of an effort is for proofs, with one worker: a search before this one has found what is good."""

ROUNDING = 1e-6
LEAST = -(2**63)


@dataclass(frozen=True, slots=True)
class Found:
    """What a run found."""

    primary: list[int] | None
    """The trainer of each unit; None where no better plan was found."""

    bound: int
    """What no plan can be below."""

    proved: bool
    """That nothing is better than what was found, or that there is nothing."""

    effort: float
    """In CP-SAT's deterministic seconds."""


@dataclass(frozen=True, slots=True)
class Search:
    """How to search. `beat` is called again and again, in the caller's thread, with the best value so far."""

    budget: Budget
    workers: int
    seed: int
    beat: Callable[[int | None], None]

    proving: bool = True
    """Whether a bound is worth as much as a better plan."""

    def run(self, model: Model, goal: LinearExpr | None, effort: float) -> Found:
        """Press a sum down as far as it goes, for at most so many deterministic seconds; without one, find any plan.

        One worker first proves from below, and searches from above if that was not all: each does what the other
        can't. Several workers do both at once.
        """
        if goal is None:
            model.cp.proto.clear_objective()
            return self._once(model, effort, from_below=True)
        model.cp.minimize(goal)
        if self.workers > 1 or not self.proving:
            return self._once(model, effort, from_below=False)
        below = self._once(model, BELOW * effort, from_below=True)
        if below.proved or self.budget.is_spent:
            return below
        above = self._once(model, (1 - BELOW) * effort, from_below=False)
        return Found(
            primary=above.primary or below.primary,
            bound=max(below.bound, above.bound),
            proved=above.proved,
            effort=below.effort + above.effort,
        )

    def _once(self, model: Model, effort: float, *, from_below: bool) -> Found:
        solver, best = self._solver(effort, from_below), _Best()
        with ThreadPoolExecutor(1) as thread:
            future = thread.submit(solver.solve, model.cp, best)
            self._wait(future, solver, best)
        return _found(model, solver, future.result())

    def _wait(self, future: Future[CpSolverStatus], solver: CpSolver, best: "_Best") -> None:
        try:
            while not wait([future], timeout=HEARTBEAT).done:
                self.beat(best.found)
                if self.budget.is_spent:
                    solver.stop_search()
        finally:  # whoever is told may raise: the thread must not go on for nobody
            while not future.done():
                solver.stop_search()
                wait([future], timeout=HEARTBEAT)

    def _solver(self, effort: float, from_below: bool) -> CpSolver:
        solver, is_alone = CpSolver(), self.workers == 1
        parameters = solver.parameters
        parameters.random_seed = self.seed % 2**31
        # Interleaved search would be the same every time with several ways of searching, but it can abort the whole
        # process in OR-Tools 9.15 (google/or-tools#5025).
        parameters.num_workers = max(STRATEGIES, self.workers) if self.proving and not is_alone else self.workers
        parameters.linearization_level = 2  # the models are made for fractions: proofs come several times sooner
        parameters.use_objective_lb_search = is_alone and from_below
        parameters.max_deterministic_time = effort
        # Several workers overrun the deterministic limit many times, and are not the same every time anyway.
        seconds = self.budget.seconds_left if is_alone else min(self.budget.seconds_left, effort / EFFORT_A_SECOND)
        parameters.max_time_in_seconds = max(0.01, seconds)
        return solver


class _Best(CpSolverSolutionCallback):
    def __init__(self) -> None:
        super().__init__()
        self.found: int | None = None

    def on_solution_callback(self) -> None:
        self.found = round(self.objective_value)


def _found(model: Model, solver: CpSolver, status: CpSolverStatus) -> Found:
    effort = solver.deterministic_time
    if status not in {OPTIMAL, FEASIBLE}:
        bound = _bound(solver) if status == UNKNOWN else LEAST
        return Found(None, bound, proved=status == INFEASIBLE, effort=effort)
    primary = [
        next((t for t, var in by_trainer.items() if solver.boolean_value(var)), NOBODY) for by_trainer in model.x
    ]
    return Found(primary, _bound(solver), proved=status == OPTIMAL, effort=effort)


def _bound(solver: CpSolver) -> int:
    return ceil(max(LEAST, solver.best_objective_bound) - ROUNDING)
