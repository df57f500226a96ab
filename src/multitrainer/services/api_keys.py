"""Keys of machines."""

from typing import Any, NamedTuple

from multitrainer.clock import Clock
from multitrainer.domain.errors import KeyNotFound
from multitrainer.domain.permissions import Action
from multitrainer.identity.callers import Caller
from multitrainer.repositories.api_keys import ApiKeys as ApiKeyRepository
from multitrainer.repositories.callers import Callers
from multitrainer.repositories.pages import Paged
from multitrainer.schemas.keys import NewApiKey
from multitrainer.services.permissions import must

Raw = dict[str, Any]


class Created(NamedTuple):
    """A new key, which is never shown again, and what is kept of it."""

    key: str
    view: Raw


class ApiKeys:
    """Use cases of API keys."""

    def __init__(self, keys: ApiKeyRepository, callers: Callers, now: Clock) -> None:
        self._keys = keys
        self._callers = callers
        self._now = now

    async def create(self, caller: Caller, new: NewApiKey) -> Created:
        """Make a key. Raises NotSignedIn, NotAllowed."""
        actor = await self._callers.find(caller)
        must(actor, Action.MANAGE_KEYS)
        scopes = tuple(sorted({*new.scopes}))
        key, kept = await self._keys.insert(new.name, scopes, actor.id, self._now(), new.expires_at)
        return Created(str(key), _view(kept))

    async def page(self, caller: Caller, cursor: str | None, limit: int) -> Paged:
        """Keys in the order they were made. Raises NotSignedIn, NotAllowed, InvalidInput for a foreign cursor."""
        must(await self._callers.find(caller), Action.MANAGE_KEYS)
        page = await self._keys.page(cursor, limit)
        return Paged([_view(kept) for kept in page.items], page.next)

    async def revoke(self, caller: Caller, key_id: str) -> None:
        """The key is no good any more. Raises NotSignedIn, NotAllowed, KeyNotFound."""
        must(await self._callers.find(caller), Action.MANAGE_KEYS)
        if not await self._keys.revoke(key_id, self._now()):
            raise KeyNotFound(f"There is no API key {key_id}.", key=key_id)


def _view(kept: Raw) -> Raw:
    return {
        "_id": kept["_id"],
        "name": kept["name"],
        "scopes": kept["scopes"],
        "createdAt": kept["created_at"],
        "createdBy": kept["created_by"],
        "expiresAt": kept.get("expires_at"),
        "lastUsedAt": kept.get("last_used_at"),
        "revokedAt": kept.get("revoked_at"),
    }
