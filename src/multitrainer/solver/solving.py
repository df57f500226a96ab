"""Solves a planning problem."""

from random import Random

from multitrainer.solver import backups
from multitrainer.solver.answering import answer
from multitrainer.solver.greedy import constructed
from multitrainer.solver.instance import compiled
from multitrainer.solver.limits import Budget, Cancelled, Limits, OnProgress, Progress
from multitrainer.solver.objective import Term
from multitrainer.solver.problem import Problem
from multitrainer.solver.solution import Solution
from multitrainer.solver.stages import Staged

STEPS = 5_000
STEPS_A_UNIT = 1_000


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
    """
    budget = Budget(limits.seconds, cancelled)
    on_progress(Progress("construct", 0.0))
    instance = compiled(problem)
    plan = constructed(instance)
    stages = [stage for stage in problem.order if Term.BACKUP_QUALITY not in stage.terms]
    steps = limits.effort if limits.effort is not None else STEPS + STEPS_A_UNIT * len(instance.members)
    Staged(plan, Random(limits.seed), budget, on_progress).run(stages, steps)  # noqa: S311  (no secret)
    return answer(plan, backups.chosen(plan), was_cancelled=budget.was_cancelled)
