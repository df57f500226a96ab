"""The one link with which the first admin is made."""

from datetime import datetime

from multitrainer.documents import SetUpLink
from multitrainer.identity.keys import Key

THE_LINK = "link"


class SetUpLinks:
    """Keeps the link that is good, by the digest of its token alone."""

    async def put(self, token: Key, until: datetime) -> None:
        """This one is good from now on, and the one before is not."""
        change = {"$set": {"digest": token.digest, "expires_at": until}}
        await SetUpLink.get_motor_collection().update_one({"_id": THE_LINK}, change, upsert=True)

    async def is_good(self, token: Key, now: datetime) -> bool:
        """Whether it is the one that is good."""
        kept = await SetUpLink.get_motor_collection().find_one({"_id": THE_LINK})
        return kept is not None and kept["expires_at"] > now and token.is_kept_as(kept["digest"])

    async def end(self) -> None:
        """None is good any more."""
        await SetUpLink.get_motor_collection().delete_one({"_id": THE_LINK})
