"""Everything that follows from who teaches what: roster membership, scopes, assigned batches, workload."""

from dataclasses import dataclass, field, replace
from typing import NamedTuple

from multitrainer.domain import scopes
from multitrainer.domain.people import People
from multitrainer.domain.roster import Entry, Role
from multitrainer.domain.workload import LoadRules


@dataclass(frozen=True, slots=True)
class Batch:
    """One batch of a course, as far as its trainers go."""

    id: str
    people: People = field(default_factory=People)

    def rebased(self, before: "Batch", after: "Batch") -> "Batch":
        """What changed from one state of the batch to another, made to this one instead."""
        return replace(self, people=self.people.rebased(before.people, after.people))


class Recounted(NamedTuple):
    """A roster and batches that keep every rule."""

    roster: tuple[Entry, ...]
    batches: tuple[Batch, ...]


def recounted(roster: tuple[Entry, ...], batches: tuple[Batch, ...], rules: LoadRules) -> Recounted:
    """Bring everything derived after the truth, which is who stands on the batches. Idempotent."""
    tidy = tuple(replace(b, people=b.people.tidied()) for b in batches)
    joined = _with_everyone(roster, tidy)
    scoped = scopes.partitioned(joined, [b.id for b in tidy])
    return Recounted(tuple(_derived(e, tidy, rules) for e in scoped), tidy)


def _with_everyone(roster: tuple[Entry, ...], batches: tuple[Batch, ...]) -> tuple[Entry, ...]:
    """Whoever stands on a batch stands on the roster, once: as assistant if teaching anywhere, else as substitute."""
    leads_first = sorted(roster, key=lambda e: not e.is_lead)
    known = {e.trainer: e for e in reversed(leads_first)}  # of several entries the lead's wins, else the first
    once = (e for e in roster if known[e.trainer] is e)
    teaching = dict.fromkeys(t for b in batches for t in b.people.teaching)
    standing_by = dict.fromkeys(t for b in batches for t in b.people.backup if t not in teaching)
    assistants = (Entry(t, Role.ASSISTANT) for t in teaching if t not in known)
    substitutes = (Entry(t, Role.SUBSTITUTE) for t in standing_by if t not in known)
    return (*once, *assistants, *substitutes)


def _derived(entry: Entry, batches: tuple[Batch, ...], rules: LoadRules) -> Entry:
    led = [b.id for b in batches if b.people.primary == entry.trainer]
    workload = rules.percentage(led)
    if entry.is_lead:
        return replace(entry, workload=workload)
    return replace(entry, batches=_taught(entry, batches), workload=workload)


def _taught(entry: Entry, batches: tuple[Batch, ...]) -> tuple[str, ...]:
    taught = tuple(b.id for b in batches if entry.trainer in b.people.teaching)
    return entry.batches if sorted(entry.batches) == sorted(taught) else taught
