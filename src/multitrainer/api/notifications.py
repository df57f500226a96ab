"""/api/notifications: what one was told."""

from fastapi import APIRouter, Request, Response

from multitrainer.api.answers import GONE, OF_PAGE, REPEATABLE, describe, gone, view
from multitrainer.api.dependencies import Cursor, IdempotencyKey, Limit, asked
from multitrainer.api.routes import Strict
from multitrainer.domain.errors import NotificationNotFound
from multitrainer.schemas.base import Id
from multitrainer.schemas.notifications import Notification, Notifications

router = APIRouter(prefix="/api/notifications", tags=["notifications"], route_class=Strict)


@router.get("", **describe(200, Notifications, headers=OF_PAGE))
async def list_notifications(request: Request, cursor: Cursor = None, limit: Limit = 100) -> Response:
    """List what one was told, the newest first, and count what one has not read."""
    services, caller = asked(request)
    page = await services.notifications.page(caller, cursor, limit)
    return view(page._asdict())


@router.post("/read", **describe(204, None, *REPEATABLE, headers=GONE))
async def read_notifications(request: Request, idempotency_key: IdempotencyKey = None) -> Response:
    """Mark everything as read."""
    services, caller = asked(request)
    await services.notifications.read_all(caller)
    return gone()


@router.post("/{notification_id}/read", **describe(200, Notification, NotificationNotFound, *REPEATABLE))
async def read_notification(request: Request, notification_id: Id, idempotency_key: IdempotencyKey = None) -> Response:
    """Mark one as read; the first time counts."""
    services, caller = asked(request)
    return view(await services.notifications.read(caller, notification_id))
