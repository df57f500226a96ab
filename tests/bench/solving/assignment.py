"""Generalized assignment: each item to an agent, at the least cost, within what each agent has.

Files are in the format of the OR-Library (Beasley 1990): agents and items; then by agent the cost of each item, by
agent what each item takes, and what each agent has. Types c and e are those of Chu and Beasley (1997) and of Yagiura,
Ibaraki and Glover (2006). The best values are those of data/data.csv in github.com/fontanf/generalizedassignmentsolver
(read in November 2026), where each is also the optimum.

A unit of an agent is a minute, a cost is points for `preferences`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil, log
from pathlib import Path
from random import Random
from typing import Any

from multitrainer.solver.documents.objective import Term
from multitrainer.solver.documents.problem import Batch, Pair, Problem, Trainer
from tests.bench.solving.known import SCALE_OF_PREFERENCES, Known, only

BEST = {
    "c05100": 1931,
    "c10100": 1402,
    "c20100": 1243,
    "c05200": 3456,
    "c10200": 2806,
    "c20200": 2391,
    "c10400": 5597,
    "c20400": 4782,
    "c40400": 4244,
    "e05100": 12681,
    "e10100": 11577,
    "e20100": 8436,
    "e05200": 24930,
    "e10200": 23307,
    "e20200": 22379,
    "e10400": 45746,
    "e20400": 44877,
    "e40400": 44561,
}
SIZES = ((5, 100), (10, 200), (20, 400))
PUBLISHED = "optimum, as published"
RELAXED = "bound: linear relaxation"
Rows = Sequence[Sequence[int]]


@dataclass(frozen=True)
class Assignment:
    """Costs and needs by agent and item, and what each agent has."""

    costs: Rows
    needs: Rows
    room: Sequence[int]


def of_folder(folder: Path) -> Iterator[Known]:
    """The published instances whose files are there, by their published names."""
    for name, best in BEST.items():
        for path in sorted(folder.rglob(name)):
            problem = problem_of(read(path.read_text()))
            yield Known(name, problem, Term.PREFERENCES, best * SCALE_OF_PREFERENCES, PUBLISHED)


def of_recipe(kind: str, agents: int, items: int, seed: int) -> Known:
    """An instance like the published ones."""
    made = drawn(kind, agents, items, Random(f"{kind}/{agents}/{items}/{seed}"))
    name, best = f"{kind}{agents:02d}{items}-{seed}", relaxed(made) * SCALE_OF_PREFERENCES
    return Known(name, problem_of(made), Term.PREFERENCES, best, RELAXED)


def read(text: str) -> Assignment:
    """An instance from the text of its file."""
    numbers = iter(map(int, text.split()))
    agents, items = next(numbers), next(numbers)
    costs, needs = ([[next(numbers) for _ in range(items)] for _ in range(agents)] for _ in range(2))
    return Assignment(costs, needs, [next(numbers) for _ in range(agents)])


def drawn(kind: str, agents: int, items: int, chance: Random) -> Assignment:
    """By the published recipe: in type c costs have nothing to do with needs, in type e what is short is dear."""
    if kind == "c":
        needs = [[chance.randint(5, 25) for _ in range(items)] for _ in range(agents)]
        costs = [[chance.randint(10, 50) for _ in range(items)] for _ in range(agents)]
    else:
        needs = [[int(1 - 10 * log(1 - chance.random())) for _ in range(items)] for _ in range(agents)]
        costs = [[max(1, int(1000 / need - 10 * chance.random())) for need in row] for row in needs]
    return Assignment(costs, needs, [int(0.8 * sum(row) / agents) for row in needs])


def problem_of(one: Assignment) -> Problem:
    """Agents as trainers, items as batches, and a pair for each two of them."""
    agents, items = range(len(one.room)), range(len(one.needs[0]))
    least = [min(one.needs[agent][item] for agent in agents) for item in items]
    return Problem(
        trainers=tuple(Trainer(id=f"agent {agent}", capacity=one.room[agent] / 60) for agent in agents),
        batches=tuple(Batch(id=f"item {item}", course="items", hours=least[item] / 60) for item in items),
        pairs=tuple(
            Pair(
                trainer=f"agent {agent}",
                batch=f"item {item}",
                cost=one.costs[agent][item],
                hours=one.needs[agent][item] / 60,
            )
            for item in items
            for agent in agents
        ),
        order=only(Term.PREFERENCES),
        backups=0,
    )


def relaxed(one: Assignment) -> int:
    """No assignment costs less than one in which items may be shared."""
    from ortools.linear_solver import pywraplp

    solver = pywraplp.Solver.CreateSolver("GLOP")
    shares = [[solver.NumVar(0, 1, "") for _ in row] for row in one.needs]
    for item in zip(*shares, strict=True):
        solver.Add(solver.Sum(item) == 1)
    for agent, row, room in zip(shares, one.needs, one.room, strict=True):
        solver.Add(_product(solver, row, agent) <= room)
    solver.Minimize(solver.Sum([_product(solver, row, agent) for row, agent in zip(one.costs, shares, strict=True)]))
    solver.Solve()
    return ceil(float(solver.Objective().Value()) - 1e-6)


def _product(solver: Any, numbers: Sequence[int], shares: Sequence[Any]) -> Any:
    return solver.Sum([number * share for number, share in zip(numbers, shares, strict=True)])
