"""Keys of machines."""

from collections.abc import AsyncIterator, Sequence
from datetime import datetime

from multitrainer.client.messages import body, view
from multitrainer.client.paging import PAGE_SIZE, each
from multitrainer.client.transport import Call, Transport, path
from multitrainer.domain.actors import Scope
from multitrainer.schemas.base import Page
from multitrainer.schemas.keys import ApiKey, CreatedApiKey, NewApiKey


class Keys:
    """`client.keys`: for admins, who are people. Each method raises NotSignedIn, NotAllowed for whoever is none."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    async def create(
        self, name: str, scopes: Sequence[Scope] = (Scope.READ,), *, expires_at: datetime | None = None
    ) -> CreatedApiKey:
        """Make a key, whose text is answered this once. Raises InvalidInput.

        It is asked for once: where the answer is lost (`Unavailable`), the list shows whether there is a key.
        """
        new = body(NewApiKey, name=name, scopes=[*scopes], expires_at=expires_at)
        return view(CreatedApiKey, await self._transport.send(Call("POST", path("keys"), body=new, once=True)))

    async def page(self, cursor: str | None = None, limit: int = PAGE_SIZE) -> Page[ApiKey]:
        """One page of the keys, in the order they were made. Raises InvalidInput for a foreign cursor."""
        answer = await self._transport.send(Call("GET", path("keys"), {"cursor": cursor, "limit": limit}))
        return view(Page[ApiKey], answer)

    def list(self, page_size: int = PAGE_SIZE) -> AsyncIterator[ApiKey]:
        """Every key, revoked ones as well, read page by page."""
        return each(lambda cursor: self.page(cursor, page_size))

    async def revoke(self, key: str) -> None:
        """Make a key no good from now on; one that is revoked stays so. Raises KeyNotFound."""
        await self._transport.send(Call("DELETE", path("keys", key)))
