"""Covers a course with fewer trainers: those who stay take what is left over, and what is in its way is left over then.

Of all who could take a unit, it goes to whom the least must be taken from. What is left over again and again weighs
more from then on, until it stays somewhere; that alone keeps the search from going in circles.

Sources: Blöchliger, Zufferey: A graph coloring heuristic using partial solutions. Computers & Operations Research 35
(2008). Morris: The breakout method for escaping from local minima. AAAI (1993).
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import reduce
from operator import or_
from random import Random

from multitrainer.solver.bounds.courses import fewest, units_by_course
from multitrainer.solver.documents.limits import Budget
from multitrainer.solver.documents.objective import Rule
from multitrainer.solver.instances.instance import Instance
from multitrainer.solver.instances.static import NOBODY, bits_of, members_of
from multitrainer.solver.plans.plan import Plan
from multitrainer.solver.plans.takers import Takers

BOLD = 0.5
"""Which part of what is left an attempt may take that frees more than one trainer."""

PATIENCE = 20_000
"""After how many moves without a better plan another trainer stays instead of one."""


def vacate(plan: Plan, takers: Takers, rng: Random, steps: int, budget: Budget) -> None:
    """Make the term `trainersPerCourse` less, in so many steps, each unit going only to one of its takers."""
    courses = units_by_course(plan.instance)
    for n, units in enumerate(courses.values()):
        covered = [u for u in units if plan.primary[u] != NOBODY]
        share = budget.part(1 / (len(courses) - n))
        _free(plan, covered, takers, rng, steps // len(courses), share)


def _free(plan: Plan, units: Sequence[int], takers: Takers, rng: Random, left: int, budget: Budget) -> None:
    """Free as many as can be: all who are too many at once, or half of them, down to one."""
    least, now = fewest(plan.instance, units), _many(plan, units)
    going = now - least
    while going > 0 and left > 0 and not budget.is_spent:
        attempt = Vacation(plan, units, now - going, takers, rng)
        part = 1 if going == 1 else BOLD
        if attempt.succeeds(round(left * part), budget.part(part)):
            now = _many(plan, units)
            going = now - least
        else:
            going //= 2
        left -= max(1, attempt.made)


def _many(plan: Plan, units: Iterable[int]) -> int:
    return len({plan.primary[u] for u in units})


class Vacation:
    """One attempt to have some units, all of which are taught, taught by so many trainers."""

    def __init__(self, plan: Plan, units: Sequence[int], many: int, takers: Takers, rng: Random) -> None:
        self.made = 0
        """How many units were given to somebody."""

        self._plan, self._rng = plan, rng
        self._ground = Ground(plan, units, takers)
        self._staying = self._ground.most_used(many)
        self._takers: dict[int, list[int]] = {}
        self._held = [bits_of(taught & self._ground.able.keys()) for taught in plan.taught]
        self._left_over: list[int] = []
        self._weight = [1] * len(plan.primary)

    def succeeds(self, most: int, budget: Budget) -> bool:
        """Try, with so many moves at most. A plan for which it fails stays as it was."""
        before = [*self._plan.primary]
        for u in self._ground.able:
            if before[u] not in self._staying:
                self._take(u)
        least, since = len(self._left_over), 0
        while self._left_over and self.made < most and not budget.is_spent:
            self._seat(self._left_over.pop(self._rng.randrange(len(self._left_over))))
            least, since = (len(self._left_over), 0) if len(self._left_over) < least else (least, since + 1)
            if since >= PATIENCE:
                self._replace()
                least, since = len(self._left_over), 0
        if self._left_over:
            self._plan.filled(before)
        return not self._left_over

    def _seat(self, u: int) -> None:
        """Give a unit to somebody who stays, and take from them what is in its way."""
        self.made += 1
        t = self._best(u)
        in_the_way = 0 if t == NOBODY else self._held[t] & self._ground.clashing(u)
        for o in members_of(in_the_way):
            self._take(o)
        while t != NOBODY and not self._plan.fits(u, t):  # for hours and limits, which times don't tell
            t = self._take_any(t)
        if in_the_way or t == NOBODY:
            self._weight[u] += 1
        if t == NOBODY:
            self._left_over.append(u)
        else:
            self._plan.give(u, t)
            self._held[t] |= 1 << u

    def _best(self, u: int) -> int:
        """From whom the least must be taken; one of those by chance."""
        best, least, equal, clashing = NOBODY, 0, 0, self._ground.clashing(u)
        for t in self._takers_of(u):
            weight = self._weigh(self._held[t] & clashing)
            if equal and weight > least:
                continue
            equal = equal + 1 if equal and weight == least else 1
            if equal == 1 or self._rng.random() * equal < 1:
                best, least = t, weight
        return best

    def _weigh(self, units: int) -> int:
        weight, total = self._weight, 0
        while units:
            lowest = units & -units
            total += weight[lowest.bit_length() - 1]
            units ^= lowest
        return total

    def _take(self, u: int) -> None:
        """Take a unit from whoever has it."""
        t = self._plan.primary[u]
        self._held[t] &= ~(1 << u)
        self._plan.give(u, NOBODY)
        self._left_over.append(u)

    def _take_any(self, t: int) -> int:
        """Take any unit from a trainer; answer them, or nobody if they have none that can be taken."""
        held = members_of(self._held[t])
        if not held:
            return NOBODY
        self._take(self._rng.choice(held))
        return t

    def _takers_of(self, u: int) -> list[int]:
        if u not in self._takers:
            self._takers[u] = [t for t in self._ground.able[u] if t in self._staying]
        return self._takers[u]

    def _replace(self) -> None:
        """Somebody who could take what is left over stays instead of whoever has the least."""
        others = [t for t in self._ground.able[self._rng.choice(self._left_over)] if t not in self._staying]
        going = self._staying - self._ground.fixed
        if not others or not going:
            return
        one = min(going, key=lambda t: (self._weigh(self._held[t]), t))
        self._staying ^= {one, self._rng.choice(others)}
        self._takers = {}
        for u in members_of(self._held[one]):
            self._take(u)


class Ground:
    """What an attempt does not change: who may have which unit, and which units one trainer can't have together."""

    def __init__(self, plan: Plan, units: Sequence[int], takers: Takers) -> None:
        instance = plan.instance
        self._plan, self._clashing = plan, dict[int, int]()
        self._apart = instance.requires(Rule.CONFLICTS)
        free = [u for u in units if not instance.pinned[u]]
        others = [self._time(taught.difference(free)) for taught in plan.taught]
        self.able = {u: [t for t in takers.of(u) if not others[t] & instance.busy[u]] for u in free}
        """By unit that may move."""

        self.fixed = {plan.primary[u] for u in units if instance.pinned[u]}
        """Who must stay."""

    def most_used(self, many: int) -> set[int]:
        """So many trainers: who must stay, then who has the most of these units, then who could have the most."""
        could = Counter(t for able in self.able.values() for t in able)
        have = Counter(self._plan.primary[u] for u in self.able)
        return {*sorted(could.keys() | self.fixed, key=lambda t: (t not in self.fixed, -have[t], -could[t], t))[:many]}

    def clashing(self, u: int) -> int:
        """The units, as bits, that nobody can have beside this one."""
        if u not in self._clashing:
            instance = self._plan.instance
            busy = instance.busy[u] if self._apart else 0
            self._clashing[u] = bits_of(o for o in self.able if o != u and instance.busy[o] & busy)
            self._clashing[u] |= bits_of(_different(instance, u) & self.able.keys())
        return self._clashing[u]

    def _time(self, units: Iterable[int]) -> int:
        return reduce(or_, (self._plan.instance.busy[u] for u in units), 0) if self._apart else 0


def _different(instance: Instance, u: int) -> set[int]:
    return {*instance.different.get(u, ())} if instance.requires(Rule.LINKS) else set()
