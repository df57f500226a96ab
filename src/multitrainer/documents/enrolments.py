"""Enrolments: who wants to learn what, and whether they have a place."""

from datetime import datetime

from beanie import Document, PydanticObjectId
from pydantic import ConfigDict
from pydantic.alias_generators import to_camel
from pymongo import ASCENDING, IndexModel


class Enrolment(Document):
    """One student on one course: wishes, time and whether they wait. Where they sit, the batch says."""

    model_config = ConfigDict(populate_by_name=True, alias_generator=to_camel)

    student: PydanticObjectId
    course: PydanticObjectId
    slots: list[str]
    joined_at: datetime
    status: str
    batch: PydanticObjectId | None = None

    class Settings:
        name = "multitrainer_enrolments"
        indexes = (
            IndexModel([("course", ASCENDING), ("student", ASCENDING)], name="student", unique=True),
            IndexModel([("course", ASCENDING), ("_id", ASCENDING)], name="course"),
            IndexModel([("course", ASCENDING), ("status", ASCENDING), ("_id", ASCENDING)], name="status"),
            IndexModel([("status", ASCENDING), ("course", ASCENDING)], name="status_course"),
            IndexModel([("course", ASCENDING), ("batch", ASCENDING), ("_id", ASCENDING)], name="batch"),
        )
