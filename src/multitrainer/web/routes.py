"""How browsers are answered: whatever goes wrong is a page, and whoever is not signed in gets to sign in."""

from collections.abc import Callable, Coroutine
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from fastapi import Request, Response
from fastapi.responses import RedirectResponse
from fastapi.routing import APIRoute

from multitrainer.domain.errors import MultitrainerError, NotSignedIn
from multitrainer.failures import AWAY, TOO_SLOW, away
from multitrainer.schemas.statuses import status_of
from multitrainer.web.forms import NoForm
from multitrainer.web.rendering import page
from multitrainer.web.visitors import stranger

SIGN_IN = "/sign-in"
Handler = Callable[[Request], Coroutine[Any, Any, Response]]


class Paged(APIRoute):
    """A route that answers with pages."""

    def get_route_handler(self) -> Handler:
        """What answers a request."""
        answer = super().get_route_handler()

        async def answered(request: Request) -> Response:
            try:
                return await answer(request)
            except NotSignedIn:
                return _to_sign_in(request)
            except NoForm:
                return _refusal(request, HTTPStatus.BAD_REQUEST)
            except (*AWAY, *TOO_SLOW):
                return _refused(request, away())
            except MultitrainerError as error:
                return _refused(request, error)

        return answered


def _refused(request: Request, error: MultitrainerError) -> Response:
    return _refusal(request, status_of(type(error)), error.detail)


def _refusal(request: Request, status: int, detail: str = "") -> Response:
    return page("refusal.html", stranger(request), status, detail=detail, refused_with=status)


def _to_sign_in(request: Request) -> Response:
    """Where they wanted to is where they get afterwards. What a form held stays with the browser that goes back."""
    wanted = request.url.path if request.method == "GET" else ""
    asked = f"?{urlencode({'next': wanted})}" if wanted not in {"", "/"} else ""
    return RedirectResponse(SIGN_IN + asked, HTTPStatus.SEE_OTHER)
