"""The ledger of cover, and the terms that it is summed up by."""

from datetime import datetime
from typing import Any

from beanie import Document, PydanticObjectId
from pydantic import ConfigDict
from pydantic.alias_generators import to_camel
from pymongo import ASCENDING, IndexModel


class CoverLedgerEntry(Document):
    """Hours of one trainer, signed, which nothing ever changes.

    `_id` is that of the cover and the side, so that each is counted once; that of a correction is its own. `week` is
    the ISO week of the day.
    """

    model_config = ConfigDict(extra="allow", alias_generator=to_camel, populate_by_name=True)

    id: str  # type: ignore[assignment]  # of a cover and a kind
    trainer: PydanticObjectId
    hours: float
    day: str
    week: str
    kind: str
    cover: PydanticObjectId | None = None
    at: datetime
    reason: str | None = None
    by: str | None = None
    other: PydanticObjectId | None = None
    corrects: str | None = None

    class Settings:
        name = "multitrainer_cover_ledger"
        indexes = (
            IndexModel([("trainer", ASCENDING), ("day", ASCENDING), ("_id", ASCENDING)], name="trainer"),
            IndexModel([("day", ASCENDING)], name="day"),
            IndexModel([("cover", ASCENDING)], name="cover", sparse=True),
        )


class Terms(Document):
    """All parts of the institute's year, in one document; `version` grows with each change."""

    id: str = "institute"  # type: ignore[assignment]  # there is one
    version: int
    terms: list[dict[str, Any]]

    class Settings:
        name = "multitrainer_terms"
