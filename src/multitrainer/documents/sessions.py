"""When batches meet: their sessions, the institute's holidays, and who has which calendar's address."""

from datetime import datetime
from typing import Any

from beanie import Document, PydanticObjectId
from pydantic import ConfigDict
from pydantic.alias_generators import to_camel
from pymongo import ASCENDING, IndexModel


class Session(Document):
    """One dated meeting of a batch. `day` and `number` say which one of its timetable it is.

    `teacher` teaches it in place of the batch's primary; `cover` stands in for whoever teaches it.
    """

    model_config = ConfigDict(extra="allow", alias_generator=to_camel, populate_by_name=True)

    batch: PydanticObjectId
    day: str
    number: int
    start: datetime
    end: datetime
    status: str
    by_hand: bool = False
    cover: PydanticObjectId | None = None
    teacher: PydanticObjectId | None = None
    note: str | None = None
    sequence: int = 0

    class Settings:
        name = "multitrainer_sessions"
        indexes = (
            IndexModel([("batch", ASCENDING), ("day", ASCENDING), ("number", ASCENDING)], name="day", unique=True),
            IndexModel([("batch", ASCENDING), ("start", ASCENDING), ("_id", ASCENDING)], name="start"),
            IndexModel([("start", ASCENDING)], name="begins"),
            IndexModel([("cover", ASCENDING), ("start", ASCENDING), ("_id", ASCENDING)], name="cover", sparse=True),
            IndexModel([("teacher", ASCENDING), ("start", ASCENDING), ("_id", ASCENDING)], name="teacher", sparse=True),
        )


class Holidays(Document):
    """All days on which nobody meets, in one document; `version` grows with each change."""

    id: str = "institute"  # type: ignore[assignment]  # there is one
    version: int
    days: list[dict[str, Any]]

    class Settings:
        name = "multitrainer_holidays"


class Calendar(Document):
    """How often the address of a trainer's calendar was renewed; `_id` is the user's."""

    number: int
    withdrawn: bool = False

    class Settings:
        name = "multitrainer_calendars"
