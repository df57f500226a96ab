"""POST requests with an Idempotency-Key: carried out once, answered as often as they come."""

from hashlib import blake2b

from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from multitrainer.api import problems
from multitrainer.api.bodies import is_streamed
from multitrainer.api.dependencies import caller_of
from multitrainer.domain.errors import MultitrainerError
from multitrainer.schemas.wording import refusal
from multitrainer.services import Services
from multitrainer.services.idempotency import Claim, FirstAnswer, Idempotency

KEY_HEADER = "Idempotency-Key"
KEPT_HEADERS = ("content-type", "etag", "location", "retry-after")
MAX_KEY = 200
SECRET = ("/api/auth/", "/api/keys", "/api/webhooks")
"""Where tokens and keys are given out, which must not lie in a database."""


class Repeats:
    """Stands between the bodies and the routes."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The ASGI interface."""
        key = _key(scope)
        if key is None:
            await self._app(scope, receive, send)
            return
        request = await receive()
        try:
            outcome = await self._begin(scope, _checked(key, scope), request.get("body", b""))
        except MultitrainerError as error:
            await problems.response(error, scope["state"]["request_id"])(scope, receive, send)
            return
        if isinstance(outcome, FirstAnswer):
            await _repeated(outcome)(scope, receive, send)
        else:
            await self._carry_out(outcome, scope, _handing_on(request, receive), send)

    async def _begin(self, scope: Scope, key: str, body: bytes) -> Claim | FirstAnswer:
        what = b"\0".join((scope["method"].encode(), scope["path"].encode(), scope["query_string"], body))
        return await _idempotency(scope).begin(caller_of(scope), key, blake2b(what, digest_size=16).hexdigest())

    async def _carry_out(self, claim: Claim, scope: Scope, receive: Receive, send: Send) -> None:
        scope["state"] |= {"new_id": claim.new_id, "again": claim.again}
        parts: list[Message] = []

        async def keep(message: Message) -> None:
            parts.append(message)

        try:
            await self._app(scope, receive, keep)
        except BaseException:
            await _idempotency(scope).finish(claim, FirstAnswer(500, {}, b""))
            raise
        await _idempotency(scope).finish(claim, _assembled(parts))
        for part in parts:
            await send(part)


def _idempotency(scope: Scope) -> Idempotency:
    services: Services = scope["app"].state.services
    return services.idempotency


def _key(scope: Scope) -> str | None:
    repeatable = scope["type"] == "http" and scope["method"] == "POST" and scope["path"].startswith("/api/")
    return Headers(scope=scope).get(KEY_HEADER) if repeatable else None


def _checked(key: str, scope: Scope) -> str:
    if is_streamed(scope):  # so that nobody could tell whether one comes again
        raise refusal([(f"header.{KEY_HEADER}", "can't be taken here: send the file again, and name one of the two")])
    if scope["path"].startswith(SECRET):
        raise refusal([(f"header.{KEY_HEADER}", "can't be taken here, because answers with secrets are not kept")])
    if not (key.isascii() and key.isprintable() and 1 <= len(key) <= MAX_KEY):
        raise refusal([(f"header.{KEY_HEADER}", f"must be 1 to {MAX_KEY} printable ASCII characters")])
    return key


def _assembled(parts: list[Message]) -> FirstAnswer:
    start, *bodies = parts
    headers = Headers(scope=start)
    kept = {name: headers[name] for name in KEPT_HEADERS if name in headers}
    return FirstAnswer(start["status"], kept, b"".join(part.get("body", b"") for part in bodies))


def _repeated(first: FirstAnswer) -> Response:
    answer = Response(first.body, first.status)
    answer.headers.update({**first.headers, "Idempotency-Replayed": "true"})
    return answer


def _handing_on(request: Message, receive: Receive) -> Receive:
    waiting = [request]

    async def next_message() -> Message:
        return waiting.pop() if waiting else await receive()

    return next_message
