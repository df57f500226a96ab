"""What has to be known of courses, batches and trainers, and the institute's documents don't say."""

from typing import Any

from beanie import Document, PydanticObjectId
from pydantic import ConfigDict
from pydantic.alias_generators import to_camel
from pymongo import ASCENDING, IndexModel


class CourseFacts(Document):
    """What is stated of a course; `_id` is the course's."""

    batching: dict[str, Any] | None = None

    class Settings:
        name = "multitrainer_courses"


class TrainerFacts(Document):
    """What is stated of a trainer; `_id` is the user's."""

    model_config = ConfigDict(extra="allow", alias_generator=to_camel, populate_by_name=True)

    weekly_hours: float | None = None
    skills: list[str] = []
    availability: list[dict[str, Any]] = []
    """The week that the trainer has painted; `unavailable` is what admins state."""
    unavailable: list[dict[str, Any]] = []
    limits: dict[str, Any] = {}

    class Settings:
        name = "multitrainer_trainers"


class BatchFacts(Document):
    """What is stated of a batch; `_id` is the batch's."""

    model_config = ConfigDict(extra="allow", alias_generator=to_camel, populate_by_name=True)

    course: PydanticObjectId
    hours: float | None = None
    sessions: list[dict[str, Any]] = []
    skills: list[str] = []
    pinned: bool = False
    slot: str | None = None
    timetable: dict[str, Any] | None = None
    generated: dict[str, Any] | None = None
    """How far its sessions have been generated, and with which version of the holidays."""

    class Settings:
        name = "multitrainer_batches"
        indexes = (
            IndexModel([("course", ASCENDING)], name="course"),
            IndexModel([("generated.until", ASCENDING)], name="generated", sparse=True),
            IndexModel([("generated.holidays", ASCENDING)], name="holidays", sparse=True),
        )
