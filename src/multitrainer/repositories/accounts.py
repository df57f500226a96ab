"""Whoever may sign in: the institute's users, and the passwords that we keep beside theirs."""

from contextlib import suppress
from datetime import datetime
from hashlib import sha256
from typing import Any, NamedTuple

from bson import ObjectId
from pymongo.errors import DuplicateKeyError

from multitrainer.documents import Credentials, User
from multitrainer.stored.ids import oid, oids
from multitrainer.stored.users import UserSchema

Raw = dict[str, Any]


class Account(NamedTuple):
    """A user, and the hash of the password that is good for them; None where there is none.

    `ours` is what we keep already, which is not what is good where the old application has a newer one.
    """

    user: str
    hash: str | None
    ours: str | None


NO_ONE = ObjectId(bytes(12))
"""Whose password is asked for where there is no such user, so that both take the same time."""


class Accounts:
    """Reads users' passwords, ours and the old application's, and writes ours alone."""

    def __init__(self, schema: UserSchema) -> None:
        self._schema = schema

    async def by_email(self, email: str) -> Account | None:
        """The account of an e-mail address, as it was typed or in small letters; None for one that two users have."""
        user = await self._user(email)
        ours = await Credentials.get_motor_collection().find_one({"_id": user["_id"] if user else NO_ONE}) or {}
        return account_of(user, user.get(self._schema.password), ours) if user else None

    async def is_still_good(self, account: Account) -> bool:
        """Whether the hash of an account is good still, or what was made of it since."""
        shown = {self._schema.password: 1}
        user = await User.get_motor_collection().find_one({"_id": oid(account.user)}, shown) or {}
        ours = await Credentials.get_motor_collection().find_one({"_id": oid(account.user)}) or {}
        old = user.get(self._schema.password)
        made_of_old = {old} if isinstance(old, str) and ours.get("made_of") else set()
        return bool(user) and account.hash in {account_of(user, old, ours).hash, *made_of_old}

    async def set_password(self, user: str, hashed: str) -> None:
        """This hash is good from now on, whatever the old application says."""
        await self._set(oid(user), {"hash": hashed}, {"made_of": ""})

    async def give_first_password(self, user: str, hashed: str) -> None:
        """This hash is good for somebody who has none of ours; whoever has one keeps it."""
        change = {"$setOnInsert": {"hash": hashed}}
        await Credentials.get_motor_collection().update_one({"_id": oid(user)}, change, upsert=True)

    async def having(self, hashed: str, users: list[str]) -> set[str]:
        """Those of some users whose hash is this very one."""
        among = {"_id": {"$in": oids(users)}, "hash": hashed}
        return {str(kept["_id"]) async for kept in Credentials.get_motor_collection().find(among, {"_id": 1})}

    async def adopt(self, account: Account, hashed: str) -> None:
        """This hash of ours stands for the old application's as long as that stays, unless ours changed meanwhile."""
        still = {"_id": oid(account.user), "hash": {"$eq": account.ours}}
        change = {"$set": {"hash": hashed, "made_of": _digest(account.hash)}}
        with suppress(DuplicateKeyError):
            await Credentials.get_motor_collection().update_one(still, change, upsert=True)

    async def sign_out(self, user: str, at: datetime) -> None:
        """Tokens of the old application from before are no good any more."""
        await self._set(oid(user), {"signed_out_at": at}, {})

    async def _user(self, typed: str) -> Raw | None:
        field = self._schema.email
        shown = {field: 1, self._schema.password: 1}
        theirs = self._schema.has_address(typed)
        found = await User.get_motor_collection().find(theirs, shown).limit(3).to_list(3)
        for users in ([user for user in found if user[field] == typed], found):
            if users:
                return users[0] if len(users) == 1 and isinstance(users[0]["_id"], ObjectId) else None
        return None

    async def _set(self, user: ObjectId, fields: Raw, unset: Raw) -> None:
        change = {"$set": fields, **({"$unset": unset} if unset else {})}
        await Credentials.get_motor_collection().update_one({"_id": user}, change, upsert=True)


def account_of(user: Raw, old: object, credentials: Raw) -> Account:
    """A user's account, with what `users` and our credentials say of it.

    Ours is good, unless it was made of a hash which is another now: then the old application's is.
    """
    ours, theirs = credentials.get("hash"), old if isinstance(old, str) else None
    is_good = ours is not None and credentials.get("made_of") in (None, _digest(theirs))
    return Account(str(user["_id"]), ours if is_good else theirs, ours)


def _digest(old: str | None) -> str | None:
    """By which we tell whether the old application's hash is still the one that ours was made of."""
    return sha256(old.encode()).hexdigest() if old else None
