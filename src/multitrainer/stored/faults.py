"""What a stored document may look like, and what is wrong with one that can't be written without a loss."""

from typing import Any

from bson import ObjectId

from multitrainer.domain.invariants import Violation
from multitrainer.domain.roster import Role, Status

Raw = dict[str, Any]

LAST_NUMBER = 2**53
"""From here on JavaScript can't tell a number from the next."""


def course_faults(course: Raw) -> list[Violation]:
    """Everything about a course that we can't read."""
    faults = [*roster_faults(course)]
    if is_odd(course.get("instructor")):
        faults.append("instructor of the course is not an ObjectId.")
    return [Violation("malformed", fault, str(course["_id"])) for fault in faults]


def roster_faults(course: Raw) -> list[str]:
    """Why a course's roster can't be read whole, or can't be written."""
    trainers = course.get("trainers")
    faults = [f"trainers[{i}] of the course is not a roster entry." for i in _no_entries(trainers)]
    if trainers is not None and not isinstance(trainers, list):
        faults.append("trainers of the course is not a list.")
    if has_odd_version(course):
        faults.append("__v of the course is not a number.")
    return faults


def _no_entries(trainers: Any) -> list[int]:
    return [i for i, raw in enumerate(as_list(trainers)) if not is_entry(raw)]


def batch_faults(course: Raw, batch: Raw) -> list[Violation]:
    """Everything about a batch of a course that we can't read."""
    wrong = {
        "_id": not isinstance(batch["_id"], ObjectId),
        "course": batch.get("course") != course["_id"],
        "instructor": is_odd(batch.get("instructor")),
    }
    faults = [*_wrongly_typed(wrong), *people_faults(batch)]
    return [Violation("malformed", fault, str(course["_id"]), str(batch["_id"])) for fault in faults]


def people_faults(batch: Raw) -> list[str]:
    """Why a batch's people can't be read whole, or can't be written."""
    trainers = batch.get("trainers")
    raw = trainers if isinstance(trainers, dict) else {}
    return _wrongly_typed(
        {
            "trainers": trainers is not None and not isinstance(trainers, dict),
            "trainers.primary": is_odd(raw.get("primary")),
            "trainers.backup": not is_ids(raw.get("backup")),
            "trainers.assistants": not is_ids(raw.get("assistants")),
            "__v": has_odd_version(batch),
        }
    )


def _wrongly_typed(wrong: dict[str, bool]) -> list[str]:
    return [f"{path} of the batch has the wrong type." for path, is_wrong in wrong.items() if is_wrong]


def has_odd_version(document: Raw) -> bool:
    """Whether `__v` is there and no number to count on from. A null says nothing, and migrations begin at 0 there."""
    return document.get("__v") is not None and not has_version(document)


def has_version(document: Raw) -> bool:
    """Whether `__v` is a number that Mongoose and we can count on from, as it is where it is missing.

    A null is not: `$inc` fails on it, Mongoose's too, which therefore saves no stale copy of an array over ours.
    """
    version = document.get("__v", 0)
    return isinstance(version, int | float) and not isinstance(version, bool) and abs(version) < LAST_NUMBER


def courses_of(batch: Raw) -> list[ObjectId]:
    """Every course that a batch names; a sound one names one."""
    named = batch.get("course")
    return [c for c in (named if isinstance(named, list) else [named]) if isinstance(c, ObjectId)]


def is_of(batch: Raw, course: Raw) -> bool:
    """Whether a batch is this course's and no other's, under an id that can be named."""
    return isinstance(batch["_id"], ObjectId) and bool(batch.get("course") == course["_id"])


def is_entry(raw: Any) -> bool:
    """Whether a value is a roster entry; the schema has defaults for most of it."""
    return (
        isinstance(raw, dict)
        and isinstance(raw.get("trainer"), ObjectId)
        and given(raw, "role", Role.ASSISTANT) in list(Role)
        and given(raw, "status", Status.ACTIVE) in list(Status)
        and is_ids(raw.get("assignedBatches"))
    )


def given(raw: Raw, name: str, default: Any) -> Any:
    """A field, or its default where it is missing or null; Mongoose's defaults are for what is missing alone."""
    value = raw.get(name)
    return default if value is None else value


def as_list(value: Any) -> list[Any]:
    """A list as it is, an empty one for anything else."""
    return value if isinstance(value, list) else []


def is_ids(value: Any) -> bool:
    """Whether a value is a list of ids, or not there."""
    return value is None or (isinstance(value, list) and all(isinstance(v, ObjectId) for v in value))


def is_odd(value: Any) -> bool:
    """Whether a value is there and no id."""
    return value is not None and not isinstance(value, ObjectId)
