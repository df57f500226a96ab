"""Server-Sent Events, as they are sent: to programs by the API, to browsers by the pages."""

import asyncio
import re
from collections.abc import AsyncIterator
from functools import lru_cache

import structlog
from fastapi.sse import EventSourceResponse, format_sse_event
from starlette.types import Message, Receive, Scope, Send

from multitrainer.services.events.events import Sent, Stream

log = structlog.get_logger()

RETRY_MS = 1_000
"""After so long a browser comes again."""

STALLED_SECONDS = 20.0
"""Whoever takes nothing for so long is let go; they come again, and have missed nothing."""

UNBUFFERED = {"Cache-Control": "no-cache, no-transform", "X-Accel-Buffering": "no"}
"""For proxies in between: what is sent is to arrive."""

FEW = 100
"""So many events are written out once for all who are sent them."""


AN_ID = re.compile(r"[0-9]{1,15}")
"""The id of an event, a number that this service sent."""


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
