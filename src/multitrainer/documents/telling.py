"""What people are told, what is still to be told, and how and where."""

from datetime import datetime
from typing import Any

from beanie import Document, PydanticObjectId
from pymongo import ASCENDING, IndexModel


class OutboxEntry(Document):
    """Something to be told or delivered: written with the change it tells of, done by a worker.

    `due_at` is when it may be taken, and while somebody has taken it, until when: `lease` is theirs. A worker that dies
    so leaves it to the next one. `to` is the person or the webhook that a delivery is for; one that is for neither goes
    to an `address`.
    """

    does: str
    state: str
    due_at: datetime
    put_at: datetime
    attempts: int
    to: PydanticObjectId | None = None
    address: str | None = None
    lease: PydanticObjectId | None = None
    notices: list[dict[str, Any]] | None = None
    body: str | None = None
    kind: str | None = None
    tries: list[dict[str, Any]] | None = None
    ended_at: datetime | None = None
    expires_at: datetime | None = None

    class Settings:
        name = "multitrainer_outbox"
        indexes = (
            IndexModel([("does", ASCENDING), ("state", ASCENDING), ("due_at", ASCENDING)], name="due"),
            IndexModel([("state", ASCENDING), ("_id", ASCENDING)], name="state"),
            IndexModel([("to", ASCENDING), ("_id", ASCENDING)], name="to"),
            IndexModel([("expires_at", ASCENDING)], name="expiry", expireAfterSeconds=0),
        )


class Notification(Document):
    """What one person sees in the application. Its text is made when it is read, in their language."""

    to: PydanticObjectId
    kind: str
    facts: dict[str, Any]
    names: dict[str, str]
    urgent: bool
    at: datetime
    expires_at: datetime
    meeting: dict[str, Any] | None = None
    unread: bool | None = None

    class Settings:
        name = "multitrainer_notifications"
        indexes = (
            IndexModel([("to", ASCENDING), ("_id", ASCENDING)], name="to"),
            IndexModel([("to", ASCENDING), ("unread", ASCENDING), ("_id", ASCENDING)], name="unread_by_id"),
            IndexModel([("expires_at", ASCENDING)], name="expiry", expireAfterSeconds=0),
        )


class Preferences(Document):
    """How a person wants to be told, under their user's id, as it is written on the wire."""

    channels: dict[str, list[str]] | None = None
    language: str | None = None
    quietHours: dict[str, str] | None = None  # noqa: N815  (as on the wire)
    digestAt: str | None = None  # noqa: N815

    class Settings:
        name = "multitrainer_preferences"


class Webhook(Document):
    """Where a program is told. `failures` are attempts in a row that failed."""

    url: str
    kinds: list[str]
    secret: str
    active: bool
    created_at: datetime
    created_by: str
    failures: int = 0
    disabled_at: datetime | None = None

    class Settings:
        name = "multitrainer_webhooks"
        indexes = (IndexModel([("active", ASCENDING)], name="active"),)
