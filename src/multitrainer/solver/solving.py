"""Solves a planning problem."""

from collections.abc import Sequence
from random import Random

from multitrainer.solver import backups, ortools
from multitrainer.solver.answering import answer
from multitrainer.solver.backups import Backups
from multitrainer.solver.bounds.bounding import Bounding
from multitrainer.solver.documents.limits import Budget, Cancelled, Limits, OnProgress, Progress
from multitrainer.solver.documents.objective import Stage, Term, Terms
from multitrainer.solver.documents.problem import Problem
from multitrainer.solver.documents.solution import Solution, SolutionStatus
from multitrainer.solver.explaining.contradicting import contradictions_of
from multitrainer.solver.instances.instance import Instance, compiled
from multitrainer.solver.instances.static import NOBODY
from multitrainer.solver.plans.board import Board
from multitrainer.solver.plans.plan import Plan
from multitrainer.solver.plans.proof import Proof
from multitrainer.solver.plans.terms import OF_PAIRS
from multitrainer.solver.search.greedy import covering
from multitrainer.solver.search.stages import Narrowed, Staged

FIRST_PART = 0.3
"""Which part of the time the first answer may take where an exact one follows."""

FEW, FEW_STEPS_A_UNIT, MANY_TIMES = 30, 200, 4
"""Of so few units the first answer need not be good, as the exact one follows in a second. Of more it should be: proofs
begin with it, and find little that is better."""

STEPS = 5_000
STEPS_A_UNIT = 1_000
"""Moves that are tried, where nothing else is said: less than half a second for a dozen batches."""


def solve(
    problem: Problem,
    *,
    limits: Limits = Limits(),  # noqa: B008  (frozen)
    on_progress: OnProgress = lambda _: None,
    cancelled: Cancelled = lambda: False,
) -> Solution:
    """The best plan that can be found within the limits, and what is known of it.

    Args:
        problem: one that has passed `checking`.
        limits: see there; what is decided by `effort` is the same every time.
        on_progress: told what is being done, in the caller's thread.
        cancelled: asked again and again; once it says yes, the best plan so far is the answer.

    Raises:
        ExtraMissing: `limits.exact` demands OR-Tools, which is not installed.
    """
    budget = Budget(limits.seconds, cancelled)
    on_progress(Progress("construct", 0.0))
    instance = compiled(problem)
    if found := contradictions_of(instance):
        return _infeasible(covering(instance, budget), found)
    stages = [(n, stage) for n, stage in enumerate(_order(problem)) if Term.BACKUP_QUALITY not in stage.terms]
    pairs, few = sum(map(len, instance.allowed)), len(instance.members) <= FEW
    narrows = ortools.can_narrow(limits, pairs)
    # Where every stage is narrowed down, that finds more in the same time, and proves it, too.
    enough = narrows and limits.exact is None and all(OF_PAIRS.keys() >= stage.terms.keys() for _, stage in stages)
    exactly = ortools.is_wanted(limits, pairs, len(instance.members)) and not enough
    plan = covering(instance, budget)
    steps, part = _steps(instance, limits, exactly), budget.part(FIRST_PART if exactly else 1)
    bounding = Bounding(instance, budget, flows=ortools.is_there() and not (exactly and few))
    rng = Random(limits.seed)  # noqa: S311  (no secret)
    narrowed = _narrowed(limits) if narrows and not (exactly and few) else None
    found_by = FIRST_PART if exactly else 1.0
    staged = Staged(plan, rng, bounding, part, _between(0, found_by, on_progress), narrowed)
    staged.run(stages, steps)
    proof = staged.proof
    if exactly and len(proof.stages) < len(stages) and _keeps_pinned(plan):
        proving = _between(found_by, 1, on_progress, "proving: ")
        proof = _proved(plan, limits, budget, proving, proof)
    standing_by = backups.chosen(plan)
    _prove_backups(plan, standing_by, proof)
    return answer(plan, standing_by, proof, was_cancelled=budget.was_cancelled)


def _order(problem: Problem) -> list[Stage]:
    """What is minimised, stage by stage, without the backups where they share one: they are decided last."""
    return [stage.of_primaries for stage in problem.order]


def _between(begin: float, end: float, on_progress: OnProgress, named: str = "") -> OnProgress:
    """Told of a part of the whole, which is so far done when it begins and ends."""
    return lambda step: on_progress(Progress(named + step.phase, begin + (end - begin) * step.done, step.values))


def _infeasible(plan: Plan, contradictions: tuple[str, ...]) -> Solution:
    """What contradicts itself, and as much of a plan as keeps the rules."""
    partly = answer(plan, backups.chosen(plan), Proof(), was_cancelled=False)
    return partly.model_copy(update={"status": SolutionStatus.INFEASIBLE, "explanations": contradictions})


def _narrowed(limits: Limits) -> Narrowed:
    def narrowed(plan: Plan, terms: Terms, held: Sequence[tuple[Terms, int]], budget: Budget) -> int | None:
        from multitrainer.solver.exact import narrowing  # an extra, and slow to import: there is a first answer by now

        return narrowing.narrowed(plan, terms, held, limits, budget)

    return narrowed


def _steps(instance: Instance, limits: Limits, exactly: bool) -> int:
    """How many moves the annealing may try."""
    units = len(instance.members)
    usual = STEPS + STEPS_A_UNIT * units
    if not exactly:
        return usual if limits.effort is None else limits.effort
    before_proofs = FEW_STEPS_A_UNIT * units if units <= FEW else MANY_TIMES * usual
    return before_proofs if limits.effort is None else min(before_proofs, limits.effort)


def _values(plan: Plan) -> list[int]:
    """What each stage makes less; 0 for what is decided last."""
    order = [stage.terms for stage in _order(plan.instance.problem)]
    return [0 if Term.BACKUP_QUALITY in terms else Board(plan, [*terms]).cost([*terms.items()]) for terms in order]


def _keeps_pinned(plan: Plan) -> bool:
    """Whether everybody who must stay can: where they can't, no plan at all keeps what is required."""
    return all(t != NOBODY for u, t in enumerate(plan.primary) if plan.instance.pinned[u])


def _proved(plan: Plan, limits: Limits, budget: Budget, on_progress: OnProgress, before: Proof) -> Proof:
    """Make it a plan that is better, if there is one, and say what is proved of it, also by what was before."""
    from multitrainer.solver.exact.lexicographic import Exact  # slow to import, and an extra

    values = _values(plan)
    exact = Exact(plan, limits, budget, on_progress)
    exact.run(_order(plan.instance.problem))
    plan.room = [*plan.instance.room]
    plan.filled(exact.primary)
    # What was found out about plans as good as the first one says nothing of a plan that isn't.
    worse = (n for n, (now, first) in enumerate(zip(_values(plan), values, strict=True), 1) if now > first)
    return exact.proof.sharpened_by(before.of_first(next(worse, len(values))))


def _prove_backups(plan: Plan, standing_by: Backups, proof: Proof) -> None:
    """Nobody who stands by keeps anybody else from it, so the best of each batch are the best of all."""
    for n, stage in enumerate(plan.instance.problem.order):
        if Term.BACKUP_QUALITY in stage.terms:
            proof.bounds[n, Term.BACKUP_QUALITY] = backups.quality(plan, standing_by)
            proof.stages |= {n} if len(stage.terms) == 1 else set()
