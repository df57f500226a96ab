"""Webhooks: which programs are told, and what became of what they were to be told."""

from functools import partial
from typing import Any

from fastapi import APIRouter, Request, Response

from multitrainer.domain.errors import MultitrainerError
from multitrainer.domain.telling.notices import PRIVATE, Kind
from multitrainer.schemas.base import Id
from multitrainer.schemas.webhooks import NewWebhook, WebhookPatch
from multitrainer.services import Services
from multitrainer.services.changes.tags import tagged
from multitrainer.stored.ids import new_id
from multitrainer.web.forms import Sent, answered, body, done, filled_in, fresh_id
from multitrainer.web.rendering import page
from multitrainer.web.routes import Paged
from multitrainer.web.visitors import Visitor, visitor

router = APIRouter(prefix="/webhooks", include_in_schema=False, route_class=Paged)
A_PAGE = 50
KINDS = [kind.value for kind in Kind if kind not in PRIVATE]


@router.get("")
async def list_webhooks(request: Request) -> Response:
    """Show all of them."""
    services, who = await visitor(request)
    return await _list(services, who, request.query_params.get("cursor"))


@router.post("")
async def create_webhook(request: Request) -> Response:
    """Make one, and show its secret this once."""
    services, who, sent = await filled_in(request, _list)
    new = body(NewWebhook, url=sent["url"].strip(), kinds=sent.all("kinds"))
    made = await services.webhooks.create(who.known, new, fresh_id(sent))
    if not made.secret:
        return done(f"/webhooks/{made.view['_id']}")
    return page("webhook_secret.html", who, webhook=made.view, secret=made.secret)


@router.get("/{webhook_id}")
async def show_webhook(request: Request, webhook_id: Id) -> Response:
    """Show one, with what was and is to be delivered to it."""
    services, who = await visitor(request)
    return await _webhook(services, who, webhook_id, request.query_params.get("cursor"))


@router.post("/{webhook_id}")
async def change_webhook(request: Request, webhook_id: Id) -> Response:
    """Change where it leads and what it is told, or pause it or go on, as it was when that was asked."""
    services, who, sent = await filled_in(request, partial(_webhook, webhook_id=webhook_id))
    await services.webhooks.patch(who.known, webhook_id, _patch(sent), sent["tag"])
    return done(f"/webhooks/{webhook_id}")


@router.post("/{webhook_id}/test")
async def send_test(request: Request, webhook_id: Id) -> Response:
    """Have something delivered that tells of nothing."""
    services, who, _ = await filled_in(request)
    await services.webhooks.test(who.known, webhook_id)
    return done(f"/webhooks/{webhook_id}#deliveries")


@router.post("/{webhook_id}/deliveries/{delivery_id}/redeliver")
async def redeliver(request: Request, webhook_id: Id, delivery_id: Id) -> Response:
    """Have something delivered once more."""
    services, who, _ = await filled_in(request)
    await services.webhooks.redeliver(who.known, webhook_id, delivery_id)
    return done(f"/webhooks/{webhook_id}#deliveries")


@router.get("/{webhook_id}/delete")
async def ask_whether_to_delete(request: Request, webhook_id: Id) -> Response:
    """Say what that ends."""
    services, who = await visitor(request)
    return page("webhook_delete.html", who, webhook=await services.webhooks.read(who.known, webhook_id))


@router.post("/{webhook_id}/delete")
async def delete_webhook(request: Request, webhook_id: Id) -> Response:
    """Delete one."""
    services, who, _ = await filled_in(request)
    await services.webhooks.delete(who.known, webhook_id)
    return done("/webhooks")


def _patch(sent: Sent) -> WebhookPatch:
    """What a form changes: one pauses or goes on, the other says the rest."""
    if sent["active"]:
        return body(WebhookPatch, active=sent["active"] == "true")
    return body(WebhookPatch, url=sent["url"].strip(), kinds=sent.all("kinds"))


async def _list(
    services: Services,
    who: Visitor,
    cursor: str | None = None,
    sent: Sent | None = None,
    error: MultitrainerError | None = None,
) -> Response:
    found = await services.webhooks.page(who.known, cursor, A_PAGE)
    shown = {"webhooks": found.items, "next": found.next, "kinds": KINDS, "fresh": new_id()}
    return answered("webhooks.html", who, shown, sent, error)


async def _webhook(
    services: Services,
    who: Visitor,
    webhook_id: str,
    cursor: str | None = None,
    sent: Sent | None = None,
    error: MultitrainerError | None = None,
) -> Response:
    webhook = await services.webhooks.read(who.known, webhook_id)
    found = await services.webhooks.deliveries(who.known, webhook_id, cursor, A_PAGE)
    shown: dict[str, Any] = {"webhook": webhook, "deliveries": found.items, "next": found.next, "kinds": KINDS}
    return answered("webhook.html", who, {**shown, "tag": tagged(webhook).tag}, sent, error)
