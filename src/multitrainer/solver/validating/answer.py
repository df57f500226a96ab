"""A problem and who teaches what, looked at from every side that a check needs."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from multitrainer.solver.documents.objective import Rule, RuleLevel
from multitrainer.solver.documents.problem import Batch, Level, Pair, Problem, Trainer
from multitrainer.solver.documents.solution import Assignment
from multitrainer.solver.documents.spans import Span, minutes, spans

POINTS = {Level.PREFERRED: -100, Level.DISCOURAGED: 100}


@dataclass(frozen=True, slots=True)
class Answer:
    """Who teaches what. Batches and trainers go by their ids; whatever is counted is in minutes."""

    problem: Problem
    primary: Mapping[str, str | None]
    backup: Mapping[str, tuple[str, ...]]
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

    def points(self, trainer: Trainer, batch: Batch) -> int:
        """Hundredths of points that speak against a trainer on a batch."""
        pair = self.pairs.get((trainer.id, batch.id))
        return round(100 * pair.cost) + POINTS.get(pair.level, 0) if pair else 0

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


def answer(problem: Problem, people: Iterable[Assignment]) -> Answer:
    """Look at who teaches what. Every batch must be named once, and every trainer be one of the problem."""
    people = [*people]
    primary = {one.batch: one.primary for one in people}
    taught: dict[str, list[Batch]] = {trainer.id: [] for trainer in problem.trainers}
    for batch in problem.batches:
        if (teacher := primary[batch.id]) is not None:
            taught[teacher].append(batch)
    required: dict[str, frozenset[str]] = {}
    for pair in problem.pairs:
        if pair.level is Level.REQUIRED:
            required[pair.batch] = required.get(pair.batch, frozenset()) | {pair.trainer}
    return Answer(
        problem=problem,
        primary=primary,
        backup={one.batch: one.backup for one in people},
        taught=taught,
        pairs={(pair.trainer, pair.batch): pair for pair in problem.pairs},
        required=required,
        sessions={batch.id: spans(batch.sessions) for batch in problem.batches},
        away={trainer.id: spans(trainer.unavailable) for trainer in problem.trainers},
    )
