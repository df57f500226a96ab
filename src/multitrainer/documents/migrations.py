"""What moving an institute over keeps about itself."""

from datetime import datetime
from typing import Any

from beanie import Document
from pymongo import ASCENDING, IndexModel


class LedgerEntry(Document):
    """How far one migration is, and who holds it.

    `fence` grows with each holder. `after` is the checkpoint: everything up to this `_id` is done.
    """

    id: str  # type: ignore[assignment]  # the migration's name, instead of an ObjectId
    state: str
    fence: int
    until: datetime

    class Settings:
        name = "multitrainer_migrations"


class PreImage(Document):
    """The fields that are ours of one document before a migration, and after it.

    `version` and `at` are what `__v` and `updatedAt` are afterwards: as long as they are, nobody touched it since.
    `last` are `after`, `version` and `at` of the change of ours before, should this one not come about. `changed` tells
    that somebody else changed it in between, `left` that the way back left it.
    """

    migration: str
    of: Any  # an _id of any type
    before: dict[str, Any]
    after: dict[str, Any]
    version: float
    at: Any  # a time, unless the institute keeps something else there
    last: dict[str, Any] | None = None
    changed: bool | None = None
    left: bool | None = None

    class Settings:
        name = "multitrainer_pre_images"
        indexes = (IndexModel([("migration", ASCENDING), ("of", ASCENDING)], name="document", unique=True),)


class SetAsideDocument(Document):
    """A document that people have to mend before it can be moved over."""

    migration: str
    of: Any  # an _id of any type
    reason: str
    detail: str
    at: datetime

    class Settings:
        name = "multitrainer_set_aside"
        indexes = (
            IndexModel([("migration", ASCENDING), ("of", ASCENDING)], name="document", unique=True),
            IndexModel([("migration", ASCENDING), ("_id", ASCENDING)], name="page"),
        )
