"""Units for which there can't be enough trainers: by counting hours, batches, or who is free at one moment.

Each is a proof: it forgets all rules but a few, and even these leave too little. What has none may be impossible too.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from enum import StrEnum
from functools import cache, reduce
from operator import or_
from typing import NamedTuple

from multitrainer.solver.documents.objective import Rule
from multitrainer.solver.explaining.seating import Pouring, Seating, Short
from multitrainer.solver.instances.instance import Instance
from multitrainer.solver.instances.static import NOBODY, members_of


class Kind(StrEnum):
    """What there is too little of."""

    NOBODY = "nobody"
    """Whom no rule forbids."""

    MOMENT = "moment"
    """Trainers, when the units meet."""

    COUNT = "count"
    """Room for so many units, whole ones."""

    HOURS = "hours"
    """Hours."""


class Shortage(NamedTuple):
    """Units that need more than the only trainers who may teach them have: units, or minutes a week."""

    kind: Kind
    units: tuple[int, ...]
    trainers: tuple[int, ...]
    needs: int
    has: int


class Shortages:
    """Finds shortages among some units, beginning with what a plan gives to whom.

    `may` says who may teach each of the units, as bits: by all the rules, or for example without leads.
    """

    def __init__(self, instance: Instance, may: Mapping[int, int], plan: Sequence[int]) -> None:
        self._instance = instance
        self._may = may
        self._first = {u: plan[u] for u in may if plan[u] != NOBODY}
        self._sorted = sorted(may, key=lambda u: instance.minutes[u])
        self._own = {t for _, t in instance.own_minutes}
        self.whole_units = cache(self._whole_units)
        """How many units a trainer has room for at most: the smallest ones of those that they may teach."""

        self._least = cache(self._least_minutes)

    def of(self, units: Collection[int]) -> dict[int, Shortage]:
        """For each of these units that can't be taught beside the others, the shortage with fewest units."""
        found = {u: Shortage(Kind.NOBODY, (u,), (), 1, 0) for u in units if not self._may[u]}
        rest = [u for u in units if self._may[u]]
        for look in (self._by_moment, self._by_count, self._by_hours):
            for u, shortage in look(rest):
                if u not in found or len(shortage.units) < len(found[u].units):
                    found[u] = shortage
        return found

    def fewest_left(self, units: Collection[int]) -> list[Shortage]:
        """How many of these units can't be taught at the least, by counting, with the units that they compete with.

        Shortages that share a trainer are one.
        """
        seating = Seating(self._may, self.whole_units, self._first)
        left = [u for u in units if seating.seat(u)]
        groups: list[Short] = []
        for short in filter(None, map(seating.seat, left)):
            others = [one for one in groups if one.trainers & short.trainers]
            groups = [one for one in groups if one not in others] + [_joined([short, *others])]
        return [self._counted(group) for group in groups if group.trainers]

    def _by_moment(self, units: Collection[int]) -> Sequence[tuple[int, Shortage]]:
        if not self._instance.requires(Rule.CONFLICTS):
            return []
        busy, meeting = self._instance.busy, set[tuple[int, ...]]()
        for moment in members_of(reduce(or_, (busy[u] for u in units), 0)):
            meeting.add(tuple(u for u in self._may if busy[u] >> moment & 1))
        return [one for several in sorted(meeting) for one in self._at_once(several, units)]

    def _at_once(self, several: Collection[int], units: Collection[int]) -> Iterator[tuple[int, Shortage]]:
        """Shortages among units that all meet at one moment, so that each needs a trainer of its own."""
        first = {u: self._first[u] for u in several if u in self._first}
        seating = Seating({u: self._may[u] for u in several}, lambda _: 1, first)
        for u in sorted({*several}.intersection(units)):
            if short := seating.seat(u):
                yield u, _shortage(Kind.MOMENT, short, len(short.units), short.trainers.bit_count())

    def _by_count(self, units: Collection[int]) -> Sequence[tuple[int, Shortage]]:
        seating = Seating(self._may, self.whole_units, self._first)
        shorts = [(u, short) for u in units if (short := seating.seat(u))]
        return [(u, self._counted(short)) for u, short in shorts]

    def _by_hours(self, units: Collection[int]) -> Sequence[tuple[int, Shortage]]:
        needs = {u: self._least(u) for u in self._may}
        pouring = Pouring(self._may, needs, lambda t: self._instance.room[t], self._first)
        found = []
        for u in units:
            if short := pouring.seat(u):
                has = sum(self._instance.room[t] for t in members_of(short.trainers))
                found.append((u, _shortage(Kind.HOURS, short, sum(needs[o] for o in short.units), has)))
        return found

    def _counted(self, short: Short) -> Shortage:
        has = sum(map(self.whole_units, members_of(short.trainers)))
        return _shortage(Kind.COUNT, short, len(short.units), has)

    def _whole_units(self, t: int) -> int:
        """How many units a trainer has room for at most: the smallest ones of those that they may teach."""
        minutes_of, room, number = self._instance.minutes_of, self._instance.room[t], 0
        units = sorted(self._may, key=lambda u: minutes_of(u, t)) if t in self._own else self._sorted
        for u in units:
            if minutes_of(u, t) > room:
                break
            if self._may[u] >> t & 1:
                room -= minutes_of(u, t)
                number += 1
        return number

    def _least_minutes(self, u: int) -> int:
        instance = self._instance
        if not self._own:
            return instance.minutes[u]
        return min((instance.minutes_of(u, t) for t in members_of(self._may[u])), default=0)


def _joined(shorts: Sequence[Short]) -> Short:
    units, trainers = frozenset[int](), 0
    for one in shorts:
        units, trainers = units | one.units, trainers | one.trainers
    return Short(units, trainers)


def _shortage(kind: Kind, short: Short, needs: int, has: int) -> Shortage:
    return Shortage(kind, tuple(sorted(short.units)), members_of(short.trainers), needs, has)
