"""The required rules that look at more than one trainer and one unit, as constraints."""

from collections.abc import Collection, Iterable, Mapping, Sequence

from multitrainer.solver.documents.objective import Rule
from multitrainer.solver.exact.calendar import days_of_units, weeks_of_units
from multitrainer.solver.exact.model import Model, weighted
from multitrainer.solver.instances.instance import Instance
from multitrainer.solver.instances.static import bits_of, members_of


def keep_rules(model: Model) -> None:
    """Let nothing be an answer that breaks a required rule."""
    instance = model.instance
    _one_each(model)
    keep_rooms(model, instance.room)
    if instance.requires(Rule.CONFLICTS):
        _no_clashes(model)
    if instance.requires(Rule.DAILY_LIMIT):
        _limit(model, instance.day_limit, days_of_units(instance))
    if instance.requires(Rule.WEEKLY_LIMIT):
        _limit(model, instance.week_limit, weeks_of_units(instance))
    if instance.requires(Rule.LINKS):
        _apart(model)


def keep_rooms(model: Model, room: Sequence[int]) -> None:
    """Let nobody be given more than so many minutes; who has less than none left is given nothing at all."""
    for t, vars_of in enumerate(model.of):
        model.room[t] = min(model.room[t], room[t])
        model.cp.add(model.given(t) <= max(0, room[t]))
        if room[t] < 0:
            for var in vars_of.values():
                model.cp.add(var == 0)


def _one_each(model: Model) -> None:
    for u, by_trainer in enumerate(model.x):
        if model.instance.pinned[u]:
            model.cp.add_exactly_one(by_trainer.values())
        else:
            model.cp.add_at_most_one(by_trainer.values())


def _no_clashes(model: Model) -> None:
    cliques = largest(_taking_each_moment(model.instance))
    for vars_of in model.of:
        mine = bits_of(vars_of)
        for clique in largest({clique & mine for clique in cliques}):
            model.cp.add_at_most_one(vars_of[u] for u in members_of(clique))


def _taking_each_moment(instance: Instance) -> set[int]:
    """For each moment the units that take it, as bits."""
    moments: dict[int, int] = {}
    for u, busy in enumerate(instance.busy):
        for moment in members_of(busy):
            moments[moment] = moments.get(moment, 0) | 1 << u
    return {*moments.values()}


def largest(sets: Iterable[int]) -> list[int]:
    """Those sets of two or more that lie in no other one."""
    kept: list[int] = []
    for one in sorted(sets, key=int.bit_count, reverse=True):
        if one.bit_count() > 1 and not any(one & other == one for other in kept):
            kept.append(one)
    return kept


def _limit(model: Model, limits: Sequence[int | None], times: Collection[Mapping[int, int]]) -> None:
    for t, most in enumerate(limits):
        if most is None:
            continue
        for minutes in times:
            mine = [(var, minutes[u]) for u, var in model.of[t].items() if u in minutes]
            if sum(n for _, n in mine) > most:
                model.cp.add(weighted(mine) <= most)


def _apart(model: Model) -> None:
    for u, others in model.instance.different.items():
        for o in others:
            for t in model.x[u].keys() & model.x[o].keys() if u < o else ():
                model.cp.add_at_most_one(model.x[u][t], model.x[o][t])
