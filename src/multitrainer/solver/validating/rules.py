"""Every rule, written down once more from its definition: what breaks it, in words, and by how much."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import combinations, pairwise
from typing import NamedTuple

from multitrainer.domain.roster import Role, Status
from multitrainer.solver.documents.objective import Rule, RuleLevel
from multitrainer.solver.documents.problem import Batch, Level, LinkKind, Trainer
from multitrainer.solver.documents.spans import Span, by_day, meet, meetings, minutes
from multitrainer.solver.reading.faults import quoted
from multitrainer.solver.validating.answer import Answer

DAYS_OF_A_WEEK = 7


class Breach(NamedTuple):
    """What breaks a rule. `amount` is batches, pairs of batches or minutes, as the rule is counted."""

    amount: int
    words: str


OfBatch = Callable[[Answer, Batch, Trainer], bool]
OfPlan = Callable[[Answer], Iterator[Breach]]


def status(answer: Answer, batch: Batch, trainer: Trainer) -> bool:
    """Whoever is inactive or on leave is given nothing new; what they teach today they may keep."""
    return trainer.status is not Status.ACTIVE and batch.current.primary != trainer.id


def role(answer: Answer, batch: Batch, trainer: Trainer) -> bool:
    """A lead or an assistant of the course teaches it. Without any roles, somebody is an assistant everywhere."""
    return trainer.roles is not None and trainer.roles.get(batch.course) not in {Role.LEAD, Role.ASSISTANT}


def prohibited(answer: Answer, batch: Batch, trainer: Trainer) -> bool:
    """The pair is prohibited, or pairs require somebody else."""
    pair = answer.pairs.get((trainer.id, batch.id))
    is_other = trainer.id not in answer.required.get(batch.id, {trainer.id})
    return is_other or (pair is not None and pair.level is Level.PROHIBITED)


def pinned(answer: Answer, batch: Batch, trainer: Trainer) -> bool:
    """A pinned batch is taught by today's primary or, if that can't be, by nobody."""
    return batch.pinned and trainer.id != batch.current.primary


def skills(answer: Answer, batch: Batch, trainer: Trainer) -> bool:
    """Whoever teaches a batch has every skill that it requires."""
    return not set(batch.skills) <= set(trainer.skills)


def availability(answer: Answer, batch: Batch, trainer: Trainer) -> bool:
    """No session meets a time in which the trainer is unavailable; no rest is due between them."""
    away = answer.away[trainer.id]
    return any(meet(session, absence) for session in answer.sessions[batch.id] for absence in away)


OF_BATCH: Mapping[Rule, tuple[OfBatch, str]] = {
    Rule.STATUS: (status, "is not active and does not teach it today"),
    Rule.ROLE: (role, "is neither lead nor assistant of its course"),
    Rule.PROHIBITED: (prohibited, "may not, or somebody else is required"),
    Rule.PINNED: (pinned, "is not the primary to whom it is pinned"),
    Rule.SKILLS: (skills, "lacks a skill that it requires"),
    Rule.AVAILABILITY: (availability, "is unavailable at one of its times"),
}
"""Rules that look at one batch and its trainer alone, and why they forbid it."""


def conflicts(answer: Answer) -> Iterator[Breach]:
    """Nobody has two batches of which sessions meet, or lie closer together than the rest that the problem states.

    Counted in pairs of batches.
    """
    for trainer, batches in answer.taught.items():
        sessions = [(span, n) for n, batch in enumerate(batches) for span in answer.sessions[batch.id]]
        for one, other in sorted(set(meetings(sessions, answer.problem.rest_minutes))):
            both = f"{quoted(batches[one].id)} and {quoted(batches[other].id)}"
            yield Breach(1, f"{quoted(trainer)} has {both} at the same time, or without the rest between them")


def capacity(answer: Answer) -> Iterator[Breach]:
    """What somebody who teaches does here and elsewhere fits into their capacity. Counted in minutes above."""
    for trainer in _teaching(answer):
        if (above := answer.load(trainer) - minutes(trainer.capacity)) > 0:
            yield Breach(above, f"{quoted(trainer.id)} is {above} minutes a week above their capacity")


def daily_limit(answer: Answer) -> Iterator[Breach]:
    """Nobody's sessions of a day exceed their limit. Counted in minutes above it on the fullest day.

    A day is one of the week with what is weekly, or a date with its own sessions and those of its day of the week.
    """
    for trainer in _teaching(answer):
        weekly, dated = _minutes_of_days(answer, trainer)
        most = max([*weekly.values(), *(m + weekly[day % DAYS_OF_A_WEEK] for day, m in dated.items())], default=0)
        yield from _above(trainer, trainer.limits.hours_per_day, most, "day")


def weekly_limit(answer: Answer) -> Iterator[Breach]:
    """Nobody's sessions of a week exceed their limit. Counted in minutes above it in the fullest week.

    Batches without sessions count with their own hours in every week.
    """
    for trainer in _teaching(answer):
        weekly, dated = _minutes_of_days(answer, trainer)
        weeks: dict[int, int] = defaultdict(int)
        for day, taken in dated.items():
            weeks[day // DAYS_OF_A_WEEK] += taken
        untimed = sum(minutes(batch.hours) for batch in answer.taught[trainer.id] if not batch.sessions)
        most = untimed + sum(weekly.values()) + max(weeks.values(), default=0)
        yield from _above(trainer, trainer.limits.hours_per_week, most, "week")


def links(answer: Answer) -> Iterator[Breach]:
    """`same`: neighbours of the list have one primary. `different`: no two batches of the list do.

    Counted in pairs of batches, each pair once. Where nobody teaches two batches, they do not differ.
    """
    same = _linked(answer, LinkKind.SAME, pairwise)
    different = _linked(answer, LinkKind.DIFFERENT, lambda names: combinations(names, 2))
    for one, other in sorted(same):
        if answer.primary[one] != answer.primary[other]:
            yield Breach(1, f"{quoted(one)} and {quoted(other)} are to have the same trainer")
    for one, other in sorted(different):
        if answer.primary[one] is not None and answer.primary[one] == answer.primary[other]:
            yield Breach(1, f"{quoted(one)} and {quoted(other)} are to have different trainers")


OF_PLAN: Mapping[Rule, OfPlan] = {
    Rule.CONFLICTS: conflicts,
    Rule.CAPACITY: capacity,
    Rule.DAILY_LIMIT: daily_limit,
    Rule.WEEKLY_LIMIT: weekly_limit,
    Rule.LINKS: links,
}


def broken(rule: Rule, answer: Answer) -> Iterator[Breach]:
    """What breaks a rule. A required one is outweighed where people decided; a preferred one is counted even so."""
    if rule in OF_PLAN:
        yield from OF_PLAN[rule](answer)
        return
    forbids, why = OF_BATCH[rule]
    is_required = answer.problem.level_of(rule) is RuleLevel.REQUIRED
    for trainer in _teaching(answer):
        for batch in answer.taught[trainer.id]:
            if forbids(answer, batch, trainer) and not (is_required and answer.is_decided(batch)):
                yield Breach(1, f"{quoted(trainer.id)} teaches {quoted(batch.id)} but {why}")


def _teaching(answer: Answer) -> Iterator[Trainer]:
    return (trainer for trainer in answer.problem.trainers if answer.taught[trainer.id])


def _minutes_of_days(answer: Answer, trainer: Trainer) -> tuple[dict[int, int], dict[int, int]]:
    """Minutes of sessions by the day of the week, and by date."""
    several = [span for batch in answer.taught[trainer.id] for span in answer.sessions[batch.id]]
    weekly = _sums(span for span in several if span.weekly)
    return weekly, _sums(span for span in several if not span.weekly)


def _sums(several: Iterable[Span]) -> dict[int, int]:
    sums = {day: sum(span.length for span in pieces) for day, pieces in by_day(several).items()}
    return defaultdict(int, sums)


def _above(trainer: Trainer, limit: float | None, most: int, what: str) -> Iterator[Breach]:
    if limit is not None and (above := most - minutes(limit)) > 0:
        yield Breach(above, f"{quoted(trainer.id)} is {above} minutes above their limit of a {what}")


def _linked(
    answer: Answer, kind: LinkKind, pairs: Callable[[tuple[str, ...]], Iterable[tuple[str, str]]]
) -> set[tuple[str, str]]:
    """The pairs of batches that links of a kind name."""
    named = (pair for link in answer.problem.links if link.kind is kind for pair in pairs(link.batches))
    return {(min(pair), max(pair)) for pair in named}
