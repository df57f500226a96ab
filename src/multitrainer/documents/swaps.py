"""Swaps: two trainers who exchange a session each."""

from datetime import datetime
from typing import Any

from beanie import Document, PydanticObjectId
from pydantic import ConfigDict
from pydantic.alias_generators import to_camel
from pymongo import ASCENDING, IndexModel


class Swap(Document):
    """A swap. `one` and `other` are its sessions as they were when it was proposed, each with its trainer.

    `live` are both sessions as long as the swap is not over, so that each is in one at a time. `look_at` is when time
    changes something, or, of one that is agreed, that the sessions have not both changed hands yet.
    """

    model_config = ConfigDict(extra="allow", alias_generator=to_camel, populate_by_name=True)

    one: dict[str, Any]
    other: dict[str, Any]
    by: str
    confirmed: list[PydanticObjectId]
    state: str
    note: str = ""
    trainers: list[PydanticObjectId]
    courses: list[PydanticObjectId]
    live: list[PydanticObjectId] | None = None
    look_at: datetime | None = None

    class Settings:
        name = "multitrainer_swaps"
        indexes = (
            IndexModel([("trainers", ASCENDING), ("_id", ASCENDING)], name="trainers"),
            IndexModel([("trainers", ASCENDING), ("state", ASCENDING), ("_id", ASCENDING)], name="trainers_state"),
            IndexModel([("courses", ASCENDING), ("_id", ASCENDING)], name="courses"),
            IndexModel([("courses", ASCENDING), ("state", ASCENDING), ("_id", ASCENDING)], name="courses_state"),
            IndexModel([("state", ASCENDING), ("_id", ASCENDING)], name="state"),
            IndexModel([("live", ASCENDING)], name="live", unique=True, sparse=True),
            IndexModel([("lookAt", ASCENDING)], name="look_at", sparse=True),
        )
