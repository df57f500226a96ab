"""What is required of pinned batches and can't be, so that not even a plan of these alone keeps it."""

from collections.abc import Iterator, Sequence
from itertools import combinations

from multitrainer.solver.documents.objective import Rule
from multitrainer.solver.documents.problem import Problem
from multitrainer.solver.explaining.objections import Objections, met
from multitrainer.solver.explaining.words import Names, in_hours
from multitrainer.solver.instances.days import most_of_a_day, most_of_a_week
from multitrainer.solver.instances.instance import Instance, compiled
from multitrainer.solver.instances.static import members_of
from multitrainer.solver.plans.plan import Plan


def contradictions(problem: Problem) -> tuple[str, ...]:
    """A sentence for each contradiction; none if what is pinned can be kept. What is not pinned may stay uncovered.

    Args:
        problem: one that has passed `checking`.
    """
    return contradictions_of(compiled(problem))


def contradictions_of(instance: Instance) -> tuple[str, ...]:
    """The same for a problem that is in numbers already."""
    return tuple(_Pins(instance).contradictions())


class _Pins:
    def __init__(self, instance: Instance) -> None:
        self._instance = instance
        self._names = Names(instance)
        self._pinned = [u for u, pinned in enumerate(instance.pinned) if pinned]

    def contradictions(self) -> Iterator[str]:
        yield from (self._bound(u) for u in self._pinned if not self._instance.may[u])
        kept = [(u, members_of(self._instance.may[u])[0]) for u in self._pinned if self._instance.may[u]]
        for t in sorted({t for _, t in kept}):
            units = [u for u, whose in kept if whose == t]
            yield from self._clashes(t, units)
            yield from self._excesses(t, units)
            yield from self._linked(t, units)

    def _bound(self, u: int) -> str:
        """Why batches that one trainer must teach can't all go where some of them are pinned."""
        instance, names = self._instance, self._names
        pinned = [b for b in instance.members[u] if instance.problem.batches[b].pinned]
        first, t = pinned[0], instance.current[pinned[0]]
        for b in pinned[1:]:
            if instance.current[b] != t:
                one, other = names.trainer[t], names.trainer[instance.current[b]]
                pins = f"{names.batch[first]} is locked to {one} and {names.batch[b]} to {other}"
                return f"{pins}, but links give them one trainer."
        objection = Objections(Plan(instance), names).first(u, t)
        assert objection, "a unit that nobody may teach has a rule against each"
        return f"{names.batch[first]} is locked to {names.trainer[t]}, with what links bind to it. {objection.words}"

    def _clashes(self, t: int, units: Sequence[int]) -> Iterator[str]:
        instance = self._instance
        for u, o in combinations(units, 2) if instance.requires(Rule.CONFLICTS) else ():
            if instance.busy[u] & instance.busy[o]:
                yield f"Both are locked to {self._names.trainer[t]}, but {met(instance, self._names, u, o)}."

    def _excesses(self, t: int, units: Sequence[int]) -> Iterator[str]:
        instance = self._instance
        total, room = sum(instance.minutes_of(u, t) for u in units), instance.room[t]
        days = [d for u in units for d in instance.days[u]]
        day, week = instance.day_limit[t], instance.week_limit[t]
        if total > room:
            yield self._beyond(t, units, total, room, "a week")
        if day is not None and instance.requires(Rule.DAILY_LIMIT) and (most := most_of_a_day(days)) > day:
            yield self._beyond(t, units, most, day, "in a day")
        if week is not None and instance.requires(Rule.WEEKLY_LIMIT) and (most := most_of_a_week(days)) > week:
            yield self._beyond(t, units, most, week, "in a week")

    def _beyond(self, t: int, units: Sequence[int], takes: int, most: int, when: str) -> str:
        return f"{self._pins(t, units)}, which comes to {in_hours(takes)} {when}; there is room for {in_hours(most)}."

    def _linked(self, t: int, units: Sequence[int]) -> Iterator[str]:
        instance = self._instance
        for u, o in combinations(units, 2) if instance.requires(Rule.LINKS) else ():
            if o in instance.different.get(u, ()):
                yield f"{self._pins(t, [u, o])}, but are to have different trainers."

    def _pins(self, t: int, units: Sequence[int]) -> str:
        are = "is" if len(units) == 1 and len(self._instance.members[units[0]]) == 1 else "are"
        return f"{self._names.units(units)} {are} locked to {self._names.trainer[t]}"
