"""Who a caller is at this moment: what their token or key names, looked up beside whatever they ask for."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, Protocol

from bson import ObjectId

from multitrainer.clock import Clock
from multitrainer.database import Session
from multitrainer.documents import ApiKey, Credentials, SignIn, User
from multitrainer.domain.actors import Actor, ActorKind, Scope
from multitrainer.domain.errors import NotSignedIn
from multitrainer.identity.callers import Caller, OldPerson, Person
from multitrainer.identity.keys import Key
from multitrainer.repositories.rows import rows
from multitrainer.stored.ids import hexed, oid
from multitrainer.stored.users import UserSchema

Raw = dict[str, Any]

Lookup = Key | Person | OldPerson
"""A caller who has to be looked up."""

NAMED, PROOF = "caller_", "proof_"
JOINED = {NAMED: 1, PROOF: 1}
"""What a projection behind the stages of `Callers.joined` has to keep."""


class Callers:
    """Tells actors by their callers."""

    def __init__(self, schema: UserSchema, clock: Clock, key_used: Callable[[Raw], None] = lambda _: None) -> None:
        """`key_used` is told of each key that is good, with what is kept of it, and does not wait."""
        self._schema = schema
        self._clock = clock
        self._key_used = key_used

    def joined(self, caller: Caller, *also: str) -> list[Raw]:
        """Stages that put beside each row what `actor` tells the caller by, so that no query of its own is needed.

        With these fields of the user or key besides.

        A join by a constant field, because the embedded server scans for one with a pipeline (docs/engines.md).
        """
        if isinstance(caller, Actor):
            return []
        asked, kept = _looked_up(caller), self._kept(caller, also)
        return [
            {"$addFields": {name: oid(id_) for name, (_, id_) in asked.items()}},
            *(_join(name, of.get_collection_name()) for name, (of, _) in asked.items()),
            {"$addFields": {name: _only(name, kept[name]) for name in asked}},
        ]

    def actor(self, caller: Caller, row: Raw) -> Actor:
        """Who the caller is, by what was joined to a row. Raises NotSignedIn where they are nobody any more."""
        if isinstance(caller, Actor):
            return caller
        named, proof = ((row.get(name) or [None])[0] for name in (NAMED, PROOF))
        actor = self._machine(caller, named) if isinstance(caller, Key) else self._person(caller, named, proof)
        if actor is None:
            raise NotSignedIn("The access token or key is no longer good. Sign in again.")
        return actor

    async def find(self, caller: Caller, session: Session = None) -> Actor:
        """Who the caller is, by a query of its own. Raises NotSignedIn."""
        if isinstance(caller, Actor):
            return caller
        return self.actor(caller, await self._row(caller, session=session))

    async def find_named(self, caller: Caller) -> tuple[Actor, str | None]:
        """Who the caller is, and what they are called, where that is known. Raises NotSignedIn."""
        if isinstance(caller, Actor):
            return caller, None
        row = await self._row(caller, "name")
        actor = self.actor(caller, row)
        name = row[NAMED][0].get("name")
        return actor, name if isinstance(name, str) else None

    async def _row(self, caller: Lookup, *also: str, session: Session = None) -> Raw:
        collection, id_ = _looked_up(caller)[NAMED]
        only: Raw = {"$match": {"_id": oid(id_)}}
        pipeline = [only, {"$project": {"_id": 1}}, *self.joined(caller, *also)]
        found = await rows(collection.get_motor_collection(), pipeline, session=session)
        return found[0] if found else {}

    def _kept(self, caller: Lookup, also: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
        """What is read of the joined documents: never a password's hash."""
        if isinstance(caller, Key):
            return {NAMED: ("_id", "digest", "scopes", "expires_at", "revoked_at", "last_used_at", *also)}
        return {NAMED: ("_id", self._schema.role, *also), PROOF: ("user", "signed_out_at", "expires_at")}

    def _person(self, caller: Person | OldPerson, user: Raw | None, proof: Raw | None) -> Actor | None:
        holds = _is_signed_in(caller, proof, self._clock()) if isinstance(caller, Person) else _is_good(caller, proof)
        return Actor(self._schema.kind(user), caller.user) if user and holds else None

    def _machine(self, caller: Key, key: Raw | None) -> Actor | None:
        if key is None or key.get("revoked_at") is not None or not caller.is_kept_as(key.get("digest")):
            return None
        scopes, ends = key.get("scopes"), key.get("expires_at")
        if not isinstance(scopes, list) or not (ends is None or _is_after(ends, self._clock())):
            return None
        self._key_used(key)
        known = frozenset(scope for scope in Scope if scope in scopes)  # a later version may know others
        return Actor(ActorKind.MACHINE, caller.id, known)


def user_of(caller: Caller) -> ObjectId | None:
    """The user whom a caller names; None for machines, and for whoever needs no looking up."""
    return oid(caller.user) if isinstance(caller, Person | OldPerson) else None


class _Collection(Protocol):
    @classmethod
    def get_collection_name(cls) -> str: ...

    @classmethod
    def get_motor_collection(cls) -> Any: ...


def _looked_up(caller: Lookup) -> dict[str, tuple[type[_Collection], str]]:
    match caller:
        case Person(user, sign_in):
            return {NAMED: (User, user), PROOF: (SignIn, sign_in)}
        case OldPerson(user, _):
            return {NAMED: (User, user), PROOF: (Credentials, user)}
        case Key():
            return {NAMED: (ApiKey, caller.id)}


def _join(name: str, collection: str) -> Raw:
    return {"$lookup": {"from": collection, "localField": name, "foreignField": "_id", "as": name}}


def _only(name: str, fields: tuple[str, ...]) -> Raw:
    return {"$map": {"input": f"${name}", "as": "one", "in": {field: f"$$one.{field}" for field in fields}}}


def _is_signed_in(caller: Person, sign_in: Raw | None, now: datetime) -> bool:
    kept = sign_in or {}
    return hexed(kept.get("user")) == caller.user and _is_after(kept.get("expires_at"), now)


def _is_good(caller: OldPerson, credentials: Raw | None) -> bool:
    """A token of the old application is good unless everybody was signed out since it was made."""
    signed_out = (credentials or {}).get("signed_out_at")
    if signed_out is None:
        return True
    return caller.issued_at is not None and isinstance(signed_out, datetime) and caller.issued_at >= signed_out


def _is_after(end: object, now: datetime) -> bool:
    """Whether an end is still to come. What is stored may be no date, and nobody knows when that is."""
    return isinstance(end, datetime) and end > now
