"""A problem as CP-SAT sees it: a yes or no for each unit and each trainer who may teach it."""

from collections.abc import Iterable, Sequence
from copy import copy

from ortools.sat.python.cp_model import CpModel, IntVar, LinearExpr

from multitrainer.solver.instances.instance import Instance


class Model:
    """The variables, and room for whatever rules and terms add to them."""

    def __init__(self, instance: Instance) -> None:
        self.instance = instance
        self.cp = CpModel()
        self.x: list[dict[int, IntVar]] = [{t: self.yes_or_no() for t in allowed} for allowed in instance.allowed]
        """By unit and trainer: whether they teach it."""

        self.of: list[dict[int, IntVar]] = [{} for _ in instance.trainers]
        """The same by trainer and unit."""

        self.room = [*instance.room]
        """Minutes that each may be given, which stages lower."""

        for u, by_trainer in enumerate(self.x):
            for t, var in by_trainer.items():
                self.of[t][u] = var

    def copy(self) -> "Model":
        """The same variables, and whatever is added from now on on its own."""
        other = copy(self)
        other.cp, other.room = self.cp.clone(), [*self.room]
        return other

    def yes_or_no(self) -> IntVar:
        """A new variable that is 0 or 1."""
        return self.cp.new_bool_var("")

    def number(self, most: int) -> IntVar:
        """A new variable from 0 up."""
        return self.cp.new_int_var(0, max(0, most), "")

    def given(self, t: int) -> LinearExpr:
        """The minutes that a trainer is given."""
        minutes_of = self.instance.minutes_of
        return weighted((var, minutes_of(u, t)) for u, var in self.of[t].items())

    def has_something(self, t: int) -> IntVar:
        """A new variable that is 1 if a trainer is given anything."""
        has = self.yes_or_no()
        for var in self.of[t].values():
            self.cp.add_implication(var, has)
        return has

    def hint(self, primary: Sequence[int]) -> None:
        """Say which plan to begin with."""
        self.cp.proto.clear_solution_hint()
        for u, by_trainer in enumerate(self.x):
            for t, var in by_trainer.items():
                self.cp.add_hint(var, primary[u] == t)


def weighted(several: Iterable[tuple[IntVar, int]], constant: int = 0) -> LinearExpr:
    """A sum of variables times numbers."""
    several = [(var, factor) for var, factor in several if factor]
    return LinearExpr.weighted_sum([var for var, _ in several], [factor for _, factor in several]) + constant


def nobody_or(by_trainer: Iterable[tuple[IntVar, int]], without: int) -> LinearExpr:
    """What a unit counts: a number for each trainer, another one without anybody."""
    return weighted(((var, value - without) for var, value in by_trainer), without)
