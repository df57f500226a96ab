"""Who could teach what, and the minutes that everybody can be given: sums of whole units, since nobody shares one."""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from math import gcd

from multitrainer.solver.instances.instance import Instance


@dataclass(frozen=True, slots=True, eq=False)
class Supply:
    """Units, and the trainers who may be given them."""

    instance: Instance
    allowed: Sequence[Sequence[int]]
    """By unit."""

    units: Sequence[int]
    """Those that anybody may teach."""

    missing: int
    """Batches that nobody may teach."""

    least: Sequence[int]
    """The least minutes that each of the units takes: it may take more of some trainers than of others."""

    sizes: Sequence[tuple[tuple[int, int], ...]]
    """For each trainer: the minutes of the units they may be given, and how many there are of each."""

    def rooms(self, highest: int | None = None) -> list[int]:
        """Minutes that each trainer can be given: sums of whole units, under a highest load in per mille if stated."""
        i = self.instance
        below = (i.room[t] if highest is None else highest * i.capacity[t] // 1000 - i.elsewhere[t] for t in i.trainers)
        rooms = zip(self.sizes, i.room, below, strict=True)
        return [_reachable(sizes, max(0, min(room, most))) for sizes, room, most in rooms]

    def needed(self, uncovered: int) -> int | None:
        """The minutes that are taught at least if only so many batches are left out; None if more are so anyway."""
        if uncovered < self.missing:
            return None
        least = sorted(self.least, reverse=True)
        return sum(least[uncovered - self.missing :])

    def least_load(self, uncovered: int, most: Callable[[Sequence[int]], int]) -> int | None:
        """The least highest load under which enough is taught, if rooms take so many minutes at most; None: none."""
        needed, shares = self.needed(uncovered), map(self.instance.share, self.instance.trainers, self.rooms())
        loads = range(max(shares, default=0) + 1)
        at = len(loads) if needed is None else bisect_left(loads, needed, key=lambda load: most(self.rooms(load)))
        return at if at < len(loads) else None


@lru_cache(maxsize=2)
def supply(instance: Instance, *, leads_teach: bool) -> Supply:
    """What an instance has, with or without leads as teachers of their own course; kept for the next bound."""
    allowed = instance.allowed if leads_teach else [_without_leads(instance, u) for u in range(len(instance.members))]
    units = [u for u, trainers in enumerate(allowed) if trainers]
    sizes = _sizes(instance, allowed)
    return Supply(
        instance=instance,
        allowed=allowed,
        units=units,
        missing=sum(len(members) for members, trainers in zip(instance.members, allowed, strict=True) if not trainers),
        least=[_least(instance, u, allowed[u]) for u in units],
        sizes=[tuple(sorted(sizes[t].items())) for t in instance.trainers],
    )


def _without_leads(instance: Instance, u: int) -> tuple[int, ...]:
    """Whoever may teach a unit but does not lead the courses of all of its batches."""
    first, *others = ({*instance.leads.get(instance.course[b], ())} for b in instance.members[u])
    leads = first.intersection(*others)
    several = instance.allowed[u]
    return tuple(t for t in several if t not in leads) if leads else several


def _sizes(instance: Instance, allowed: Sequence[Sequence[int]]) -> dict[int, Counter[int]]:
    """For each trainer how many units of each length they may be given; alike units are counted together."""
    own = {u for u, _ in instance.own_minutes}
    alike = Counter((tuple(several), instance.minutes[u]) for u, several in enumerate(allowed) if u not in own)
    sizes: dict[int, Counter[int]] = defaultdict(Counter)
    for (several, minutes), many in alike.items():
        for t in several:
            sizes[t][minutes] += many
    for u in own:
        for t in allowed[u]:
            sizes[t][instance.minutes_of(u, t)] += 1
    return sizes


def _least(instance: Instance, u: int, several: Sequence[int]) -> int:
    """The least minutes that a unit takes of some trainers; as many of each where nobody states other hours."""
    return min(instance.minutes_of(u, t) for t in several) if instance.own_minutes else instance.minutes[u]


def highest_load_seen(instance: Instance, *, uncovered: int, leads_teach: int | None) -> int | None:
    """The highest load, in per mille, of any plan that leaves so many uncovered and so many to leads.

    All hours have to go into everybody's rooms, no matter who may teach what. The answer None: there is no such plan.
    """
    return best_of_supplies(instance, uncovered, leads_teach, lambda of, left_out: of.least_load(left_out, sum))


def best_of_supplies(
    instance: Instance, uncovered: int, leads_teach: int | None, bound: Callable[[Supply, int], int | None]
) -> int | None:
    """The better one of two bounds: with all trainers, and for what is left to trainers who aren't leads.

    Args:
        instance: what is planned.
        uncovered: as many batches stay without anybody.
        leads_teach: as many are taught by leads; None if that may be as many as you like.
        bound: of a supply that leaves out so many; None if there is no such plan.
    """
    bounds = [] if leads_teach == 0 else [bound(supply(instance, leads_teach=True), uncovered)]
    if leads_teach is not None:
        bounds.append(bound(supply(instance, leads_teach=False), uncovered + leads_teach))
    known = [one for one in bounds if one is not None]
    return max(known) if len(known) == len(bounds) else None


def _reachable(sizes: tuple[tuple[int, int], ...], room: int) -> int:
    """The largest sum of whole units that is within a room."""
    whole = sum(size * many for size, many in sizes)
    if whole <= room:
        return whole
    unit = gcd(*(size for size, _ in sizes))
    within = room // unit
    return unit * _largest_sum(tuple((size // unit, min(many, room // size)) for size, many in sizes), within)


@cache
def _largest_sum(sizes: tuple[tuple[int, int], ...], within: int) -> int:
    sums, mask = 1, (1 << within + 1) - 1  # bit n is set if n can be reached
    for size, many in sizes:
        for times in _parts(many):
            sums |= sums << size * times & mask
    return sums.bit_length() - 1


def _parts(many: int) -> list[int]:
    """Numbers whose sums are all from none to so many."""
    parts, power = [], 1
    while many:
        parts.append(min(power, many))
        many -= parts[-1]
        power *= 2
    return parts
