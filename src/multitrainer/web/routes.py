"""How browsers are answered: whatever goes wrong is a page, and whoever is not signed in gets to sign in."""

from collections.abc import Callable, Coroutine
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

import structlog
from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute

from multitrainer.domain.errors import InternalError, MultitrainerError, NotSignedIn
from multitrainer.domain.sentences import Sentence
from multitrainer.failures import AWAY, TOO_SLOW, away
from multitrainer.schemas.statuses import status_of
from multitrainer.web.forms import NoForm, close_files, done, refused_form, sent
from multitrainer.web.held import hold
from multitrainer.web.rendering import page
from multitrainer.web.visitors import Visitor, stranger

log = structlog.get_logger()

SIGN_IN = "/sign-in"
NO_PAGE = Sentence("There is no such page.")
WRONG_HERE = Sentence("Something went wrong here. Whoever runs the service finds it in the log.")
HELD_BYTES = 1_000_000
"""So much is read of a form with files of which nobody knows who sends it. What is held are its texts."""
OF_ALL = {
    "Content-Security-Policy": "sandbox; default-src 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
}
"""Of what is no page: files to take along, what scripts ask for, and where browsers are sent on to."""
Handler = Callable[[Request], Coroutine[Any, Any, Response]]


class Paged(APIRoute):
    """A route that answers with pages."""

    def get_route_handler(self) -> Handler:
        """What answers a request."""
        answer = super().get_route_handler()

        async def answered(request: Request) -> Response:
            response = await _answer_or_refusal(answer, request)
            for name, value in OF_ALL.items():
                response.headers.setdefault(name, value)
            return response

        return answered


async def _answer_or_refusal(answer: Handler, request: Request) -> Response:
    try:
        return await _or_the_form_again(answer, request)
    except NotSignedIn:
        return await _to_sign_in(request)
    except NoForm:
        return refusal_page(stranger(request), HTTPStatus.BAD_REQUEST)
    except RequestValidationError:  # an address with an id that is none
        return refusal_page(stranger(request), HTTPStatus.NOT_FOUND, NO_PAGE)
    except (*AWAY, *TOO_SLOW):
        return _refused(request, away())
    except MultitrainerError as error:
        return _refused(request, error)
    except Exception:
        log.exception("page-failed", path=request.url.path)
        return _refused(request, InternalError(WRONG_HERE))
    finally:
        await close_files(request)


async def _or_the_form_again(answer: Handler, request: Request) -> Response:
    try:
        return await answer(request)
    except NotSignedIn:
        raise
    except MultitrainerError as error:
        again = await refused_form(request, error)
        if again is None:
            raise
        return again


def _refused(request: Request, error: MultitrainerError) -> Response:
    return refusal_page(stranger(request), status_of(type(error)), error.said)


def refusal_page(who: Visitor, status: int, said: Sentence | None = None) -> Response:
    """What is shown in the place of a page; without what is `said`, that what arrived is no form of ours."""
    return page("refusal.html", who, status, said=said, refused_with=status)


async def _to_sign_in(request: Request) -> Response:
    """Where they wanted to is where they get afterwards, and what they had typed is not lost."""
    path = request.url.path
    if request.headers.get("hx-request"):  # a part of a page is asked for, and the form to sign in is a whole one
        return Response(status_code=HTTPStatus.NO_CONTENT, headers={"HX-Redirect": SIGN_IN})
    if request.method == "GET":
        return done(SIGN_IN if path == "/" else f"{SIGN_IN}?{urlencode({'next': path})}")
    try:
        held = hold(path, await sent(request, HELD_BYTES))
    except NoForm:
        return refusal_page(stranger(request), HTTPStatus.BAD_REQUEST)
    unknown = {"error": None, "seconds": None, "email": "", "next": "/"}
    return page("sign_in.html", stranger(request), HTTPStatus.UNAUTHORIZED, held=held, **unknown)
