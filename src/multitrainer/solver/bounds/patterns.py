"""A sharper bound on the highest load: what a trainer is given are whole batches, by how long they are.

With rooms under some load, each trainer has patterns: how many batches of each length go in at most. A plan picks one
pattern for each trainer; the linear relaxation shares patterns and batches (Dantzig, Wolfe: Decomposition principle for
linear programs. Operations Research 8, 1960; cut down to lengths, and so small enough to be written out). In the
instances of tests/bench/solver.py with 60 batches it reaches the optimum; cliques of batches that meet add nothing.

Needs OR-Tools (extra `solver`).
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import islice
from math import inf
from typing import Any

from multitrainer.solver.bounds.network import network
from multitrainer.solver.bounds.supply import Supply, supply
from multitrainer.solver.instances.instance import Instance

ARCS = 40_000
"""For more pairs of trainer and unit than these, the relaxation takes longer than it is worth."""

PATTERNS = 2_000
"""Who has more patterns is held to the minutes of their room alone."""

SURE = 1e-4
"""Less than this part of a batch may be left over by rounding."""

Sizes = Sequence[tuple[int, int]]
"""Lengths in minutes, and how many units of each there are."""


def sharpened(instance: Instance, least: int, most: int, *, uncovered: int, leads_teach: int) -> int:
    """The highest load, in per mille, of any plan that leaves so many uncovered and so many to leads.

    Args:
        instance: its pairs may be too many; then nothing is sharpened.
        least: what is known of it already; `least.highest_load_bound`.
        most: the highest load of a plan that there is.
        uncovered: batches.
        leads_teach: batches.
    """
    of = supply(instance, leads_teach=False)
    if len(network(of).arcs) > ARCS:
        return least
    loads, left_out = range(least, most), uncovered + leads_teach - of.missing
    return least + bisect_left(loads, True, key=lambda load: _left_over(of, of.rooms(load)) <= left_out + SURE)


def patterns(sizes: Sizes, room: int, missed: float = inf) -> Iterator[tuple[int, ...]]:
    """How many of each length go into a room, for all ways to which nothing can be added.

    Args:
        sizes: of what is left to choose from.
        room: minutes.
        missed: the shortest that could be added so far; less than this is left over in the end.
    """
    if not sizes:
        if room < missed:
            yield ()
        return
    (size, many), *rest = sizes
    for taken in range(min(many, room // size), -1, -1):
        for others in patterns(rest, room - taken * size, missed if taken == many else min(missed, size)):
            yield taken, *others


def _left_over(of: Supply, rooms: Sequence[int]) -> float:
    """The fewest batches, in parts, that go into nobody's patterns."""
    from ortools.linear_solver import pywraplp

    solver = pywraplp.Solver.CreateSolver("GLOP")
    parts: list[list[Any]] = [[solver.NumVar(0, 1, "")] for _ in of.units]
    given: dict[int, dict[int, list[Any]]] = defaultdict(lambda: defaultdict(list))
    for n, t, minutes in network(of).arcs.tolist():
        if minutes <= rooms[t]:
            parts[n].append(solver.NumVar(0, 1, ""))
            given[t][minutes].append(parts[n][-1])
    for several in parts:
        _add(solver, [(1, part) for part in several], 1, 1)
    for t, by_size in given.items():
        _hold(solver, of.sizes[t], rooms[t], by_size)
    solver.Minimize(solver.Sum([len(of.instance.members[u]) * parts[n][0] for n, u in enumerate(of.units)]))
    return float(solver.Objective().Value()) if solver.Solve() == solver.OPTIMAL else 0.0


def _hold(solver: Any, sizes: Sizes, room: int, given: dict[int, list[Any]]) -> None:
    """What one trainer is given is a mixture of their patterns."""
    # The longest first: what is left is soon too little for the short ones, and few ways are begun in vain.
    sizes = [(size, many) for size, many in reversed(sizes) if size in given]
    ways = [*islice(patterns(sizes, room), PATTERNS + 1)]
    if len(ways) > PATTERNS:
        _add(solver, [(size, part) for size, several in given.items() for part in several], 0, room)
        return
    shares = [solver.NumVar(0, 1, "") for _ in ways]
    _add(solver, [(1, share) for share in shares], 0, 1)
    for place, (size, _) in enumerate(sizes):
        of_pattern = [(-way[place], share) for way, share in zip(ways, shares, strict=True) if way[place]]
        _add(solver, [*((1, part) for part in given[size]), *of_pattern], -solver.infinity(), 0)


def _add(solver: Any, sum_: Sequence[tuple[int, Any]], least: float, most: float) -> None:
    row = solver.Constraint(least, most)
    for factor, variable in sum_:
        row.SetCoefficient(variable, factor)
