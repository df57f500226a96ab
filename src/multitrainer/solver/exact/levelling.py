"""The lowest highest load, by asking whether everybody can stay below one that is possible, and then another.

With a load asked for, room is in whole units, which shows much sooner what can't be than a number that is to become
less.
"""

from bisect import bisect_left
from collections.abc import Callable, Sequence

from multitrainer.solver.exact.loads import possible_loads
from multitrainer.solver.exact.model import Model
from multitrainer.solver.exact.rules import keep_rooms
from multitrainer.solver.exact.search import Found, Search
from multitrainer.solver.plans.highest import rooms_under


def lowest_level(
    model: Model, search: Search, now: Sequence[int], highest_of: Callable[[Sequence[int]], int], effort: float
) -> Found:
    """The plan with the lowest highest load, beginning with a plan of now, within so much effort."""
    best, spent, highest = None, 0.0, highest_of(now)
    levels = _levels(model, highest)
    low, high, middle = 0, bisect_left(levels, highest), None
    while low < high and spent < effort:
        middle = high - 1 if middle is None else (low + high) // 2  # the plan of now is often the best there is
        found = search.run(_below(model, levels[middle]), None, (effort - spent) / 2)
        spent += found.effort
        if found.primary is not None:
            best, high = found.primary, bisect_left(levels, highest_of(found.primary))
        elif found.proved:
            low = middle + 1
        else:
            break
    return Found(best, levels[low], proved=low == high, effort=spent)


def _levels(model: Model, highest: int) -> list[int]:
    """The shares that somebody can have, up to the highest one of now; 0 for nobody having anything."""
    share, trainers = model.instance.share, model.instance.trainers
    shares = {share(t, given) for t in trainers for given in possible_loads(model, t)}
    return sorted(one for one in {0, *shares} if one <= highest)


def _below(model: Model, highest: int) -> Model:
    lower = model.copy()
    keep_rooms(lower, rooms_under(model.instance, highest, model.room))
    return lower
