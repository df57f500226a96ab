"""A plan in the making: who teaches which unit, and whether a trainer can take one more."""

from collections.abc import Iterable, Sequence

from multitrainer.solver.documents.objective import Rule
from multitrainer.solver.instances.days import most_of_a_day, most_of_a_week
from multitrainer.solver.instances.instance import Instance
from multitrainer.solver.instances.static import NOBODY


class Plan:
    """Who teaches what. Never breaks a required rule: what does not fit stays with nobody.

    The lists are read freely by whoever searches, and changed by `give` alone.
    """

    __slots__ = ("_apart", "_limited", "_no_clashes", "given", "instance", "primary", "room", "taught", "time")

    def __init__(self, instance: Instance) -> None:
        self.instance = instance
        self.primary = [NOBODY] * len(instance.members)
        self.taught: list[set[int]] = [set() for _ in instance.trainers]
        self.given = [0] * len(instance.trainers)
        self.time = [0] * len(instance.trainers)
        """The time that each trainer's units take, as bits."""

        self.room = [*instance.room]
        """Minutes that each may be given, which a search may lower."""

        self._no_clashes = instance.requires(Rule.CONFLICTS)
        self._apart = instance.different if instance.requires(Rule.LINKS) else {}
        self._limited = [
            (instance.day_limit[t] is not None and instance.requires(Rule.DAILY_LIMIT))
            or (instance.week_limit[t] is not None and instance.requires(Rule.WEEKLY_LIMIT))
            for t in instance.trainers
        ]

    def give(self, u: int, t: int) -> None:
        """Take a unit from whoever has it and give it to a trainer, or to nobody.

        What a move of several units breaks in between, it must have mended in the end.
        """
        minutes_of = self.instance.minutes_of
        former = self.primary[u]
        if former != NOBODY:
            self.taught[former].discard(u)
            self.given[former] -= minutes_of(u, former)
            self.time[former] = self._time_of(former)
        self.primary[u] = t
        if t != NOBODY:
            self.taught[t].add(u)
            self.given[t] += minutes_of(u, t)
            self.time[t] |= self.instance.busy[u]

    def fits(self, u: int, t: int, without: int = NOBODY) -> bool:
        """Whether a trainer who is allowed the unit could take it now, perhaps once another one is taken off them."""
        instance = self.instance
        given, time = self.given[t], self.time[t]
        if without != NOBODY:
            given -= instance.minutes_of(without, t)
            time &= ~instance.busy[without]
        if given + instance.minutes_of(u, t) > self.room[t] or (self._no_clashes and time & instance.busy[u]):
            return False
        if u in self._apart and any(self.primary[o] == t and o != without for o in self._apart[u]):
            return False
        return not self._limited[t] or self._within_limits(t, (*(self.taught[t] - {without}), u))

    def in_the_way(self, u: int, t: int) -> list[int]:
        """Which of a trainer's units would each have to go, and suffice, for this one to fit."""
        instance = self.instance
        # What `minutes_of` does, without a call for each of what chains look at most often.
        pinned, busy, own, usual = instance.pinned, instance.busy, instance.own_minutes, instance.minutes
        clash = self.time[t] & busy[u] if self._no_clashes else 0
        excess = self.given[t] + own.get((u, t), usual[u]) - self.room[t]
        some = [
            o for o in self.taught[t] if not clash & ~busy[o] and own.get((o, t), usual[o]) >= excess and not pinned[o]
        ]
        if self._limited[t] or u in self._apart:
            return [o for o in some if self.fits(u, t, without=o)]
        return some

    def could_exchange(self, s: int, t: int) -> bool:
        """Whether two trainers could take over everything from each other."""
        return self._could_have(s, self.taught[t]) and self._could_have(t, self.taught[s])

    def _could_have(self, t: int, units: Iterable[int]) -> bool:
        instance, units = self.instance, [*units]
        if not all(instance.may[u] >> t & 1 and not instance.pinned[u] for u in units):
            return False
        if sum(instance.minutes_of(u, t) for u in units) > self.room[t]:
            return False
        return not self._limited[t] or self._within_limits(t, units)

    def _within_limits(self, t: int, units: Iterable[int]) -> bool:
        instance = self.instance
        days = [d for u in units for d in instance.days[u]]
        day, week = instance.day_limit[t], instance.week_limit[t]
        if day is not None and instance.requires(Rule.DAILY_LIMIT) and most_of_a_day(days) > day:
            return False
        return week is None or not instance.requires(Rule.WEEKLY_LIMIT) or most_of_a_week(days) <= week

    def _time_of(self, t: int) -> int:
        time = 0
        for u in self.taught[t]:
            time |= self.instance.busy[u]
        return time

    def filled(self, primary: Sequence[int]) -> None:
        """Make it this plan."""
        for u, t in enumerate(primary):
            if self.primary[u] != t:
                self.give(u, t)
