"""Who stands in for whom: the searches for cover, and their results."""

from datetime import datetime
from typing import Any

from beanie import Document, PydanticObjectId
from pydantic import ConfigDict
from pydantic.alias_generators import to_camel
from pymongo import ASCENDING, IndexModel


class Cover(Document):
    """The search for somebody to take one session of a trainer who is away.

    `_id` is made of the session, the trainer and the time, so that there is one search for them. `start` and `end` are
    the session's as it was to be. `open_to` are those who are being asked; `look_at` is when time changes something.
    """

    model_config = ConfigDict(extra="allow", alias_generator=to_camel, populate_by_name=True)

    session: PydanticObjectId
    course: PydanticObjectId
    batch: PydanticObjectId
    trainer: PydanticObjectId
    leave: PydanticObjectId
    start: datetime
    end: datetime
    state: str
    opened_at: datetime
    opening: int
    offers: list[dict[str, Any]]
    open_to: list[PydanticObjectId] | None = None
    substitute: PydanticObjectId | None = None
    alone: bool = False
    combined_with: PydanticObjectId | None = None
    moved_to: dict[str, datetime] | None = None
    told_lead_at: datetime | None = None
    told_admin_at: datetime | None = None
    look_at: datetime | None = None
    gone: bool = False

    class Settings:
        name = "multitrainer_covers"
        indexes = (
            IndexModel([("trainer", ASCENDING), ("start", ASCENDING), ("_id", ASCENDING)], name="trainer"),
            IndexModel([("substitute", ASCENDING), ("start", ASCENDING), ("_id", ASCENDING)], name="substitute"),
            IndexModel([("openTo", ASCENDING), ("start", ASCENDING), ("_id", ASCENDING)], name="open_to"),
            IndexModel([("batch", ASCENDING), ("state", ASCENDING)], name="batch"),
            IndexModel([("leave", ASCENDING), ("state", ASCENDING)], name="leave"),
            IndexModel([("course", ASCENDING), ("start", ASCENDING), ("_id", ASCENDING)], name="course"),
            IndexModel(
                [("course", ASCENDING), ("state", ASCENDING), ("start", ASCENDING), ("_id", ASCENDING)],
                name="course_state",
            ),
            IndexModel([("state", ASCENDING), ("start", ASCENDING), ("_id", ASCENDING)], name="state"),
            IndexModel([("start", ASCENDING), ("_id", ASCENDING)], name="start"),
            IndexModel([("session", ASCENDING)], name="session"),
            IndexModel([("lookAt", ASCENDING)], name="look_at", sparse=True),
        )
