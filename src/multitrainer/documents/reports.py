"""What is reported of sessions."""

from datetime import datetime
from typing import Any

from beanie import Document, PydanticObjectId
from pydantic import ConfigDict
from pydantic.alias_generators import to_camel
from pymongo import ASCENDING, IndexModel


class SessionReport(Document):
    """The report of a session, whose id it has; `start` and `end` are its time, `held_by` whoever had it to hold."""

    model_config = ConfigDict(extra="allow", alias_generator=to_camel, populate_by_name=True)

    course: PydanticObjectId
    batch: PydanticObjectId
    start: datetime
    end: datetime
    held_by: PydanticObjectId | None = None
    covered: bool
    held: bool
    topics: str | None = None
    attendance: int | None = None
    reason: str | None = None
    for_lead: str | None = None
    flagged: bool = False
    by: str
    at: datetime
    acknowledged: dict[str, Any] | None = None
    told_by: str | None = None

    class Settings:
        name = "multitrainer_session_reports"
        indexes = (
            IndexModel(
                [("batch", ASCENDING), ("flagged", ASCENDING), ("start", ASCENDING), ("_id", ASCENDING)], name="flagged"
            ),
            IndexModel([("heldBy", ASCENDING), ("start", ASCENDING)], name="held_by"),
        )
