"""One run of CP-SAT: in a thread of its own, so that whoever waits can be told and can cancel."""

from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field, replace
from math import ceil, inf

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

GLANCE = 0.2
"""Deterministic seconds for one way of searching, before others begin: it proves small models in half the time."""

BELOW = 0.7
"""Which part of an effort is for proofs, with one worker: a search before this one has found what is good."""

FROM_BELOW = {"use_objective_lb_search": True}
WITHOUT_PROBING = {"cp_model_probing_level": 0}
"""Probing takes as long as the rest of a glance."""

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

    value: float = inf
    """The sum, of the plan that was found."""


@dataclass(frozen=True, slots=True)
class Turn:
    """One run of CP-SAT: its effort in deterministic seconds, and how many ways of searching it changes between."""

    effort: float
    ways: int
    parameters: Mapping[str, int] = field(default_factory=dict)
    """Those that differ from one turn to another, by CP-SAT's names."""


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
        """Press a sum down as far as it goes, for at most so many deterministic seconds; without one, find any plan."""
        if goal is None:
            model.cp.proto.clear_objective()
            return self._once(model, Turn(effort, self._ways))
        model.cp.minimize(goal)
        found = Found(None, LEAST, proved=False, effort=0)
        for turn in self._turns(effort):
            if turn.effort > 0 and not found.proved and not self.budget.is_spent:
                found = _both(found, self._once(model, turn))
                if found.primary is not None:
                    model.hint(found.primary)
        return found

    @property
    def _ways(self) -> int:
        return 1 if self.workers == 1 else max(STRATEGIES, self.workers)

    def _turns(self, effort: float) -> list[Turn]:
        """What to try one after the other, until one of them proves it.

        One worker first proves from below, and searches from above if that was not all: each does what the other
        can't. Several workers do both at once.
        """
        if not self.proving:
            return [Turn(effort, self.workers)]
        glance = Turn(min(GLANCE, effort), 1, WITHOUT_PROBING)
        left = effort - glance.effort
        if self.workers > 1:
            return [glance, Turn(left, self._ways)]
        return [glance, Turn(BELOW * left, 1, FROM_BELOW), Turn((1 - BELOW) * left, 1)]

    def _once(self, model: Model, turn: Turn) -> Found:
        solver, best = self._solver(turn), _Best()
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

    def _solver(self, turn: Turn) -> CpSolver:
        solver = CpSolver()
        parameters = solver.parameters
        parameters.random_seed = self.seed % 2**31
        # Interleaved search would be the same every time with several ways of searching, but it can abort the whole
        # process in OR-Tools 9.15 (google/or-tools#5025).
        parameters.num_workers = turn.ways
        parameters.linearization_level = 2  # the models are made for fractions: proofs come several times sooner
        parameters.max_deterministic_time = turn.effort
        # Several workers overrun the deterministic limit many times, and are not the same every time anyway.
        seconds = inf if turn.ways == 1 else turn.effort / EFFORT_A_SECOND
        parameters.max_time_in_seconds = max(0.01, min(self.budget.seconds_left, seconds))
        for name, value in turn.parameters.items():
            setattr(parameters, name, value)
        return solver


class _Best(CpSolverSolutionCallback):
    def __init__(self) -> None:
        super().__init__()
        self.found: int | None = None

    def on_solution_callback(self) -> None:
        self.found = round(self.objective_value)


def _both(first: Found, then: Found) -> Found:
    """The better plan of two, and what both have proved."""
    better, bound = min(then, first, key=lambda found: found.value), max(first.bound, then.bound)
    return replace(better, bound=bound, proved=then.proved, effort=first.effort + then.effort)


def _found(model: Model, solver: CpSolver, status: CpSolverStatus) -> Found:
    effort = solver.deterministic_time
    if status not in {OPTIMAL, FEASIBLE}:
        bound = _bound(solver) if status == UNKNOWN else LEAST
        return Found(None, bound, proved=status == INFEASIBLE, effort=effort)
    primary = [
        next((t for t, var in by_trainer.items() if solver.boolean_value(var)), NOBODY) for by_trainer in model.x
    ]
    return Found(primary, _bound(solver), proved=status == OPTIMAL, effort=effort, value=solver.objective_value)


def _bound(solver: CpSolver) -> int:
    return ceil(max(LEAST, solver.best_objective_bound) - ROUNDING)
