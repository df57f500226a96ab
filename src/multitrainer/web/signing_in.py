"""The page on which people sign in, and what ends that."""

from http import HTTPStatus

from fastapi import APIRouter, Request, Response

from multitrainer.domain.errors import MultitrainerError, TooManyAttempts, WrongCredentials
from multitrainer.identity.places import place_of
from multitrainer.schemas.statuses import status_of
from multitrainer.web.forms import Sent, done, filled_in, sent, sent_from_here
from multitrainer.web.held import Held, held_by
from multitrainer.web.leading import inside
from multitrainer.web.rendering import page
from multitrainer.web.routes import SIGN_IN, Paged
from multitrainer.web.visitors import SIGNED_IN, keep, services_of, stranger

router = APIRouter(include_in_schema=False, route_class=Paged)


@router.get(SIGN_IN)
async def show_form(request: Request) -> Response:
    """Show the form."""
    return _form(request, Sent([("next", request.query_params.get("next", ""))]))


@router.post(SIGN_IN)
async def sign_in(request: Request) -> Response:
    """Sign somebody in and bring them to where they wanted, or show the form again with what is wrong."""
    sent_from_here(request)
    typed, services = await sent(request), services_of(request)
    try:
        place = place_of(request.client)
        kept = await services.sign_ins.sign_in_to_pages(typed["email"], typed["password"], place)
    except (WrongCredentials, TooManyAttempts) as error:
        return _form(request, typed, error)
    held = held_by(typed)
    answer = _again(request, kept, held) if held else done(inside(typed["next"]))
    keep(request, answer, SIGNED_IN, kept, request.app.state.stays_days)
    return answer


@router.post("/sign-out")
async def sign_out(request: Request) -> Response:
    """End this sign-in."""
    services, who, _ = await filled_in(request)
    await services.sign_ins.sign_out(who.known)
    answer = done(SIGN_IN)
    answer.delete_cookie(SIGNED_IN)
    return answer


def _form(request: Request, typed: Sent, error: MultitrainerError | None = None) -> Response:
    """What was typed is there still, apart from the password."""
    status = status_of(type(error)) if error else HTTPStatus.OK
    seconds = error.facts.get("retryAfterSeconds") if error else None
    known = {"email": typed["email"], "next": inside(typed["next"]), "held": held_by(typed)}
    return page("sign_in.html", stranger(request), status, error=error, seconds=seconds, **known)


def _again(request: Request, kept: str, held: Held) -> Response:
    """Whoever was signed out while they filled in a form sends it now, or does not."""
    visitors = services_of(request).visitors
    person = visitors.read(kept)
    mark = visitors.mark(person) if person else ""
    return page("again.html", stranger(request), held=held, mark=mark)
