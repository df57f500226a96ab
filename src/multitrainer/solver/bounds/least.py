"""What no plan can be better than, however long one looks.

Each bound forgets something: that nobody is in two places, and that a batch can't be shared. They are proved by flows
(Ahuja, Magnanti, Orlin: Network Flows, 1993) into rooms that are sums of whole batches. The latter is what brings
`highestLoad` to its optimum in most of the small instances of tests/bench/solver.py; the linear relaxation with cliques
of batches that meet in time proved nothing more there.

Needs OR-Tools (extra `solver`).
"""

from functools import partial
from itertools import pairwise
from math import ceil, gcd

from multitrainer.solver.bounds.courses import at_once, units_by_course
from multitrainer.solver.bounds.network import Piece, network
from multitrainer.solver.bounds.supply import Supply, best_of_supplies, supply
from multitrainer.solver.instances.instance import Instance
from multitrainer.solver.instances.static import NOBODY

SCALE = 1_000_000
"""Costs of a minute are whole numbers of this part, rounded down."""

TINY = 1e-6

PIECES = 200
"""Into how many pieces a trainer's room is cut at most, where a cost grows with each."""


def uncovered_bound(instance: Instance) -> int:
    """Batches that nobody teaches, in any plan."""
    return _untaught(supply(instance, leads_teach=True))


def leads_bound(instance: Instance, *, uncovered: int) -> int:
    """Batches that leads of their course teach, in any plan that leaves so many uncovered."""
    return max(0, _untaught(supply(instance, leads_teach=False)) - uncovered)


def highest_load_bound(instance: Instance, *, uncovered: int, leads_teach: int | None = None) -> int | None:
    """The highest load, in per mille, of any plan that leaves so many uncovered and so many to leads.

    `leads_teach` None: as many as you like. The answer None: there is no such plan.
    """
    return best_of_supplies(
        instance, uncovered, leads_teach, lambda of, left_out: of.least_load(left_out, network(of).most)
    )


def spread_bound(
    instance: Instance, *, uncovered: int, leads_teach: int | None = None, highest: int | None = None
) -> int | None:
    """The sum of squared loads of any plan that leaves so many uncovered and so many to leads, under a highest load.

    The answer None: there is no such plan.
    """
    return best_of_supplies(instance, uncovered, leads_teach, partial(_least_spread, highest=highest))


def changes_bound(
    instance: Instance, *, uncovered: int, leads_teach: int | None = None, highest: int | None = None
) -> int | None:
    """Batches that lose today's primary, in any plan that leaves so many uncovered and to leads, under a highest load.

    The answer None: there is no such plan.
    """
    return best_of_supplies(instance, uncovered, leads_teach, partial(_least_changes, highest=highest))


def trainers_per_course_bound(instance: Instance, *, uncovered: int) -> int:
    """Trainers on all courses, in any plan that leaves so many uncovered: as many as each has batches at one time."""
    return max(0, sum(at_once(instance, units) for units in units_by_course(instance).values()) - uncovered)


def _untaught(of: Supply) -> int:
    """The fewest batches that make up the minutes for which there is no room."""
    short, batches = sum(of.least) - network(of).most(of.rooms()), 0.0
    least = zip(of.units, of.least, strict=True)
    rates = sorted((minutes / len(of.instance.members[u]), minutes) for u, minutes in least)
    while short > 0:
        rate, minutes = rates.pop()
        batches += min(short, minutes) / rate
        short -= minutes
    return of.missing + ceil(batches - TINY)


def _least_spread(of: Supply, left_out: int, *, highest: int | None) -> int | None:
    instance, rooms, needed = of.instance, of.rooms(highest), of.needed(left_out)
    if needed is None:
        return None
    unit = gcd(*of.least) or 1
    step = unit * max(1, ceil(max(rooms) / unit / PIECES))
    pieces = [piece for t, room in enumerate(rooms) for piece in _squares(instance, t, room, step)]
    cost = network(of).cheapest(rooms, needed, None, pieces)
    always = sum((1000 * e / c) ** 2 for e, c in zip(instance.elsewhere, instance.capacity, strict=True))
    # Within a piece, the square is below the straight line between its ends by no more than this.
    below = sum((500 * step / c) ** 2 for c in instance.capacity) if step > unit else 0.0
    return None if cost is None else ceil(cost / SCALE + always - below - TINY)


def _least_changes(of: Supply, left_out: int, *, highest: int | None) -> int | None:
    instance, rooms, needed = of.instance, of.rooms(highest), of.needed(left_out)
    if needed is None:
        return None
    net = network(of)
    costs = [SCALE * _changes(instance, of.units[n], t) // of.least[n] for n, t, _ in net.arcs.tolist()]
    cost = net.cheapest(rooms, needed, costs, [(t, room, 0) for t, room in enumerate(rooms)])
    stuck = sum(_changes(instance, u, NOBODY) for u, allowed in enumerate(instance.allowed) if not allowed)
    return None if cost is None else stuck + ceil(cost / SCALE - TINY)


def _squares(instance: Instance, t: int, room: int, step: int) -> list[Piece]:
    """A trainer's room in pieces, and by how much the square of their load grows with each minute in each."""
    ends = [*range(0, room, step), room]
    squares = [SCALE * (1000 * (instance.elsewhere[t] + end) / instance.capacity[t]) ** 2 for end in ends]
    return [
        (t, after - before, int((more - less) / (after - before)))
        for (before, less), (after, more) in pairwise(zip(ends, squares, strict=True))
    ]


def _changes(instance: Instance, u: int, t: int) -> int:
    return sum(instance.current[b] not in {NOBODY, t} for b in instance.members[u])
