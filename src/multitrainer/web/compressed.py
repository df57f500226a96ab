"""Pages and their files are sent compressed to whoever takes that; what programs get is left as it is."""

from starlette.middleware.gzip import GZipMiddleware
from starlette.types import ASGIApp, Receive, Scope, Send

FOR_PROGRAMS = ("/api/", "/metrics", "/healthz", "/readyz", "/openapi.json")
LEAST_BYTES = 1_000
LEVEL = 5
"""Pages get hardly smaller beyond it, and take longer."""


class Compressed(GZipMiddleware):
    """Stands around the routes. Streams are never compressed; they would wait for more to come."""

    def __init__(self, app: ASGIApp) -> None:
        super().__init__(app, LEAST_BYTES, LEVEL)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The ASGI interface."""
        for_programs = scope["type"] != "http" or scope["path"].startswith(FOR_PROGRAMS)
        await (self.app if for_programs else super().__call__)(scope, receive, send)
