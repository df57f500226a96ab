"""What people should know of a plan and can't see in it: times that nobody knows, locks that hold who is away."""

from collections.abc import Iterator, Mapping, Sequence

from multitrainer.domain.roster import Status
from multitrainer.solver.documents.problem import Level, Problem
from multitrainer.solver.explaining.words import batch_names

MOST_NAMED = 8
TIMES = "PUT /api/batches/{id}/planning, or sessions for their slot in the course's batching, gives them times."


def notes(problem: Problem) -> Iterator[str]:
    """Sentences about a problem, true of whatever is planned for it."""
    names = batch_names(problem)
    yield from untimed([names[batch.id] for batch in problem.batches if not batch.sessions])
    if problem.links:  # which planning/problem.py makes of slots alone
        yield "Batches in one slot without sessions count as meeting at the same time, and get different trainers."
    yield from _locked_to_who_is_away(problem, names)


def untimed(names: Sequence[str]) -> Iterator[str]:
    """That nobody knows when the batches of these names meet; nothing where there are none."""
    if len(names) == 1:
        yield f"1 batch has no known times: {names[0]}; nobody can tell whether it meets others. {TIMES}"
    elif names:
        more = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
        listed = ", ".join(names[:MOST_NAMED]) + more
        yield f"{len(names)} batches have no known times: {listed}; nobody can tell whether they meet. {TIMES}"


def _locked_to_who_is_away(problem: Problem, names: Mapping[str, str]) -> Iterator[str]:
    trainers = {trainer.id: trainer for trainer in problem.trainers}
    ruled_out = {(pair.trainer, pair.batch) for pair in problem.pairs if pair.level is Level.PROHIBITED}
    for batch in (batch for batch in problem.batches if batch.pinned and batch.current.primary in trainers):
        trainer = trainers[batch.current.primary or ""]
        name = trainer.name or trainer.id
        if trainer.status is Status.ON_LEAVE:
            yield f"{names[batch.id]} is locked to {name}, who is on leave."
        elif (trainer.id, batch.id) in ruled_out:
            yield f"{names[batch.id]} is locked to {name}, who would not be given it otherwise."
