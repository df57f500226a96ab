"""A problem and who teaches what, looked at from every side that a check needs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from multitrainer.solver.objective import Rule, RuleLevel
from multitrainer.solver.problem import Batch, Pair, Problem, Trainer
from multitrainer.solver.spans import Span, minutes, spans


@dataclass(frozen=True, slots=True)
class Answer:
    """Who teaches what. Batches and trainers go by their ids; whatever is counted is in minutes."""

    problem: Problem
    primary: Mapping[str, str | None]
    taught: Mapping[str, Sequence[Batch]]
    """By trainer, in the problem's order."""

    pairs: Mapping[tuple[str, str], Pair]
    """By trainer and batch."""

    required: Mapping[str, frozenset[str]]
    """The trainers whom pairs require, for each batch for which they do."""

    sessions: Mapping[str, tuple[Span, ...]]
    """By batch."""

    away: Mapping[str, tuple[Span, ...]]
    """The times in which each trainer is unavailable."""

    def teacher_of(self, batch: Batch) -> str | None:
        """Whoever teaches a batch."""
        return self.primary[batch.id]

    def is_decided(self, batch: Batch) -> bool:
        """Whether people decided that this one teaches it, which outweighs what else forbids the two each other."""
        pinned = batch.pinned and self.problem.level_of(Rule.PINNED) is RuleLevel.REQUIRED
        return pinned and self.teacher_of(batch) == batch.current.primary

    def given(self, trainer: Trainer) -> int:
        """Minutes a week that a trainer's batches take of them."""
        return sum(self.taken_by(batch, trainer) for batch in self.taught[trainer.id])

    def taken_by(self, batch: Batch, trainer: Trainer) -> int:
        """Minutes a week that a batch takes of a trainer: the pair's, or else the batch's own."""
        pair = self.pairs.get((trainer.id, batch.id))
        return minutes(batch.hours if pair is None or pair.hours is None else pair.hours)

    def load(self, trainer: Trainer) -> int:
        """Minutes a week, what they do elsewhere included."""
        return minutes(trainer.load) + self.given(trainer)


def answer(problem: Problem, primary: Mapping[str, str | None]) -> Answer:
    """Look at who teaches what. Every batch and trainer that is named must be one of the problem."""
    taught: dict[str, list[Batch]] = {trainer.id: [] for trainer in problem.trainers}
    for batch in problem.batches:
        if (teacher := primary[batch.id]) is not None:
            taught[teacher].append(batch)
    required: dict[str, frozenset[str]] = {}
    for pair in problem.pairs:
        if pair.level == "required":
            required[pair.batch] = required.get(pair.batch, frozenset()) | {pair.trainer}
    return Answer(
        problem=problem,
        primary=primary,
        taught=taught,
        pairs={(pair.trainer, pair.batch): pair for pair in problem.pairs},
        required=required,
        sessions={batch.id: spans(batch.sessions) for batch in problem.batches},
        away={trainer.id: spans(trainer.unavailable) for trainer in problem.trainers},
    )
