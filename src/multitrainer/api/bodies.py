"""Request bodies: read whole before anything else happens, up to a size and within a time; files piece by piece."""

import asyncio
import re

from starlette.datastructures import Headers
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from multitrainer.api import problems
from multitrainer.domain.errors import BodyTooLarge, BodyTooSlow

READING = {"POST", "PUT", "PATCH"}

OF_FILES = re.compile(r"/api/(?:holidays|courses/[^/]+/enrolments)/import")
"""Where files are posted, which may be larger than other bodies."""

STREAMED = re.compile(r"/api/threads/[^/]+/attachments")
"""Where files are posted that are not read whole."""

WITH_FILES = re.compile(r"/threads/[^/]+|/holidays/import")
"""Pages whose forms have files: read piece by piece by who reads the form, once it is known who sends it."""

DISCARDED = 10
"""Up to so many times the limit is read and thrown away: who is still sending often misses an early answer."""


class Bodies:
    """Hands a body on in one piece, or refuses it with 413 or 408."""

    def __init__(
        self, app: ASGIApp, limit: int, limit_of_files: int, limit_of_attachments: int, seconds: float
    ) -> None:
        """Limits in bytes."""
        self._app = app
        self._limit = limit
        self._limit_of_files = limit_of_files
        self._limit_of_attachments = limit_of_attachments
        self._seconds = seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The ASGI interface."""
        if scope["type"] != "http" or scope["method"] not in READING:
            await self._app(scope, receive, send)
            return
        if is_streamed(scope):
            await self._app(scope, self._piece_by_piece(receive, self._limit_of_attachments), send)
            return
        if has_files(scope):  # each may be as large as an attachment, which is told beside its field if one is larger
            scope["state"]["has_files"] = True
            await self._app(scope, self._piece_by_piece(receive, self._limit_of_attachments * DISCARDED), send)
            return
        try:
            body = await self._read_in_time(scope, receive)
        except (BodyTooLarge, BodyTooSlow) as error:
            answer = problems.response(error, scope["state"]["request_id"])
            answer.headers["Connection"] = "close"  # the rest of the body is not worth reading
            await answer(scope, receive, send)
        except ClientDisconnect:
            return
        else:
            await self._app(scope, _replaying(body, receive), send)

    def _piece_by_piece(self, receive: Receive, limit: int) -> Receive:
        """Raises BodyTooLarge and BodyTooSlow where the body is read; all of it counts, and all its time."""
        until, size, more = asyncio.get_running_loop().time() + self._seconds, 0, True

        async def counted() -> Message:
            nonlocal size, more
            try:
                async with asyncio.timeout_at(until if more else None):
                    message = await receive()
            except TimeoutError:
                raise self._too_slow() from None
            size, more = size + len(message.get("body", b"")), message.get("more_body", False)
            if size > limit:
                raise _too_large(limit)
            return message

        return counted

    async def _read_in_time(self, scope: Scope, receive: Receive) -> bytes:
        try:
            async with asyncio.timeout(self._seconds):
                return await _read(scope, receive, self._limit_of(scope))
        except TimeoutError:
            raise self._too_slow() from None

    def _too_slow(self) -> BodyTooSlow:
        return BodyTooSlow(f"A body must arrive within {self._seconds:g} seconds.", seconds=self._seconds)

    def _limit_of(self, scope: Scope) -> int:
        """By the whole address: anywhere else JSON is read before anybody asks who sends it."""
        return self._limit_of_files if _is_posted(scope, OF_FILES) else self._limit


def is_streamed(scope: Scope) -> bool:
    """Whether a body goes by piece by piece."""
    return _is_posted(scope, STREAMED)


def has_files(scope: Scope) -> bool:
    """Whether a body is a form of a page with files."""
    kind = Headers(scope=scope).get("content-type", "")
    return _is_posted(scope, WITH_FILES) and kind.lower().startswith("multipart/form-data")


def _is_posted(scope: Scope, where: re.Pattern[str]) -> bool:
    return scope["method"] == "POST" and where.fullmatch(scope["path"]) is not None


async def _read(scope: Scope, receive: Receive, limit: int) -> bytes:
    announced = Headers(scope=scope).get("content-length", "0")
    if announced.isdecimal() and int(announced) > limit * DISCARDED:
        raise _too_large(limit)
    body, size, more = bytearray(), 0, True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ClientDisconnect
        piece = message.get("body", b"")
        size += len(piece)
        if size <= limit:
            body += piece
        more = message.get("more_body", False) and size <= limit * DISCARDED
    if size > limit:
        raise _too_large(limit)
    return bytes(body)


def _too_large(limit: int) -> BodyTooLarge:
    return BodyTooLarge(f"A body has at most {limit} bytes here.", limit=limit)


def _replaying(body: bytes, receive: Receive) -> Receive:
    first = True

    async def replay() -> Message:
        nonlocal first
        if first:
            first = False
            return {"type": "http.request", "body": body, "more_body": False}
        return await receive()

    return replay
