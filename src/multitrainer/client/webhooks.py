"""Where programs are told."""

from collections.abc import AsyncIterator, Sequence

from multitrainer.client.messages import body, view
from multitrainer.client.paging import PAGE_SIZE, each
from multitrainer.client.transport import Call, Transport, path
from multitrainer.domain.telling.notices import Kind
from multitrainer.schemas.base import Page
from multitrainer.schemas.notifications import Delivery
from multitrainer.schemas.webhooks import CreatedWebhook, NewWebhook, Webhook, WebhookPatch


class Webhooks:
    """`client.webhooks`: for admins. Each method raises NotSignedIn, NotAllowed for whoever is none."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    async def create(self, url: str, kinds: Sequence[Kind] = ()) -> CreatedWebhook:
        """Make one, whose secret is answered this once. Raises AddressRefused, InvalidInput.

        It is asked for once: where the answer is lost (`Unavailable`), the list shows whether there is one.
        """
        new = body(NewWebhook, url=url, kinds=[*kinds])
        return view(CreatedWebhook, await self._transport.send(Call("POST", path("webhooks"), body=new, once=True)))

    async def read(self, webhook: str) -> Webhook:
        """Read one. Raises WebhookNotFound."""
        return view(Webhook, await self._transport.send(Call("GET", path("webhooks", webhook))))

    async def page(self, cursor: str | None = None, limit: int = PAGE_SIZE) -> Page[Webhook]:
        """One page, in the order they were made. Raises InvalidInput for a foreign cursor."""
        call = Call("GET", path("webhooks"), {"cursor": cursor, "limit": limit})
        return view(Page[Webhook], await self._transport.send(call))

    def list(self, page_size: int = PAGE_SIZE) -> AsyncIterator[Webhook]:
        """Every one, read page by page."""
        return each(lambda cursor: self.page(cursor, page_size))

    async def patch(self, webhook: str, patch: WebhookPatch, *, if_match: str | None = None) -> Webhook:
        """Change one, or switch it off or on. Raises WebhookNotFound, AddressRefused, Stale."""
        call = Call("PATCH", path("webhooks", webhook), body=patch, if_match=if_match)
        return view(Webhook, await self._transport.send(call))

    async def delete(self, webhook: str) -> None:
        """Delete one. Raises WebhookNotFound."""
        await self._transport.send(Call("DELETE", path("webhooks", webhook)))

    async def test(self, webhook: str) -> Delivery:
        """Have something delivered that tells of nothing. Raises WebhookNotFound."""
        call = Call("POST", path("webhooks", webhook, "test"), once=True)
        return view(Delivery, await self._transport.send(call))

    async def deliveries(self, webhook: str, cursor: str | None = None, limit: int = PAGE_SIZE) -> Page[Delivery]:
        """One page of what was delivered, the newest first. Raises WebhookNotFound."""
        call = Call("GET", path("webhooks", webhook, "deliveries"), {"cursor": cursor, "limit": limit})
        return view(Page[Delivery], await self._transport.send(call))

    async def redeliver(self, webhook: str, delivery: str) -> Delivery:
        """Have something delivered once more. Raises WebhookNotFound, DeliveryNotFound."""
        call = Call("POST", path("webhooks", webhook, "deliveries", delivery, "redeliver"), once=True)
        return view(Delivery, await self._transport.send(call))
