"""What changes, as it happens."""

import asyncio
import json
import random
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing

from multitrainer.client.problems import ApiError
from multitrainer.client.transport import Call, Transport, path
from multitrainer.domain.errors import Unavailable
from multitrainer.schemas.events import LiveEvent

FIRST_PAUSE_SECONDS = 0.25
LONGEST_PAUSE_SECONDS = 15.0
"""Between two attempts; the pauses double."""

PASSING = 500
"""From this status on it is the service or a proxy before it that fails."""

SILENCE_SECONDS = 45.0
"""A stream that sends nothing for so long is dead: the service sends something every 15 seconds."""


class Events:
    """`client.events`: what one may read changes, and what one is told."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    async def listen(self, last: str | None = None) -> AsyncIterator[LiveEvent]:
        """Everything from now on, or behind the event whose `last` is given, without an end.

        `ready` comes first, whenever there is a connection. `changed` says what to load anew, `notification` and `read`
        are about one's own; `reset` says that nobody knows what was missed, so load everything anew. Where the
        connection ends it is made again, and nothing comes twice or is left out.

        Raises NotSignedIn, NotAllowed, TooManyStreams, InvalidInput, ApiError.
        """
        pause = 0.0
        while True:
            try:
                async with aclosing(self._stream(last)) as stream:
                    async for event in stream:
                        pause, last = 0.0, event.last
                        if event.name:
                            yield event
            except (Unavailable, ApiError) as error:
                if isinstance(error, ApiError) and error.status < PASSING:
                    raise
                pause = min(pause * 2, LONGEST_PAUSE_SECONDS) or FIRST_PAUSE_SECONDS
            await asyncio.sleep(random.uniform(0, pause or FIRST_PAUSE_SECONDS))  # noqa: S311  (jitter)

    async def _stream(self, last: str | None) -> AsyncGenerator[LiveEvent]:
        headers = {"Last-Event-ID": last} if last is not None else {}
        lines: dict[str, str] = {}
        async for line in self._transport.lines(Call("GET", path("events")), headers, SILENCE_SECONDS):
            if line:
                name, _, value = line.partition(":")
                lines[name] = value.removeprefix(" ")
            elif "id" in lines:
                yield LiveEvent(lines.get("event", ""), json.loads(lines.get("data", "{}")), lines["id"])
                lines = {}
            else:
                lines = {}
