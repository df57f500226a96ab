"""Everything that follows from who teaches what: roster membership, scopes, assigned batches, workload."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from multitrainer.domain import scopes
from multitrainer.domain.people import People
from multitrainer.domain.roster import Entry, Role, Status
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
    led, taught = _led(tidy), _taught(tidy)
    shares = {e.trainer: rules.percentage(e.trainer, led.get(e.trainer, ())) for e in scoped}
    derived = (_derived(e, shares[e.trainer], taught.get(e.trainer, ())) for e in scoped)
    return Recounted(tuple(derived), tidy)


def _with_everyone(roster: tuple[Entry, ...], batches: tuple[Batch, ...]) -> tuple[Entry, ...]:
    """Whoever stands on a batch stands on the roster, once: as assistant if teaching anywhere, else as substitute."""
    leads_first = sorted(roster, key=lambda e: (not e.is_lead, e.is_lead and e.status is not Status.ACTIVE))
    known = {e.trainer: e for e in reversed(leads_first)}  # of several entries the active lead's wins, else the first
    once = dict.fromkeys(e for e in roster if known[e.trainer] == e)
    teaching = dict.fromkeys(t for b in batches for t in b.people.teaching)
    standing_by = dict.fromkeys(t for b in batches for t in b.people.backup if t not in teaching)
    assistants = (Entry(t, Role.ASSISTANT) for t in teaching if t not in known)
    substitutes = (Entry(t, Role.SUBSTITUTE) for t in standing_by if t not in known)
    return (*once, *assistants, *substitutes)


def _led(batches: tuple[Batch, ...]) -> dict[str, list[str]]:
    """The batches whose primary each trainer is."""
    led: dict[str, list[str]] = {}
    for batch in batches:
        if batch.people.primary:
            led.setdefault(batch.people.primary, []).append(batch.id)
    return led


def _taught(batches: tuple[Batch, ...]) -> dict[str, list[str]]:
    """What each trainer teaches, as primary or assistant, in the order of the batches."""
    taught: dict[str, list[str]] = {}
    for batch in batches:
        for trainer in batch.people.teaching:
            taught.setdefault(trainer, []).append(batch.id)
    return taught


def _derived(entry: Entry, workload: float, taught: Sequence[str]) -> Entry:
    if entry.is_lead:
        return replace(entry, workload=workload)
    same = sorted(entry.batches) == sorted(taught)  # whose order is nobody's truth
    return replace(entry, batches=entry.batches if same else tuple(taught), workload=workload)
