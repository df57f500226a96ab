"""The page on which the first admin is made."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import NamedTuple

from fastapi import APIRouter, Request, Response
from pydantic import ValidationError

from multitrainer.domain.errors import Conflict, EmailTaken, InvalidInput, MultitrainerError, NotAllowed
from multitrainer.failures import AWAY, TOO_SLOW, away
from multitrainer.schemas.accounts import LONGEST, SHORTEST, NewAdmin
from multitrainer.schemas.wording import invalid_input
from multitrainer.services import Services
from multitrainer.services.set_up import AlreadySetUp, SetUp
from multitrainer.web.forms import NoForm
from multitrainer.web.forms import sent as sent_by
from multitrainer.web.pages import Safe, filled, page, put_into

router = APIRouter(include_in_schema=False)

TITLE = "Set up"
FIELD = """<label for="$name">$label</label>
<input id="$name" name="$name" type="$type" value="$value" autocomplete="$autocomplete" required$attributes>
$hint$error"""
HINT, ERROR = '<p class="hint" id="$id">$text</p>', '<p class="error" id="$id" role="alert">$text</p>'
ANOTHER = """<p>$why</p>
<p>While there is no admin, <code>multitrainer serve</code> prints a new link each time it starts; the one before ends
with that. <code>multitrainer user create-admin</code> makes an admin without any link.</p>"""
ALREADY = """<p>$why</p>
<p><a href="/sign-in">Sign in</a>.
<code>multitrainer user create-admin</code> makes further admins, and <code>multitrainer user set-password</code> gives
somebody a password who has none.</p>"""
DONE = """<p>There is an admin now: sign in as <strong>$email</strong>. This link is used up.</p>
<p><a href="/sign-in">Sign in</a>. <code>multitrainer user create-admin</code> makes further admins.</p>"""


class Field(NamedTuple):
    """One field of the form."""

    name: str
    label: str
    type: str
    autocomplete: str
    hint: str = ""


FIELDS = (
    Field("name", "Your name", "text", "name"),
    Field("email", "Your e-mail address", "email", "username", "You sign in with it."),
    Field("password", "Password", "password", "new-password", f"{SHORTEST} to {LONGEST:,} characters."),
    Field("again", "The same password again", "password", "new-password"),
)
UNREADABLE = Safe("<p>It did not arrive as the form of this page sends it, so nothing was done.</p>")
Sent = Mapping[str, str]


@router.get("/setup")
async def show_form(request: Request, token: str = "") -> Response:
    """Show the form to whoever has a link that is good."""
    try:
        await _service(request).must_be_good(token)
    except (MultitrainerError, *AWAY, *TOO_SLOW) as error:
        return _refusal({"token": token}, error)
    return _form({"token": token}, {})


@router.post("/setup")
async def create_admin(request: Request) -> Response:
    """Make the admin, or show the form again with what is wrong."""
    try:
        sent = await _sent(request)
    except NoForm:
        return page("This could not be read", UNREADABLE, HTTPStatus.BAD_REQUEST)
    try:
        await _service(request).must_be_good(sent["token"])  # nobody else is told what is wrong with a field
        new = _admin(sent)
        await _service(request).create_admin(sent["token"], new)
    except (MultitrainerError, *AWAY, *TOO_SLOW) as error:
        return _refusal(sent, error)
    return page("All set", put_into(DONE, email=new.email))


def _service(request: Request) -> SetUp:
    services: Services = request.app.state.services
    return services.set_up


async def _sent(request: Request) -> Sent:
    """The form's fields as they were filled in; what is missing is empty. Raises NoForm."""
    found = await sent_by(request)
    return {name: found[name] for name in ("token", *(field.name for field in FIELDS))}


def _admin(sent: Sent) -> NewAdmin:
    """Whom the form describes. Raises InvalidInput."""
    wrong = [{"field": "again", "message": "differs from the first"}] if sent["again"] != sent["password"] else []
    try:
        new = NewAdmin(name=sent["name"], email=sent["email"].strip(), password=sent["password"])
    except ValidationError as error:
        refused = invalid_input(error.errors())
        raise InvalidInput(refused.detail, errors=[*refused.facts["errors"], *wrong]) from None
    if wrong:
        raise InvalidInput("The passwords differ.", errors=wrong)
    return new


def _refusal(sent: Sent, error: Exception) -> Response:
    known = error if isinstance(error, MultitrainerError) else away()
    match known:
        case AlreadySetUp():
            return page("This is set up", put_into(ALREADY, why=known.detail), HTTPStatus.FORBIDDEN)
        case NotAllowed():
            return page("This link is not good", put_into(ANOTHER, why=known.detail), HTTPStatus.FORBIDDEN)
        case InvalidInput():
            wrong = {one["field"]: one["message"] for one in known.facts["errors"]}
            return _form(sent, wrong, HTTPStatus.UNPROCESSABLE_ENTITY)
        case EmailTaken():
            return _form(sent, {"email": "is another user's already"}, HTTPStatus.CONFLICT)
        case Conflict():
            return _form(sent, {"": known.detail}, HTTPStatus.CONFLICT)
        case _:
            return _form(sent, {"": known.detail}, HTTPStatus.SERVICE_UNAVAILABLE)


def _form(sent: Sent, wrong: Mapping[str, str], status: int = 200) -> Response:
    fields = Safe("\n".join(_field(field, sent.get(field.name, ""), wrong.get(field.name)) for field in FIELDS))
    error = put_into(ERROR, id="error", text=wrong[""]) if "" in wrong else Safe()
    return page(TITLE, filled("form.html", token=sent["token"], fields=fields, error=error), status)


def _field(field: Field, value: str, wrong: str | None) -> Safe:
    """A field with its hint and its error, which readers of screens are told of too. A password is never sent back."""
    hint = put_into(HINT, id=f"{field.name}-hint", text=field.hint) if field.hint else Safe()
    words = f"{field.label} {wrong}." if wrong else ""
    error = put_into(ERROR, id=f"{field.name}-error", text=words) if wrong else Safe()
    described = " ".join(f"{field.name}-{what}" for what, there in (("hint", hint), ("error", error)) if there)
    attributes = f' aria-describedby="{described}"' if described else ""
    invalid = ' aria-invalid="true"' if wrong else ""
    shown = "" if field.type == "password" else value
    told = {**field._asdict(), "value": shown, "hint": hint, "error": error}
    return put_into(FIELD, **told, attributes=Safe(attributes + invalid))
