"""Reading what is stored leniently: what can't be read is left out, and named by `faults`."""

from collections.abc import Sequence
from math import isfinite
from typing import Any

from bson import ObjectId

from multitrainer.domain.migrating import Format
from multitrainer.domain.people import People
from multitrainer.domain.roster import Entry, Role, Status
from multitrainer.stored.faults import as_list, given, is_entry
from multitrainer.stored.ids import hexed, oids

Raw = dict[str, Any]


def is_migrated(course: Raw) -> bool:
    """Whether a course has a roster of its own. Mongoose adds an empty one to whatever it saves."""
    trainers = course.get("trainers")
    return trainers is not None and bool(trainers or course.get("instructor") is None)


def format_of_course(course: Raw) -> Format:
    """In which format a course says who trains, by its own fields."""
    if not is_migrated(course):
        return Format.OLD
    roster, instructor = read_roster(course), course.get("instructor")
    agrees = instructor is None or hexed(instructor) == _first_lead(roster)
    return Format.NEW if agrees else Format.DISAGREES


def format_of_batch(batch: Raw) -> Format:
    """The same of a batch. One that nobody teaches is new if it has people of its own."""
    instructor = batch.get("instructor")
    if not has_primary(batch):
        return Format.OLD if instructor is not None or batch.get("trainers") is None else Format.NEW
    agrees = instructor is None or hexed(instructor) == read_people(batch).primary
    return Format.NEW if agrees else Format.DISAGREES


def has_primary(batch: Raw) -> bool:
    """Whether a batch has a primary of its own that can be read."""
    trainers = batch.get("trainers")
    return isinstance(trainers, dict) and hexed(trainers.get("primary")) is not None


def read_roster(course: Raw) -> tuple[Entry, ...]:
    """The entries that can be read, in stored order, with the schema's defaults."""
    return tuple(_entry(raw) for raw in as_list(course.get("trainers")) if is_entry(raw))


def plain_entry(course: Raw, trainer: str) -> Entry | None:
    """Somebody's entry, where the course alone tells it.

    None where they have none, or its fields contradict each other: then only the whole team tells.
    """
    stored, roster = as_list(course.get("trainers")), read_roster(course)
    mine = [entry for entry in roster if entry.trainer == trainer]
    instructor = hexed(course.get("instructor"))
    if len(roster) < len(stored) or len(mine) != 1 or instructor not in {None, _first_lead(roster)}:
        return None
    return mine[0]


def stands_plainly(batch: Raw, trainer: str) -> bool:
    """Whether somebody is on a batch, and its fields do not contradict each other."""
    people, stored = read_people(batch), batch.get("trainers")
    if not isinstance(stored, dict) or hexed(batch.get("instructor")) not in {None, people.primary}:
        return False
    as_read = (as_list(stored.get("backup")), as_list(stored.get("assistants")))
    return trainer in people.everyone and as_read == (oids(people.backup), oids(people.assistants))


def _first_lead(roster: Sequence[Entry]) -> str | None:
    active = (entry.trainer for entry in roster if entry.is_lead and entry.status is Status.ACTIVE)
    return next(active, None)


def read_people(batch: Raw) -> People:
    """The people that can be read."""
    trainers = batch.get("trainers")
    raw = trainers if isinstance(trainers, dict) else {}
    return People(hexed(raw.get("primary")), _ids(raw.get("backup")), _ids(raw.get("assistants")))


def _entry(raw: Raw) -> Entry:
    workload = raw.get("workload", 0)
    return Entry(
        str(raw["trainer"]),
        Role(given(raw, "role", Role.ASSISTANT)),
        Status(given(raw, "status", Status.ACTIVE)),
        _ids(raw.get("assignedBatches")),
        float(workload) if isinstance(workload, int | float) and isfinite(workload) else 0.0,
    )


def _ids(value: Any) -> tuple[str, ...]:
    return tuple(str(v) for v in as_list(value) if isinstance(v, ObjectId))
