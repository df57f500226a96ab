"""What is kept of a change: field by field, what there was and what there is."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, NamedTuple

from multitrainer.domain.differences import RosterDifference, differences
from multitrainer.domain.legacy import Instructors
from multitrainer.domain.people import People
from multitrainer.domain.roster import Entry, Status
from multitrainer.domain.team import Team

AN_ID = re.compile("[0-9a-f]{24}")


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
        """The ids of whatever it concerns: the thing, trainers who come, go or change, students who come or go."""
        before, after = ({*_named(self.field, value)} for value in (self.before, self.after))
        others = before ^ after if self.field == "students" else before | after
        return {self.id, *filter(AN_ID.fullmatch, others)}


class Wanted(NamedTuple):
    """Which entries: about an id (a person's, a course's, a batch's), by an actor, of an action, within a time."""

    about: str | None = None
    by: str | None = None
    action: str | None = None
    since: datetime | None = None
    until: datetime | None = None


def of_team(before: Team, after: Team, said: Instructors, saying: Instructors) -> list[FieldChange]:
    """What differs between two states of a team and what its `instructor` fields say in them, as it is kept."""
    course, found = before.course, differences(before, after)
    roster = (FieldChange("courses", course, "trainers", _entry(d.before), _entry(d.after)) for d in found.roster)
    people = (FieldChange("batches", d.batch, "trainers", _people(d.before), _people(d.after)) for d in found.people)
    leads = any(map(_is_about_leading, found.roster))
    return [*roster, *people, *_of_instructors(before, after, said, saying, leads_told=leads)]


def of_fields(of: str, id_: str, before: dict[str, Any], after: dict[str, Any]) -> list[FieldChange]:
    """What fields of a thing were set to; those that stay as they are left out."""
    return [
        FieldChange(of, id_, field, before.get(field), after.get(field))
        for field in {**before, **after}
        if before.get(field) != after.get(field)
    ]


def of_deletion(of: str, id_: str, kept: dict[str, Any]) -> list[FieldChange]:
    """That a thing is gone, and what is kept of it."""
    return of_fields(of, id_, {"_id": id_, **kept}, {})


def concerned(changes: Iterable[FieldChange], *others: str) -> list[str]:
    """The ids that some changes are about, and others besides, each once."""
    return sorted({*others, *(id_ for change in changes for id_ in change.about)})


def _of_instructors(
    before: Team, after: Team, said: Instructors, saying: Instructors, *, leads_told: bool
) -> Iterator[FieldChange]:
    """Those that do not just follow the lead or the primary, whose own change is told already."""
    course = (said.course, saying.course)
    if not (leads_told and course == (before.instructor, after.instructor)):
        yield from _of_instructor("courses", before.course, *course)
    was, becomes = ({batch.id: batch.people.primary for batch in team.batches} for team in (before, after))
    for batch in was | becomes:
        named = (said.batches.get(batch), saying.batches.get(batch))
        if named != (was.get(batch), becomes.get(batch)):
            yield from _of_instructor("batches", batch, *named)


def _of_instructor(of: str, id_: str, before: str | None, after: str | None) -> list[FieldChange]:
    return of_fields(of, id_, {"instructor": before}, {"instructor": after})


def _is_about_leading(found: RosterDifference) -> bool:
    """Whether somebody becomes an active lead, or is one no more. That leads change places shows in no entry."""
    before, after = (e is not None and e.is_lead and e.status is Status.ACTIVE for e in (found.before, found.after))
    return before != after


def _entry(entry: Entry | None) -> dict[str, Any] | None:
    """Without what is counted: the workload, and what an assistant teaches."""
    if entry is None:
        return None
    scope = {"assignedBatches": [*entry.batches]} if entry.is_lead else {}
    return {"trainer": entry.trainer, "role": entry.role.value, "status": entry.status.value, **scope}


def _people(people: People | None) -> dict[str, Any] | None:
    return asdict(people) if people else None


def _named(field: str, value: Any) -> Iterator[str]:
    """Whom or what a field's value names: people, or a course. Stored values may be odd."""
    match field:
        case "instructor" | "course" | "substitute":
            yield str(value)
        case "students" | "excluded" | "pool":
            yield from map(str, value if isinstance(value, list) else ())
        case "trainers":
            yield from _trainers(value)
        case "whose":
            yield from map(str, value.values() if isinstance(value, dict) else ())
        case "enrolment" | "enrolled":
            for one in value if isinstance(value, list) else [value]:
                yield from map(str, (one.get("student"), one.get("batch")) if isinstance(one, dict) else (one,))


def _trainers(value: Any) -> Iterator[str]:
    """The trainers in an entry, a roster or a batch's people."""
    if isinstance(value, list):
        for entry in value:
            yield from _trainers(entry)
    elif isinstance(value, dict):
        one, several = (value.get("trainer"), value.get("primary")), (value.get("backup"), value.get("assistants"))
        yield from map(str, one)
        yield from (str(name) for names in several if isinstance(names, list | tuple) for name in names)
