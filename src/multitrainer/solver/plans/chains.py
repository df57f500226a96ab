"""Room for one more unit: somebody takes it and hands one on, whose taker hands one on, until somebody has room.

The shortest such chain is what changes least.
"""

from collections import deque
from collections.abc import Iterator
from random import Random
from typing import NamedTuple

from multitrainer.solver.plans.plan import Plan
from multitrainer.solver.plans.takers import Takers

WIDE = 300
"""How many links are looked at before a unit is given up."""


class _Link(NamedTuple):
    moves: int
    """How many it takes up to here."""

    unit: int
    """Whose trainer is sought."""

    from_: int
    """Whose way it was in, and who takes no other part in the chain."""

    before: "_Link | None"


def shortest(
    plan: Plan, unit: int, takers: Takers, rng: Random | None = None, most: int = WIDE
) -> list[tuple[int, int]]:
    """The moves that find a trainer for a unit whom it may have, as few as can be; none if there is no such chain.

    No more than `most` are looked for.

    Of several that are as short, it is the first in the roster's order, or, with `rng`, one by chance.
    """
    waiting = deque([_Link(1, unit, plan.primary[unit], None)])
    seen = {unit}
    for _ in range(WIDE):
        if not waiting:
            break
        link = waiting.popleft()
        for t in _takers(link, takers, rng):
            if plan.fits(link.unit, t):
                return _moves(link, t)
            for o in plan.in_the_way(link.unit, t) if link.moves < most else ():
                if o not in seen:
                    seen.add(o)
                    waiting.append(_Link(link.moves + 1, o, t, link))
    return []


def _takers(link: _Link, takers: Takers, rng: Random | None) -> Iterator[int]:
    """Who may take what a link hands on: nobody who has a part in the chain already, since they'd be counted twice."""
    taking: set[int] = set()
    one: _Link | None = link
    while one:
        taking.add(one.from_)
        one = one.before
    wanted = takers.of(link.unit)
    in_turn = rng.sample([*wanted], len(wanted)) if rng else wanted
    return (t for t in in_turn if t not in taking)


def _moves(last: _Link, t: int) -> list[tuple[int, int]]:
    """From the first that moves away to the unit that it was about, so that each finds room."""
    moves: list[tuple[int, int]] = []
    link, taker = last, t
    while True:
        moves.append((link.unit, taker))
        if link.before is None:
            return moves
        taker, link = link.from_, link.before
