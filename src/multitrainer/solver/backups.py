"""Who stands by for each batch, once it is known who teaches: leads first, free at its times, and evenly spread."""

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from multitrainer.domain.roster import Role
from multitrainer.solver import ortools
from multitrainer.solver.instances.instance import Instance
from multitrainer.solver.instances.static import members_of
from multitrainer.solver.plans.plan import Plan

COSTS = {Role.LEAD: 0, Role.ASSISTANT: 1, Role.SUBSTITUTE: 2}
MISSING = 5
Backups = Sequence[tuple[int, ...]]
"""By batch."""


MOST_TIES = 300_000
"""So many choices between equals a flow decides in a second or so; beyond that, the first one who has fewest is taken.
"""


class Places(NamedTuple):
    """The backups of one batch: who is better than all others, and how many of those who are equally good."""

    sure: tuple[int, ...]
    tied: tuple[int, ...]
    needed: int


def chosen(plan: Plan) -> Backups:
    """The backups of each batch: whoever costs least, of these today's; and of these as evenly as can be."""
    unit = {b: u for u, members in enumerate(plan.instance.members) for b in members}
    places = [_places(plan, unit[b], b) for b in range(len(plan.instance.course))]
    return [(*one.sure, *more) for one, more in zip(places, _dealt(places), strict=True)]


def _places(plan: Plan, u: int, b: int) -> Places:
    problem = plan.instance.problem
    today = {*problem.batches[b].current.backup}
    free = (t for t in members_of(plan.instance.standing_by(b)) if _is_free(plan, u, b, t))
    rank = {t: (_cost(plan.instance, b, t), problem.trainers[t].id not in today) for t in free}
    best = sorted(rank, key=lambda t: (rank[t], t))
    if len(best) <= problem.backups or not problem.backups:
        return Places(tuple(best[: problem.backups]), (), 0)
    last = rank[best[problem.backups - 1]]
    sure = tuple(t for t in best if rank[t] < last)
    return Places(sure, tuple(t for t in best if rank[t] == last), problem.backups - len(sure))


def _dealt(places: Sequence[Places]) -> Sequence[tuple[int, ...]]:
    times = Counter(t for one in places for t in one.sure)
    ties = sum(len(one.tied) for one in places)
    if not 0 < ties <= MOST_TIES or not ortools.is_there():
        return _dealt_in_turn(places, times)
    from multitrainer.solver.exact.dealing import dealt_evenly  # slow to import, and an extra

    return dealt_evenly([(one.tied, one.needed) for one in places], times)


def _dealt_in_turn(places: Sequence[Places], times: Counter[int]) -> Sequence[tuple[int, ...]]:
    dealt = []
    for one in places:
        dealt.append(tuple(sorted(one.tied, key=lambda t: (times[t], t))[: one.needed]))
        times.update(dealt[-1])
    return dealt


def cost_of(plan: Plan, u: int, b: int, t: int) -> int | None:
    """What somebody costs as a backup, or None if they can't be one."""
    may = plan.instance.standing_by(b) >> t & 1 and _is_free(plan, u, b, t)
    return _cost(plan.instance, b, t) if may else None


def quality(plan: Plan, backups: Backups) -> int:
    """The value of the term `backupQuality`."""
    wanted = plan.instance.problem.backups
    return sum(
        sum(_cost(plan.instance, b, t) for t in several) + MISSING * (wanted - len(several))
        for b, several in enumerate(backups)
    )


def _is_free(plan: Plan, u: int, b: int, t: int) -> bool:
    """Whether somebody has nothing else to teach at the times of a batch; those of its unit's others don't matter."""
    return plan.primary[u] != t and not plan.time[t] & plan.instance.busy_batches[b]


def _cost(instance: Instance, b: int, t: int) -> int:
    role = (instance.problem.trainers[t].roles or {}).get(instance.course[b], Role.ASSISTANT)
    return COSTS[role] + (instance.points.get((b, t), 0) > 0)
