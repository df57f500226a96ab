"""What people should know of a plan and can't see in it: times that nobody knows, locks that hold who is away."""

from collections.abc import Iterator, Mapping, Sequence

from multitrainer.domain.roster import Status
from multitrainer.solver.documents.problem import Level, Problem, Trainer
from multitrainer.solver.explaining.words import batch_names

MOST_NAMED = 8
TIMES = "A timetable, or a slot of the course's batching that has sessions, gives them times."


def notes(problem: Problem) -> Iterator[str]:
    """Sentences about a problem, true of whatever is planned for it."""
    names = batch_names(problem)
    yield from untimed([names[batch.id] for batch in problem.batches if not batch.sessions])
    if problem.links:  # which planning/problem.py makes of slots alone
        yield "Batches in one slot without sessions count as meeting at the same time, and get different trainers."
    yield from _locked_to_who_is_away(problem, names)
    yield from _kept_by_who_is_away(problem, names)


def untimed(names: Sequence[str]) -> Iterator[str]:
    """That nobody knows when the batches of these names meet; nothing where there are none."""
    if len(names) == 1:
        yield f"1 batch has no known times: {names[0]}; nobody can tell whether it meets others. {TIMES}"
    elif names:
        yield f"{len(names)} batches have no known times: {_listed(names)}; nobody can tell whether they meet. {TIMES}"


def _locked_to_who_is_away(problem: Problem, names: Mapping[str, str]) -> Iterator[str]:
    trainers = {trainer.id: trainer for trainer in problem.trainers}
    ruled_out = {(pair.trainer, pair.batch) for pair in problem.pairs if pair.level is Level.PROHIBITED}
    for batch in (batch for batch in problem.batches if batch.pinned and batch.current.primary in trainers):
        trainer = trainers[batch.current.primary or ""]
        name = trainer.name or trainer.id
        if trainer.status is not Status.ACTIVE:
            yield f"{names[batch.id]} is locked to {name}, who is {_said(trainer)}."
        elif (trainer.id, batch.id) in ruled_out:
            yield f"{names[batch.id]} is locked to {name}, who would not be given it otherwise."


def _kept_by_who_is_away(problem: Problem, names: Mapping[str, str]) -> Iterator[str]:
    """Nobody takes away what they have, unless a plan is made for that."""
    ruled_out = {(pair.trainer, pair.batch) for pair in problem.pairs if pair.level is Level.PROHIBITED}
    for trainer in (trainer for trainer in problem.trainers if trainer.status is not Status.ACTIVE):
        theirs = [b for b in problem.batches if b.current.primary == trainer.id and not b.pinned]
        if kept := [names[batch.id] for batch in theirs if (trainer.id, batch.id) not in ruled_out]:
            name, words = trainer.name or trainer.id, f"{_listed(kept)} in a plan of this kind"
            yield f"{name} is {_said(trainer)} and keeps {words}; rebalancing hands them over."


def _listed(names: Sequence[str]) -> str:
    more = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
    return ", ".join(names[:MOST_NAMED]) + more


def _said(trainer: Trainer) -> str:
    return trainer.status.value.replace("_", " ")
