"""One way of solving one problem, in a process of its own, so that its memory is its own.

    python -m tests.bench.solving.worker ours|greedy|cpsat SECONDS SEED WORKERS < PROBLEM.json

Answers one line of JSON: a `Run`.
"""

import gc
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path

import orjson

from multitrainer.__main__ import FEW
from multitrainer.solver.documents.limits import Budget, Limits, Progress
from multitrainer.solver.documents.objective import Term
from multitrainer.solver.documents.problem import Problem
from multitrainer.solver.instances.instance import Instance, compiled
from multitrainer.solver.plans.board import Board
from multitrainer.solver.plans.plan import Plan
from multitrainer.solver.search.greedy import covering
from multitrainer.solver.solving import solve

Values = Mapping[str, int]


@dataclass
class Run:
    """What came of it. Seconds since the problem was read; memory in MB, the peak and what it was before."""

    status: str = "nothing"
    values: Values = field(default_factory=dict)
    bounds: Values = field(default_factory=dict)
    phases: list[tuple[float, str]] = field(default_factory=list)
    found: list[tuple[float, Values]] = field(default_factory=list)
    """The values of the best answer, whenever they were told."""

    first: float | None = None
    """When there was a first answer."""

    seconds: float = 0.0
    cpu: float = 0.0
    """Of which it worked; on a busy machine, less than those that it was given."""

    peak: float = 0.0
    before: float = 0.0
    people: list[str | None] = field(default_factory=list)


class Watch:
    """Fills a run."""

    def __init__(self, problem: Problem) -> None:
        self.run = Run(before=peak_megabytes())
        self._terms = terms_of(problem)
        self._began, self._worked = time.monotonic(), time.process_time()

    @property
    def seconds(self) -> float:
        """Since it began."""
        return round(time.monotonic() - self._began, 3)

    def told(self, progress: Progress) -> None:
        """The engine tells of a phase; what comes after construction has an answer already."""
        run, now = self.run, self.seconds
        if not run.phases or run.phases[-1][1] != progress.phase:
            run.phases.append((now, progress.phase))
        if run.first is None and len(run.phases) > 1:
            run.first = now
        if progress.values:
            run.found.append((now, {str(term): value for term, value in progress.values.items()}))

    def has(self, plan: Plan) -> None:
        """There is an answer."""
        now = self.seconds
        self.run.values = {term: Board(plan, [term]).values[term] for term in self._terms}
        self.run.found.append((now, self.run.values))
        self.run.first = now if self.run.first is None else self.run.first

    def ended(self) -> Run:
        """It is over."""
        self.run.seconds, self.run.peak = self.seconds, peak_megabytes()
        self.run.cpu = round(time.process_time() - self._worked, 3)
        return self.run


def terms_of(problem: Problem) -> list[Term]:
    """What the problem is judged by, in order, backups apart."""
    terms = (term for stage in problem.order for term in stage.terms)
    return [term for term in terms if isinstance(term, Term) and term is not Term.BACKUP_QUALITY]


def peak_megabytes() -> float:
    """The most memory that this program has had (Linux). `getrusage` would count what its parent had, too."""
    status = Path("/proc/self/status").read_text()
    line = next(line for line in status.splitlines() if line.startswith("VmHWM"))
    return round(int(line.split()[1]) / 1024, 1)


def ours(problem: Problem, seconds: float, seed: int, workers: int) -> Run:
    """The engine."""
    watch = Watch(problem)
    solution = solve(problem, limits=Limits(seconds=seconds, seed=seed, workers=workers), on_progress=watch.told)
    run = watch.ended()
    run.status = solution.status
    run.values = {one.term: one.value for one in solution.terms}
    run.bounds = {one.term: one.bound for one in solution.terms if one.bound is not None}
    run.people = [one.primary for one in solution.people]
    return run


def greedy(problem: Problem, seconds: float, _seed: int, _workers: int) -> Run:
    """The engine's first answer alone."""
    watch = Watch(problem)
    watch.has(covering(compiled(problem), Budget(seconds, lambda: False)))
    return watch.ended()


def cpsat(problem: Problem, seconds: float, seed: int, _workers: int) -> Run:
    """CP-SAT on the naive model."""
    from tests.bench.solving.naive import solved

    watch = Watch(problem)
    instance = compiled(problem)
    last = solved(instance, terms_of(problem), seconds, seed, lambda people: watch.has(_plan(instance, people)))
    run = watch.ended()
    run.status = last.status
    return run


def _plan(instance: Instance, people: list[int]) -> Plan:
    plan = Plan(instance)
    for u, t in enumerate(people):
        plan.give(u, t)
    return plan


WAYS: dict[str, Callable[[Problem, float, int, int], Run]] = {"ours": ours, "greedy": greedy, "cpsat": cpsat}


def main() -> None:
    """Solve what comes in."""
    gc.set_threshold(FEW)  # as in the command line
    how, seconds, seed, workers = sys.argv[1:]
    run = WAYS[how](Problem.model_validate_json(sys.stdin.buffer.read()), float(seconds), int(seed), int(workers))
    sys.stdout.buffer.write(orjson.dumps(asdict(run), option=orjson.OPT_NON_STR_KEYS))


if __name__ == "__main__":
    main()
