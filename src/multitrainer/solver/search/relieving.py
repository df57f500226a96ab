"""Brings every load under an aim: whoever has too much gives a unit away, or exchanges it for another.

Of all that one of them could do, what leaves the fewest hours above is done, even where that is more than before, and
not undone for a while. Where nothing helps, their hours weigh more from then on, until somebody moves over.

Sources: Morris: The breakout method for escaping from local minima. AAAI (1993). Glover: Tabu search, part I. ORSA
Journal on Computing 1 (1989).
"""

from collections.abc import Sequence
from random import Random

from multitrainer.solver.documents.limits import Budget
from multitrainer.solver.instances.static import NOBODY
from multitrainer.solver.plans.board import Move
from multitrainer.solver.plans.highest import highest, rooms_under
from multitrainer.solver.plans.plan import Plan
from multitrainer.solver.plans.takers import Takers

BOLD = 0.6
"""Which part of the way to the least load the next aim is."""

HUMBLE = 0.002
"""Below this part, nothing more is tried."""

SHARE = 0.35
"""Which part of the time that is left one aim may take: one that can't be reached is not to take it all."""

MUCH = 1 << 62
"""More than anything that a move could add."""

WAIT, WAIT_MORE = 10, 20
"""For how many moves a unit doesn't go back."""

PATIENCE, PATIENCE_A_UNIT = 300, 1
"""After how many moves without a better plan an aim is given up."""

STEPS_A_MOVE = 10
"""How many of the steps that a search may take one move counts for, because many are compared for it."""


def press(plan: Plan, least: int, takers: Takers, rng: Random, steps: int, budget: Budget) -> None:
    """Make the highest load as low as can be, down to the least there can be, in so many steps."""
    part, now, left = BOLD, highest(plan), steps // STEPS_A_MOVE
    while now > least and part > HUMBLE and left > 0 and not budget.is_spent:
        aim = max(least, min(now - 1, now - round((now - least) * part)))
        relief = Relief(plan, rooms_under(plan.instance, aim, plan.room), takers, rng)
        if relief.succeeds(left, budget.part(SHARE)):
            now = highest(plan)
        else:
            part /= 2
        left -= relief.made


class Relief:
    """One attempt to bring everybody's minutes into smaller rooms."""

    def __init__(self, plan: Plan, rooms: Sequence[int], takers: Takers, rng: Random) -> None:
        instance = plan.instance
        self.made = 0
        """How many moves were made."""

        self._plan, self._rooms, self._rng = plan, rooms, rng
        self._takers = takers
        self._over = [t for t in instance.trainers if plan.given[t] > rooms[t] and plan.taught[t]]
        self._weight = [1] * len(rooms)
        self._usual = instance.minutes
        self._closed: dict[tuple[int, int], int] = {}

    def succeeds(self, most: int, budget: Budget) -> bool:
        """Try, with so many moves at most. A plan for which it fails stays as it was."""
        before, least, since = [*self._plan.primary], self._above, 0
        patience = PATIENCE + PATIENCE_A_UNIT * len(before)
        while self._over and since < patience and self.made < most and not budget.is_spent:
            self._relieve(self._rng.choice(self._over))
            least, since = (self._above, 0) if self._above < least else (least, since + 1)
        if self._over:
            self._plan.filled(before)
        return not self._over

    @property
    def _above(self) -> int:
        return sum(self._plan.given[t] - self._rooms[t] for t in self._over)

    def _relieve(self, t: int) -> None:
        added, move = self._best(t)
        self.made += 1
        if added >= 0:
            self._weight[t] += 1
        for u, taker in move:
            self._closed[u, self._plan.primary[u]] = self.made + WAIT + self._rng.randrange(WAIT_MORE)
            self._plan.give(u, taker)
        concerned = {t, *(taker for _, taker in move)}
        self._over = [one for one in self._over if one not in concerned]
        self._over += [one for one in sorted(concerned) if self._plan.given[one] > self._rooms[one]]

    def _best(self, t: int) -> tuple[int, Move]:
        """What adds the least to the weighted minutes above; one of those by chance."""
        best, least, equal = None, MUCH, 0
        for u in self._plan.taught[t]:
            for s in self._takers.of(u):
                for added, o in self._outcomes(u, t, s, least) if s != t else ():
                    if added > least or self._is_closed(u, t, s, o) or not self._fits(u, t, s, o):
                        continue
                    equal = equal + 1 if added == least else 1
                    if equal == 1 or self._rng.random() * equal < 1:
                        best, least = (u, s, o), added
        return least, _move(best, t) if best else ()

    def _outcomes(self, u: int, t: int, s: int, most: int) -> list[tuple[int, int]]:
        """What it adds if one trainer gives a unit to another: for nothing, or for each unit that the other has.

        Only what adds no more than `most`.
        """
        given, rooms, own, usual = self._plan.given, self._rooms, self._plan.instance.own_minutes, self._usual
        above, room = given[t] - rooms[t] - own.get((u, t), usual[u]), given[s] - rooms[s] + own.get((u, s), usual[u])
        mine, theirs = self._weight[t], self._weight[s]
        now = mine * (given[t] - rooms[t]) + (theirs * (given[s] - rooms[s]) if given[s] > rooms[s] else 0)
        kept = mine * above if above > 0 else 0
        if kept - now > most:
            return []
        outcomes = [(kept + (theirs * room if room > 0 else 0) - now, NOBODY)]
        for o in self._plan.taught[s]:
            here, there = above + own.get((o, t), usual[o]), room - own.get((o, s), usual[o])
            added = (mine * here if here > 0 else 0) + (theirs * there if there > 0 else 0) - now
            if added <= most:
                outcomes.append((added, o))
        return outcomes

    def _is_closed(self, u: int, t: int, s: int, o: int) -> bool:
        closed = self._closed
        return closed.get((u, s), 0) > self.made or (o != NOBODY and closed.get((o, t), 0) > self.made)

    def _fits(self, u: int, t: int, s: int, o: int) -> bool:
        plan = self._plan
        if o == NOBODY:
            return plan.fits(u, s)
        return t in self._takers.of(o) and plan.fits(u, s, without=o) and plan.fits(o, t, without=u)


def _move(best: tuple[int, int, int], t: int) -> Move:
    u, s, o = best
    return [(u, s)] if o == NOBODY else [(u, s), (o, t)]
