"""Batches that have to do with each other: bound into units, or as edges between units."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations, pairwise

from multitrainer.solver.documents.objective import Rule, RuleLevel
from multitrainer.solver.documents.problem import LinkKind, Problem

Edges = Mapping[int, tuple[int, ...]]
"""The other ends, for each unit that has any; one that is linked twice stands there twice."""

Positions = Mapping[str, int]


def bundled(problem: Problem, batch: Positions) -> list[tuple[int, ...]]:
    """Batches that required links bind to one trainer, together; each other one by itself. In the problem's order."""
    group = {b: {b} for b in range(len(problem.batches))}
    for link in problem.links if problem.level_of(Rule.LINKS) is RuleLevel.REQUIRED else ():
        if link.kind is LinkKind.SAME:
            joined = set().union(*(group[batch[name]] for name in link.batches))
            group.update(dict.fromkeys(joined, joined))
    return [tuple(sorted(several)) for b, several in group.items() if b == min(several)]


def edges_of(problem: Problem, batch: Positions, unit: Mapping[int, int], kind: LinkKind) -> Edges:
    """Linked units: for `same` each with the next one of its list, for `different` each with all others."""
    linked = [[batch[name] for name in link.batches] for link in problem.links if link.kind is kind]
    pairs = (combinations(names, 2) if kind is LinkKind.DIFFERENT else pairwise(names) for names in linked)
    return _edges((pair for several in pairs for pair in several), unit)


def neighbours_of(problem: Problem, batch: Positions, unit: Mapping[int, int]) -> Edges:
    """Neighbours on a course: as `consecutive` links say, else in the problem's order."""
    linked = [[batch[name] for name in link.batches] for link in problem.links if link.kind is LinkKind.CONSECUTIVE]
    named = {problem.batches[b].course for names in linked for b in names}
    others: dict[str, list[int]] = defaultdict(list)
    for b, one in enumerate(problem.batches):
        if one.course not in named:
            others[one.course].append(b)
    return _edges((pair for names in (*linked, *others.values()) for pair in pairwise(names)), unit)


def _edges(pairs: Iterable[Sequence[int]], unit: Mapping[int, int]) -> Edges:
    """Each pair counts once, however often it is stated; within a unit there is nothing between."""
    ends: dict[int, list[int]] = defaultdict(list)
    for first, second in sorted({(min(pair), max(pair)) for pair in pairs}):
        if unit[first] != unit[second]:
            ends[unit[first]].append(unit[second])
            ends[unit[second]].append(unit[first])
    return {u: tuple(others) for u, others in ends.items()}
