"""/api/events: what changes, as it happens, by Server-Sent Events."""

import asyncio
import re
from collections.abc import AsyncIterator
from functools import lru_cache, partial
from typing import Annotated

import structlog
from fastapi import APIRouter, Header, Request, Response
from fastapi.sse import EventSourceResponse, format_sse_event
from pydantic import AfterValidator
from starlette.responses import StreamingResponse
from starlette.types import Message, Receive, Scope, Send

from multitrainer.api.answers import describe
from multitrainer.api.dependencies import caller_of, services_of
from multitrainer.api.routes import Strict
from multitrainer.domain.errors import TooManyStreams
from multitrainer.services.events import Sent, Stream

log = structlog.get_logger()

router = APIRouter(prefix="/api/events", tags=["events"], route_class=Strict)

RETRY_MS = 1_000
"""After so long a browser comes again."""

STALLED_SECONDS = 20.0
"""Whoever takes nothing for so long is let go; they come again, and have missed nothing."""

UNBUFFERED = {"Cache-Control": "no-cache, no-transform", "X-Accel-Buffering": "no"}
"""For proxies in between: what is sent is to arrive."""

FEW = 100
"""So many events are written out once for all who are sent them."""

AN_ID = re.compile(r"[0-9]{1,15}")


def _of_ours(sent: str) -> str:
    if not AN_ID.fullmatch(sent):
        raise ValueError("must be the id of an event, a number that this service sent")
    return sent


LastEventId = Annotated[
    Annotated[str, AfterValidator(_of_ours)] | None,
    Header(
        alias="Last-Event-ID",
        description="The `id` that came last: what followed it is sent first. Browsers send it by themselves.",
    ),
]
OF_STREAM = {
    "Cache-Control": {"description": "`no-cache`.", "required": True, "schema": {"type": "string"}},
    "X-Accel-Buffering": {"description": "`no`, for proxies.", "required": True, "schema": {"type": "string"}},
}
DESCRIBED = describe(200, None, TooManyStreams, headers=OF_STREAM)
DESCRIBED["responses"][200]["content"] = {
    "text/event-stream": {
        "itemSchema": {
            "type": "object",
            "properties": {"event": {"type": "string"}, "data": {"type": "string"}, "id": {"type": "string"}},
        },
        "example": 'event: changed\ndata: {"what":"batch","id":"66f1a2b3c4d5e6f708192a31"}\nid: 17\n\n',
    }
}


@router.get("", response_class=StreamingResponse, **DESCRIBED)
async def listen(request: Request, last_event_id: LastEventId = None) -> Response:
    """Listen to what changes: an endless stream of what one may read, and of one's own notifications."""
    last = int(last_event_id) if last_event_id else None
    return Live(await services_of(request).events.listen(partial(caller_of, request.scope), last))


class Live(EventSourceResponse):
    """The answer that a stream is sent with."""

    def __init__(self, stream: Stream) -> None:
        super().__init__(_written(stream), headers=UNBUFFERED)
        self._stream = stream

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The ASGI interface."""

        async def in_time(message: Message) -> None:
            async with asyncio.timeout(STALLED_SECONDS):
                await send(message)

        try:
            await super().__call__(scope, receive, in_time)
        except TimeoutError:
            log.info("listener-stalled", actor=self._stream.onlooker.actor.id)
        finally:
            self._stream.close()


async def _written(stream: Stream) -> AsyncIterator[bytes]:
    yield f"retry: {RETRY_MS}\n\n".encode()
    async for piece in stream.sent():
        yield b"".join(map(_line, piece))


@lru_cache(maxsize=FEW)
def _line(sent: Sent) -> bytes:
    """One event, which many are sent at the same moment; without a name only its id, behind a comment.

    Browsers take note of that, too.
    """
    if not sent.name:
        return format_sse_event(comment="beat", id=str(sent.number))
    return format_sse_event(event=sent.name, data_str=sent.data.decode(), id=str(sent.number))
