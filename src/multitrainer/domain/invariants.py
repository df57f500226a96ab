"""The rules that always hold, one function each, and the words in which `doctor` names a breach.

docs/domain.md numbers them. Rules 1-5 speak of a team as it stands, rule 6 of a step from one team to the next.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from multitrainer.domain.roster import Entry
from multitrainer.domain.team import Team
from multitrainer.domain.wording import counted


@dataclass(frozen=True, slots=True)
class Violation:
    """One breach of one rule: its code, a sentence, and the ids it is about."""

    code: str
    detail: str
    course: str | None = None
    batch: str | None = None
    trainer: str | None = None


Rule = Callable[[Team], Iterable[Violation]]


def lead_scope(team: Team) -> Iterator[Violation]:
    """Rule 1: the leads' scopes partition the course's batches, once a lead is there who isn't inactive."""
    held = Counter(b for e in team.roster if e.is_lead for b in e.batches)
    answered = any(e.is_lead and e.may_be_given_more for e in team.roster)
    ours = {b.id for b in team.batches}
    for batch in team.batches:
        if held[batch.id] > 1:
            yield Violation("lead-scope", "The batch is in the scope of several leads.", team.course, batch.id)
        if not held[batch.id] and answered:
            yield Violation("lead-scope", "The batch is in no lead's scope.", team.course, batch.id)
    for stranger in held.keys() - ours:
        yield Violation("lead-scope", "A lead's scope names a batch that the course has not.", team.course, stranger)


def people_apart(team: Team) -> Iterator[Violation]:
    """Rule 2: the primary is neither backup nor assistant; nobody stands twice in one list."""
    for batch in team.batches:
        people = batch.people
        for trainer in sorted({*people.backup, *people.assistants} & {people.primary}):
            yield Violation("people-apart", "The primary is backup or assistant too.", team.course, batch.id, trainer)
        for trainer in sorted({*_twice(people.backup), *_twice(people.assistants)}):
            yield Violation("people-apart", "The trainer stands twice in one list.", team.course, batch.id, trainer)


def on_roster(team: Team) -> Iterator[Violation]:
    """Rule 3: whoever stands on a batch stands on its course's roster, where nobody stands twice."""
    members = [e.trainer for e in team.roster]
    for batch in team.batches:
        for trainer in batch.people.everyone:
            if trainer not in members:
                yield Violation("on-roster", "On the batch, but not on the roster.", team.course, batch.id, trainer)
    for trainer in _twice(members):
        yield Violation("on-roster", "The trainer is on the roster twice.", team.course, trainer=trainer)


def workload(team: Team) -> Iterator[Violation]:
    """Rule 5: assigned batches and workload say what the batches say."""
    recounted = team.recounted()
    for entry in team.roster:
        derived = recounted.entry(entry.trainer)
        if _derived_part(entry) != _derived_part(derived):
            yield Violation(
                "workload",
                f"Stored {entry.workload} % and {counted(len(entry.batches), 'batch', 'batches')}, "
                f"counted {derived.workload} % and {len(derived.batches)}.",
                team.course,
                trainer=entry.trainer,
            )


RULES: tuple[Rule, ...] = (lead_scope, people_apart, on_roster, workload)


def violations(team: Team) -> list[Violation]:
    """Every breach of the rules that a team as it stands can break."""
    return [v for rule in RULES for v in rule(team)]


def given_to_inactive(before: Team, after: Team) -> Iterator[Violation]:
    """Rule 6: whoever is inactive afterwards has no role as lead, scope or duty that they had not before."""
    for entry in after.roster:
        if entry.may_be_given_more:
            continue
        for batch in _holdings(after, entry.trainer) - _holdings(before, entry.trainer):
            yield Violation("inactive", "Given something new while inactive.", after.course, batch[0], entry.trainer)


def _holdings(team: Team, trainer: str) -> set[tuple[str | None, str]]:
    led = {(b, "scope") for e in team.roster if e.trainer == trainer and e.is_lead for b in (None, *e.batches)}
    return led | {(b.id, duty) for b in team.batches for who, duty in b.people.duties if who == trainer}


def _derived_part(entry: Entry) -> tuple[float, list[str]]:
    return entry.workload, [] if entry.is_lead else sorted(entry.batches)


def _twice(trainers: Iterable[str]) -> list[str]:
    return [t for t, n in Counter(trainers).items() if n > 1]
