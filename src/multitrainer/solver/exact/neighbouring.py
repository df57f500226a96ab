"""Breaks between neighbours, by runs: a path of neighbours has one break less than stretches that one trainer teaches.

A choice of whole stretches shows how few there can be: no stretch is longer than its trainer has room, which comparing
neighbours two by two does not know.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from ortools.sat.python.cp_model import IntVar, LinearExpr

from multitrainer.solver.documents.objective import Rule
from multitrainer.solver.exact.model import Model

Edges = Mapping[int, tuple[int, ...]]
Run = tuple[int, int, int]
"""First and last place on a path, and the trainer."""

MOST_RUNS = 20_000


def paths_of(edges: Edges) -> list[list[int]]:
    """The neighbours in their order, if they are paths that don't branch, close or lie on each other; else none."""
    if any(len(others) > 2 or len({*others}) < len(others) for others in edges.values()):
        return []
    paths: list[list[int]] = []
    seen: set[int] = set()
    for u, others in edges.items():
        if len(others) == 1 and u not in seen:
            paths.append(_walked(edges, u))
            seen.update(paths[-1])
    return paths if len(seen) == len(edges) else []


def _walked(edges: Edges, start: int) -> list[int]:
    path, further = [start], [*edges[start]]
    while further:
        path.append(further[0])
        further = [o for o in edges[path[-1]] if o != path[-2]]
    return path


def runs_of(model: Model, path: Sequence[int]) -> list[Run]:
    """The stretches that somebody may teach."""
    return [
        (first, last, t) for first, u in enumerate(path) for t in model.x[u] for last in _ends(model, path, first, t)
    ]


def _ends(model: Model, path: Sequence[int], first: int, t: int) -> Iterator[int]:
    instance = model.instance
    apart = instance.requires(Rule.CONFLICTS)
    given = time = 0
    for last in range(first, len(path)):
        u = path[last]
        given += instance.minutes_of(u, t)
        if t not in model.x[u] or given > model.room[t] or (apart and time & instance.busy[u]):
            return
        time |= instance.busy[u]
        yield last


def breaks_of(model: Model, path: Sequence[int], runs: Sequence[Run]) -> LinearExpr:
    """The breaks on a path."""
    taken: dict[tuple[int, int], list[IntVar]] = {(u, t): [] for u in path for t in model.x[u]}
    chosen = []
    for first, last, t in runs:
        chosen.append(model.yes_or_no())
        for u in path[first : last + 1]:
            taken[u, t].append(chosen[-1])
    for (u, t), several in taken.items():
        model.cp.add(LinearExpr.sum(several) == model.x[u][t])
    return LinearExpr.sum([*chosen, *_runs_of_nobody(model, path)]) - 1


def _runs_of_nobody(model: Model, path: Sequence[int]) -> list[IntVar]:
    taught = [LinearExpr.sum([*model.x[u].values()]) for u in path]
    begins = [model.yes_or_no() for _ in path]
    model.cp.add(begins[0] + taught[0] >= 1)
    for begin, (before, here) in zip(begins[1:], pairwise(taught), strict=True):
        model.cp.add(begin >= before - here)
    return begins
