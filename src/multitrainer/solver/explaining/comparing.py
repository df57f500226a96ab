"""Two plans beside each other: by how much each term differs, what decides between them, and how to say it."""

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from multitrainer.solver.documents.objective import Measured, Stage, Term
from multitrainer.solver.explaining.words import counted, in_hours, listed

Values = Mapping[Measured, int]


class Verdict(NamedTuple):
    """The first term by which an alternative loses, and whether one before it would be better than a slack explains."""

    term: Measured | None
    is_better: bool


def rank_of(order: Sequence[Stage], changes: Values) -> tuple[int, ...]:
    """What alternatives are sorted by: stage by stage, as the order says."""
    return tuple(sum(weight * changes[term] for term, weight in stage.terms.items()) for stage in order)


def judged(order: Sequence[Stage], values: Values, changes: Values) -> Verdict:
    """What speaks against an alternative. What a stage may give away for later ones is no reason for it."""
    for stage, change in zip(order, rank_of(order, changes), strict=True):
        if change > 0:
            return Verdict(max(stage.terms, key=lambda term: stage.terms[term] * changes[term]), is_better=False)
        value = sum(weight * values[term] for term, weight in stage.terms.items())
        if -change > stage.slack * abs(value):
            return Verdict(None, is_better=True)
    return Verdict(None, is_better=any(change < 0 for change in changes.values()))


def worded(term: Measured, change: int, value: int) -> str:
    """A difference in words: by how much a term would be more, from so much."""
    more = "more" if change > 0 else "fewer"
    number = abs(change)
    if term in SPECIAL:
        return SPECIAL[term](change, value)
    if term in COUNTS:
        one, many = COUNTS[term]
        return counted(number, f"{more} {one}", f"{more} {many}")
    return f"{term} {'worse' if change > 0 else 'better'} by {number}"


def all_worded(changes: Values, values: Values) -> list[str]:
    """Every term that would differ, in the order of importance."""
    return [worded(term, change, values[term]) for term, change in changes.items() if change]


def weighed(changes: Values, values: Values) -> str:
    """What differences come to: what speaks against them, and then what for them."""
    against = all_worded({term: change for term, change in changes.items() if change > 0}, values)
    favour = all_worded({term: change for term, change in changes.items() if change < 0}, values)
    sides = {"Against it": against, "In its favour": favour}
    sentences = [f"{side}: {listed(words)}." for side, words in sides.items() if words]
    return " ".join(sentences) or "Nothing that is measured would differ."


def _highest(change: int, value: int) -> str:
    now, then = _percent(value), _percent(value + change)
    if now == then:
        return f"a slightly {'higher' if change > 0 else 'lower'} highest load ({now} %)"
    return f"a highest load of {then} % instead of {now} %"


def _percent(value: int) -> int:
    """Whole per cent of per mille that were rounded up, of which no decimal is sure to be that of a table."""
    return round((value - 0.5) / 10) if value else 0


def _spread(change: int, value: int) -> str:
    return f"loads {'less' if change > 0 else 'more'} alike (by {_part(abs(change) / max(1, value))})"


def _part(of: float) -> str:
    """A part in per cent, with one decimal where it is small."""
    if of < 0.001:
        return "less than 0.1 %"
    return f"{100 * of:,.0f} %" if of >= 0.1 else f"{100 * of:.1f} %"


def _preferences(change: int, value: int) -> str:
    return f"preferences {'worse' if change > 0 else 'better'} by {abs(change) / 100:.2f} points"


def _idle(change: int, value: int) -> str:
    return f"{in_hours(abs(change))} {'more' if change > 0 else 'less'} between the sessions of a day"


def _roster(change: int, value: int) -> str:
    return f"{'further from' if change > 0 else 'nearer to'} the roster's order"


def _backups(change: int, value: int) -> str:
    return f"{'worse' if change > 0 else 'better'} backups (by {abs(change)})"


SPECIAL: dict[Measured, Callable[[int, int], str]] = {
    Term.HIGHEST_LOAD: _highest,
    Term.SPREAD: _spread,
    Term.PREFERENCES: _preferences,
    Term.IDLE_MINUTES: _idle,
    Term.ROSTER_ORDER: _roster,
    Term.BACKUP_QUALITY: _backups,
}
COUNTS: dict[Measured, tuple[str, str]] = {
    Term.UNCOVERED: ("batch without anybody", "batches without anybody"),
    Term.LEADS_TEACH: ("batch with a lead", "batches with a lead"),
    Term.CHANGES: ("batch with another trainer than today", "batches with another trainer than today"),
    Term.BREAKS: ("break between neighbouring batches", "breaks between neighbouring batches"),
    Term.TRAINERS_PER_COURSE: ("trainer on a course", "trainers on a course"),
}
