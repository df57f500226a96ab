"""Threads and their messages: /api/threads, /api/messages."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from multitrainer.api.answers import GONE, MADE, OF_PAGE, REPEATABLE, WITH_BODY, WRITING, describe, done, gone, view
from multitrainer.api.dependencies import Cursor, IdempotencyKey, IfMatch, Limit, NewId, asked
from multitrainer.api.routes import Strict
from multitrainer.domain.errors import (
    CantSeeThread,
    MessageDeleted,
    MessageNotFound,
    MessageSettled,
    ThreadNotFound,
    TooManyMentions,
    UnknownAttachment,
    UnknownMessage,
)
from multitrainer.domain.threads import Thread
from multitrainer.schemas.base import Id, Page
from multitrainer.schemas.threads import (
    ChangedMessage,
    MessageHistory,
    MessageView,
    NewMessage,
    ReadUpTo,
    ThreadId,
    ThreadItem,
    ThreadView,
)
from multitrainer.schemas.wording import refusal

router = APIRouter(prefix="/api", tags=["threads"], route_class=Strict)

Sought = Annotated[
    str, Query(min_length=1, max_length=200, description="Words that all have to be in a message; case doesn't count.")
]
LimitOfMessages = Annotated[int, Query(ge=1, le=200, description="How many at the most.")]


def thread_of(thread_id: str) -> Thread:
    """The thread of an address. Raises InvalidInput."""
    try:
        return Thread.read(thread_id)
    except ValueError:
        raise refusal([("path.thread_id", "must name two people, not one twice")]) from None


@router.get("/threads", **describe(200, Page[ThreadItem], headers=OF_PAGE))
async def list_threads(request: Request, cursor: Cursor = None, limit: Limit = 100) -> Response:
    """List the threads that one sees and in which there is something, the latest first."""
    services, caller = asked(request)
    return view((await services.threads.page(caller, cursor, limit))._asdict())


@router.get("/threads/{thread_id}", **describe(200, ThreadView, ThreadNotFound))
async def read_thread(request: Request, thread_id: ThreadId) -> Response:
    """Read who sees a thread and how far one has read it, also before there is anything in it."""
    services, caller = asked(request)
    return view(await services.threads.read(caller, thread_of(thread_id)))


@router.put("/threads/{thread_id}/read", **describe(200, ThreadView, ThreadNotFound, *WRITING[1:], *WITH_BODY))
async def mark_thread(request: Request, thread_id: ThreadId, body: ReadUpTo) -> Response:
    """Say how far one has read a thread. A place before that changes nothing."""
    services, caller = asked(request)
    return view(await services.threads.mark(caller, thread_of(thread_id), body.place))


@router.get("/threads/{thread_id}/messages", **describe(200, Page[MessageView], ThreadNotFound, headers=OF_PAGE))
async def list_messages(
    request: Request, thread_id: ThreadId, cursor: Cursor = None, limit: LimitOfMessages = 50
) -> Response:
    """List a thread's messages, the newest first; to whoever sees it no more, those that they wrote."""
    services, caller = asked(request)
    return view((await services.messages.page(caller, thread_of(thread_id), cursor, limit))._asdict())


@router.post(
    "/threads/{thread_id}/messages",
    **describe(
        201,
        MessageView,
        ThreadNotFound,
        CantSeeThread,
        TooManyMentions,
        UnknownMessage,
        UnknownAttachment,
        *WRITING[1:],
        *WITH_BODY,
        *REPEATABLE,
        headers=MADE,
    ),
)
async def post_message(
    request: Request, thread_id: ThreadId, body: NewMessage, new_id: NewId, idempotency_key: IdempotencyKey = None
) -> Response:
    """Write a message. Whoever writes has read what is there."""
    services, caller = asked(request)
    answer = await services.messages.post(caller, thread_of(thread_id), body, new_id)
    return done(answer, 201, f"/api/messages/{answer.view['_id']}")


@router.get("/messages", **describe(200, Page[MessageView], headers=OF_PAGE))
async def search_messages(
    request: Request, search: Sought, cursor: Cursor = None, limit: LimitOfMessages = 50
) -> Response:
    """Look for messages in all threads that one sees, and for one's own in others; the newest first."""
    services, caller = asked(request)
    return view((await services.messages.search(caller, search, cursor, limit))._asdict())


@router.get("/messages/{message_id}", **describe(200, MessageView, MessageNotFound))
async def read_message(request: Request, message_id: Id) -> Response:
    """Read a message."""
    services, caller = asked(request)
    return view(await services.messages.read(caller, message_id))


@router.put(
    "/messages/{message_id}",
    **describe(
        200,
        MessageView,
        MessageNotFound,
        MessageSettled,
        MessageDeleted,
        CantSeeThread,
        TooManyMentions,
        *WRITING,
        *WITH_BODY,
    ),
)
async def change_message(request: Request, message_id: Id, body: ChangedMessage, if_match: IfMatch = None) -> Response:
    """Let a message of one's own say something else, for a while after it was written."""
    services, caller = asked(request)
    return done(await services.message_changes.rewrite(caller, message_id, body, if_match))


@router.delete("/messages/{message_id}", **describe(204, None, MessageNotFound, MessageSettled, *WRITING, headers=GONE))
async def delete_message(request: Request, message_id: Id, if_match: IfMatch = None) -> Response:
    """Delete a message: its place stays, without what it said. Leads and admins may delete others' at any time."""
    services, caller = asked(request)
    await services.message_changes.delete(caller, message_id, if_match)
    return gone()


@router.get("/messages/{message_id}/history", **describe(200, MessageHistory, MessageNotFound))
async def read_message_history(request: Request, message_id: Id) -> Response:
    """Read what a message said before, for its author and those who answer for the thread."""
    services, caller = asked(request)
    return view(await services.message_changes.history(caller, message_id))
