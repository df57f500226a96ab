"""The units of each course, and how many trainers they take at the least."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from itertools import accumulate

from multitrainer.solver.documents.objective import Rule
from multitrainer.solver.instances.instance import Instance
from multitrainer.solver.instances.static import members_of


def units_by_course(instance: Instance) -> Mapping[str, list[int]]:
    """The units with a batch of each course."""
    units: dict[str, list[int]] = defaultdict(list)
    for u, members in enumerate(instance.members):
        for course in dict.fromkeys(instance.course[b] for b in members):
            units[course].append(u)
    return units


def fewest(instance: Instance, units: Iterable[int]) -> int:
    """No fewer trainers teach all of these: as many as they take at once, and as many as have the hours."""
    units = [*units]
    hours = sum(min((instance.minutes_of(u, t) for t in instance.allowed[u]), default=0) for u in units)
    filled = accumulate(sorted(instance.room, reverse=True))
    by_hours = next((many for many, room in enumerate(filled, 1) if room >= hours), len(instance.room))
    return max(at_once(instance, units), by_hours if hours else 0)


def at_once(instance: Instance, units: Iterable[int]) -> int:
    """No fewer trainers teach all of these: one for each that takes the same moment, and one for anything at all."""
    units = [*units]
    if not instance.requires(Rule.CONFLICTS):
        return min(1, len(units))
    taking = Counter(moment for u in units for moment in members_of(instance.busy[u]))
    return max((min(1, len(units)), *taking.values()))
