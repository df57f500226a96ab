"""Threads: which there are, what is new in them, and what is said in one."""

from functools import partial
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response

from multitrainer.domain.attachments import SUFFIXES
from multitrainer.domain.errors import MultitrainerError, ThreadNotFound
from multitrainer.domain.sentences import Sentence
from multitrainer.domain.threads import Thread
from multitrainer.schemas.base import Id
from multitrainer.schemas.people import Named
from multitrainer.schemas.threads import NewMessage, ReadUpTo
from multitrainer.services import Services
from multitrainer.stored.ids import new_id
from multitrainer.web.attachments import ATTACHED, take
from multitrainer.web.forms import Sent, answered, body, done, filled_in, fresh_id
from multitrainer.web.offered import whom_to_offer
from multitrainer.web.rendering import page
from multitrainer.web.routes import Paged
from multitrainer.web.visitors import Visitor, visitor

router = APIRouter(prefix="/threads", include_in_schema=False, route_class=Paged)
A_PAGE = 50
LONGEST_SEARCH = 200


@router.get("")
async def list_threads(request: Request, search: str = "", cursor: str | None = None) -> Response:
    """Show the threads in which there is something, or the messages with some words."""
    services, who = await visitor(request)
    if search.strip():
        return await _found(services, who, search.strip()[:LONGEST_SEARCH], cursor)
    return await _list(services, who, cursor)


@router.get("/left")
async def show_left(request: Request, cursor: str | None = None) -> Response:
    """Show one's own words in threads that one sees no more."""
    services, who = await visitor(request)
    found = await services.messages.left_behind(who.known, cursor, A_PAGE)
    return page("threads_left.html", who, messages=found.items, next=found.next)


@router.post("")
async def open_thread(request: Request) -> Response:
    """Go to the thread with somebody, whether or not there is anything in it yet."""
    services, who, sent = await filled_in(request, _list)
    other = body(Named, **sent.given("trainer")).trainer
    thread = Thread.between(who.actor.id, other)
    await services.threads.read(who.known, thread)
    return done(f"/threads/{thread}")


@router.get("/{thread_id}")
async def show_thread(request: Request, thread_id: str, cursor: str | None = None, reply: Id | None = None) -> Response:
    """Show what is said in a thread, the latest last, and the form to say something; perhaps in reply."""
    services, who = await visitor(request)
    return await _thread(services, who, thread_id, cursor, reply)


@router.post("/{thread_id}")
async def post_message(request: Request, thread_id: str) -> Response:
    """Say something; whoever does has read what is there."""
    services, who, sent = await filled_in(request, partial(_thread, thread_id=thread_id))
    thread = thread_of(thread_id)
    taken = await take(services, who, thread, sent)
    try:
        if taken.error:
            raise taken.error
        files, mentions = taken.sent.all(ATTACHED), sent.all("mentions")
        new = body(NewMessage, **sent.given("text", "replyTo"), mentions=mentions, attachments=files)
        await services.messages.post(who.known, thread, new, fresh_id(sent))
    except MultitrainerError as error:
        return await _thread(services, who, thread_id, sent=taken.sent, error=error)
    return done(f"/threads/{thread}")


@router.post("/{thread_id}/read")
async def mark_as_read(request: Request, thread_id: str) -> Response:
    """Say that one has read what was shown."""
    services, who, sent = await filled_in(request)
    thread = thread_of(thread_id)
    await services.threads.mark(who.known, thread, body(ReadUpTo, **sent.numbers("place")).place)
    return done(f"/threads/{thread}")


def thread_of(thread_id: str) -> Thread:
    """The thread of an address. Raises ThreadNotFound."""
    try:
        return Thread.read(thread_id.lower())
    except ValueError:
        raise ThreadNotFound(Sentence("There is no such thread.")) from None


async def _list(
    services: Services,
    who: Visitor,
    cursor: str | None = None,
    sent: Sent | None = None,
    error: MultitrainerError | None = None,
) -> Response:
    found = await services.threads.page(who.known, cursor, A_PAGE)
    offered = await whom_to_offer(services, who)
    others = [one for one in offered["trainers"] if str(one["_id"]) != who.actor.id]
    shown: dict[str, Any] = {**offered, "threads": found.items, "next": found.next, "trainers": others}
    return answered("threads.html", who, shown, sent, error)


async def _found(services: Services, who: Visitor, search: str, cursor: str | None) -> Response:
    shown: dict[str, Any] = {"search": search, "messages": [], "more": ""}
    try:
        found = await services.messages.search(who.known, search, cursor, A_PAGE)
    except MultitrainerError as error:  # nothing but signs
        return answered("threads_search.html", who, shown, None, error)
    shown["messages"] = found.items
    shown["more"] = urlencode({"search": search, "cursor": found.next}) if found.next else ""
    return answered("threads_search.html", who, shown)


async def _thread(
    services: Services,
    who: Visitor,
    thread_id: str,
    cursor: str | None = None,
    reply: str | None = None,
    sent: Sent | None = None,
    error: MultitrainerError | None = None,
) -> Response:
    thread = thread_of(thread_id)
    view = await services.threads.read(who.known, thread)
    found = await services.messages.page(who.known, thread, cursor, A_PAGE)
    shown: dict[str, Any] = {"thread": view, "messages": found.items[::-1], "next": found.next, "cursor": cursor}
    shown["accepted"] = ",".join(SUFFIXES)
    shown["may"] = await services.message_changes.may(who.known, thread, found.items)
    shown["reply"] = await services.messages.read(who.known, reply) if reply else None
    return answered("thread.html", who, {**shown, "fresh": new_id()}, sent, error)
