"""Plain CP-SAT on the first model that comes to mind: a variable for each batch and trainer, and a weighted sum."""

import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from ortools.sat.python import cp_model

from multitrainer.solver.documents.objective import Measured, Term
from multitrainer.solver.instances.instance import Instance

WEIGHTS: dict[Measured, int] = {
    Term.UNCOVERED: 10_000_000,
    Term.LEADS_TEACH: 1_000_000,
    Term.HIGHEST_LOAD: 1_000,
    Term.CHANGES: 100,
    Term.PREFERENCES: 1,
    Term.TRAINERS_PER_COURSE: 100,
}
Found = Callable[[list[int]], None]
"""Told of each answer: the trainer of each unit, -1 for nobody."""


@dataclass(frozen=True)
class Bound:
    """What CP-SAT says in the end: of the weighted sum, not of a term."""

    status: str
    value: float
    bound: float


def solved(instance: Instance, terms: Sequence[Measured], seconds: float, seed: int, found: Found) -> Bound:
    """Look for so long, building the model included, on two workers."""
    began = time.monotonic()
    model = Model(instance, terms)
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = max(1.0, seconds - (time.monotonic() - began))
    solver.parameters.num_workers = 2
    solver.parameters.random_seed = seed
    status = solver.solve(model.model, _Told(model, found))
    return Bound(str(solver.status_name(status)), solver.objective_value, solver.best_objective_bound)


class Model:
    """The model, and how to read an answer."""

    def __init__(self, instance: Instance, terms: Sequence[Measured]) -> None:
        self.model, self._instance = cp_model.CpModel(), instance
        self.given = [{t: self.model.new_bool_var("") for t in allowed} for allowed in instance.allowed]
        self._by_trainer: dict[int, list[int]] = defaultdict(list)
        for u, people in enumerate(self.given):
            self.model.add_at_most_one(people.values())
            for t in people:
                self._by_trainer[t].append(u)
        for t, units in self._by_trainer.items():
            self._keep_rules(t, units)
        costs = {term: getattr(self, f"_{term.value}")() for term in terms if term in WEIGHTS}
        self.model.minimize(sum(WEIGHTS[term] * cost for term, cost in costs.items()))

    def people(self, value: Callable[[Any], bool]) -> list[int]:
        """The trainer of each unit in an answer."""
        return [next((t for t, one in people.items() if value(one)), -1) for people in self.given]

    def _keep_rules(self, t: int, units: Sequence[int]) -> None:
        instance = self._instance
        self.model.add(self._minutes(t) <= instance.room[t])
        for u, o in combinations(units, 2):
            if instance.busy[u] & instance.busy[o]:
                self.model.add_at_most_one(self.given[u][t], self.given[o][t])

    def _minutes(self, t: int) -> Any:
        return sum(self._instance.minutes_of(u, t) * self.given[u][t] for u in self._by_trainer[t])

    def _sum(self, cost: Callable[[int, int], int]) -> Any:
        costs = ((cost(u, t), one) for u, people in enumerate(self.given) for t, one in people.items())
        return sum(each * one for each, one in costs if each)

    def _uncovered(self) -> Any:
        return len(self.given) - sum(one for people in self.given for one in people.values())

    def _leadsTeach(self) -> Any:  # noqa: N802  (the term's name)
        instance = self._instance
        return self._sum(lambda u, t: sum(t in instance.leads.get(instance.course[b], ()) for b in instance.members[u]))

    def _highestLoad(self) -> Any:  # noqa: N802
        instance = self._instance
        most = max(instance.share(t, sum(instance.minutes_of(u, t) for u in us)) for t, us in self._by_trainer.items())
        top = self.model.new_int_var(0, most, "")
        for t, units in self._by_trainer.items():
            works = self.model.new_bool_var("")
            self.model.add_max_equality(works, [self.given[u][t] for u in units])
            load = 1000 * (self._minutes(t) + instance.elsewhere[t])
            self.model.add(load <= top * instance.capacity[t]).only_enforce_if(works)
        return top

    def _changes(self) -> Any:
        current = self._instance.current
        return self._sum(lambda u, t: sum(current[b] not in {-1, t} for b in self._instance.members[u]))

    def _preferences(self) -> Any:
        points = self._instance.points
        return self._sum(lambda u, t: sum(points.get((b, t), 0) for b in self._instance.members[u]))

    def _trainersPerCourse(self) -> Any:  # noqa: N802
        works: dict[tuple[str, int], list[Any]] = defaultdict(list)
        for u, people in enumerate(self.given):
            for t, one in people.items():
                for course in {self._instance.course[b] for b in self._instance.members[u]}:
                    works[course, t].append(one)
        return sum(self._any(several) for several in works.values())

    def _any(self, several: Sequence[Any]) -> Any:
        one = self.model.new_bool_var("")
        self.model.add_max_equality(one, several)
        return one


class _Told(cp_model.CpSolverSolutionCallback):
    def __init__(self, model: Model, found: Found) -> None:
        super().__init__()
        self._model, self._found = model, found

    def on_solution_callback(self) -> None:
        self._found(self._model.people(self.boolean_value))
