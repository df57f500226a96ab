"""Reading what is stored leniently: what can't be read is left out, and named by `faults`."""

from math import isfinite
from typing import Any

from bson import ObjectId

from multitrainer.domain.people import People
from multitrainer.domain.roster import Entry, Role, Status
from multitrainer.stored.faults import as_list, given, is_entry
from multitrainer.stored.ids import hexed

Raw = dict[str, Any]


def is_migrated(course: Raw) -> bool:
    """Whether a course has a roster of its own. Mongoose adds an empty one to whatever it saves."""
    trainers = course.get("trainers")
    return trainers is not None and bool(trainers or course.get("instructor") is None)


def has_primary(batch: Raw) -> bool:
    """Whether a batch has a primary of its own that can be read."""
    trainers = batch.get("trainers")
    return isinstance(trainers, dict) and hexed(trainers.get("primary")) is not None


def read_roster(course: Raw) -> tuple[Entry, ...]:
    """The entries that can be read, in stored order, with the schema's defaults."""
    return tuple(_entry(raw) for raw in as_list(course.get("trainers")) if is_entry(raw))


def entry_on(course: Raw, trainer: str) -> Entry | None:
    """Somebody's entry on a course; the instructor's, who is its lead whatever the roster says."""
    named = (
        raw for raw in as_list(course.get("trainers")) if isinstance(raw, dict) and str(raw.get("trainer")) == trainer
    )
    mine = [_entry(raw) for raw in named if is_entry(raw)]
    if hexed(course.get("instructor")) == trainer:
        return next((entry for entry in mine if entry.is_lead), Entry(trainer, Role.LEAD))
    return next(iter(mine), None)


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
