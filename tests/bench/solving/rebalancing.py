"""A trainer leaves: how much changes, beside the least that must, and how fair it stays, beside a plan made anew."""

from collections.abc import Iterator, Sequence

from multitrainer.solver.documents.objective import REBALANCING_ORDER
from multitrainer.solver.documents.problem import Problem, Team, Trainer

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
