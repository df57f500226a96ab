"""Who is signed in: one document for each sign-in, whose refresh token changes at each use."""

from datetime import datetime
from typing import Any

from multitrainer.documents import SignIn
from multitrainer.identity.keys import REFRESH_TOKEN, Key, new_key
from multitrainer.stored.ids import hexed, new_id, oid


class SignIns:
    """Keeps sign-ins. One that is over is deleted, by the server itself when its time has come."""

    async def begin(self, user: str, now: datetime, until: datetime) -> Key:
        """Somebody is signed in from now on; returns their refresh token."""
        token = new_key(REFRESH_TOKEN, new_id())
        kept = {"digest": token.digest, "family": token.family}
        await SignIn(id=oid(token.id), user=oid(user), began_at=now, expires_at=until, **kept).insert()
        return token

    async def user_of(self, token: Key, now: datetime) -> str | None:
        """Whose sign-in a refresh token was given out for, whether it is the present one or not; else None."""
        found: dict[str, Any] = await SignIn.get_motor_collection().find_one({"_id": oid(token.id)}) or {}
        until = found.get("expires_at")
        is_open = isinstance(until, datetime) and until > now
        return hexed(found.get("user")) if is_open and token.is_of_family(found.get("family")) else None

    async def renew(self, token: Key, until: datetime) -> Key | None:
        """Put a new refresh token in the place of the present one; None where this one is not the present one."""
        renewed = token.renewed()
        present = {"_id": oid(token.id), "digest": token.digest}
        change = {"$set": {"digest": renewed.digest, "expires_at": until}}
        result = await SignIn.get_motor_collection().update_one(present, change)
        return renewed if result.matched_count else None

    async def end(self, sign_in: str) -> None:
        """This one is over."""
        await SignIn.get_motor_collection().delete_one({"_id": oid(sign_in)})

    async def of_user(self, user: str, now: datetime, limit: int) -> list[dict[str, Any]]:
        """Those of a user that are open, the latest first: `_id`, `began_at`, `expires_at`."""
        shown = {"began_at": 1, "expires_at": 1}
        theirs = {"user": oid(user), "expires_at": {"$gt": now}}
        return await SignIn.get_motor_collection().find(theirs, shown).sort("_id", -1).limit(limit).to_list(None)

    async def end_others(self, user: str, but: str) -> None:
        """All of a user but one are over."""
        await SignIn.get_motor_collection().delete_many({"user": oid(user), "_id": {"$ne": oid(but)}})

    async def end_all(self, user: str) -> None:
        """All of a user are over."""
        await SignIn.get_motor_collection().delete_many({"user": oid(user)})
