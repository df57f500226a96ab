"""Every term, written down once more from its definition."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from itertools import pairwise

from multitrainer.domain.roster import Role
from multitrainer.solver.documents.objective import Measured, Rule, Term
from multitrainer.solver.documents.problem import Batch, LinkKind, Problem, Trainer
from multitrainer.solver.documents.spans import Span, by_day, minutes
from multitrainer.solver.validating.answer import Answer
from multitrainer.solver.validating.rules import broken

BACKUPS = {Role.LEAD: 0, Role.ASSISTANT: 1, Role.SUBSTITUTE: 2}
NO_BACKUP = 5


def uncovered(answer: Answer) -> int:
    """Batches that nobody teaches."""
    return sum(teacher is None for teacher in answer.primary.values())


def leads_teach(answer: Answer) -> int:
    """Batches whose primary is a lead of their course."""
    return sum(
        (trainer.roles or {}).get(batch.course) is Role.LEAD
        for trainer in answer.problem.trainers
        for batch in answer.taught[trainer.id]
    )


def highest_load(answer: Answer) -> int:
    """The highest load of whoever teaches a batch, in per mille of the capacity, rounded up; 0 if nobody does."""
    return max((_share(answer, t) for t in answer.problem.trainers if answer.taught[t.id]), default=0)


def spread(answer: Answer) -> int:
    """The sum of the squares of everybody's load in per mille of the capacity, rounded up."""
    return sum(_share(answer, trainer) ** 2 for trainer in answer.problem.trainers)


def changes(answer: Answer) -> int:
    """Batches that have a primary today and get another, or none."""
    return sum(
        batch.current.primary is not None and batch.current.primary != answer.teacher_of(batch)
        for batch in answer.problem.batches
    )


def breaks(answer: Answer) -> int:
    """Neighbouring batches whose primaries differ, also where one of the two has none."""
    return sum(answer.primary[one] != answer.primary[other] for one, other in neighbours(answer.problem))


def preferences(answer: Answer) -> int:
    """Hundredths of points: the costs of the pairs that teach, and 100 for discouraged, -100 for preferred ones."""
    return sum(answer.points(t, batch) for t in answer.problem.trainers for batch in answer.taught[t.id])


def trainers_per_course(answer: Answer) -> int:
    """Trainers who teach on a course, summed over the courses."""
    return sum(len({batch.course for batch in batches}) for batches in answer.taught.values())


def idle_minutes(answer: Answer) -> int:
    """Minutes between one session and the next of a trainer on a day: weekly ones by weekday, dated ones by date."""
    total = 0
    for batches in answer.taught.values():
        several = [span for batch in batches for span in answer.sessions[batch.id]]
        for weekly in (True, False):
            total += sum(map(_gaps, by_day(span for span in several if span.weekly is weekly).values()))
    return total


def roster_order(answer: Answer) -> int:
    """The sum, over the batches that are taught, of batches after it x trainers before whoever teaches it."""
    place = {trainer.id: n for n, trainer in enumerate(answer.problem.trainers)}
    teachers = [answer.teacher_of(batch) for batch in answer.problem.batches]
    return sum((len(teachers) - 1 - n) * place[teacher] for n, teacher in enumerate(teachers) if teacher is not None)


def backup_quality(answer: Answer) -> int:
    """The sum over the backups that batches are to have.

    0 for a lead of the course, 1 for an assistant, 2 for a substitute, 1 more where points speak against them, and 5
    for each that is missing.
    """
    trainers = {trainer.id: trainer for trainer in answer.problem.trainers}
    there = sum(
        _as_backup(answer, trainers[name], batch)
        for batch in answer.problem.batches
        for name in answer.backup[batch.id]
    )
    wanted = answer.problem.backups * len(answer.problem.batches)
    return there + NO_BACKUP * (wanted - sum(map(len, answer.backup.values())))


def _as_backup(answer: Answer, trainer: Trainer, batch: Batch) -> int:
    role = (trainer.roles or {}).get(batch.course, Role.ASSISTANT)
    return BACKUPS[role] + (answer.points(trainer, batch) > 0)


TERMS: Mapping[Term, Callable[[Answer], int]] = {
    Term.UNCOVERED: uncovered,
    Term.LEADS_TEACH: leads_teach,
    Term.HIGHEST_LOAD: highest_load,
    Term.SPREAD: spread,
    Term.CHANGES: changes,
    Term.BREAKS: breaks,
    Term.PREFERENCES: preferences,
    Term.TRAINERS_PER_COURSE: trainers_per_course,
    Term.IDLE_MINUTES: idle_minutes,
    Term.ROSTER_ORDER: roster_order,
    Term.BACKUP_QUALITY: backup_quality,
}


def measured(term: Measured, answer: Answer) -> int:
    """The value of a term; of a rule, by how much it is broken."""
    if isinstance(term, Rule):
        return sum(breach.amount for breach in broken(term, answer))
    return TERMS[term](answer)


def neighbours(problem: Problem) -> set[tuple[str, str]]:
    """Batches beside each other: as `consecutive` links say for the courses that they name, else in order."""
    course = {batch.id: batch.course for batch in problem.batches}
    linked = [link.batches for link in problem.links if link.kind is LinkKind.CONSECUTIVE]
    named = {course[batch] for batches in linked for batch in batches}
    others: dict[str, list[str]] = defaultdict(list)
    for batch in problem.batches:
        if batch.course not in named:
            others[batch.course].append(batch.id)
    pairs = (pair for batches in (*linked, *others.values()) for pair in pairwise(batches))
    return {(min(pair), max(pair)) for pair in pairs}


def _share(answer: Answer, trainer: Trainer) -> int:
    return -(-1000 * answer.load(trainer) // minutes(trainer.capacity))


def _gaps(of_a_day: Iterable[Span]) -> int:
    ordered, gaps = sorted(of_a_day), 0
    until = ordered[0].end
    for span in ordered[1:]:
        gaps += max(0, span.start - until)
        until = max(until, span.end)  # sessions may lie within each other where conflicts are allowed
    return gaps
