"""Proves that a change helps, by finding a plan for the part of the changed problem that it concerns.

What some trainers teach may be dealt out anew among them and whoever is new. Everybody else keeps what they have, so
a plan for the part is one for the whole.
"""

from collections.abc import Collection, Iterable, Mapping

from multitrainer.solver.documents.limits import Limits
from multitrainer.solver.documents.objective import Stage, Term
from multitrainer.solver.documents.problem import Batch, Level, Problem, Team
from multitrainer.solver.explaining.conflicts import only
from multitrainer.solver.instances.static import NOBODY
from multitrainer.solver.plans.plan import Plan
from multitrainer.solver.solving import solve
from multitrainer.solver.ways.changing import ProblemChange, changed

SECONDS = 5
STEPS = 300
STEPS_A_BATCH = 50
COVER = (Stage(terms={Term.UNCOVERED: 1}),)


class Proof:
    """Looks for plans in which a unit that nobody has is taught by some of these trainers, or by somebody new."""

    def __init__(self, plan: Plan, u: int, trainers: Iterable[int]) -> None:
        instance = plan.instance
        problem = instance.problem
        self._problem = problem
        self._trainers: set[str | None] = {problem.trainers[t].id for t in trainers if t != NOBODY}
        self._uncovered = {problem.batches[b].id for b in instance.members[u]}
        named = [
            pair.trainer for pair in problem.pairs if pair.batch in self._uncovered and pair.level is Level.REQUIRED
        ]
        current = [problem.batches[b].current.primary for b in instance.members[u]]
        self._trainers |= {*named, *filter(None, current)}
        taught = ((problem.trainers[t].id, o) for o, t in enumerate(plan.primary) if t != NOBODY)
        self._primary = {
            problem.batches[b].id: name for name, o in taught if name in self._trainers for b in instance.members[o]
        }

    def holds_with(self, change: ProblemChange) -> bool:
        """Whether such a plan is found for the problem with this change."""
        part = self._part(changed(self._problem, change), change)
        effort = STEPS + STEPS_A_BATCH * len(part.batches)
        return not solve(part, limits=Limits(seconds=SECONDS, effort=effort)).uncovered

    def _part(self, problem: Problem, change: ProblemChange) -> Problem:
        there: set[str | None] = self._trainers | {one.id for one in change.trainers}
        part = only(problem, {*self._primary, *self._uncovered})
        return part.model_copy(
            update={
                "trainers": tuple(one for one in part.trainers if one.id in there),
                "batches": tuple(_had_by(one, self._primary, there) for one in part.batches),
                "pairs": tuple(pair for pair in part.pairs if pair.trainer in there),
                "order": COVER,
                "backups": 0,
            }
        )


def _had_by(batch: Batch, primary: Mapping[str, str], there: Collection[str | None]) -> Batch:
    """The batch as if whoever is to teach it did today, so that the search begins with the plan."""
    today = batch.current.primary
    whose = primary.get(batch.id, today if today in there else None)
    return batch.model_copy(update={"current": Team(primary=whose)})
