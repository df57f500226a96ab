"""A plan for people and programs: what changes against today, how good it is, and why."""

from collections.abc import Mapping
from typing import Any

from multitrainer.planning.differences import shown_people
from multitrainer.planning.moves import Move, moves_of
from multitrainer.planning.sentences import sentences
from multitrainer.solver.problem import Level, Problem
from multitrainer.solver.solution import Solution

Raw = dict[str, Any]


def plan_view(problem: Problem, solution: Solution) -> Raw:
    """The plan as it is answered (schemas/proposals.py)."""
    names = {one.id: one.name for one in problem.trainers} | {one.id: one.name for one in problem.batches}
    stated = solution.model_dump(mode="json", by_alias=True)
    why = _Reasons(problem, solution)
    return {
        "status": solution.status.value,
        "changes": [_change(move, names, why.of(move)) for move in moves_of(problem, solution)],
        "loads": [{**load, "name": names.get(load["trainer"])} for load in stated["loads"]],
        "terms": stated["terms"],
        "uncovered": [{**one, "name": names.get(one["batch"])} for one in stated["uncovered"]],
        "explanations": [*stated["explanations"], *sentences(problem, solution)],
    }


def _change(move: Move, names: Mapping[str, str | None], reasons: list[str]) -> Raw:
    before, after = shown_people(move.before), shown_people(move.after)
    shown = {"batch": move.batch, "name": names.get(move.batch), "course": move.course}
    return {**shown, "before": before, "after": after, "reasons": reasons}


class _Reasons:
    """Sentences about why a batch's primary is another."""

    def __init__(self, problem: Problem, solution: Solution) -> None:
        self._names = {trainer.id: trainer.name or trainer.id for trainer in problem.trainers}
        self._loads = {load.trainer: load for load in solution.loads}
        self._status = {trainer.id: trainer.status for trainer in problem.trainers}
        self._away = {(p.trainer, p.batch) for p in problem.pairs if p.level is Level.PROHIBITED}

    def of(self, move: Move) -> list[str]:
        before, after = move.before.primary, move.after.primary
        if before == after:
            return ["Only who stands by changes."]
        return [*self._against(before, move.batch), *self._for(after)]

    def _against(self, before: str | None, batch: str) -> list[str]:
        if before is None:
            return ["Nobody teaches it today."]
        if (before, batch) in self._away:
            return [f"{self._names[before]} can't have it any more."]
        load = self._loads.get(before)
        words = f" {load.share_today:g} % today, {load.share:g} % in the plan." if load else ""
        return [f"{self._names[before]} gives it up:{words}"] if words else []

    def _for(self, after: str | None) -> list[str]:
        if after is None:
            return ["Nobody may teach it; `uncovered` says what keeps each trainer from it."]
        load = self._loads.get(after)
        return [f"{self._names[after]} takes it: {load.share:g} % in the plan."] if load else []
