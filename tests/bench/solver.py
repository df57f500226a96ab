"""How good the planner is: own courses, public families with known optima, and a trainer who leaves.

    python -m tests.bench.solver [12/4 … 20000/4000 scenarios assignment machines tasks rebalancing …]
        [--seconds N] [--seeds 0 1 …] [--workers N] [--ways greedy cpsat] [--instances FOLDER] [--slack 0.05]
        [--json FILE]

Each run is a process of its own. Beside it stand the engine's first answer alone (greedy), and CP-SAT on the naive
model, with two workers and the same time. Bounds are those of the answer or of `solver/bounds/least.py`, whichever is
better, each under the values that the answer has in the terms before. Targets are printed and never asserted, because a
machine may be busy: compare what was measured side by side.

Own courses are judged by the default order with no slack: what a plan is worth in fairness when nothing that comes
later may make it worse. `--slack 0.05` measures the order as it is shipped.

With `--instances` the published files under that folder are read (names and formats: solving/assignment.py and
solving/tasks.py); without it, instances are drawn by the published recipes. Nothing of others is part of the project.
"""

import argparse
import os
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from itertools import chain
from math import log
from pathlib import Path
from typing import Any

import orjson
from rich.console import Console

from multitrainer.solver.documents.objective import Stage, Term
from multitrainer.solver.documents.problem import Problem
from tests.bench.solving import assignment, machines, tasks
from tests.bench.solving.courses import SIZES, an_institute
from tests.bench.solving.known import Known
from tests.bench.solving.measuring import Measured, measured
from tests.bench.solving.rebalancing import departures, fewest_changes, with_people
from tests.bench.solving.report import Aim, print_aims, print_known, print_ways
from tests.bench.solving.scenarios import english_b2, german_a1

SECONDS = {12: 20.0, 25: 60.0, 60: 60.0, 300: 60.0, 3_000: 120.0, 20_000: 240.0}
RATIOS = {300: 1.03, 3_000: 1.05, 20_000: 1.06}
FIRST = {300: 0.1, 3_000: 1.0, 20_000: 10.0}
FAMILIES = {"assignment": 40.0, "machines": 10.0, "tasks": 20.0}
NEARLY_A_SECOND = 0.85
"""What is left of the second is for reading, explaining and answering."""

PROOF = 120.0
"""Seconds that counting the fewest changes may take."""

GROWTH = 1.1
FAIRNESS = (Term.HIGHEST_LOAD, Term.SPREAD)


class Bench:
    """What is asked for, and what came out."""

    def __init__(self, asked: argparse.Namespace) -> None:
        self.asked, self.console = asked, Console(width=150)
        self.aims: list[Aim] = []
        self.results: dict[str, Any] = {}
        self._firsts: dict[int, float] = {}

    def run(self) -> None:
        """All that was asked for."""
        for what in self.asked.what:
            if "/" in what:
                self._courses(*map(int, what.split("/")))
            elif what in FAMILIES:
                self._family(what)
            else:
                getattr(self, what)()
        self._growth()
        print_aims(self.console, self.aims)
        if self.asked.json:
            self.asked.json.write_bytes(orjson.dumps(self.results, option=orjson.OPT_NON_STR_KEYS))

    def scenarios(self) -> None:
        """The two that the project began with, as the order is shipped."""
        for name, problem in (("German A1, 12/4", german_a1()), ("English B2, 25/13", english_b2())):
            one = self._ways(name, problem, 10.0, 0)["ours"]
            self.aims.append(Aim(f"{name}: seconds", one.run.seconds, 1.0))
            self.aims.append(Aim(f"{name}: not proved", float(not one.proved), 0.0))

    def rebalancing(self) -> None:
        """A trainer of eighty leaves, several times."""
        problem = an_institute(300, 80, self.asked.seeds[0])
        made = self._solve("ours", problem, self.asked.seconds or 30.0, 0)
        today = with_people(problem, made.run.people)
        for leaver, after in departures(today):
            anew = self._solve("ours", _strict(after, 0.0), self.asked.seconds or 30.0, 0)
            one = self._ways(f"{leaver} leaves 300/80", after, NEARLY_A_SECOND, 0)["ours"]
            fairness = one.run.values[Term.HIGHEST_LOAD] / anew.run.values[Term.HIGHEST_LOAD]
            changes, fewest = one.run.values[Term.CHANGES], fewest_changes(after, one.run, PROOF)
            self.aims.append(Aim(f"{leaver} leaves: {changes} changes / {fewest}", changes / max(1, fewest), 1.10))
            self.aims.append(Aim(f"{leaver} leaves: highest load / a new plan's", fairness, 1.05))
            self.aims.append(Aim(f"{leaver} leaves: seconds", one.run.seconds, 1.0))

    def _courses(self, batches: int, trainers: int) -> None:
        for seed in self.asked.seeds:
            problem = _strict(an_institute(batches, trainers, seed), self.asked.slack)
            name = f"{batches}/{trainers}, seed {seed}"
            ways = self._ways(name, problem, self.asked.seconds or SECONDS.get(batches, 60.0), seed)
            ours, plain = ways["ours"], ways.get("cpsat")
            self._firsts[batches] = max(self._firsts.get(batches, 0.0), ours.run.first or 0.0)
            self.aims += _aims(name, batches, ours)
            if plain and batches == max(RATIOS):
                self.aims.append(Aim(f"{name}: memory / CP-SAT's", ours.run.peak / plain.run.peak, 0.1))

    def _family(self, family: str) -> None:
        seconds, rows, above = self.asked.seconds or FAMILIES[family], [], []
        for known in _known(family, self.asked):
            ways = self._solved(known.name, known.problem, seconds, 0)
            above.append(_above(ways["ours"], known))
            rows.append(_row(known, ways))
            self.console.print(" · ".join(rows[-1]))
        print_known(self.console, f"{family}, {seconds:g} s each", rows)
        self.aims += _aims_of_family(family, above)

    def _growth(self) -> None:
        sizes = sorted(size for size in self._firsts if size in FIRST)
        if len(sizes) > 1:
            least, most = sizes[0], sizes[-1]
            power = log(self._firsts[most] / self._firsts[least]) / log(most / least)
            self.aims.append(Aim(f"first answer from {least} to {most} grows with n to the power of", power, GROWTH))

    def _ways(self, name: str, problem: Problem, seconds: float, seed: int) -> dict[str, Measured]:
        ways = self._solved(name, problem, seconds, seed)
        print_ways(self.console, f"{name} · {seconds:g} s · load of the machine {os.getloadavg()[0]:.1f}", ways)
        return ways

    def _solved(self, name: str, problem: Problem, seconds: float, seed: int) -> dict[str, Measured]:
        ways = {how: self._solve(how, problem, seconds, seed) for how in ("ours", *self.asked.ways)}
        self.results[name] = {how: asdict(one) for how, one in ways.items()}
        return ways

    def _solve(self, how: str, problem: Problem, seconds: float, seed: int) -> Measured:
        return measured(how, problem, seconds, seed, self.asked.workers)


