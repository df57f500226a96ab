"""Why somebody can't teach a batch: the first rule that forbids it, as things stand in a plan."""

from collections import defaultdict
from collections.abc import Callable, Iterator

from multitrainer.solver.documents.objective import RULES, Rule
from multitrainer.solver.instances.days import most_of_a_day, most_of_a_week
from multitrainer.solver.instances.static import NOBODY
from multitrainer.solver.plans.plan import Plan


def forbidding(plan: Plan, u: int) -> dict[Rule, tuple[str, ...]]:
    """The trainers whom each rule is first to forbid for a unit, by id."""
    found: dict[Rule, list[str]] = defaultdict(list)
    for t, one in enumerate(plan.instance.problem.trainers):
        if rule := first_against(plan, u, t):
            found[rule].append(one.id)
    return {rule: tuple(found[rule]) for rule in RULES if rule in found}


def first_against(plan: Plan, u: int, t: int) -> Rule | None:
    """The first required rule that keeps a trainer from a unit that somebody else has, or nobody; None if none does."""
    return next(against(plan, u, t), None)


def against(plan: Plan, u: int, t: int) -> Iterator[Rule]:
    """Every one of them, in the order in which the first is named."""
    required = (rule for rule in RULES if plan.instance.requires(rule))
    return (rule for rule in required if _forbids(plan, rule, u, t))


def _forbids(plan: Plan, rule: Rule, u: int, t: int) -> bool:
    instance = plan.instance
    if rule in IN_A_PLAN:
        return IN_A_PLAN[rule](plan, u, t)
    batches = instance.problem.batches
    kept = {b for b in instance.members[u] if batches[b].pinned and instance.requires(Rule.PINNED)}
    if rule is Rule.PINNED or not kept:
        return any(instance.forbids[rule](b, t) for b in instance.members[u])
    return any(instance.forbids[rule](b, t) for b in instance.members[u] if b not in kept)


def _clashes(plan: Plan, u: int, t: int) -> bool:
    return bool(plan.time[t] & plan.instance.busy[u]) or _clashes_within(plan, u)


def _clashes_within(plan: Plan, u: int) -> bool:
    """Batches that are bound together and meet in time suit nobody."""
    return len(plan.instance.members[u]) > 1 and not plan.instance.may[u]


def _above_capacity(plan: Plan, u: int, t: int) -> bool:
    return plan.given[t] + plan.instance.minutes_of(u, t) > plan.instance.room[t]


def _above_day(plan: Plan, u: int, t: int) -> bool:
    most = plan.instance.day_limit[t]
    return most is not None and most_of_a_day(d for o in (*plan.taught[t], u) for d in plan.instance.days[o]) > most


def _above_week(plan: Plan, u: int, t: int) -> bool:
    most = plan.instance.week_limit[t]
    return most is not None and most_of_a_week(d for o in (*plan.taught[t], u) for d in plan.instance.days[o]) > most


def _linked(plan: Plan, u: int, t: int) -> bool:
    return t != NOBODY and any(plan.primary[o] == t for o in plan.instance.different.get(u, ()))


IN_A_PLAN: dict[Rule, Callable[[Plan, int, int], bool]] = {
    Rule.CONFLICTS: _clashes,
    Rule.CAPACITY: _above_capacity,
    Rule.DAILY_LIMIT: _above_day,
    Rule.WEEKLY_LIMIT: _above_week,
    Rule.LINKS: _linked,
}
