"""Who could teach what, as a network of minutes. What flows may be shared: no real plan does better.

Needs OR-Tools (extra `solver`) and the NumPy that comes with it, imported when a network is made and not before.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from math import gcd
from typing import TYPE_CHECKING

from multitrainer.solver.instances.instance import Instance

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from ortools.graph.python.min_cost_flow import SimpleMinCostFlow

Piece = tuple[int, int, int]
"""A trainer, so many minutes, and what each of these costs."""


@dataclass(frozen=True, slots=True)
class Network:
    """Units, the trainers who may be given them, and the minutes that these take.

    A unit that takes more of some trainers than of others flows with the least, so that no plan has less.
    """

    instance: Instance
    units: Sequence[int]
    """Those that anybody may teach."""

    missing: int
    """Batches that nobody may teach."""

    arcs: "NDArray[np.int64]"
    """A row for each: place among the units, trainer, minutes."""

    least: "NDArray[np.int64]"
    """The least minutes that each unit takes."""

    sizes: Sequence[tuple[tuple[int, int], ...]]
    """For each trainer: the minutes of the units they may be given, and how many there are of each."""

    def rooms(self, highest: int | None = None) -> list[int]:
        """Minutes that each trainer can be given: sums of whole units, under a highest load in per mille if stated."""
        i = self.instance
        below = (i.room[t] if highest is None else highest * i.capacity[t] // 1000 - i.elsewhere[t] for t in i.trainers)
        rooms = zip(self.sizes, i.room, below, strict=True)
        return [_reachable(sizes, max(0, min(room, most))) for sizes, room, most in rooms]

    def needed(self, uncovered: int) -> int | None:
        """The minutes that flow at least if only so many batches are left out; None if more are left out anyway."""
        if uncovered < self.missing:
            return None
        least: list[int] = sorted(self.least.tolist(), reverse=True)
        return sum(least[uncovered - self.missing :])

    def most(self, rooms: Sequence[int]) -> int:
        """The most minutes that can be taught by trainers with such rooms, when units may be shared."""
        import numpy as np
        from ortools.graph.python.max_flow import SimpleMaxFlow

        many, people = len(self.units), np.arange(len(rooms))
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
            len(self.units),
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
def network(instance: Instance, *, leads_teach: bool) -> Network:
    """The network of an instance, with or without leads as teachers of their own course; kept for the next bound."""
    import numpy as np

    allowed = [
        [t for t in several if leads_teach or not _leads(instance, u, t)] for u, several in enumerate(instance.allowed)
    ]
    units = [u for u, trainers in enumerate(allowed) if trainers]
    arcs = [(n, t, instance.minutes_of(u, t)) for n, u in enumerate(units) for t in allowed[u]]
    sizes: dict[int, Counter[int]] = defaultdict(Counter)
    for _, t, minutes in arcs:
        sizes[t][minutes] += 1
    return Network(
        instance=instance,
        units=units,
        missing=sum(len(members) for members, trainers in zip(instance.members, allowed, strict=True) if not trainers),
        arcs=np.asarray(arcs, dtype=np.int64).reshape(-1, 3),
        least=np.asarray([min(instance.minutes_of(u, t) for t in allowed[u]) for u in units], dtype=np.int64),
        sizes=[tuple(sorted(sizes[t].items())) for t in instance.trainers],
    )


def _leads(instance: Instance, u: int, t: int) -> bool:
    """Whether a trainer leads the courses of all of a unit's batches."""
    return all(t in instance.leads.get(instance.course[b], ()) for b in instance.members[u])


def _cost(flow: "SimpleMinCostFlow", source: int, sink: int, needed: int) -> int | None:
    flow.set_node_supply(source, needed)
    flow.set_node_supply(sink, -needed)
    return int(flow.optimal_cost()) if flow.solve() == flow.OPTIMAL else None


def _reachable(sizes: tuple[tuple[int, int], ...], room: int) -> int:
    """The largest sum of whole units that is within a room."""
    whole = sum(size * many for size, many in sizes)
    if whole <= room:
        return whole
    unit = gcd(*(size for size, _ in sizes))
    within = room // unit
    return unit * _largest_sum(tuple((size // unit, min(many, room // size)) for size, many in sizes), within)


@cache
def _largest_sum(sizes: tuple[tuple[int, int], ...], within: int) -> int:
    sums, mask = 1, (1 << within + 1) - 1  # bit n is set if n can be reached
    for size, many in sizes:
        for times in _parts(many):
            sums |= sums << size * times & mask
    return sums.bit_length() - 1


def _parts(many: int) -> list[int]:
    """Numbers whose sums are all from none to so many."""
    parts, power = [], 1
    while many:
        parts.append(min(power, many))
        many -= parts[-1]
        power *= 2
    return parts
