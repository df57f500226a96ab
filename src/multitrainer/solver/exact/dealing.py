"""Deals what is open as evenly as it can be, by a flow that costs more with each that somebody has already."""

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import chain

from ortools.graph.python.min_cost_flow import SimpleMinCostFlow

Open = tuple[tuple[int, ...], int]
"""Trainers who are equally good, and how many of them are needed."""


def dealt_evenly(open_places: Sequence[Open], times: Mapping[int, int]) -> list[tuple[int, ...]]:
    """Who takes which places; `times` says how often each stands by already. The sum of squares is the least."""
    flow, sink = SimpleMinCostFlow(), len(open_places)
    arcs = [
        [(flow.add_arc_with_capacity_and_unit_cost(n, sink + 1 + t, 1, 0), t) for t in tied]
        for n, (tied, _) in enumerate(open_places)
    ]
    for t, most in Counter(chain.from_iterable(tied for tied, _ in open_places)).items():
        for nth in range(most):
            flow.add_arc_with_capacity_and_unit_cost(sink + 1 + t, sink, 1, times.get(t, 0) + nth)
    for n, (_, needed) in enumerate(open_places):
        flow.set_node_supply(n, needed)
    flow.set_node_supply(sink, -sum(needed for _, needed in open_places))
    flow.solve()  # always can be: nobody is needed more often than there are
    return [tuple(t for arc, t in several if flow.flow(arc)) for several in arcs]
