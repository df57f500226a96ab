"""Courses, with the roster embedded as the seed specifies it."""

from beanie import PydanticObjectId
from bson import ObjectId
from pydantic import Field
from pymongo import ASCENDING, IndexModel

from multitrainer.documents.base import Embedded, Legacy
from multitrainer.domain.roster import Role, Status


class CourseTrainer(Embedded):
    """One trainer on a course. `workload` is per cent of the trainer's weekly hours."""

    id: PydanticObjectId = Field(default_factory=PydanticObjectId, alias="_id")
    trainer: PydanticObjectId
    role: Role = Role.ASSISTANT
    workload: float = 0
    assigned_batches: list[PydanticObjectId] = []
    status: Status = Status.ACTIVE


class Course(Legacy):
    """What is taught. `instructor` is the old application's: the first active lead."""

    name: str
    trainers: list[CourseTrainer] = []
    instructor: PydanticObjectId | None = None

    class Settings:
        name = "courses"
        keep_nulls = False
        indexes = (
            IndexModel([("trainers.assignedBatches", ASCENDING)], name="multitrainer_batches"),
            IndexModel([("trainers.trainer", ASCENDING), ("_id", ASCENDING)], name="multitrainer_trainer"),
            # Of ids alone: the embedded server stores no DBRef where it would have to be indexed (docs/engines.md).
            IndexModel(
                [("instructor", ASCENDING), ("_id", ASCENDING)],
                name="multitrainer_instructor",
                partialFilterExpression={"instructor": {"$gte": ObjectId(bytes(12))}},
            ),
        )
