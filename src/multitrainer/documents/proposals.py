"""Proposals, and what is too large to stand in one document with them."""

from datetime import datetime
from typing import Any

from beanie import Document, PydanticObjectId
from pymongo import ASCENDING, IndexModel


class ProposalDocument(Document):
    """One proposal. `beat_at` moves while somebody works at it; `cancel` asks them to end with the best so far."""

    kind: str
    courses: list[PydanticObjectId]
    state: str
    made_by: dict[str, str]
    made_at: datetime
    beat_at: datetime
    ended_at: datetime | None = None
    options: dict[str, Any]
    progress: dict[str, Any]
    cancel: bool = False
    summary: dict[str, Any] | None = None
    error: str | None = None

    class Settings:
        name = "multitrainer_proposals"
        indexes = (
            IndexModel([("state", ASCENDING)], name="state"),
            IndexModel([("state", ASCENDING), ("_id", ASCENDING)], name="state_id"),
            IndexModel([("courses", ASCENDING)], name="courses"),
        )


class ProposalPart(Document):
    """A piece of a proposal's problem, solution or view: compressed JSON, in pieces that a document can hold."""

    proposal: PydanticObjectId
    part: str
    n: int
    data: bytes

    class Settings:
        name = "multitrainer_proposal_parts"
        indexes = (
            IndexModel([("proposal", ASCENDING), ("part", ASCENDING), ("n", ASCENDING)], name="part", unique=True),
        )
