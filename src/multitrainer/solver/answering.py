"""Puts a plan into the words of a solution document."""

from multitrainer.solver import backups
from multitrainer.solver.backups import Backups
from multitrainer.solver.documents.objective import Measured, Term
from multitrainer.solver.documents.solution import Assignment, Load, Solution, SolutionStatus, TermValue, Uncovered
from multitrainer.solver.explaining.wholes import sentences
from multitrainer.solver.instances.instance import Instance, minutes
from multitrainer.solver.instances.static import NOBODY
from multitrainer.solver.plans.board import Board
from multitrainer.solver.plans.plan import Plan
from multitrainer.solver.plans.proof import Proof
from multitrainer.solver.plans.why import forbidding


def answer(plan: Plan, standing_by: Backups, proof: Proof, *, was_cancelled: bool) -> Solution:
    """The solution that a plan is."""
    return Solution(
        status=_status(plan, proof, was_cancelled),
        people=_people(plan, standing_by),
        terms=_terms(plan, standing_by, proof),
        loads=_loads(plan),
        uncovered=_uncovered(plan),
        explanations=sentences(plan, proof),
    )


def _status(plan: Plan, proof: Proof, was_cancelled: bool) -> SolutionStatus:
    if len(proof.stages) == len(plan.instance.problem.order):
        return SolutionStatus.OPTIMAL
    return SolutionStatus.CANCELLED if was_cancelled else SolutionStatus.FEASIBLE


def _people(plan: Plan, standing_by: Backups) -> tuple[Assignment, ...]:
    instance = plan.instance
    trainers, batches = instance.problem.trainers, instance.problem.batches
    primary = {b: plan.primary[u] for u, members in enumerate(instance.members) for b in members}
    return tuple(
        Assignment(
            batch=batch.id,
            primary=None if (t := primary[b]) == NOBODY else trainers[t].id,
            backup=tuple(trainers[one].id for one in standing_by[b]),
            assistants=tuple(one for one in batch.current.assistants if t == NOBODY or one != trainers[t].id),
            changed=instance.current[b] not in {NOBODY, t},
        )
        for b, batch in enumerate(batches)
    )


def _terms(plan: Plan, standing_by: Backups, proof: Proof) -> tuple[TermValue, ...]:
    stages = plan.instance.problem.order
    values = Board(plan, [term for stage in stages for term in stage.terms]).values
    values[Term.BACKUP_QUALITY] = backups.quality(plan, standing_by)
    return tuple(
        _term(term, n, weight, values[term], proof.bounds.get((n, term)))
        for n, stage in enumerate(stages)
        for term, weight in stage.terms.items()
    )


def _term(term: Measured, n: int, weight: int, value: int, bound: int | None) -> TermValue:
    gap = None if bound is None else (value - bound) / max(1, abs(value))
    return TermValue(term=term, stage=n + 1, weight=weight, value=value, bound=bound, gap=gap)


def _loads(plan: Plan) -> tuple[Load, ...]:
    instance = plan.instance
    today = _today(instance)
    return tuple(
        Load(
            trainer=one.id,
            batches=sum(len(instance.members[u]) for u in plan.taught[t]),
            hours=(instance.elsewhere[t] + plan.given[t]) / 60,
            share=_percent(instance, t, plan.given[t]),
            share_today=_percent(instance, t, today[t]),
        )
        for t, one in enumerate(instance.problem.trainers)
    )


def _today(instance: Instance) -> list[int]:
    """The minutes a week of each trainer as primary of today."""
    own = {(pair.batch, pair.trainer): pair.hours for pair in instance.problem.pairs if pair.hours is not None}
    today = [0] * len(instance.trainers)
    for batch, t in zip(instance.problem.batches, instance.current, strict=True):
        if t != NOBODY:
            today[t] += minutes(own.get((batch.id, instance.problem.trainers[t].id), batch.hours))
    return today


def _percent(instance: Instance, t: int, given: int) -> float:
    return round(100 * (instance.elsewhere[t] + given) / instance.capacity[t], 1)


def _uncovered(plan: Plan) -> tuple[Uncovered, ...]:
    instance, batches = plan.instance, plan.instance.problem.batches
    left = [u for u, t in enumerate(plan.primary) if t == NOBODY]
    why = {u: forbidding(plan, u) for u in left}
    return tuple(Uncovered(batch=batches[b].id, forbids=why[u]) for u in left for b in instance.members[u])
