"""The terms of fairness as expressions."""

from itertools import pairwise

from ortools.sat.python.cp_model import LinearExpr

from multitrainer.solver.exact.model import Model, weighted


def highest_load(model: Model) -> LinearExpr:
    """A number that is as high as the share of everybody who has something."""
    instance = model.instance
    highest = model.number(max((_highest(model, t) for t in instance.trainers), default=0))
    for t in instance.trainers:
        elsewhere = instance.elsewhere[t]
        taken = weighted([(model.has_something(t), 1000 * elsewhere)] if elsewhere else [])
        # A whole number that is at least a share is at least the share rounded up.
        model.cp.add(instance.capacity[t] * highest >= 1000 * model.given(t) + taken)
    return weighted([(highest, 1)])


def _highest(model: Model, t: int) -> int:
    """The share of somebody who has all that they may be given."""
    instance = model.instance
    everything = sum(instance.minutes_of(u, t) for u in model.of[t])
    return instance.share(t, min(everything, max(0, model.room[t])))


def spread(model: Model) -> LinearExpr:
    """The squares of all shares."""
    return LinearExpr.sum([_square(model, t) for t in model.instance.trainers])


def _square(model: Model, t: int) -> LinearExpr:
    """A ladder with a rung for each load that is possible: the square is the sum of the steps that are climbed.

    Steps become higher from rung to rung (but for rounding), so that a fractional load costs what lies between its
    neighbours: a better bound than any that multiplying variables gives.
    """
    instance, cp = model.instance, model.cp
    squares = {given: instance.share(t, given) ** 2 for given in possible_loads(model, t)}
    steps = [*pairwise(sorted(squares))]
    rungs = [model.yes_or_no() for _ in steps]
    for lower, upper in pairwise(rungs):
        cp.add_implication(upper, lower)
    cp.add(weighted((rung, high - low) for rung, (low, high) in zip(rungs, steps, strict=True)) == model.given(t))
    climbed = ((rung, squares[high] - squares[low]) for rung, (low, high) in zip(rungs, steps, strict=True))
    return weighted(climbed, squares[0])


def possible_loads(model: Model, t: int) -> list[int]:
    """In minutes: the sums of any of the units that a trainer may teach, as far as there is room."""
    instance, room = model.instance, max(0, model.room[t])
    sums = 1  # a bit for each sum
    for u in model.of[t]:
        sums |= sums << instance.minutes_of(u, t)
        sums &= (1 << room + 1) - 1
    return [n for n in range(sums.bit_length()) if sums >> n & 1]
