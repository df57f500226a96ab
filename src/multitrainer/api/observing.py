"""What happens around every request: an id, a log line, a measurement, and an answer even when we fail."""

import asyncio
import re
import time
from functools import cache
from secrets import token_hex

import structlog
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from multitrainer.api import problems
from multitrainer.domain.errors import InternalError, Unavailable
from multitrainer.metrics import Metrics

log = structlog.get_logger()

ID_HEADER = "X-Request-Id"
ON_THE_WIRE = ID_HEADER.lower().encode()
ACCEPTABLE_ID = re.compile(r"[A-Za-z0-9_.-]{1,64}")
QUIET = {"/healthz", "/readyz", "/metrics"}
COUNTED = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}


class Observing:
    """Outside of all layers that answer; what browsers are shown of an error is chosen outside of it."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self._app = app
        self._seconds = cache(metrics.requests.labels)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The ASGI interface."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request_id = _request_id(scope)
        scope.setdefault("state", {})["request_id"] = request_id
        structlog.contextvars.bind_contextvars(request_id=request_id)
        try:
            await self._observed(scope, receive, send, request_id)
        finally:
            structlog.contextvars.unbind_contextvars("request_id")

    async def _observed(self, scope: Scope, receive: Receive, send: Send, request_id: str) -> None:
        began, status = time.perf_counter(), 0

        async def send_with_id(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message["headers"], (ON_THE_WIRE, request_id.encode())]
            await send(message)

        try:
            await self._app(scope, receive, send_with_id)
        except asyncio.CancelledError:  # the service ends, and can't wait any longer
            if not status:
                ending = Unavailable("The service is ending. What became of the request is not known; try again later.")
                await problems.response(ending, request_id)(scope, receive, send_with_id)
            raise
        except Exception:
            log.exception("request-failed", method=scope["method"], path=_shown(scope))
            if not status:
                failure = InternalError("Something went wrong here. The request id finds it in the log.")
                await problems.response(failure, request_id)(scope, receive, send_with_id)
        finally:
            self._tell(scope, status, time.perf_counter() - began)

    def _tell(self, scope: Scope, status: int, seconds: float) -> None:
        route = getattr(scope.get("route"), "path", "unmatched")
        method = scope["method"] if scope["method"] in COUNTED else "other"  # whoever asks may make up any
        self._seconds(method, route, status).observe(seconds)
        if scope["path"] not in QUIET:
            log.info("request", method=scope["method"], path=_shown(scope), status=status, ms=round(seconds * 1000, 1))


def _shown(scope: Scope) -> str:
    """The path, without what lets in whoever knows it."""
    route: str = getattr(scope.get("route"), "path", "")
    return route if "{token}" in route else scope["path"]


def _request_id(scope: Scope) -> str:
    """The caller's own id, where it is one that can stand in a log, else a new one."""
    given: str = dict(scope["headers"]).get(ON_THE_WIRE, b"").decode("latin-1")
    return given if ACCEPTABLE_ID.fullmatch(given) else token_hex(16)
