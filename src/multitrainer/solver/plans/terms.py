"""What a plan is judged by: one function for each term and for each rule that is merely preferred.

A term looks at one unit and its trainer, at one trainer's hours, at what one trainer teaches, or at two units and their
trainers; its value is the sum. `highestLoad` alone is the most of what it looks at. objective.py says what each means.
"""

from collections.abc import Callable, Collection
from itertools import combinations

from multitrainer.solver.documents.objective import Measured, Rule, Term
from multitrainer.solver.instances.days import idle_minutes, most_of_a_day, most_of_a_week
from multitrainer.solver.instances.instance import Instance
from multitrainer.solver.instances.static import NOBODY

OfPair = Callable[[Instance, int, int], int]
"""Of a unit and its trainer, who may be nobody."""

OfLoad = Callable[[Instance, int, int], int]
"""Of a trainer and the minutes a week that they are given."""

OfTrainer = Callable[[Instance, int, Collection[int], int], int]
"""Of a trainer, the units that they teach, and the minutes a week that these take of them."""

OfEdge = Callable[[int, int], int]
"""Of the trainers of two units."""


def uncovered(instance: Instance, u: int, t: int) -> int:
    """Batches without anybody."""
    return len(instance.members[u]) if t == NOBODY else 0


def leads_teach(instance: Instance, u: int, t: int) -> int:
    """Batches with a lead of their course."""
    return sum(t in instance.leads.get(instance.course[b], ()) for b in instance.members[u])


def changes(instance: Instance, u: int, t: int) -> int:
    """Batches whose primary of today goes."""
    return sum(instance.current[b] not in {NOBODY, t} for b in instance.members[u])


def preferences(instance: Instance, u: int, t: int) -> int:
    """Points of the pairs."""
    return sum(instance.points.get((b, t), 0) for b in instance.members[u])


def roster_order(instance: Instance, u: int, t: int) -> int:
    """Batches after each, times trainers before its own."""
    last = len(instance.course) - 1
    return 0 if t == NOBODY else t * sum(last - b for b in instance.members[u])


def broken(rule: Rule) -> OfPair:
    """Batches whose trainer a rule forbids."""

    def count(instance: Instance, u: int, t: int) -> int:
        return 0 if t == NOBODY else sum(instance.forbids[rule](b, t) for b in instance.members[u])

    return count


def spread(instance: Instance, t: int, given: int) -> int:
    """The square of a load in per mille."""
    return instance.share(t, given) ** 2


def trainers_per_course(instance: Instance, t: int, units: Collection[int], given: int) -> int:
    """The courses on which somebody teaches."""
    return len({instance.course[b] for u in units for b in instance.members[u]})


def idle(instance: Instance, t: int, units: Collection[int], given: int) -> int:
    """Minutes between the sessions of a day."""
    return idle_minutes(d for u in units for d in instance.days[u])


def clashes(instance: Instance, t: int, units: Collection[int], given: int) -> int:
    """Pairs of batches that meet in time."""
    busy = [instance.busy_batches[b] for u in units for b in instance.members[u]]
    return sum(bool(one & other) for one, other in combinations(busy, 2))


def above_capacity(instance: Instance, t: int, units: Collection[int], given: int) -> int:
    """Minutes above the capacity."""
    return max(0, instance.elsewhere[t] + given - instance.capacity[t]) if units else 0


def above_day(instance: Instance, t: int, units: Collection[int], given: int) -> int:
    """Minutes above the limit, on the fullest day."""
    most = instance.day_limit[t]
    return 0 if most is None else max(0, most_of_a_day(d for u in units for d in instance.days[u]) - most)


def above_week(instance: Instance, t: int, units: Collection[int], given: int) -> int:
    """Minutes above the limit, in the fullest week."""
    most = instance.week_limit[t]
    return 0 if most is None else max(0, most_of_a_week(d for u in units for d in instance.days[u]) - most)


def differ(first: int, second: int) -> int:
    """Two that should have one trainer."""
    return first != second


def agree(first: int, second: int) -> int:
    """Two that should have different ones."""
    return first == second != NOBODY


OF_PAIRS: dict[Measured, OfPair] = {
    Term.UNCOVERED: uncovered,
    Term.LEADS_TEACH: leads_teach,
    Term.CHANGES: changes,
    Term.PREFERENCES: preferences,
    Term.ROSTER_ORDER: roster_order,
    **{
        rule: broken(rule)
        for rule in (Rule.STATUS, Rule.ROLE, Rule.PROHIBITED, Rule.PINNED, Rule.SKILLS, Rule.AVAILABILITY)
    },
}
OF_LOADS: dict[Measured, OfLoad] = {Term.SPREAD: spread}
OF_TRAINERS: dict[Measured, OfTrainer] = {
    Term.TRAINERS_PER_COURSE: trainers_per_course,
    Term.IDLE_MINUTES: idle,
    Rule.CONFLICTS: clashes,
    Rule.CAPACITY: above_capacity,
    Rule.DAILY_LIMIT: above_day,
    Rule.WEEKLY_LIMIT: above_week,
}


def concerns(instance: Instance, term: Measured, u: int) -> bool:
    """Whether a term of a unit and its trainer can differ at all for this one, whoever of the allowed has it."""
    match term:
        case Term.LEADS_TEACH:
            leads = (t for b in instance.members[u] for t in instance.leads.get(instance.course[b], ()))
            return any(instance.may[u] >> t & 1 for t in leads)
        case Term.CHANGES:
            return any(instance.current[b] != NOBODY for b in instance.members[u])
        case Term.PREFERENCES:
            return any(b in instance.with_points for b in instance.members[u])
        case _:
            return True


def above(aim: int) -> OfLoad:
    """The square of what a load has above an aim, in per mille: it shows the way down where the highest does not."""

    def excess(instance: Instance, t: int, given: int) -> int:
        return max(0, instance.share(t, given) - aim) ** 2

    return excess
