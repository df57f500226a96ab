"""Solves a planning problem."""

from random import Random

from multitrainer.solver import backups, ortools
from multitrainer.solver.answering import answer
from multitrainer.solver.backups import Backups
from multitrainer.solver.explaining.contradicting import contradictions_of
from multitrainer.solver.greedy import covering
from multitrainer.solver.instance import Instance, compiled
from multitrainer.solver.limits import Budget, Cancelled, Limits, OnProgress, Progress
from multitrainer.solver.objective import Term
from multitrainer.solver.plan import Plan
from multitrainer.solver.problem import Problem
from multitrainer.solver.proof import Proof
from multitrainer.solver.solution import Solution, SolutionStatus
from multitrainer.solver.stages import Narrowed, Staged
from multitrainer.solver.static import NOBODY
from multitrainer.solver.terms import OF_PAIRS

EXACT_PART = 0.3
"""Which part of the time the first answer may take where an exact one follows."""

STEPS = 5_000
STEPS_A_UNIT = 1_000
"""Moves that are tried, where nothing else is said: less than half a second for a dozen batches."""

BEFORE_EXACT = 0.1
"""Which part of them is tried where an exact answer follows."""


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
        return Solution(status=SolutionStatus.INFEASIBLE, people=(), terms=(), loads=(), explanations=found)
    stages = [stage for stage in problem.order if Term.BACKUP_QUALITY not in stage.terms]
    pairs = sum(map(len, instance.allowed))
    narrows = ortools.can_narrow(limits, pairs)
    # Where every stage is narrowed down, that finds more in the same time, and proves it, too.
    enough = narrows and limits.exact is None and all(OF_PAIRS.keys() >= stage.terms.keys() for stage in stages)
    exactly = ortools.is_wanted(limits, pairs, len(instance.members)) and not enough
    plan = covering(instance, budget)
    steps = _steps(instance, limits, exactly=exactly)
    part = budget.part(EXACT_PART if exactly else 1)
    rng = Random(limits.seed)  # noqa: S311  (no secret)
    staged = Staged(plan, rng, part, on_progress, _narrowed(limits) if narrows else None)
    staged.run(stages, steps)
    done = len(staged.proof.stages) == len(stages) or not _keeps_pinned(plan)
    proof = _proved(plan, limits, budget, on_progress) if exactly and not done else staged.proof
    standing_by = backups.chosen(plan)
    _prove_backups(plan, standing_by, proof)
    return answer(plan, standing_by, proof, was_cancelled=budget.was_cancelled)


def _narrowed(limits: Limits) -> Narrowed:
    from multitrainer.solver.exact.narrowing import narrowed  # slow to import, and an extra

    return lambda plan, terms, held, budget: narrowed(plan, terms, held, limits, budget)


def _steps(instance: Instance, limits: Limits, *, exactly: bool) -> int:
    if limits.effort is not None:
        return limits.effort
    steps = STEPS + STEPS_A_UNIT * len(instance.members)
    return int(steps * BEFORE_EXACT) if exactly else steps


def _keeps_pinned(plan: Plan) -> bool:
    """Whether everybody who must stay can: where they can't, no plan at all keeps what is required."""
    return all(t != NOBODY for u, t in enumerate(plan.primary) if plan.instance.pinned[u])


def _proved(plan: Plan, limits: Limits, budget: Budget, on_progress: OnProgress) -> Proof:
    """Make it a plan that is better, if there is one, and say what is proved of it."""
    from multitrainer.solver.exact.lexicographic import Exact  # slow to import, and an extra

    exact = Exact(plan, limits, budget, on_progress)
    exact.run(plan.instance.problem.order)
    plan.room = [*plan.instance.room]
    plan.filled(exact.primary)
    return exact.proof


def _prove_backups(plan: Plan, standing_by: Backups, proof: Proof) -> None:
    """Nobody who stands by keeps anybody else from it, so the best of each batch are the best of all."""
    for n, stage in enumerate(plan.instance.problem.order):
        if Term.BACKUP_QUALITY in stage.terms:
            proof.bounds[n, Term.BACKUP_QUALITY] = backups.quality(plan, standing_by)
            proof.stages.add(n)
