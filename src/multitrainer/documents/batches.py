"""Batches, with their people embedded as the seed specifies it."""

from beanie import PydanticObjectId
from pydantic import Field
from pymongo import ASCENDING, IndexModel

from multitrainer.documents.base import Embedded, Legacy


class BatchTrainers(Embedded):
    """The people of a batch."""

    primary: PydanticObjectId | None = None
    backup: list[PydanticObjectId] = []
    assistants: list[PydanticObjectId] = []


class Batch(Legacy):
    """A group of students taught together. `instructor` is the old application's: the primary."""

    course: PydanticObjectId
    name: str
    students: list[PydanticObjectId] = []
    trainers: BatchTrainers = Field(default_factory=BatchTrainers)
    instructor: PydanticObjectId | None = None

    class Settings:
        name = "batches"
        keep_nulls = False
        indexes = (
            IndexModel([("course", ASCENDING), ("_id", ASCENDING)], name="multitrainer_course"),
            IndexModel([("trainers.primary", ASCENDING), ("_id", ASCENDING)], name="multitrainer_primary"),
            IndexModel(
                [("instructor", ASCENDING), ("trainers.primary", ASCENDING), ("_id", ASCENDING)],
                name="multitrainer_instructor",
            ),
            IndexModel([("trainers.backup", ASCENDING), ("_id", ASCENDING)], name="multitrainer_backup"),
            IndexModel([("trainers.assistants", ASCENDING), ("_id", ASCENDING)], name="multitrainer_assistants"),
            IndexModel([("students", ASCENDING), ("_id", ASCENDING)], name="multitrainer_students"),
        )
