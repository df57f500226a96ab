"""Threads, the messages in them, how far somebody has read, and the files that go with messages."""

from datetime import datetime
from typing import Any

from beanie import Document, PydanticObjectId
from pydantic import ConfigDict, Field
from pydantic.alias_generators import to_camel
from pymongo import ASCENDING, DESCENDING, IndexModel


class ThreadDocument(Document):
    """A thread, by the id that tells what it is of; made with its first message. `last` is the last place given."""

    model_config = ConfigDict(extra="allow", alias_generator=to_camel, populate_by_name=True)

    id: str = Field(alias="_id")  # type: ignore[assignment]  # what the thread is of, instead of an ObjectId
    kind: str
    last: int
    last_at: datetime
    people: list[PydanticObjectId] | None = None
    """Of a thread between two."""

    class Settings:
        name = "multitrainer_threads"
        indexes = (
            IndexModel([("people", ASCENDING), ("lastAt", DESCENDING)], name="people", sparse=True),
            IndexModel([("kind", ASCENDING), ("lastAt", DESCENDING)], name="kind"),
        )


class ThreadMark(Document):
    """How far one person has read a thread, and up to which place they were told of it; `<thread>/<person>`."""

    id: str = Field(alias="_id")  # type: ignore[assignment]  # of a thread and a person
    thread: str
    person: PydanticObjectId
    place: int = 0
    told: int | None = None

    class Settings:
        name = "multitrainer_thread_marks"
        indexes = (IndexModel([("person", ASCENDING)], name="person"),)


class Message(Document):
    """A message. `place` is where it stands in its thread; `words` are those by which it is found.

    `mentioned_at` has a moment for each person whom it has ever mentioned: who was told was told.
    """

    model_config = ConfigDict(extra="allow", alias_generator=to_camel, populate_by_name=True)

    thread: str
    place: int
    author: PydanticObjectId
    text: str
    at: datetime
    words: list[str] | None = None
    mentions: list[PydanticObjectId] = []
    mentioned_at: list[datetime] | None = None
    reply_to: PydanticObjectId | None = None
    attachments: list[dict[str, Any]] | None = None
    edited_at: datetime | None = None
    history: list[dict[str, Any]] | None = None
    deleted_at: datetime | None = None
    deleted_by: str | None = None

    class Settings:
        name = "multitrainer_messages"
        indexes = (
            IndexModel([("thread", ASCENDING), ("place", ASCENDING)], name="place", unique=True),
            IndexModel([("words", ASCENDING), ("thread", ASCENDING)], name="words"),
            IndexModel([("words", ASCENDING), ("_id", ASCENDING)], name="newest"),
            IndexModel([("author", ASCENDING), ("thread", ASCENDING), ("place", ASCENDING)], name="author"),
            IndexModel([("author", ASCENDING), ("mentionedAt", ASCENDING)], name="mentioned"),
            IndexModel([("attachments._id", ASCENDING)], name="attachments", sparse=True),
        )


class Attachment(Document):
    """What is known of a file, whose content lies in the bucket `multitrainer_files` under the same id.

    It is written before the content. As long as no message has taken it, it has an end.
    """

    model_config = ConfigDict(extra="allow", alias_generator=to_camel, populate_by_name=True)

    thread: str
    by: PydanticObjectId
    name: str
    type: str
    size: int
    at: datetime
    expires_at: datetime | None = None

    class Settings:
        name = "multitrainer_attachments"
        indexes = (
            IndexModel([("expiresAt", ASCENDING)], name="expiry", sparse=True),
            IndexModel([("by", ASCENDING), ("expiresAt", ASCENDING)], name="waiting"),
        )
