"""The one link with which the first admin is made."""

from datetime import datetime

from beanie import Document
from pymongo import ASCENDING, IndexModel


class SetUpLink(Document):
    """Good until it expires or there is an admin. A new one takes the place of the one before."""

    id: str  # type: ignore[assignment]  # the same for each, because only one is good
    digest: str
    expires_at: datetime

    class Settings:
        name = "multitrainer_set_up"
        indexes = (IndexModel([("expires_at", ASCENDING)], name="expiry", expireAfterSeconds=0),)
