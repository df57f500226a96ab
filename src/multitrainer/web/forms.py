"""Forms as our pages send them."""

from urllib.parse import parse_qsl, urlsplit

from fastapi import Request

from multitrainer.services import Services
from multitrainer.web.visitors import Visitor

FORM = "application/x-www-form-urlencoded"
MOST_FIELDS = 1000
MARK = "mark"
"""The field by which a form shows that it comes from one of our pages."""


class NoForm(Exception):
    """What arrived is not what a form of ours sends."""


async def sent(request: Request) -> list[tuple[str, str]]:
    """The fields of a form in their order, the same one several times perhaps. Nothing sent has none.

    Parts with boundaries (`multipart/form-data`) are for files, which no form of ours has. Raises NoForm.
    """
    body = await request.body()
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if body and kind != FORM:
        raise NoForm
    try:
        text = body.decode(errors="replace")
        return parse_qsl(text, keep_blank_values=True, errors="replace", max_num_fields=MOST_FIELDS)
    except ValueError:  # more fields
        raise NoForm from None


async def fields(request: Request) -> dict[str, str]:
    """Each field once, the last where one comes twice. Raises NoForm."""
    return dict(await sent(request))


async def marked(request: Request, services: Services, visitor: Visitor) -> dict[str, str]:
    """The same of a form that was shown to this visitor: no other site can have made it. Raises NoForm, NotSignedIn."""
    sent_from_here(request)
    found = await fields(request)
    if not services.visitors.is_ours(visitor.known, found.get(MARK, "")):
        raise NoForm
    return found


def sent_from_here(request: Request) -> None:
    """Browsers say which site a form stands on. Raises NoForm where it is another one."""
    site, origin = request.headers.get("sec-fetch-site"), request.headers.get("origin")
    if site is not None and site not in {"same-origin", "none"}:
        raise NoForm
    if site is None and origin is not None and urlsplit(origin).netloc != request.headers.get("host"):
        raise NoForm
