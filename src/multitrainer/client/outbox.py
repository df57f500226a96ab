"""What could not be delivered."""

from collections.abc import AsyncIterator

from multitrainer.client.messages import view
from multitrainer.client.paging import PAGE_SIZE, each
from multitrainer.client.transport import Call, Transport, path
from multitrainer.domain.telling.states import State
from multitrainer.schemas.base import Page
from multitrainer.schemas.notifications import Delivery


class Outbox:
    """`client.outbox`: for admins. Each method raises NotSignedIn, NotAllowed for whoever is none."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    async def page(
        self, state: State = State.DEAD, cursor: str | None = None, limit: int = PAGE_SIZE
    ) -> Page[Delivery]:
        """One page of a state, the newest first. Raises InvalidInput for a foreign cursor."""
        query = {"state": state.value, "cursor": cursor, "limit": limit}
        return view(Page[Delivery], await self._transport.send(Call("GET", path("outbox"), query)))

    def list(self, state: State = State.DEAD, page_size: int = PAGE_SIZE) -> AsyncIterator[Delivery]:
        """Everything of a state, the newest first, read page by page."""
        return each(lambda cursor: self.page(state, cursor, page_size))

    async def resend(self, delivery: str) -> Delivery:
        """Have something sent again, at once. Raises DeliveryNotFound."""
        return view(Delivery, await self._transport.send(Call("POST", path("outbox", delivery, "resend"))))
