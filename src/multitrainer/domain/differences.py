"""What a change of a team comes to: which entries and which batches' people are others than before, and not derived."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from multitrainer.domain.people import People
from multitrainer.domain.roster import Entry
from multitrainer.domain.standings import Touched
from multitrainer.domain.team import Team


class Asked(NamedTuple):
    """What a change is about: a batch, the entry of a trainer."""

    batch: str | None = None
    trainer: str | None = None


NOTHING = Asked()


@dataclass(frozen=True, slots=True)
class RosterDifference:
    """One trainer's entry before and after a change; None where they are not on the roster."""

    trainer: str
    before: Entry | None
    after: Entry | None


@dataclass(frozen=True, slots=True)
class PeopleDifference:
    """One batch's people before and after a change; None where there is no such batch."""

    batch: str
    before: People | None
    after: People | None


@dataclass(frozen=True, slots=True)
class Differences:
    """All that differs between two states of a team."""

    roster: tuple[RosterDifference, ...]
    people: tuple[PeopleDifference, ...]

    def __bool__(self) -> bool:
        return bool(self.roster or self.people)


def differences(before: Team, after: Team) -> Differences:
    """What somebody changed from one team to another. Workload, and what others teach, only follow from it."""
    return Differences(tuple(_of_rosters(before, after)), tuple(_of_people(before, after)))


def touched(before: Team, after: Team, asked: Asked = NOTHING) -> Touched:
    """What a lead must answer for to make this change.

    Those are the batches whose people change, all on which a trainer stands whose own entry changes, and what such a
    trainer is or becomes; and what is asked about, though nothing of it should change.
    """
    found = differences(before, after)
    theirs = {asked.trainer, *(d.trainer for d in found.roster)}
    entries = [entry for team in (before, after) for entry in team.roster if entry.trainer in theirs]
    standing = {b.id for team in (before, after) for b in team.batches if not theirs.isdisjoint(b.people.everyone)}
    batches = {*standing, *(d.batch for d in found.people), *([asked.batch] if asked.batch else [])}
    return Touched(frozenset(batches), frozenset(entry.role for entry in entries))


def _of_rosters(before: Team, after: Team) -> Iterator[RosterDifference]:
    old, new = ({entry.trainer: entry for entry in team.roster} for team in (before, after))
    for trainer in old | new:
        if _decided(old.get(trainer)) != _decided(new.get(trainer)):
            yield RosterDifference(trainer, old.get(trainer), new.get(trainer))


def _of_people(before: Team, after: Team) -> Iterator[PeopleDifference]:
    old, new = ({batch.id: batch.people for batch in team.batches} for team in (before, after))
    for batch in old | new:
        if old.get(batch) != new.get(batch):
            yield PeopleDifference(batch, old.get(batch), new.get(batch))


def _decided(entry: Entry | None) -> object:
    """What people decide about an entry: all but what is counted. The scope of a lead is decided, too."""
    return entry and (entry.role, entry.status, frozenset(entry.batches) if entry.is_lead else None)
