"""Enrolments and settings of batches between their documents and the domain's values."""

from dataclasses import asdict
from typing import Any

from multitrainer.domain.batching import Batching, Rest, Slot
from multitrainer.domain.enrolments import Enrolment, EnrolmentStatus
from multitrainer.domain.errors import MalformedData, SenselessBatching
from multitrainer.domain.sentences import Sentence
from multitrainer.domain.week import Day, Meeting
from multitrainer.stored.ids import hexed, oid

Raw = dict[str, Any]


def read_enrolment(raw: Raw) -> Enrolment:
    """The value of a stored enrolment."""
    ids = (str(raw["_id"]), str(raw["student"]), str(raw["course"]))
    place = (EnrolmentStatus(raw["status"]), hexed(raw.get("batch")))
    return Enrolment(*ids, tuple(raw["slots"]), raw["joinedAt"], *place)


def write_enrolment(enrolment: Enrolment) -> Raw:
    """The document of an enrolment."""
    return {
        "_id": oid(enrolment.id),
        "student": oid(enrolment.student),
        "course": oid(enrolment.course),
        "slots": [*enrolment.slots],
        "joinedAt": enrolment.joined_at,
        "status": enrolment.status.value,
        "batch": oid(enrolment.batch) if enrolment.batch else None,
    }


def read_batching(course: str, raw: Raw | None) -> Batching | None:
    """A course's settings; None where there are none. Raises MalformedData."""
    if raw is None:
        return None
    try:
        slots = tuple(Slot(slot["name"], tuple(map(_session, slot["sessions"]))) for slot in raw["slots"])
        return Batching(raw["target"], raw["minimum"], raw["maximum"], Rest(raw["rest"]), slots)
    except (KeyError, TypeError, ValueError, SenselessBatching):
        words = f"The batching of course {course} in multitrainer_courses can't be read. PUT it again."
        said = Sentence("The settings for this course's batches can't be read. Save them again.")
        raise MalformedData(said, words, course=course) from None


def write_batching(batching: Batching) -> Raw:
    """The document of a course's settings."""
    slots = [{"name": s.name, "sessions": [session._asdict() for session in s.sessions]} for s in batching.slots]
    return {**asdict(batching), "rest": batching.rest.value, "slots": _plain(slots)}


def _session(raw: Raw) -> Meeting:
    return Meeting(Day(raw["day"]), raw["start"], raw["end"])


def _plain(slots: list[Raw]) -> list[Raw]:
    """With words in place of days, which BSON does not know."""
    return [{**slot, "sessions": [{**one, "day": str(one["day"])} for one in slot["sessions"]]} for slot in slots]
