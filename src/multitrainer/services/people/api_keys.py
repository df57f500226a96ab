"""Keys of machines: made, listed and revoked by people."""

from typing import Any, NamedTuple

from multitrainer.clock import Clock
from multitrainer.database import Database
from multitrainer.domain.actions import Action
from multitrainer.domain.actors import Actor
from multitrainer.domain.audit import of_fields
from multitrainer.domain.errors import KeyNotFound
from multitrainer.domain.sentences import Sentence
from multitrainer.identity.callers import Caller
from multitrainer.identity.keys import API_KEY, new_key
from multitrainer.repositories.api_keys import ApiKeys as Repository
from multitrainer.repositories.pages import Paged
from multitrainer.schemas.keys import NewApiKey
from multitrainer.schemas.wording import refusal
from multitrainer.services.changes.audit import Audit
from multitrainer.services.gate import Gate
from multitrainer.stored.ids import new_id

Raw = dict[str, Any]


class Created(NamedTuple):
    """A new key's text, which nobody can be told again, and what is shown of it from then on.

    It is empty where an earlier try made the key.
    """

    key: str
    view: Raw


class ApiKeys:
    """Use cases of keys, for admins alone."""

    def __init__(self, gate: Gate, database: Database, keys: Repository, audit: Audit, now: Clock) -> None:
        self._gate = gate
        self._database = database
        self._keys = keys
        self._audit = audit
        self._now = now

    async def create(self, caller: Caller, new: NewApiKey, id_: str | None = None) -> Created:
        """Make a key. With an id that an earlier try used, that try's is answered.

        Raises InvalidInput for one that would have ended before, NotSignedIn, NotAllowed, Contended.
        """
        creator = await self._gate.anywhere(caller, Action.CREATE_KEY)
        id_ = id_ or new_id()
        async with self._database.alone_at(f"api-key:{id_}"):
            if made := await self._keys.find(id_):
                return Created("", _view(made))
            return await self._make(creator, new, id_)

    async def _make(self, creator: Actor, new: NewApiKey, id_: str) -> Created:
        now = self._now()
        if new.expires_at is not None and new.expires_at <= now:
            raise refusal([("body.expiresAt", Sentence("must lie in the future"))])
        scopes = tuple(sorted({*new.scopes}))
        key = new_key(API_KEY, id_)
        noted = of_fields("multitrainer_api_keys", key.id, {}, {"name": new.name, "scopes": [*scopes]})
        async with self._audit.noting(creator, Action.CREATE_KEY, noted):
            kept = await self._keys.insert(key, new.name, scopes, creator.id, now, new.expires_at)
        return Created(str(key), _view(kept))

    async def page(self, caller: Caller, cursor: str | None, limit: int) -> Paged:
        """Keys in the order they were made, revoked ones as well.

        Raises:
            InvalidInput: the cursor is a foreign one.
            NotSignedIn, NotAllowed.
        """
        await self._gate.anywhere(caller, Action.LIST_KEYS)
        page = await self._keys.page(cursor, limit)
        return Paged([_view(kept) for kept in page.items], page.next)

    async def read(self, caller: Caller, key: str) -> Raw:
        """What is shown of a key. Raises KeyNotFound, NotSignedIn, NotAllowed."""
        await self._gate.anywhere(caller, Action.LIST_KEYS)
        return _view(await self._kept(key))

    async def revoke(self, caller: Caller, key: str) -> None:
        """A key is no good from now on; one that is revoked stays so. Raises KeyNotFound, NotSignedIn, NotAllowed."""
        actor, now = await self._gate.anywhere(caller, Action.REVOKE_KEY), self._now()
        kept = await self._kept(key)
        if kept.get("revoked_at") is None:
            noted = of_fields("multitrainer_api_keys", key, {"revokedAt": None}, {"revokedAt": now})
            async with self._audit.noting(actor, Action.REVOKE_KEY, noted):
                await self._keys.revoke(key, now)

    async def _kept(self, key: str) -> Raw:
        if (kept := await self._keys.find(key)) is None:
            raise KeyNotFound(Sentence("There is no such API key."), f"There is no API key {key}.", key=key)
        return kept


def _view(kept: Raw) -> Raw:
    return {
        "_id": kept["_id"],
        "name": kept.get("name"),
        "scopes": kept.get("scopes"),
        "createdAt": kept.get("created_at"),
        "createdBy": kept.get("created_by"),
        "expiresAt": kept.get("expires_at"),
        "lastUsedAt": kept.get("last_used_at"),
        "revokedAt": kept.get("revoked_at"),
    }
