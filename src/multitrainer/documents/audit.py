"""Who changed what."""

from datetime import datetime
from typing import Any

from beanie import Document
from pymongo import ASCENDING, IndexModel


class AuditEntry(Document):
    """One change: by whom, of what, from what to what.

    `about` are all ids that it concerns, whoever made it among them, so that a person's entries are found. `begun` is
    there on servers without transactions from before the change until after it: what was cut off in between keeps it,
    until the doctor writes `cut_off` instead.
    """

    at: datetime
    by: dict[str, str]
    action: str
    about: list[str]
    changes: list[dict[str, Any]]
    request_id: str | None = None
    begun: bool | None = None
    cut_off: bool | None = None

    class Settings:
        name = "multitrainer_audit"
        indexes = (
            IndexModel([("_id", ASCENDING), ("at", ASCENDING)], name="time"),  # docs/engines.md: a range of `_id` alone
            IndexModel([("about", ASCENDING), ("_id", ASCENDING)], name="about"),
            IndexModel([("by.id", ASCENDING), ("_id", ASCENDING)], name="by"),
            IndexModel([("action", ASCENDING), ("_id", ASCENDING)], name="action"),
            IndexModel([("begun", ASCENDING)], name="begun", sparse=True),
        )
