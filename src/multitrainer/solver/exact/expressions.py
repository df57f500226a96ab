"""Each term and each preferred rule as an expression: never below its value, and at its value when pressed down."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import combinations

from ortools.sat.python.cp_model import FlatIntExpr, IntVar, LinearExpr

from multitrainer.solver.documents.objective import Measured, Rule, Term
from multitrainer.solver.exact.calendar import Minutes, days_of_units, weeks_of_units
from multitrainer.solver.exact.idling import idle_minutes
from multitrainer.solver.exact.loads import highest_load, spread
from multitrainer.solver.exact.model import Model, nobody_or, weighted
from multitrainer.solver.exact.neighbouring import MOST_RUNS, breaks_of, paths_of, runs_of
from multitrainer.solver.instances.instance import Instance
from multitrainer.solver.instances.static import NOBODY
from multitrainer.solver.plans.terms import OF_PAIRS, OfPair

Expression = Callable[[Model], LinearExpr]


class Expressions:
    """The terms of one model, each built when it is first asked for."""

    def __init__(self, model: Model) -> None:
        self._model = model
        self._built: dict[Measured, LinearExpr] = {}

    def sum_of(self, terms: Mapping[Measured, int]) -> LinearExpr:
        """A stage's weighted sum."""
        return LinearExpr.sum([weight * self._of(term) for term, weight in terms.items()])

    def settled(self, terms: Iterable[Measured]) -> dict[Measured, int]:
        """Of terms that were asked for, those that are the same in every plan, and what they are."""
        flat = {term: FlatIntExpr(self._built[term]) for term in terms if term in self._built}
        return {term: one.offset for term, one in flat.items() if not one.vars}

    def _of(self, term: Measured) -> LinearExpr:
        if term not in self._built:
            self._built[term] = _of(self._model, term)
        return self._built[term]


def least(instance: Instance, terms: Mapping[Measured, int]) -> int:
    """What no plan can be below, seen at a glance."""
    return sum(weight * _least_of(instance, term) for term, weight in terms.items())


def _least_of(instance: Instance, term: Measured) -> int:
    if term not in OF_PAIRS:
        return 0
    of_pair = OF_PAIRS[term]
    return sum(_least_of_unit(instance, of_pair, u) for u in range(len(instance.members)))


def _least_of_unit(instance: Instance, of_pair: OfPair, u: int) -> int:
    nobody = () if instance.pinned[u] else (NOBODY,)
    return min((of_pair(instance, u, t) for t in (*instance.allowed[u], *nobody)), default=0)


def _of(model: Model, term: Measured) -> LinearExpr:
    return _of_pairs(model, OF_PAIRS[term]) if term in OF_PAIRS else EXPRESSIONS[term](model)


def _of_pairs(model: Model, of_pair: OfPair) -> LinearExpr:
    instance = model.instance
    return LinearExpr.sum(
        [
            nobody_or(
                [(var, of_pair(instance, u, t)) for t, var in by_trainer.items()], without=of_pair(instance, u, NOBODY)
            )
            for u, by_trainer in enumerate(model.x)
        ]
    )


def breaks(model: Model) -> LinearExpr:
    """Neighbours with different trainers."""
    runs = [(path, runs_of(model, path)) for path in paths_of(model.instance.neighbours)]
    if not runs or sum(len(several) for _, several in runs) > MOST_RUNS:
        return _differing(model, model.instance.neighbours)
    return LinearExpr.sum([breaks_of(model, path, several) for path, several in runs])


def links(model: Model) -> LinearExpr:
    """Linked units with different trainers, or with the same one."""
    return _differing(model, model.instance.same) + _agreeing(model, _once(model.instance.different))


def clashes(model: Model) -> LinearExpr:
    """Pairs of one trainer's batches that meet in time."""
    return LinearExpr.sum(
        [
            many * (_agree(model, u, o) if u != o else LinearExpr.sum([*model.x[u].values()]))
            for (u, o), many in _clashing(model.instance).items()
        ]
    )


def _clashing(instance: Instance) -> Counter[tuple[int, int]]:
    """How many pairs of batches meet in time, of two units, the smaller one first, or within one."""
    unit = {b: u for u, members in enumerate(instance.members) for b in members}
    meeting = ((b, o) for b, o in combinations(unit, 2) if instance.busy_batches[b] & instance.busy_batches[o])
    return Counter((min(unit[b], unit[o]), max(unit[b], unit[o])) for b, o in meeting)


