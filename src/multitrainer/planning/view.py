"""A plan for people and programs: what changes against today, how good it is, and why."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from multitrainer.planning.differences import shown_people
from multitrainer.planning.moves import Move, moves_of
from multitrainer.planning.notes import notes
from multitrainer.solver.documents.problem import Problem
from multitrainer.solver.documents.solution import Solution, SolutionStatus
from multitrainer.solver.explaining.conflicts import conflicts
from multitrainer.solver.explaining.documents import Explanation
from multitrainer.solver.explaining.explainer import Explainer
from multitrainer.solver.ways.documents import WayOut

Raw = dict[str, Any]
Ways = Callable[[Problem, Solution], Sequence[WayOut] | None]
"""Finds ways out; None if not in time."""

IsOver = Callable[[], bool]
"""Whether the time is over."""

MOST_ASKED = 60_000
"""How many trainers are looked at for all batches together, which takes some seconds; or fewer, as the time allows.
Other batches wait until they are asked about."""


def plan_view(problem: Problem, solution: Solution, ways: Ways, is_over: IsOver = lambda: False) -> Raw:
    """The plan as it is answered (schemas/proposals.py). Once time is over, no more reasons are looked for."""
    names = _names(problem)
    courses = {batch.id: batch.course for batch in problem.batches}
    stated = solution.model_dump(mode="json", by_alias=True)
    return {
        "status": solution.status.value,
        "changes": [*_changes(problem, solution, names, is_over)],
        "loads": [{**load, "name": names.get(load["trainer"])} for load in stated["loads"]],
        "terms": stated["terms"],
        "uncovered": [
            {**one, "name": names.get(one["batch"]), "course": courses[one["batch"]]} for one in stated["uncovered"]
        ],
        "explanations": [*stated["explanations"], *notes(problem)],
        **(_conflicts(problem, solution, ways) if solution.uncovered else {"conflicts": [], "waysOut": []}),
    }


def explanation_view(problem: Problem, solution: Solution, batch: str) -> Raw | None:
    """Why one batch, by its id or by a name that no other has, has its primary, or nobody, as it is answered.

    None where the plan has no such batch.
    """
    if (id_ := _id_of(problem, batch)) is None:
        return None
    names = _names(problem)
    found = Explainer(problem, solution).explain(id_).model_dump(mode="json", by_alias=True)
    others = [{**one, "name": names.get(one["trainer"])} for one in found["others"]]
    return {**found, "name": names.get(id_), "others": others}


def _id_of(problem: Problem, batch: str) -> str | None:
    if batch in {one.id for one in problem.batches}:
        return batch
    called = [one.id for one in problem.batches if one.name == batch]
    return called[0] if len(called) == 1 else None


def _conflicts(problem: Problem, solution: Solution, ways: Ways) -> Raw:
    found = ways(problem, solution)
    return {
        "conflicts": [one.model_dump(mode="json", by_alias=True) for one in conflicts(problem, solution)],
        "waysOut": None if found is None else [_way(one.model_dump(mode="json", by_alias=True)) for one in found],
    }


def _way(stated: Raw) -> Raw:
    """Without what it does not change."""
    return {**stated, "change": {name: values for name, values in stated["change"].items() if values}}


def _names(problem: Problem) -> dict[str, str | None]:
    return {one.id: one.name for one in problem.trainers} | {one.id: one.name for one in problem.batches}


def _changes(problem: Problem, solution: Solution, names: Mapping[str, str | None], is_over: IsOver) -> Iterator[Raw]:
    moves = moves_of(problem, solution)
    why = _Why(problem, solution, moves, is_over)
    for move in moves:
        before, after = shown_people(move.before), shown_people(move.after)
        shown = {"batch": move.batch, "name": names.get(move.batch), "course": move.course}
        yield {**shown, "before": before, "after": after, **why.of(move)}


class _Why:
    """Why a batch's people are others, for the first of them, as long as there is time."""

    def __init__(self, problem: Problem, solution: Solution, moves: Sequence[Move], is_over: IsOver) -> None:
        self._is_over = is_over
        asked = [move.batch for move in moves if move.before.primary != move.after.primary]
        self._left = {*asked[: MOST_ASKED // max(1, len(problem.trainers))]}
        is_plan = solution.status is not SolutionStatus.INFEASIBLE
        self._explainer = Explainer(problem, solution) if self._left and is_plan else None

    def of(self, move: Move) -> Raw:
        """Reasons in words, and the terms that spoke for the new primary."""
        if move.before.primary == move.after.primary:
            return {"reasons": ["Only who stands by changes."], "spokeFor": {}}
        if self._explainer is None or move.batch not in self._left or self._is_over():
            return {"reasons": [], "spokeFor": {}}
        found = self._explainer.explain(move.batch)
        spoke_for = {term.value: more for term, more in found.spoke_for.items()}
        return {"reasons": [*_reasons(found, move.before.primary)], "spokeFor": spoke_for}


def _reasons(found: Explanation, before: str | None) -> Iterator[str]:
    """Why not whoever has it today, and then what is to be said of the batch."""
    yield from (one.words for one in found.others if one.trainer == before and one.words)
    yield from found.words[1:]  # the first says who teaches it
