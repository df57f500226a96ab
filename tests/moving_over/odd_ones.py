"""The odd documents of an old institute, by name: what each has in `instructor` and `trainers`."""

from collections.abc import Callable
from random import Random
from typing import Any, NamedTuple

from bson import DBRef, Decimal128, ObjectId

from tests.moving_over.foreign_fields import some_id

Raw = dict[str, Any]


class Cast(NamedTuple):
    """Who may be named in one document: three trainers, a student, and the id of nobody."""

    one: ObjectId
    two: ObjectId
    three: ObjectId
    student: ObjectId
    nobody: ObjectId
    entry: ObjectId
    """The `_id` of a roster entry."""


Odd = Callable[[Cast], Raw]


def cast(chance: Random, trainers: tuple[ObjectId, ...], students: tuple[ObjectId, ...]) -> Cast:
    """Whom chance picks. No two are the same."""
    one, two, three = chance.sample(trainers, 3)
    return Cast(one, two, three, chance.choice(students), some_id(chance), some_id(chance))


INSTRUCTORS: dict[str, Odd] = {
    "instructor-null": lambda _: {"instructor": None},
    "instructor-missing": lambda _: {},
    "instructor-string-of-trainer": lambda c: {"instructor": str(c.one)},
    "instructor-string-in-capitals": lambda c: {"instructor": str(c.one).upper()},
    "instructor-string-of-student": lambda c: {"instructor": str(c.student)},
    "instructor-string-of-nobody": lambda c: {"instructor": str(c.nobody)},
    "instructor-name": lambda _: {"instructor": "Dr. Sarah"},
    "instructor-empty-string": lambda _: {"instructor": ""},
    "instructor-number": lambda _: {"instructor": 7},
    "instructor-of-nobody": lambda c: {"instructor": c.nobody},
    "instructor-of-student": lambda c: {"instructor": c.student},
    "instructor-array": lambda c: {"instructor": [c.one]},
    "instructor-array-of-two": lambda c: {"instructor": [c.one, c.two]},
    "instructor-object": lambda c: {"instructor": {"_id": c.one, "name": "Ada"}},
}
"""On courses and batches, without any trainers."""

COURSES: dict[str, Odd] = {
    **INSTRUCTORS,
    "instructor-dbref": lambda c: {"instructor": DBRef("users", c.one)},
    "trainers-empty": lambda c: {"instructor": c.one, "trainers": []},
    "trainers-empty-instructor-null": lambda _: {"instructor": None, "trainers": []},
    "trainers-null": lambda c: {"instructor": c.one, "trainers": None},
    "trainers-text": lambda c: {"instructor": c.one, "trainers": "Ada, Ben"},
    "trainers-object": lambda c: {"instructor": c.one, "trainers": _people(c.one)},
    "trainers-entries-null": lambda c: {"instructor": c.one, "trainers": [None]},
    "trainers-entries-text": lambda c: {"instructor": c.one, "trainers": ["Ada"]},
    "trainers-entries-ids": lambda c: {"instructor": c.one, "trainers": [c.one, c.two]},
    "trainers-entry-of-nobody": lambda c: {"instructor": c.one, "trainers": [{"role": "assistant"}]},
    "trainers-extra-keys": lambda c: {"instructor": c.one, "trainers": [_entry(c, c.one, "lead") | _extras()]},
    "trainers-partly": lambda c: {"instructor": c.one, "trainers": [{"trainer": c.one, "role": "lead"}]},
    "trainers-without-lead": lambda c: {"instructor": c.one, "trainers": [_entry(c, c.two, "assistant")]},
    "trainers-instructor-assists": lambda c: {"instructor": c.one, "trainers": [_entry(c, c.one, "assistant")]},
    "trainers-disagree": lambda c: {"instructor": c.one, "trainers": [_entry(c, c.two, "lead")]},
    "trainers-lead-instructor-null": lambda c: {"instructor": None, "trainers": [_entry(c, c.one, "lead")]},
    "trainers-lead-instructor-missing": lambda c: {"trainers": [_entry(c, c.one, "lead")]},
    "trainers-twice": lambda c: {"instructor": c.one, "trainers": [_entry(c, c.one, "lead"), {"trainer": c.one}]},
}

BATCHES: dict[str, Odd] = {
    **INSTRUCTORS,
    "trainers-empty": lambda c: {"instructor": c.one, "trainers": {}},
    "trainers-empty-instructor-null": lambda _: {"instructor": None, "trainers": {}},
    "trainers-null": lambda c: {"instructor": c.one, "trainers": None},
    "trainers-text": lambda c: {"instructor": c.one, "trainers": "Ada"},
    "trainers-list": lambda c: {"instructor": c.one, "trainers": [_entry(c, c.one, "lead")]},
    "trainers-empty-list": lambda c: {"instructor": c.one, "trainers": []},
    "trainers-primary-text": lambda c: {"instructor": c.one, "trainers": {"primary": "Ada"}},
    "trainers-backup-text": lambda c: {"instructor": c.one, "trainers": {"primary": c.one, "backup": "Ben"}},
    "trainers-backup-odd": lambda c: {"instructor": c.one, "trainers": _people(c.one) | {"backup": ["Ben", None]}},
    "trainers-extra-keys": lambda c: {"instructor": c.one, "trainers": _people(c.one, c.two) | _extras()},
    "trainers-partly": lambda c: {"instructor": c.one, "trainers": {"primary": c.one}},
    "trainers-without-primary": lambda c: {"instructor": c.one, "trainers": {"backup": [c.two]}},
    "trainers-primary-null": lambda c: {"instructor": c.one, "trainers": {"primary": None, "assistants": [c.two]}},
    "trainers-instructor-stands-by": lambda c: {"instructor": c.one, "trainers": _people(c.two, c.one)},
    "trainers-disagree": lambda c: {"instructor": c.one, "trainers": _people(c.two, c.three)},
    "trainers-primary-instructor-null": lambda c: {"instructor": None, "trainers": _people(c.one)},
    "trainers-primary-instructor-missing": lambda c: {"trainers": _people(c.one)},
    "course-null": lambda c: {"instructor": c.one, "course": None},
    "course-missing": lambda c: {"instructor": c.one},
    "course-of-nobody": lambda c: {"instructor": c.one, "course": c.nobody},
}
"""A DBRef is not among them: SecantusDB can't store one in an indexed field."""


def _entry(cast: Cast, trainer: ObjectId, role: str) -> Raw:
    return {
        "_id": cast.entry,
        "trainer": trainer,
        "role": role,
        "workload": 0,
        "assignedBatches": [],
        "status": "active",
    }


def _people(primary: ObjectId, *backup: ObjectId) -> Raw:
    return {"primary": primary, "backup": [*backup], "assistants": []}


def _extras() -> Raw:
    return {"fee": Decimal128("12.50"), "since": {"year": 2019}, "": "kept"}
