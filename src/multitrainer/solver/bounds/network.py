"""Who could teach what, as a network of minutes. What flows may be shared: no real plan does better.

Needs OR-Tools (extra `solver`) and the NumPy that comes with it, imported when a network is made and not before.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from multitrainer.solver.bounds.supply import Supply

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from ortools.graph.python.min_cost_flow import SimpleMinCostFlow

Piece = tuple[int, int, int]
"""A trainer, so many minutes, and what each of these costs."""


@dataclass(frozen=True, slots=True, eq=False)
class Network:
    """Units of a supply, the trainers who may be given them, and the minutes that these take.

    A unit that takes more of some trainers than of others flows with the least, so that no plan has less.
    """

    arcs: "NDArray[np.int64]"
    """A row for each: place among the units, trainer, minutes."""

    least: "NDArray[np.int64]"
    """The least minutes that each unit takes."""

    def most(self, rooms: Sequence[int]) -> int:
        """The most minutes that can be taught by trainers with such rooms, when units may be shared."""
        import numpy as np
        from ortools.graph.python.max_flow import SimpleMaxFlow

        many, people = len(self.least), np.arange(len(rooms))
        source, sink = many + len(rooms), many + len(rooms) + 1
        least, size = self.least, np.asarray(rooms)
        arcs = self.arcs[self.arcs[:, 2] <= size[self.arcs[:, 1]]]
        flow = SimpleMaxFlow()
        flow.add_arcs_with_capacity(np.full(many, source), np.arange(many), least)
        flow.add_arcs_with_capacity(arcs[:, 0], many + arcs[:, 1], least[arcs[:, 0]])
        flow.add_arcs_with_capacity(many + people, np.full(len(rooms), sink), size)
        flow.solve(source, sink)
        return int(flow.optimal_flow())

    def cheapest(
        self, rooms: Sequence[int], needed: int, costs: Sequence[int] | None, pieces: Sequence[Piece]
    ) -> int | None:
        """The least that so many minutes cost: on each arc, if stated, and in the piece of a room that they go into."""
        import numpy as np
        from ortools.graph.python.min_cost_flow import SimpleMinCostFlow

        many, arcs, least, into = (
            len(self.least),
            self.arcs,
            self.least,
            np.asarray(pieces, dtype=np.int64).reshape(-1, 3),
        )
        source, sink = many + len(rooms), many + len(rooms) + 1
        fits = arcs[:, 2] <= np.asarray(rooms)[arcs[:, 1]]
        flow = SimpleMinCostFlow()
        add = flow.add_arcs_with_capacity_and_unit_cost
        add(np.full(many, source), np.arange(many), least, np.zeros(many, dtype=int))
        add(
            arcs[fits, 0],
            many + arcs[fits, 1],
            least[arcs[fits, 0]],
            (np.zeros(len(arcs), dtype=int) if costs is None else np.asarray(costs))[fits],
        )
        add(many + into[:, 0], np.full(len(into), sink), into[:, 1], into[:, 2])
        return _cost(flow, source, sink, needed)


@lru_cache(maxsize=2)
def network(of: Supply) -> Network:
    """The network of what an instance has; kept for the next bound."""
    import numpy as np

    arcs = [(n, t, of.instance.minutes_of(u, t)) for n, u in enumerate(of.units) for t in of.allowed[u]]
    return Network(np.asarray(arcs, dtype=np.int64).reshape(-1, 3), np.asarray(of.least, dtype=np.int64))


def _cost(flow: "SimpleMinCostFlow", source: int, sink: int, needed: int) -> int | None:
    flow.set_node_supply(source, needed)
    flow.set_node_supply(sink, -needed)
    return int(flow.optimal_cost()) if flow.solve() == flow.OPTIMAL else None
