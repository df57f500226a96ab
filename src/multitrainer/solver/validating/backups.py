"""Who can stand by for a batch: a lead, assistant or substitute of its course who is there and free."""

from collections.abc import Iterator

from multitrainer.domain.roster import Status
from multitrainer.solver.documents.objective import Rule, RuleLevel
from multitrainer.solver.documents.problem import Batch, Level, Trainer
from multitrainer.solver.documents.spans import meet
from multitrainer.solver.reading.faults import quoted
from multitrainer.solver.validating.answer import Answer
from multitrainer.solver.validating.rules import OF_BATCH

KEPT = (Rule.SKILLS, Rule.AVAILABILITY)
"""What holds for whoever teaches and, where it is required, for whoever stands by."""


def standing_by(answer: Answer) -> Iterator[str]:
    """What is wrong with the backups."""
    trainers = {trainer.id: trainer for trainer in answer.problem.trainers}
    for batch in answer.problem.batches:
        several = answer.backup[batch.id]
        if len(several) > answer.problem.backups:
            yield f"backup: {quoted(batch.id)} has {len(several)} instead of at most {answer.problem.backups}"
        for name in several:
            if why := _forbids(answer, batch, trainers[name]):
                yield f"backup: {quoted(name)} stands by for {quoted(batch.id)} but {why}"


def _forbids(answer: Answer, batch: Batch, trainer: Trainer) -> str | None:
    if trainer.status is not Status.ACTIVE:
        return "is not active"
    if trainer.roles is not None and batch.course not in trainer.roles:
        return "is not on its course"
    if answer.problem.level_of(Rule.PROHIBITED) is RuleLevel.REQUIRED and _is_prohibited(answer, batch, trainer):
        return "may not"
    for rule in KEPT:
        forbids, why = OF_BATCH[rule]
        if answer.problem.level_of(rule) is RuleLevel.REQUIRED and forbids(answer, batch, trainer):
            return why
    return "teaches at its times" if _is_taken(answer, batch, trainer) else None


def _is_prohibited(answer: Answer, batch: Batch, trainer: Trainer) -> bool:
    """The pair is. A required one is about who teaches, and lets others stand by."""
    pair = answer.pairs.get((trainer.id, batch.id))
    return pair is not None and pair.level is Level.PROHIBITED


def _is_taken(answer: Answer, batch: Batch, trainer: Trainer) -> bool:
    return any(
        meet(session, taken, answer.problem.rest_minutes)
        for session in answer.sessions[batch.id]
        for other in answer.taught[trainer.id]
        for taken in answer.sessions[other.id]
    )