def _differing(model: Model, edges: Mapping[int, tuple[int, ...]]) -> LinearExpr:
    return LinearExpr.sum([_differ(model, u, o) for u, o in _once(edges)])


def _differ(model: Model, u: int, o: int) -> LinearExpr:
    """1, less the trainer that both have, less the nobody that both have."""
    first, second = model.x[u], model.x[o]
    both = []
    for t in first.keys() & second.keys():
        agreed = model.yes_or_no()
        model.cp.add_implication(agreed, first[t])
        model.cp.add_implication(agreed, second[t])
        both.append((agreed, -1))
    nobody = model.yes_or_no()
    for by_trainer in (first, second):
        model.cp.add(LinearExpr.sum([*by_trainer.values()]) + nobody <= 1)
    return weighted([*both, (nobody, -1)], 1)


def _agreeing(model: Model, pairs: Iterator[tuple[int, int]]) -> LinearExpr:
    return LinearExpr.sum([_agree(model, u, o) for u, o in pairs])


def _agree(model: Model, u: int, o: int) -> LinearExpr:
    first, second = model.x[u], model.x[o]
    agreed = model.yes_or_no()
    for t in first.keys() & second.keys():
        model.cp.add_bool_or(~first[t], ~second[t], agreed)
    return weighted([(agreed, 1)])


def _once(edges: Mapping[int, tuple[int, ...]]) -> Iterator[tuple[int, int]]:
    return ((u, o) for u, others in edges.items() for o in others if u < o)


def trainers_per_course(model: Model) -> LinearExpr:
    """For each trainer and course, whether they have any of its batches."""
    courses: dict[tuple[int, str], list[int]] = defaultdict(list)
    for u, members in enumerate(model.instance.members):
        for course in sorted({model.instance.course[b] for b in members}):
            for t in model.x[u]:
                courses[t, course].append(u)
    return weighted((_any_of(model, t, units), 1) for (t, _), units in courses.items())


def _any_of(model: Model, t: int, units: list[int]) -> IntVar:
    minutes_of, some = model.instance.minutes_of, model.yes_or_no()
    for u in units:
        model.cp.add_implication(model.x[u][t], some)
    # Says nothing new of whole numbers; of fractions, that a course needs as many trainers as fill its hours.
    most = max(0, min(model.room[t], sum(minutes_of(u, t) for u in units)))
    model.cp.add(weighted((model.x[u][t], minutes_of(u, t)) for u in units) <= most * some)
    return some


def above_capacity(model: Model) -> LinearExpr:
    """Minutes above the capacity, of those who have something."""
    instance = model.instance
    return LinearExpr.sum([_above_capacity(model, t) for t in instance.trainers])


def _above_capacity(model: Model, t: int) -> LinearExpr:
    instance = model.instance
    elsewhere, capacity = instance.elsewhere[t], instance.capacity[t]
    above = model.number(elsewhere + sum(instance.minutes_of(u, t) for u in model.of[t]))
    model.cp.add(above >= model.given(t) + weighted([(model.has_something(t), elsewhere)]) - capacity)
    return weighted([(above, 1)])


def above_day(model: Model) -> LinearExpr:
    """Minutes above the limit, on everybody's fullest day."""
    return _above(model, model.instance.day_limit, days_of_units(model.instance))


def above_week(model: Model) -> LinearExpr:
    """Minutes above the limit, in everybody's fullest week."""
    return _above(model, model.instance.week_limit, weeks_of_units(model.instance))


def _above(model: Model, limits: list[int | None], times: list[Minutes]) -> LinearExpr:
    return LinearExpr.sum([_above_one(model, t, most, times) for t, most in enumerate(limits) if most is not None])


def _above_one(model: Model, t: int, most: int, times: list[Minutes]) -> LinearExpr:
    above = model.number(sum(sum(minutes.values()) for minutes in times))
    for minutes in times:
        model.cp.add(above >= weighted((var, minutes.get(u, 0)) for u, var in model.of[t].items()) - most)
    return weighted([(above, 1)])


EXPRESSIONS: dict[Measured, Expression] = {
    Term.HIGHEST_LOAD: highest_load,
    Term.SPREAD: spread,
    Term.BREAKS: breaks,
    Term.TRAINERS_PER_COURSE: trainers_per_course,
    Term.IDLE_MINUTES: idle_minutes,
    Rule.CONFLICTS: clashes,
    Rule.CAPACITY: above_capacity,
    Rule.DAILY_LIMIT: above_day,
    Rule.WEEKLY_LIMIT: above_week,
    Rule.LINKS: links,
}
