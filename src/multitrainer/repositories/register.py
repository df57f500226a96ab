"""Everybody who has or may get an account: the institute's users, listed, and admins added to them."""

import re
from collections.abc import AsyncIterator
from enum import StrEnum
from typing import Any, NamedTuple

from pymongo.errors import DuplicateKeyError

from multitrainer.clock import Clock
from multitrainer.documents import Credentials, User
from multitrainer.domain.actors import ActorKind
from multitrainer.identity.passwords import is_old
from multitrainer.repositories.accounts import account_of
from multitrainer.repositories.pages import after, paged
from multitrainer.repositories.walks import FETCHED, picked, pieces
from multitrainer.stored.ids import oid, oids
from multitrainer.stored.users import UserSchema

Raw = dict[str, Any]

NAME = "name"


class PasswordKind(StrEnum):
    """Whose hash somebody's password is compared with."""

    OURS = "ours"
    OLD = "old"
    """The old application's."""
    NONE = "none"
    """They can't sign in with one."""


class Registered(NamedTuple):
    """A user as far as accounts go. None where `users` have no text in that field."""

    user: str
    email: str | None
    name: str | None
    role: str | None
    password: PasswordKind
    kind: ActorKind


class Register:
    """Reads the users' accounts, and adds admins."""

    def __init__(self, schema: UserSchema, clock: Clock) -> None:
        self._schema = schema
        self._clock = clock

    async def has_admin(self) -> bool:
        """Whether anybody is one."""
        admins = {self._schema.role: {"$in": [*self._schema.admins]}}
        return await User.get_motor_collection().find_one(admins, {"_id": 1}) is not None

    async def has_email(self, email: str) -> bool:
        """Whether anybody has this address, as it is written or in small letters."""
        theirs = self._schema.has_address(email)
        return await User.get_motor_collection().find_one(theirs, {"_id": 1}) is not None

    @property
    def role_of_admins(self) -> str:
        """What a new one gets as role."""
        return self._schema.admins[0]

    async def insert_admin(self, user: str, name: str, email: str) -> None:
        """Add one, as Mongoose would, unless an earlier try got that far.

        Without a password: that is none of the old application's business.
        """
        now, admin, users = self._clock(), oid(user), User.get_motor_collection()
        fields = {NAME: name, self._schema.email: email, self._schema.role: self.role_of_admins}
        try:
            await users.insert_one({"_id": admin, **fields, "createdAt": now, "updatedAt": now, "__v": 0})
        except DuplicateKeyError:  # the id's, or that of an index which the institute made
            if not await users.find_one({"_id": admin}, {"_id": 1}):
                raise

    async def give_email(self, user: str, email: str) -> None:
        """Give somebody an address who has none."""
        change = {"$set": {self._schema.email: email, "updatedAt": self._clock()}}
        await User.get_motor_collection().update_one({"_id": oid(user), self._schema.email: None}, change)

    async def still_at(self, addresses: dict[str, str]) -> list[str]:
        """Those of some users who have the address that is given beside their id."""
        found = await self.addresses([*addresses])
        return [user for user, email in found.items() if email == addresses[user]]

    async def addresses(self, users: list[str]) -> dict[str, str]:
        """The addresses of some users by their ids, of those who are there and have one."""
        field = self._schema.email
        found = User.get_motor_collection().find({"_id": {"$in": oids(users)}}, {field: 1})
        return {str(user["_id"]): email async for user in found if (email := _text(user.get(field)))}

    async def all(self) -> AsyncIterator[Registered]:
        """Everybody, in the order of `_id`, read a piece at a time. Raises PyMongoError."""
        async for piece in pieces(User.get_motor_collection(), self._fields, lambda: FETCHED):
            for one in await self._with_credentials(piece):
                yield one

    async def page(
        self, text: str, kind: ActorKind | None, cursor: str | None, limit: int
    ) -> tuple[list[Registered], str | None]:
        """Those in whose name or address a text stands, in the order they were made; all, or those who are of a kind.

        Raises InvalidInput for a foreign cursor.
        """
        match = {**after(cursor), **self._are(kind), **self._have(text)}
        found = User.get_motor_collection().find(match, dict.fromkeys(self._fields, 1)).sort("_id", 1).limit(limit + 1)
        page = paged(await found.to_list(None), limit)
        return await self._with_credentials(page.items), page.next

    async def one(self, user: str) -> Registered | None:
        """One of them."""
        found = await User.get_motor_collection().find_one({"_id": oid(user)}, dict.fromkeys(self._fields, 1))
        return (await self._with_credentials([found]))[0] if found else None

    @property
    def _fields(self) -> tuple[str, ...]:
        return NAME, self._schema.role, self._schema.email, self._schema.password

    def _are(self, kind: ActorKind | None) -> Raw:
        roles = {ActorKind.ADMIN: [*self._schema.admins], ActorKind.TRAINER: [*self._schema.trainers]}
        if kind is None:
            return {}
        others = {"$nin": [*self._schema.admins, *self._schema.trainers]}
        return {self._schema.role: {"$in": roles[kind]} if kind in roles else others}

    def _have(self, text: str) -> Raw:
        """In their name or address, however it is written."""
        like = {"$regex": re.escape(text), "$options": "i"}
        return {"$or": [{NAME: like}, {self._schema.email: like}]} if text else {}

    async def _with_credentials(self, users: list[Raw]) -> list[Registered]:
        kept = await picked(Credentials.get_motor_collection(), ("hash", "made_of"), [user["_id"] for user in users])
        ours = {str(credentials["_id"]): credentials for credentials in kept}
        return [self._registered(user, ours.get(str(user["_id"]), {})) for user in users]

    def _registered(self, user: Raw, ours: Raw) -> Registered:
        account = account_of(user, user.get(self._schema.password), ours)
        email, name, role = (_text(user.get(field)) for field in (self._schema.email, NAME, self._schema.role))
        password = _kind(account.hash, account.ours)
        return Registered(account.user, email, name, role, password, self._schema.kind(user))


def _kind(good: str | None, ours: str | None) -> PasswordKind:
    if good is not None and good == ours:
        return PasswordKind.OURS
    return PasswordKind.OLD if is_old(good) else PasswordKind.NONE


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) else None
