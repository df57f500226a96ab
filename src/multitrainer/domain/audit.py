"""What is kept of a change: field by field, what there was and what there is."""

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, NamedTuple

from multitrainer.domain.differences import Differences
from multitrainer.domain.people import People
from multitrainer.domain.roster import Entry


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field of one thing, before and after; None where it is not there. `of` is a collection's name."""

    of: str
    id: str
    field: str
    before: Any
    after: Any

    @property
    def about(self) -> set[str]:
        """The ids of whatever it concerns: the thing, and trainers who come, go or change."""
        people = {name for value in (self.before, self.after) for name in _named(value)}
        return {self.id, *people}


class Wanted(NamedTuple):
    """Which entries: about an id (a person's, a course's, a batch's), by an actor, of an action, within a time."""

    about: str | None = None
    by: str | None = None
    action: str | None = None
    since: datetime | None = None
    until: datetime | None = None


def of_team(course: str, found: Differences) -> list[FieldChange]:
    """The differences between two states of a team, as they are kept."""
    roster = (FieldChange("courses", course, "trainers", _entry(d.before), _entry(d.after)) for d in found.roster)
    people = (FieldChange("batches", d.batch, "trainers", _people(d.before), _people(d.after)) for d in found.people)
    return [*roster, *people]


def of_fields(of: str, id_: str, before: dict[str, Any], after: dict[str, Any]) -> list[FieldChange]:
    """What fields of a thing were set to; those that stay as they are left out."""
    return [
        FieldChange(of, id_, field, before.get(field), after.get(field))
        for field in {**before, **after}
        if before.get(field) != after.get(field)
    ]


def concerned(changes: Iterable[FieldChange], *others: str) -> list[str]:
    """The ids that some changes are about, and others besides, each once."""
    return sorted({*others, *(id_ for change in changes for id_ in change.about)})


def _entry(entry: Entry | None) -> dict[str, Any] | None:
    """Without what is counted: the workload, and what an assistant teaches."""
    if entry is None:
        return None
    scope = {"assignedBatches": [*entry.batches]} if entry.is_lead else {}
    return {"trainer": entry.trainer, "role": entry.role.value, "status": entry.status.value, **scope}


def _people(people: People | None) -> dict[str, Any] | None:
    return asdict(people) if people else None


def _named(value: Any) -> Iterator[str]:
    """The trainers in an entry, a roster or a batch's people."""
    if isinstance(value, list):
        for entry in value:
            yield from _named(entry)
    elif isinstance(value, dict):
        one, several = (value.get("trainer"), value.get("primary")), (value.get("backup"), value.get("assistants"))
        yield from (str(name) for name in one if name)
        yield from (str(name) for names in several for name in names or ())
