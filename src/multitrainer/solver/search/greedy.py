"""The first answer: today's people where they may stay; then the units that fewest can teach, to the least loaded."""

from collections.abc import Sequence

from multitrainer.solver.documents.limits import Budget
from multitrainer.solver.documents.objective import Term
from multitrainer.solver.instances.instance import Instance
from multitrainer.solver.instances.static import NOBODY
from multitrainer.solver.plans.plan import Plan
from multitrainer.solver.search.shifting import harmless, shift

CANDIDATES = 48
"""How many trainers are compared for a unit before all are: comparing thousands for each of thousands takes long."""


def constructed(instance: Instance, room: Sequence[int] | None = None) -> Plan:
    """A plan in which nothing that is required is broken; some units may be left to nobody.

    `room` has the minutes that each trainer may be given, if fewer than they could take.
    """
    plan = kept(instance, room or instance.room)
    rest = [u for u, t in enumerate(plan.primary) if t == NOBODY]
    for u in sorted(rest, key=lambda u: (len(instance.allowed[u]), -instance.minutes[u], u)):
        _give_to_least_loaded(plan, u)
    return plan


def kept(instance: Instance, room: Sequence[int]) -> Plan:
    """Today's people as far as they may stay, and nobody else."""
    plan = Plan(instance)
    plan.room = [*room]
    units = range(len(instance.members))
    for u in units:
        if instance.pinned[u]:
            _give_to_one_of(plan, u, instance.allowed[u])
    for u in sorted(units, key=lambda u: (-instance.minutes[u], u)):
        _keep(plan, u)
    return plan


def covering(instance: Instance, budget: Budget) -> Plan:
    """The same, and what is left to nobody finds somebody by chains."""
    plan = constructed(instance)
    shift(plan, harmless(plan, [Term.UNCOVERED]), budget)
    return plan


def _keep(plan: Plan, u: int) -> None:
    """Leave a unit to today's primary, unless that is a lead: those teach as a last resort."""
    instance = plan.instance
    now = {instance.current[b] for b in instance.members[u]}
    t = now.pop()
    if now or t == NOBODY or plan.primary[u] != NOBODY or _is_lead(instance, u, t):
        return
    if instance.may[u] >> t & 1 and plan.fits(u, t):
        plan.give(u, t)


def _give_to_least_loaded(plan: Plan, u: int) -> None:
    allowed = plan.instance.allowed[u]
    if not allowed:
        return
    start = u * CANDIDATES % len(allowed)  # elsewhere for each unit, so that all get their turn
    some = (allowed[start:] + allowed[:start])[:CANDIDATES]
    if not _give_to_one_of(plan, u, some) and len(allowed) > len(some):
        _give_to_one_of(plan, u, allowed)


def _give_to_one_of(plan: Plan, u: int, some: tuple[int, ...]) -> bool:
    instance = plan.instance

    def load_after(t: int) -> tuple[bool, float, int]:
        minutes = instance.elsewhere[t] + plan.given[t] + instance.minutes_of(u, t)
        return _is_lead(instance, u, t), minutes / instance.capacity[t], t

    able = [t for t in some if plan.fits(u, t)]
    if able:
        plan.give(u, min(able, key=load_after))
    return bool(able)


def _is_lead(instance: Instance, u: int, t: int) -> bool:
    return any(t in instance.leads.get(instance.course[b], ()) for b in instance.members[u])
