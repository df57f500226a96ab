"""The page on which the first admin is made."""

from http import HTTPStatus

from fastapi import APIRouter, Request, Response

from multitrainer.domain.errors import InvalidInput, MultitrainerError, NotAllowed
from multitrainer.domain.sentences import Sentence
from multitrainer.failures import AWAY, TOO_SLOW, away
from multitrainer.schemas.accounts import LONGEST, SHORTEST, NewAdmin
from multitrainer.schemas.wording import refusal
from multitrainer.services.people.set_up import AlreadySetUp
from multitrainer.web.forms import NoForm, Sent, answered, body, sent
from multitrainer.web.rendering import page
from multitrainer.web.routes import refusal_page
from multitrainer.web.visitors import services_of, whoever_has

router = APIRouter(include_in_schema=False)


@router.get("/setup")
async def show_form(request: Request, token: str = "") -> Response:
    """Show the form to whoever has a link that is good."""
    typed = Sent([("token", token)])
    try:
        await services_of(request).set_up.must_be_good(token)
    except (MultitrainerError, *AWAY, *TOO_SLOW) as error:
        return _refused(request, typed, error)
    return _form(request, typed)


@router.post("/setup")
async def create_admin(request: Request) -> Response:
    """Make the admin, or show the form again with what is wrong."""
    try:
        typed = await sent(request)
    except NoForm:
        return refusal_page(whoever_has(request), HTTPStatus.BAD_REQUEST)
    service = services_of(request).set_up
    try:
        await service.must_be_good(typed["token"])  # nobody else is told what is wrong with a field
        new = _admin(typed)
        await service.create_admin(typed["token"], new)
    except (MultitrainerError, *AWAY, *TOO_SLOW) as error:
        return _refused(request, typed, error)
    return page("set_up_over.html", whoever_has(request), made=new.email, is_set_up=True)


def _admin(typed: Sent) -> NewAdmin:
    """Whom the form describes. Raises InvalidInput."""
    wrong = [("again", Sentence("differs from the first"))] if typed["again"] != typed["password"] else []
    try:
        new = body(NewAdmin, name=typed["name"], email=typed["email"].strip(), password=typed["password"])
    except InvalidInput as error:
        raise refusal([*error.wrong.items(), *wrong]) from None
    if wrong:
        raise refusal(wrong)
    return new


def _refused(request: Request, typed: Sent, error: Exception) -> Response:
    known = error if isinstance(error, MultitrainerError) else away()
    if not isinstance(known, AlreadySetUp | NotAllowed):
        return _form(request, typed, known)
    over = {"made": None, "why": known.said, "is_set_up": isinstance(known, AlreadySetUp)}
    return page("set_up_over.html", whoever_has(request), HTTPStatus.FORBIDDEN, **over)


def _form(request: Request, typed: Sent, error: MultitrainerError | None = None) -> Response:
    return answered("set_up.html", whoever_has(request), {"shortest": SHORTEST, "longest": LONGEST}, typed, error)
