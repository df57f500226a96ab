"""Enrolments: students on courses, and how they follow from who sits in which batch."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from multitrainer.domain.errors import UnknownSlot
from multitrainer.domain.invariants import Violation
from multitrainer.domain.sentences import Sentence


class EnrolmentStatus(StrEnum):
    """What has become of an enrolment."""

    PLACED = "placed"
    WAITING = "waiting"
    WITHDRAWN = "withdrawn"


Sitting = Mapping[str, Sequence[str]]
"""The batches of a course in which each student sits."""


@dataclass(frozen=True, slots=True)
class Enrolment:
    """One student on one course; `slots` are what they wish for, the best first. Without any, they take all."""

    id: str
    student: str
    course: str
    slots: tuple[str, ...]
    joined_at: datetime
    status: EnrolmentStatus = EnrolmentStatus.WAITING
    batch: str | None = None

    @property
    def is_current(self) -> bool:
        """Whether the student has a place or waits for one."""
        return self.status is not EnrolmentStatus.WITHDRAWN

    def following(self, sits: Sequence[str]) -> "Enrolment":
        """The enrolment as it is where the student sits in these batches, which are the truth."""
        if self.status is EnrolmentStatus.PLACED and self.batch in sits:
            return self
        if sits:
            return replace(self, status=EnrolmentStatus.PLACED, batch=sits[0])
        if self.status is EnrolmentStatus.PLACED:
            return replace(self, status=EnrolmentStatus.WAITING, batch=None)
        return self if self.batch is None else replace(self, batch=None)

    def kept(self) -> dict[str, Any]:
        """What the audit keeps of it."""
        return {"student": self.student, "slots": [*self.slots], "status": self.status.value, "batch": self.batch}


def sitting_in(classes: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """Where each student sits, by the students of each batch."""
    sits: dict[str, list[str]] = {}
    for batch, students in classes.items():
        for student in dict.fromkeys(students):
            sits.setdefault(student, []).append(batch)
    return sits


def must_be_slots(named: Sequence[str], known: Sequence[str], field: str = "slots") -> None:
    """Raises UnknownSlot."""
    if unknown := [name for name in named if name not in known]:
        there = f"has: {', '.join(known)}" if known else "has none: PUT its batching first"
        has = Sentence("{slot} is no slot of the course, which has: {slots}.", slot=unknown[0], slots=[*known])
        none = Sentence("{slot} is no slot of the course, which has none.", slot=unknown[0])
        detail = f"{unknown[0]} is no slot of the course, which {there}."
        raise UnknownSlot(has if known else none, detail, field=field, slots=unknown)


def enrolment_breaches(enrolments: Sequence[Enrolment], sits: Sitting) -> Iterator[Violation]:
    """Every enrolment that says something else than the batches, and who is enrolled and sits in several."""
    for enrolment in enrolments:
        found = sits.get(enrolment.student, ())
        if (right := enrolment.following(found)) != enrolment:
            detail = f"Enrolment {enrolment.id} is {_place(enrolment)}, by the batches it is {_place(right)}."
            yield Violation("enrolment-place", detail, enrolment.course, right.batch or enrolment.batch)
        if len(found) > 1:
            detail = f"The student of enrolment {enrolment.id} sits in {len(found)} batches: {', '.join(found)}."
            yield Violation("enrolled-twice", f"{detail} Take them out of all but one.", enrolment.course, found[0])


def _place(enrolment: Enrolment) -> str:
    return f"{enrolment.status.value} in {enrolment.batch}" if enrolment.batch else enrolment.status.value
