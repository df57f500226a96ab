"""Who is changing what on a server without transactions."""

from datetime import datetime

from beanie import Document, PydanticObjectId
from pymongo import ASCENDING, IndexModel


class Lease(Document):
    """One thing that is being changed, by whom, and until when they may take for it."""

    id: str  # type: ignore[assignment]  # what is being changed, instead of an ObjectId
    owner: PydanticObjectId
    until: datetime

    class Settings:
        name = "multitrainer_leases"
        indexes = (IndexModel([("until", ASCENDING)], name="expiry", expireAfterSeconds=0),)
