"""Students to slots by minimum-cost flow: who gets a place, and then who gets which.

Students with the same wishes are one node. Each of the two questions is a flow of its own, so that no cost grows beyond
what 64 bits hold.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any, NamedTuple

from multitrainer.domain.batching import MOST_WISHES
from multitrainer.domain.errors import SolverMissing

Slot = str | None
Seats = Mapping[Slot, Sequence[int]]
"""The seats of each slot: what each costs, the size that a batch gets by it, in growing order."""


class Group(NamedTuple):
    """Students with the same wishes, the earliest joined first, by their places in the order of joining.

    `slots` are those which they would take, the best first; where `picky` is false, all are as good to them.
    """

    slots: tuple[Slot, ...]
    members: tuple[int, ...]
    picky: bool


def placeable(groups: Sequence[Group], seats: Seats) -> list[int]:
    """How many of each group get a place: as many as possible, and of those sets the earliest joined.

    That is the heaviest one where whoever joined earlier weighs more, because the sets of students who can have places
    at the same time are a matroid's. Of a group, the first ones get theirs.
    """
    flow = _Network(groups, seats)
    last = sum(len(group.members) for group in groups)
    arcs = [[flow.arc(flow.source, node, 1, m - last) for m in g.members] for node, g in flow.of_groups(groups)]
    flow.to_slots(groups, lambda _: 0)
    for slot, costs in seats.items():
        flow.arc(flow.slots[slot], flow.sink, len(costs), 0)
    flow.solve({flow.source: last, flow.sink: -last}, all_of_it=False)
    return [sum(flow.through(arc) for arc in of_group) for of_group in arcs]


def shared_out(groups: Sequence[Group], placed: Sequence[int], seats: Seats) -> list[dict[Slot, int]]:
    """How many of each group go to each of its slots.

    As many first choices as possible, then second ones and so on, then the most even sizes.
    """
    flow = _Network(groups, seats)
    weights = _weights(len(seats), max((costs[-1] for costs in seats.values() if costs), default=0))
    arcs = flow.to_slots(groups, lambda rank: -weights[rank])
    for slot, costs in seats.items():
        for cost, same in groupby(costs):
            flow.arc(flow.slots[slot], flow.sink, len([*same]), cost)
    supplies = {node: number for (node, _), number in zip(flow.of_groups(groups), placed, strict=True)}
    flow.solve({**supplies, flow.sink: -sum(placed)}, all_of_it=True)
    return [{slot: flow.through(arc) for slot, arc in of_group.items()} for of_group in arcs]


def _weights(slots: int, largest: int) -> list[int]:
    """What one more of each choice is worth, the first choice first.

    Two answers differ by rings of exchanges, of which each passes a slot once: so at most `slots` students change
    their choice of one number. One choice outweighs all that such a ring can lose of what comes after it.
    """
    weights = [largest + 1]
    for _ in range(MOST_WISHES - 1):
        weights.append(1 + largest + slots * sum(weights))
    return weights[::-1]


class _Network:
    """A source, a node for each group and each slot, and a sink."""

    def __init__(self, groups: Sequence[Group], seats: Seats) -> None:
        self._flow = _simple_min_cost_flow()
        self.source, self.sink = 0, 1
        self.slots = {slot: 2 + n for n, slot in enumerate(seats)}

    def of_groups(self, groups: Sequence[Group]) -> Iterator[tuple[int, Group]]:
        return ((2 + len(self.slots) + n, group) for n, group in enumerate(groups))

    def arc(self, tail: int, head: int, capacity: int, cost: int) -> int:
        return int(self._flow.add_arc_with_capacity_and_unit_cost(tail, head, capacity, cost))

    def to_slots(self, groups: Sequence[Group], cost: Any) -> list[dict[Slot, int]]:
        """The arcs from each group to the slots that it would take."""
        return [
            {
                slot: self.arc(node, self.slots[slot], len(group.members), cost(rank) if group.picky else 0)
                for rank, slot in enumerate(group.slots)
            }
            for node, group in self.of_groups(groups)
        ]

    def solve(self, supplies: Mapping[int, int], *, all_of_it: bool) -> None:
        for node, supply in supplies.items():
            self._flow.set_node_supply(node, supply)
        status = self._flow.solve() if all_of_it else self._flow.solve_max_flow_with_min_cost()
        if status != self._flow.OPTIMAL:
            raise AssertionError(f"The flow ended with {status}.")

    def through(self, arc: int) -> int:
        return int(self._flow.flow(arc))


def _simple_min_cost_flow() -> Any:
    """Imported late, because it takes long and is an extra. Raises SolverMissing."""
    try:
        from ortools.graph.python.min_cost_flow import SimpleMinCostFlow
    except ImportError:
        raise SolverMissing(
            "Splitting a course with slots needs OR-Tools: install multitrainer with its extra `solver`, "
            "for example pip install 'multitrainer[solver]'."
        ) from None
    return SimpleMinCostFlow()
