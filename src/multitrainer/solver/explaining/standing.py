"""What it would mean for the backups if others taught: only where somebody could not stand by any more."""

from collections import defaultdict
from collections.abc import Iterable

from multitrainer.solver import backups
from multitrainer.solver.backups import MISSING, Backups
from multitrainer.solver.plans.plan import Plan


class Standing:
    """Who stands by in a plan, and what it would cost to replace those who no longer could."""

    def __init__(self, plan: Plan, standing_by: Backups) -> None:
        self._plan = plan
        instance = plan.instance
        self._unit = {b: u for u, members in enumerate(instance.members) for b in members}
        self._costs: dict[tuple[int, int], int] = {}
        self._by_trainer: dict[int, list[int]] = defaultdict(list)
        self._by_batch = standing_by
        self._on_course: dict[str, list[int]] = {}
        for b, several in enumerate(standing_by):
            for t in several:
                if (cost := backups.cost_of(plan, self._unit[b], b, t)) is not None:
                    self._costs[b, t] = cost
                    self._by_trainer[t].append(b)

    def worse_by(self, trainers: Iterable[int]) -> int:
        """By how much `backupQuality` is more, now that these trainers teach something else than in the beginning."""
        return sum(self._replaced(b, t) for t in trainers for b in self._by_trainer.get(t, ()))

    def _replaced(self, b: int, t: int) -> int:
        if backups.cost_of(self._plan, self._unit[b], b, t) is not None:
            return 0
        return self._cheapest(b) - self._costs[b, t]

    def _cheapest(self, b: int) -> int:
        least, cheapest = (0 if self._plan.instance.leads.get(self._plan.instance.course[b]) else 1), MISSING
        for t in self._trainers_of(self._plan.instance.course[b]):
            if t not in self._by_batch[b]:
                cost = backups.cost_of(self._plan, self._unit[b], b, t)
                cheapest = cheapest if cost is None else min(cheapest, cost)
                if cheapest <= least:
                    break
        return cheapest

    def _trainers_of(self, course: str) -> list[int]:
        """Whoever is on a course, its leads first because they are the best backups."""
        if course not in self._on_course:
            instance = self._plan.instance
            roles = [one.roles for one in instance.problem.trainers]
            on = [t for t in instance.trainers if (its := roles[t]) is None or course in its]
            leads = instance.leads.get(course, frozenset())
            self._on_course[course] = sorted(on, key=lambda t: (t not in leads, t))
        return self._on_course[course]
