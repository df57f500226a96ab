"""What is proved of each term, by other means than the plan; remembered, because some of it takes seconds."""

import sys
from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any, NamedTuple

from multitrainer.solver.bounds.supply import highest_load_seen
from multitrainer.solver.documents.limits import Budget
from multitrainer.solver.documents.objective import Measured, Term
from multitrainer.solver.instances.instance import Instance
from multitrainer.solver.instances.static import NOBODY
from multitrainer.solver.plans.terms import OF_PAIRS

Known = Mapping[str, int]
"""Values of the terms that matter more."""

IMPORT = 0.2
"""Seconds until OR-Tools is there, at the first flow: of one second, no bound is worth that."""

SECONDS_A_PAIR = 1e-5
"""About what a flow takes for each pair of a unit and a trainer."""

WORTH = 0.2
"""Which part of the time that is left one bound may take."""

TIMES_SHARPER = 10
"""How many times as long as a flow a sharper bound takes."""


class Question(NamedTuple):
    """The bound of a term, of all plans that are as good as this in what matters more."""

    term: Measured
    uncovered: int | None
    leads: int | None
    highest: int | None


class Bounding:
    """Bounds of the terms of one instance. Without flows, which need OR-Tools, those that can be seen at once."""

    def __init__(self, instance: Instance, budget: Budget, *, flows: bool) -> None:
        self._instance = instance
        self._budget = budget
        self._flows = flows
        self._seconds = SECONDS_A_PAIR * sum(map(len, instance.allowed))
        self._known: dict[Question, int] = {}
        self._sharp: set[Question] = set()

    def of(self, term: Measured, known: Known) -> int:
        """What no plan is below that is as good in the terms that matter more."""
        asked = _question(term, known)
        if asked not in self._known:
            plain, by_flow = self._plain(asked), self._by_flow(asked)
            self._known[asked] = plain if by_flow is None else max(plain, by_flow)
        return self._known[asked]

    def sharpen(self, most: int, known: Known) -> None:
        """Look closer at the highest load, now that there is a plan whose is this."""
        asked, bound = _question(Term.HIGHEST_LOAD, known), self.of(Term.HIGHEST_LOAD, known)
        if bound < most and asked.uncovered is not None and asked.leads is not None and self._have_time(TIMES_SHARPER):
            from multitrainer.solver.bounds.patterns import sharpened  # slow to import, and an extra

            left_out = {"uncovered": asked.uncovered, "leads_teach": asked.leads}
            self._known[asked] = sharpened(self._instance, bound, most, **left_out)
            self._sharp.add(asked)

    def is_sharp(self, term: Measured, known: Known) -> bool:
        """Whether it was looked at closer."""
        return _question(term, known) in self._sharp

    def _plain(self, asked: Question) -> int:
        """What can be seen without a flow."""
        if asked.term == Term.HIGHEST_LOAD and asked.uncovered is not None:
            return highest_load_seen(self._instance, uncovered=asked.uncovered, leads_teach=asked.leads) or 0
        return self._of_units(asked.term)

    def _of_units(self, term: Measured) -> int:
        """The least that each unit adds, for terms that look at units; no other is ever below 0."""
        if term not in OF_PAIRS:
            return 0
        of_pair, instance = OF_PAIRS[term], self._instance
        return sum(min(of_pair(instance, u, t) for t in some) for u, some in enumerate(self._telling))

    @cached_property
    def _telling(self) -> list[list[int]]:
        """For each unit some trainers, among whom one adds least, whatever the term: comparing all would take long.

        Whoever has it today, whoever has points on it, anybody, and nobody.
        """
        instance = self._instance
        some = [
            {NOBODY, *allowed[:1], *(instance.current[b] for b in instance.members[u])}
            for u, allowed in enumerate(instance.allowed)
        ]
        unit = {b: u for u, members in enumerate(instance.members) for b in members}
        for b, t in instance.points:
            some[unit[b]].add(t)
        return [[t for t in several if t == NOBODY or instance.may[u] >> t & 1] for u, several in enumerate(some)]

    def _by_flow(self, asked: Question) -> int | None:
        if not self._have_time():
            return None
        from multitrainer.solver.bounds import least  # slow to import, and an extra

        if asked.term == Term.UNCOVERED:
            return least.uncovered_bound(self._instance)
        if asked.uncovered is None or asked.term not in FLOWS:
            return None
        return FLOWS[asked.term](least, self._instance, asked.uncovered, asked)

    def _have_time(self, flows: int = 1) -> bool:
        """Whether there is time for what takes as long as so many flows."""
        loading = 0 if "ortools" in sys.modules else IMPORT
        return self._flows and loading + flows * self._seconds <= WORTH * self._budget.seconds_left


def _question(term: Measured, known: Known) -> Question:
    return Question(term, *(known.get(one) for one in (Term.UNCOVERED, Term.LEADS_TEACH, Term.HIGHEST_LOAD)))


FLOWS: dict[Measured, Callable[[Any, Instance, int, Question], int | None]] = {
    Term.LEADS_TEACH: lambda least, i, n, _: least.leads_bound(i, uncovered=n),
    Term.TRAINERS_PER_COURSE: lambda least, i, n, _: least.trainers_per_course_bound(i, uncovered=n),
    Term.HIGHEST_LOAD: lambda least, i, n, asked: least.highest_load_bound(i, uncovered=n, leads_teach=asked.leads),
    Term.SPREAD: lambda least, i, n, asked: least.spread_bound(
        i, uncovered=n, leads_teach=asked.leads, highest=asked.highest
    ),
    Term.CHANGES: lambda least, i, n, asked: least.changes_bound(
        i, uncovered=n, leads_teach=asked.leads, highest=asked.highest
    ),
}
