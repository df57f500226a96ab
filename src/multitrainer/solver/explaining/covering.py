"""Whether a few units can all be taught, with nothing else to teach: exactly, by trying."""

from collections.abc import Collection, Iterable, Sequence

from multitrainer.solver.explaining.shortages import Shortages
from multitrainer.solver.instances.instance import Instance
from multitrainer.solver.instances.static import NOBODY
from multitrainer.solver.plans.plan import Plan

FEW = 16
"""With how many units left to look each time for the one with fewest choices."""

MOST = 150
"""More units are not tried: it would take too long, and too deep a recursion."""

Signature = tuple[int, ...]


def can_cover(instance: Instance, units: Collection[int], attempts: int) -> bool | None:
    """Whether these units can all be taught together. None: not known after so many attempts."""
    if Shortages(instance, {u: instance.may[u] for u in units}, [NOBODY] * len(instance.members)).of(units):
        return False
    if len(units) > MOST:
        return None
    return _Covering(instance, attempts).tried(sorted(units, key=lambda u: (len(instance.allowed[u]), u)))


class _Covering:
    def __init__(self, instance: Instance, attempts: int) -> None:
        self._instance = instance
        self._plan = Plan(instance)
        self._attempts = attempts

    def tried(self, left: Sequence[int]) -> bool | None:
        """Whether these can be taught beside what is given already."""
        if not left:
            return True
        u, able = self._hardest(left)
        rest = [o for o in left if o != u]
        for t in self._distinct(able, left):
            self._attempts -= 1
            if self._attempts < 0:
                return None
            self._plan.give(u, t)
            found = self.tried(rest)
            self._plan.give(u, NOBODY)
            if found is not False:
                return found
        return False

    def _hardest(self, left: Sequence[int]) -> tuple[int, list[int]]:
        """The unit that fewest can take now, and who."""
        choices = ((u, self._able(u)) for u in (left if len(left) <= FEW else left[:1]))
        return min(choices, key=lambda one: len(one[1]))

    def _able(self, u: int) -> list[int]:
        return [t for t in self._instance.allowed[u] if self._plan.fits(u, t)]

    def _distinct(self, able: Iterable[int], left: Sequence[int]) -> Iterable[int]:
        """Of trainers who have nothing yet and are alike in all that matters here, one is enough."""
        seen: set[Signature] = set()
        for t in able:
            if not self._plan.taught[t]:
                signature = self._signature(t, left)
                if signature in seen:
                    continue
                seen.add(signature)
            yield t

    def _signature(self, t: int, left: Sequence[int]) -> Signature:
        instance = self._instance
        limits = (
            instance.room[t],
            *(-1 if most is None else most for most in (instance.day_limit[t], instance.week_limit[t])),
        )
        return (*limits, *((instance.may[u] >> t & 1) * (1 + instance.minutes_of(u, t)) for u in left))
