"""The page on which people sign in, and what ends that."""

from collections.abc import Mapping
from http import HTTPStatus
from urllib.parse import urlsplit

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from multitrainer.domain.errors import MultitrainerError, TooManyAttempts, WrongCredentials
from multitrainer.identity.places import place_of
from multitrainer.schemas.statuses import status_of
from multitrainer.web.forms import fields, marked, sent_from_here
from multitrainer.web.rendering import page
from multitrainer.web.routes import SIGN_IN, Paged
from multitrainer.web.visitors import SIGNED_IN, keep, services_of, stranger, visitor

router = APIRouter(include_in_schema=False, route_class=Paged)


@router.get(SIGN_IN)
async def show_form(request: Request) -> Response:
    """Show the form."""
    return _form(request, {"next": request.query_params.get("next", "")})


@router.post(SIGN_IN)
async def sign_in(request: Request) -> Response:
    """Sign somebody in and bring them to where they wanted, or show the form again with what is wrong."""
    sent_from_here(request)
    sent, services = await fields(request), services_of(request)
    email, password = sent.get("email", ""), sent.get("password", "")
    try:
        kept = await services.sign_ins.sign_in_to_pages(email, password, place_of(request.client))
    except (WrongCredentials, TooManyAttempts) as error:
        return _form(request, sent, error)
    answer = RedirectResponse(inside(sent.get("next", "")), HTTPStatus.SEE_OTHER)
    keep(request, answer, SIGNED_IN, kept, request.app.state.stays_days)
    return answer


@router.post("/sign-out")
async def sign_out(request: Request) -> Response:
    """End this sign-in."""
    services, who = await visitor(request)
    await marked(request, services, who)
    await services.sign_ins.sign_out(who.known)
    answer = RedirectResponse(SIGN_IN, HTTPStatus.SEE_OTHER)
    answer.delete_cookie(SIGNED_IN)
    return answer


def _form(request: Request, sent: Mapping[str, str], error: MultitrainerError | None = None) -> Response:
    """What was typed is there still, apart from the password."""
    status = status_of(type(error)) if error else HTTPStatus.OK
    seconds = error.facts.get("retryAfterSeconds") if error else None
    known = {"email": sent.get("email", ""), "next": inside(sent.get("next", ""))}
    return page("sign_in.html", stranger(request), status, error=error, seconds=seconds, **known)


def inside(address: str) -> str:
    """An address of ours, whatever was asked for: nobody is led to another host."""
    parts = urlsplit(address)
    is_ours = address.startswith("/") and not address.startswith(("//", "/\\")) and not (parts.scheme or parts.netloc)
    return address if is_ours else "/"
