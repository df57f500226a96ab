"""Who stands by for each batch, once it is known who teaches: leads first, free at its times, and evenly spread."""

from collections.abc import Mapping, Sequence

from multitrainer.domain.roster import Role, Status
from multitrainer.solver.instance import Instance
from multitrainer.solver.objective import Rule
from multitrainer.solver.plan import Plan
from multitrainer.solver.problem import Batch

COSTS = {Role.LEAD: 0, Role.ASSISTANT: 1, Role.SUBSTITUTE: 2}
MISSING = 5
NEEDED = (Rule.PROHIBITED, Rule.SKILLS, Rule.AVAILABILITY)
"""Rules that whoever stands by must keep as well."""

Backups = Sequence[tuple[int, ...]]
"""By batch."""


def chosen(plan: Plan) -> Backups:
    """The backups of each batch: whoever costs least, of these today's, of these whoever has fewest yet."""
    instance, times = plan.instance, [0] * len(plan.taught)
    backups: list[tuple[int, ...]] = [()] * len(instance.course)
    for u, members in enumerate(instance.members):
        for b in members:
            today = {*instance.problem.batches[b].current.backup}
            costs = {t: cost for t in _on_course(instance, b) if (cost := cost_of(plan, u, b, t)) is not None}
            names = {t: instance.problem.trainers[t].id for t in costs}
            best = sorted(costs, key=lambda t: (costs[t], names[t] not in today, times[t], t))
            backups[b] = tuple(best[: instance.problem.backups])
            for t in backups[b]:
                times[t] += 1
    return backups


def cost_of(plan: Plan, u: int, b: int, t: int) -> int | None:
    """What somebody costs as a backup, or None if they can't be one."""
    instance = plan.instance
    if plan.primary[u] == t or plan.time[t] & instance.busy[u]:
        return None
    if instance.problem.trainers[t].status is not Status.ACTIVE:
        return None
    if any(instance.requires(rule) and instance.forbids[rule](b, t) for rule in NEEDED):
        return None
    return COSTS[_role(instance, b, t)] + (instance.points.get((b, t), 0) > 0)


def quality(plan: Plan, backups: Backups) -> int:
    """The value of the term `backupQuality`."""
    unit = {b: u for u, members in enumerate(plan.instance.members) for b in members}
    wanted = plan.instance.problem.backups
    return sum(
        sum(cost_of(plan, unit[b], b, t) or 0 for t in several) + MISSING * (wanted - len(several))
        for b, several in enumerate(backups)
    )


def _on_course(instance: Instance, b: int) -> Sequence[int]:
    batch = instance.problem.batches[b]
    return [t for t in instance.trainers if _is_on(instance, batch, t)]


def _is_on(instance: Instance, batch: Batch, t: int) -> bool:
    roles: Mapping[str, Role] | None = instance.problem.trainers[t].roles
    return roles is None or batch.course in roles


def _role(instance: Instance, b: int, t: int) -> Role:
    return (instance.problem.trainers[t].roles or {}).get(instance.course[b], Role.ASSISTANT)
