"""A trainer leaves: how much changes, beside the least that must, and how fair it stays, beside a plan made anew."""

from collections.abc import Iterator, Sequence
from math import ceil

from multitrainer.solver.documents.objective import REBALANCING_ORDER, Term
from multitrainer.solver.documents.problem import Problem, Team, Trainer
from multitrainer.solver.instances.instance import compiled
from multitrainer.solver.plans.highest import rooms_under
from tests.bench.solving.worker import Run

LEAVERS = 5


def with_people(problem: Problem, people: Sequence[str | None]) -> Problem:
    """The same with these as today's primaries."""
    batches = (
        batch.model_copy(update={"current": Team(primary=primary)})
        for batch, primary in zip(problem.batches, people, strict=True)
    )
    return problem.model_copy(update={"batches": tuple(batches)})


def departures(problem: Problem) -> Iterator[tuple[str, Problem]]:
    """Problems in each of which another trainer goes, of those who have batches and lead nothing."""
    taught = {batch.current.primary for batch in problem.batches}
    leaving = [trainer for trainer in problem.trainers if trainer.id in taught and trainer.roles is None]
    for one in leaving[:: max(1, len(leaving) // LEAVERS)][:LEAVERS]:
        yield one.id, without(problem, one)


def without(problem: Problem, leaver: Trainer) -> Problem:
    """What is left to do: their batches need somebody, and else as little as can be is to change.

    They are on no course any more. Merely inactive, they would keep what they have today.
    """
    gone = leaver.model_copy(update={"roles": {}})
    trainers = tuple(gone if trainer.id == leaver.id else trainer for trainer in problem.trainers)
    return problem.model_copy(update={"trainers": trainers, "order": REBALANCING_ORDER})


def fewest_changes(problem: Problem, one: Run, seconds: float) -> int:
    """How many batches must change at the least in a plan that is as good as this one in all that comes before.

    It covers all, leaves no more to leads, and loads nobody more.

    Flows say little of it: CP-SAT counts the whole model, in its own time and beginning with the answer.
    """
    from ortools.sat.python.cp_model import CpSolver

    from multitrainer.solver.exact.expressions import Expressions
    from multitrainer.solver.exact.model import Model
    from multitrainer.solver.exact.rules import keep_rooms, keep_rules
    from multitrainer.solver.exact.search import STRATEGIES

    instance = compiled(problem)
    model, trainer = Model(instance), {t.id: n for n, t in enumerate(problem.trainers)}
    keep_rules(model)
    keep_rooms(model, rooms_under(instance, one.values[Term.HIGHEST_LOAD], instance.room))
    for by_trainer in model.x:
        model.cp.add_exactly_one(by_trainer.values())
    model.hint([trainer[one.people[members[0]] or ""] for members in instance.members])
    expressions = Expressions(model)
    model.cp.add(expressions.sum_of({Term.LEADS_TEACH: 1}) <= one.values[Term.LEADS_TEACH])
    model.cp.minimize(expressions.sum_of({Term.CHANGES: 1}))
    solver = CpSolver()
    solver.parameters.num_workers, solver.parameters.max_time_in_seconds = STRATEGIES, seconds
    solver.parameters.linearization_level = 2
    solver.solve(model.cp)
    return ceil(solver.best_objective_bound)
