"""What is proved of each term, by other means than the plan; remembered, because some of it takes seconds."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from multitrainer.solver.instance import Instance
from multitrainer.solver.limits import Budget
from multitrainer.solver.objective import Measured, Term
from multitrainer.solver.static import NOBODY
from multitrainer.solver.terms import OF_PAIRS

Known = Mapping[str, int]
"""Values of the terms that matter more."""

SECONDS_A_PAIR = 1e-5
"""About what a flow takes for each pair of a unit and a trainer."""

WORTH = 0.2
"""Which part of the time that is left one bound may take."""


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

    def of(self, term: Measured, known: Known) -> int:
        """What no plan is below that is as good in the terms that matter more."""
        asked = Question(term, *(known.get(one) for one in (Term.UNCOVERED, Term.LEADS_TEACH, Term.HIGHEST_LOAD)))
        if asked not in self._known:
            plain, by_flow = self._plain(term), self._by_flow(asked)
            self._known[asked] = plain if by_flow is None else max(plain, by_flow)
        return self._known[asked]

    def _plain(self, term: Measured) -> int:
        """The least that each unit adds, for terms that look at units; no other is ever below 0."""
        if term not in OF_PAIRS:
            return 0
        of_pair, instance = OF_PAIRS[term], self._instance
        return sum(
            min(of_pair(instance, u, t) for t in (NOBODY, *allowed)) for u, allowed in enumerate(instance.allowed)
        )

    def _by_flow(self, asked: Question) -> int | None:
        if not self._flows or self._seconds > WORTH * self._budget.seconds_left:
            return None
        from multitrainer.solver import bounds  # slow to import, and an extra

        if asked.term == Term.UNCOVERED:
            return bounds.uncovered_bound(self._instance)
        if asked.uncovered is None or asked.term not in FLOWS:
            return None
        return FLOWS[asked.term](bounds, self._instance, asked.uncovered, asked)


FLOWS: dict[Measured, Callable[[Any, Instance, int, Question], int | None]] = {
    Term.LEADS_TEACH: lambda bounds, i, n, _: bounds.leads_bound(i, uncovered=n),
    Term.TRAINERS_PER_COURSE: lambda bounds, i, n, _: bounds.trainers_per_course_bound(i, uncovered=n),
    Term.HIGHEST_LOAD: lambda bounds, i, n, asked: bounds.highest_load_bound(i, uncovered=n, leads_teach=asked.leads),
    Term.SPREAD: lambda bounds, i, n, asked: bounds.spread_bound(
        i, uncovered=n, leads_teach=asked.leads, highest=asked.highest
    ),
    Term.CHANGES: lambda bounds, i, n, asked: bounds.changes_bound(
        i, uncovered=n, leads_teach=asked.leads, highest=asked.highest
    ),
}
