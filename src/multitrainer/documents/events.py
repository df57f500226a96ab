"""What is told live: what is to be told, and the feed that every process reads in the same order."""

from datetime import datetime
from typing import Any

from beanie import Document, PydanticObjectId
from pydantic import ConfigDict
from pydantic.alias_generators import to_camel
from pymongo import ASCENDING, IndexModel


class News(Document):
    """Something to tell those who listen, written with what it tells of.

    It is `waiting` until it stands on a page of the feed, from `due_at` on. What may be put in once more, by the same
    id, is kept then for a while, so that it is not told twice. `by` is the process that wrote it.
    """

    model_config = ConfigDict(populate_by_name=True, alias_generator=to_camel)

    topic: str
    at: datetime
    by: PydanticObjectId
    waiting: bool | None = None
    due_at: datetime | None = None
    expires_at: datetime | None = None
    to: PydanticObjectId | None = None
    notification: PydanticObjectId | None = None
    what: str | None = None
    of: str | None = None
    course: str | None = None
    batch: str | None = None
    trainer: str | None = None
    about: list[str] | None = None
    gone: bool | None = None
    thread: str | None = None
    line: str | None = None
    place: int | None = None

    class Settings:
        name = "multitrainer_news"
        indexes = (
            IndexModel([("dueAt", ASCENDING)], name="due", sparse=True),
            IndexModel([("expiresAt", ASCENDING)], name="expiry", expireAfterSeconds=0),
        )


class FeedPage(Document):
    """A page of the feed: some news, numbered from `first` on. The next page begins with the number behind its last."""

    first: int
    at: datetime
    by: PydanticObjectId
    news: list[dict[str, Any]]

    class Settings:
        name = "multitrainer_events"
        indexes = (
            IndexModel([("first", ASCENDING)], name="first", unique=True),
            IndexModel([("at", ASCENDING)], name="at"),
        )
