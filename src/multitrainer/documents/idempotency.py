"""The first answers to requests that carried an idempotency key."""

from datetime import datetime

from beanie import Document, PydanticObjectId
from pymongo import ASCENDING, IndexModel


class IdempotentAnswer(Document):
    """One request by its key: what it was, the id that it gives what it creates, and its answer once there is one."""

    id: str  # type: ignore[assignment]  # the key in its scope, instead of an ObjectId
    fingerprint: str
    new_id: PydanticObjectId
    running_until: datetime
    expires_at: datetime
    status: int | None = None
    headers: dict[str, str] | None = None
    body: bytes | None = None

    class Settings:
        name = "multitrainer_idempotency"
        indexes = (IndexModel([("expires_at", ASCENDING)], name="expiry", expireAfterSeconds=0),)
