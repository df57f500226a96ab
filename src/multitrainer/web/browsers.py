"""Browsers are told of errors on a page, also where no door of one was reached: at no address, of too large a form."""

from http import HTTPStatus

from fastapi import Request, Response
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from multitrainer.domain.sentences import Sentence
from multitrainer.failures import away
from multitrainer.web.compressed import FOR_PROGRAMS
from multitrainer.web.routes import NO_PAGE, WRONG_HERE, refusal_page
from multitrainer.web.visitors import whoever_has

PROBLEM = "application/problem+json"
KEPT = ("allow", "connection", "retry-after", "x-request-id")
SAID = {
    HTTPStatus.NOT_FOUND: NO_PAGE,
    HTTPStatus.METHOD_NOT_ALLOWED: NO_PAGE,
    HTTPStatus.REQUEST_TIMEOUT: Sentence("It took too long to arrive, so nothing was done. Try again."),
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: Sentence("This is more than can be sent at once, so nothing was done."),
    HTTPStatus.SERVICE_UNAVAILABLE: away().said,
}


class ForBrowsers:
    """Outermost of the ASGI layers: puts a page in the place of a problem document, for whoever asks for pages."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The ASGI interface."""
        if not _wants_a_page(scope):
            await self._app(scope, receive, send)
            return
        is_replaced = False

        async def send_page(message: Message) -> None:
            nonlocal is_replaced
            if message["type"] == "http.response.start" and _is_problem(message):
                is_replaced = True
                await _page_of(message, scope)(scope, receive, send)
            elif not is_replaced:
                await send(message)

        await self._app(scope, receive, send_page)


def _wants_a_page(scope: Scope) -> bool:
    is_for_programs = scope["type"] != "http" or scope["path"].startswith(FOR_PROGRAMS)
    return not is_for_programs and "text/html" in Headers(scope=scope).get("accept", "")


def _is_problem(start: Message) -> bool:
    return Headers(raw=start["headers"]).get("content-type", "") == PROBLEM


def _page_of(start: Message, scope: Scope) -> Response:
    """As for a page that is found by a secret address: nobody knows whether this one is."""
    status = start["status"]
    answer = refusal_page(whoever_has(Request(scope)), status, SAID.get(status, WRONG_HERE))
    found = Headers(raw=start["headers"])
    answer.headers.update({name: found[name] for name in KEPT if name in found})
    return answer