def _strict(problem: Problem, slack: float) -> Problem:
    """With so much slack in fairness."""
    return problem.model_copy(update={"order": tuple(_with_slack(stage, slack) for stage in problem.order)})


def _with_slack(stage: Stage, slack: float) -> Stage:
    return stage.model_copy(update={"slack": slack}) if set(stage.terms) & set(FAIRNESS) else stage


def _known(family: str, asked: argparse.Namespace) -> Iterator[Known]:
    folder, seeds = asked.instances, asked.seeds
    if family == "machines":
        return chain.from_iterable(map(machines.of_recipe, seeds))
    if family == "assignment":
        drawn = (assignment.of_recipe(kind, m, n, s) for s in seeds for kind in "ce" for m, n in assignment.SIZES)
        return assignment.of_folder(folder) if folder else drawn
    return tasks.of_folder(folder) if folder else (tasks.of_recipe(*size, s) for s in seeds for size in tasks.SIZES)


def _above(one: Measured, known: Known) -> float:
    """How far above the best value; infinitely if not all is covered."""
    if one.run.values.get(Term.UNCOVERED, 1):
        return float("inf")
    return one.run.values[known.term] / known.best - 1


def _row(known: Known, ways: dict[str, Measured]) -> list[str]:
    ours = ways["ours"].run
    values = {how: one.run.values for how, one in ways.items()}
    plain = [_value(values[how], known) if how in values else "-" for how in ("greedy", "cpsat")]
    above = f"{_above(ways['ours'], known):.2%}"
    return [
        known.name, str(known.best), known.source, _value(values["ours"], known), above, *plain,
        f"{ours.seconds:.1f}", f"{ours.peak:.0f}",
    ]  # fmt: skip


def _value(values: Any, known: Known) -> str:
    left = values.get(Term.UNCOVERED, 0)
    return f"{values.get(known.term, '-')}" + (f" ({left} uncovered)" if left else "")


def _aims(name: str, batches: int, ours: Measured) -> list[Aim]:
    aims = [] if batches in RATIOS else [Aim(f"{name}: not proved", float(not ours.proved), 0.0)]
    if batches in RATIOS:
        aims.append(Aim(f"{name}: highest load / bound", ours.ratio(Term.HIGHEST_LOAD), RATIOS[batches]))
        aims.append(Aim(f"{name}: first answer, s", ours.run.first or float("inf"), FIRST[batches]))
    return aims


def _aims_of_family(family: str, above: Sequence[float]) -> list[Aim]:
    if family == "tasks":
        return [Aim(f"tasks: not at the best value, of {len(above)}", sum(a > 0 for a in above), len(above) / 5)]
    return [Aim(f"{family}: worst above the best value", max(above), 0.005)]


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("what", nargs="*", default=[f"{batches}/{trainers}" for batches, trainers in SIZES[:4]])
    parser.add_argument("--seconds", type=float, help="for each run, instead of what its target says")
    parser.add_argument("--workers", type=int, default=1, help="of the engine; naive CP-SAT always has two")
    parser.add_argument("--seeds", type=int, nargs="+", default=[0])
    parser.add_argument("--ways", nargs="*", choices=("greedy", "cpsat"), default=["greedy", "cpsat"])
    parser.add_argument("--instances", type=Path, help="a folder with published files")
    parser.add_argument("--slack", type=float, default=0.0, help="of the stages of fairness")
    parser.add_argument("--json", type=Path, help="where to write everything that was measured")
    return parser.parse_args()


if __name__ == "__main__":
    Bench(_asked()).run()
