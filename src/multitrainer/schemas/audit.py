"""Who changed what."""

from datetime import datetime
from typing import Any

from pydantic import Field

from multitrainer.schemas.base import View

AN_ID = "66f1a2b3c4d5e6f708192a3b"


class AuditActor(View):
    """Who made a change."""

    kind: str = Field(examples=["trainer"])
    id: str = Field(description="A user's id, a key's, or `operator`: the command line.", examples=[AN_ID])


class AuditChange(View):
    """One field of one thing, before and after; null where it was or is not there."""

    of: str = Field(description="The collection.", examples=["courses"])
    id: str = Field(examples=[AN_ID])
    field: str = Field(description="`_id` where the whole thing is deleted.", examples=["trainers"])
    before: Any = Field(examples=[{"trainer": AN_ID, "role": "assistant", "status": "active"}])
    after: Any = Field(examples=[None])


class AuditEntry(View):
    """One change."""

    id: str = Field(alias="_id", examples=[AN_ID])
    at: datetime
    by: AuditActor
    action: str = Field(examples=["remove-from-roster"])
    about: list[str] = Field(description="All ids that it concerns.", examples=[[AN_ID]])
    changes: list[AuditChange]
    request_id: str | None = Field(description="The request's, as in the log.", examples=["62f0682bbd714614abfb5f31"])
    unfinished: bool = Field(
        description="The change had begun and was cut off, or is being made now: on a server without transactions it "
        "may have come about, in part or not at all. `multitrainer doctor` repairs what is left in part."
    )
