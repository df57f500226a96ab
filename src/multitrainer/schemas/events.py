"""What the stream of events sends."""

from typing import Any, NamedTuple

from pydantic import Field

from multitrainer.schemas.base import Id, View


class Change(View):
    """That something changed: ids and nothing else, so load it anew. Sent to whoever may read it."""

    what: str = Field(examples=["batch"])
    id: Id | None = Field(description="None where many of them changed at once.")
    course: Id | None = None
    batch: Id | None = None
    trainer: Id | None = None


class WasRead(View):
    """That one's notification was read, or with None all of them, and how many are unread now."""

    notification: Id | None
    unread: int


class LiveEvent(NamedTuple):
    """One event as the client gives it: `data` as JSON was. `last` is where to go on after it."""

    name: str
    data: dict[str, Any]
    last: str
