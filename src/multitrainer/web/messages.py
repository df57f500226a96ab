"""Messages that are there: written anew, or deleted."""

from functools import partial

from fastapi import APIRouter, Request, Response

from multitrainer.domain.errors import MultitrainerError
from multitrainer.domain.threads import Thread
from multitrainer.schemas.base import Id
from multitrainer.schemas.threads import ChangedMessage
from multitrainer.services import Services
from multitrainer.services.changes.tags import tagged
from multitrainer.web.forms import Sent, answered, body, done, filled_in
from multitrainer.web.routes import Paged
from multitrainer.web.visitors import Visitor, visitor

router = APIRouter(prefix="/messages", include_in_schema=False, route_class=Paged)


@router.get("/{message_id}/edit")
async def show_form(request: Request, message_id: Id) -> Response:
    """Show what a message says, to be written anew."""
    services, who = await visitor(request)
    return await _message(services, who, "message_edit.html", message_id)


@router.post("/{message_id}/edit")
async def change_message(request: Request, message_id: Id) -> Response:
    """Let a message say something else, as it was when that was asked."""
    services, who, sent = await filled_in(
        request, partial(_message, template="message_edit.html", message_id=message_id)
    )
    new = body(ChangedMessage, **sent.given("text"), mentions=sent.all("mentions"))
    changed = await services.message_changes.rewrite(who.known, message_id, new, sent["tag"])
    return done(f"/threads/{changed.view['thread']}")


@router.get("/{message_id}/delete")
async def ask_whether_to_delete(request: Request, message_id: Id) -> Response:
    """Show what would be gone."""
    services, who = await visitor(request)
    return await _message(services, who, "message_delete.html", message_id)


@router.post("/{message_id}/delete")
async def delete_message(request: Request, message_id: Id) -> Response:
    """Delete a message, as it was when that was asked."""
    services, who, sent = await filled_in(
        request, partial(_message, template="message_delete.html", message_id=message_id)
    )
    thread = (await services.messages.read(who.known, message_id))["thread"]
    await services.message_changes.delete(who.known, message_id, sent["tag"])
    return done(f"/threads/{thread}")


async def _message(
    services: Services,
    who: Visitor,
    template: str,
    message_id: str,
    sent: Sent | None = None,
    error: MultitrainerError | None = None,
) -> Response:
    message = await services.messages.read(who.known, message_id)
    thread = await services.threads.read(who.known, Thread.read(message["thread"]))
    shown = {"message": message, "tag": tagged(message).tag, "thread": thread}
    return answered(template, who, shown, sent, error)
