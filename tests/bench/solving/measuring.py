"""Runs a worker, and what can be said of its answer."""

import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass

import orjson

from multitrainer.solver.bounds import least
from multitrainer.solver.bounds.patterns import sharpened
from multitrainer.solver.documents.objective import Term
from multitrainer.solver.documents.problem import Problem
from multitrainer.solver.instances.instance import compiled
from tests.bench.solving.worker import Run

NEAR = 0.01


@dataclass(frozen=True)
class Measured:
    """A run, and the best bounds that are known of its terms."""

    run: Run
    bounds: Mapping[str, int]

    def gap(self, term: str) -> float | None:
        """How far a value may be from the best, as a part of it."""
        bound = self.bounds.get(term)
        return None if bound is None else (self.run.values[term] - bound) / max(1, abs(self.run.values[term]))

    def ratio(self, term: str) -> float:
        """A value by its bound."""
        return self.run.values[term] / max(1, self.bounds[term])

    @property
    def proved(self) -> bool:
        """Whether nothing can be better: said by whoever solved it."""
        return self.run.status.lower() == "optimal"

    def near(self, term: str) -> float | None:
        """When a term came within a hundredth of its value in the end; None if nobody told."""
        end = self.run.values[term]
        told = (at for at, values in self.run.found if values.get(term, 2 * end + 1) <= end + NEAR * abs(end))
        return next(told, None)


def run(how: str, problem: Problem, seconds: float, seed: int, workers: int) -> Run:
    """Solve a problem in a process of its own. A way that can't (no memory) has the status `failed`."""
    command = [sys.executable, "-m", "tests.bench.solving.worker", how, str(seconds), str(seed), str(workers)]
    done = subprocess.run(command, input=problem.model_dump_json().encode(), stdout=subprocess.PIPE, check=False)
    return Run(**orjson.loads(done.stdout)) if done.returncode == 0 else Run(status=f"failed: {done.returncode}")


def measured(how: str, problem: Problem, seconds: float, seed: int, workers: int) -> Measured:
    """Solve a problem and ask for bounds, under the values of the stages before each."""
    one = run(how, problem, seconds, seed, workers)
    ours = known_bounds(problem, one) if one.values else {}
    theirs = {str(term): bound for term, bound in one.bounds.items()}
    return Measured(one, {term: max(bound, theirs.get(term, bound)) for term, bound in {**theirs, **ours}.items()})


def known_bounds(problem: Problem, one: Run) -> dict[str, int]:
    """What plans with the values that this one has in the first terms are not below in the next."""
    instance, values = compiled(problem), one.values
    uncovered, leads = values[Term.UNCOVERED], values.get(Term.LEADS_TEACH)
    highest = values.get(Term.HIGHEST_LOAD)
    found = {
        Term.UNCOVERED: least.uncovered_bound(instance) if uncovered else 0,
        Term.LEADS_TEACH: least.leads_bound(instance, uncovered=uncovered) if leads else 0,
        Term.HIGHEST_LOAD: least.highest_load_bound(instance, uncovered=uncovered, leads_teach=leads),
        Term.SPREAD: least.spread_bound(instance, uncovered=uncovered, leads_teach=leads, highest=highest),
        Term.CHANGES: least.changes_bound(instance, uncovered=uncovered, leads_teach=leads, highest=highest),
        Term.TRAINERS_PER_COURSE: least.trainers_per_course_bound(instance, uncovered=uncovered),
    }
    known = {str(term): bound for term, bound in found.items() if term in values and bound is not None}
    if highest is not None and leads is not None and (bound := known[Term.HIGHEST_LOAD]) < highest:
        known[Term.HIGHEST_LOAD] = sharpened(instance, bound, highest, uncovered=uncovered, leads_teach=leads)
    return known
