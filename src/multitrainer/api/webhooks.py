"""/api/webhooks: where programs are told."""

from typing import Any

from fastapi import APIRouter, Request, Response

from multitrainer import wire
from multitrainer.api.answers import (
    GONE,
    NOT_KEPT,
    OF_PAGE,
    OF_RESOURCE,
    WITH_BODY,
    WRITING,
    describe,
    done,
    gone,
    view,
)
from multitrainer.api.dependencies import Cursor, IfMatch, Limit, asked
from multitrainer.api.routes import Strict
from multitrainer.domain.errors import AddressRefused, DeliveryNotFound, WebhookNotFound
from multitrainer.schemas.base import Id, Page
from multitrainer.schemas.notifications import Delivery
from multitrainer.schemas.webhooks import CreatedWebhook, NewWebhook, Webhook, WebhookPatch

router = APIRouter(prefix="/api/webhooks", tags=["webhooks"], route_class=Strict)


@router.get("", **describe(200, Page[Webhook], headers=OF_PAGE))
async def list_webhooks(request: Request, cursor: Cursor = None, limit: Limit = 100) -> Response:
    """List webhooks in the order they were made."""
    services, caller = asked(request)
    page = await services.webhooks.page(caller, cursor, limit)
    return view(page._asdict())


@router.post("", **describe(201, CreatedWebhook, AddressRefused, *WITH_BODY, headers=NOT_KEPT))
async def create_webhook(request: Request, body: NewWebhook) -> Response:
    """Have a program told at an address. `secret`, which the requests are signed with, is shown this once."""
    services, caller = asked(request)
    created = await services.webhooks.create(caller, body)
    return Response(
        wire.encode({**created.view, "secret": created.secret}), 201, {"Cache-Control": "no-store"}, "application/json"
    )


@router.get("/{webhook_id}", **describe(200, Webhook, WebhookNotFound))
async def read_webhook(request: Request, webhook_id: Id) -> Response:
    """Read one."""
    services, caller = asked(request)
    return view(await services.webhooks.read(caller, webhook_id))


@router.patch("/{webhook_id}", **describe(200, Webhook, WebhookNotFound, AddressRefused, *WRITING, *WITH_BODY))
async def change_webhook(request: Request, webhook_id: Id, body: WebhookPatch, if_match: IfMatch = None) -> Response:
    """Change its address or what it is told of, or switch it off or on again."""
    services, caller = asked(request)
    return done(await services.webhooks.patch(caller, webhook_id, body, if_match))


@router.delete("/{webhook_id}", **describe(204, None, WebhookNotFound, headers=GONE))
async def delete_webhook(request: Request, webhook_id: Id) -> Response:
    """Delete one. What is still to be delivered to it never will be."""
    services, caller = asked(request)
    await services.webhooks.delete(caller, webhook_id)
    return gone()


@router.post("/{webhook_id}/test", **describe(202, Delivery, WebhookNotFound))
async def test_webhook(request: Request, webhook_id: Id) -> Response:
    """Have something of the type `test` delivered, to see whether it arrives."""
    services, caller = asked(request)
    return _accepted(await services.webhooks.test(caller, webhook_id))


@router.get("/{webhook_id}/deliveries", **describe(200, Page[Delivery], WebhookNotFound, headers=OF_PAGE))
async def list_deliveries(request: Request, webhook_id: Id, cursor: Cursor = None, limit: Limit = 100) -> Response:
    """List what was and is to be delivered, the newest first, with each attempt. Kept for two weeks."""
    services, caller = asked(request)
    page = await services.webhooks.deliveries(caller, webhook_id, cursor, limit)
    return view(page._asdict())


@router.post(
    "/{webhook_id}/deliveries/{delivery_id}/redeliver",
    **describe(202, Delivery, WebhookNotFound, DeliveryNotFound, headers=OF_RESOURCE),
)
async def redeliver(request: Request, webhook_id: Id, delivery_id: Id) -> Response:
    """Have something delivered once more, under the same `webhook-id`."""
    services, caller = asked(request)
    return _accepted(await services.webhooks.redeliver(caller, webhook_id, delivery_id))


def _accepted(delivery: dict[str, Any]) -> Response:
    body = wire.encode(delivery)
    return Response(body, 202, {"ETag": wire.tag(body)}, "application/json")
