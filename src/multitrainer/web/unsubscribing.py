"""The page behind the link in an e-mail by which one gets no more like it.

To look at it changes nothing: mail scanners follow links. Its button does, and so do mail programs, which send the same
request by themselves (RFC 8058).
"""

from http import HTTPStatus

from fastapi import APIRouter, Request, Response

from multitrainer.domain.errors import MultitrainerError
from multitrainer.domain.telling.notices import Language
from multitrainer.failures import AWAY, TOO_SLOW, away
from multitrainer.services import Services
from multitrainer.services.unsubscribing import PATH, Asked, Unsubscribing
from multitrainer.telling.catalogue import catalogue
from multitrainer.web.pages import page, put_into

router = APIRouter(include_in_schema=False)

FORM = """<p>$ask</p>
<form method="post">
<input type="hidden" name="List-Unsubscribe" value="One-Click">
<button type="submit">$button</button>
</form>"""
SAID = "<p>$words</p>"


@router.get(PATH + "{token}")
async def ask_whether_to_stop(request: Request, token: str) -> Response:
    """Show a button."""
    return await _answered(request, token, stops=False)


@router.post(PATH + "{token}")
async def stop_e_mails(request: Request, token: str) -> Response:
    """Send no more of these e-mails. Nothing is read of the body, so whatever sends it may."""
    return await _answered(request, token, stops=True)


async def _answered(request: Request, token: str, *, stops: bool) -> Response:
    service = _service(request)
    try:
        asked = await service.asked(token)
        if asked is None:
            return _not_good()
        if stops:
            await service.stop(asked)
    except (MultitrainerError, *AWAY, *TOO_SLOW) as error:
        known = error if isinstance(error, MultitrainerError) else away()
        return page("multitrainer", put_into(SAID, words=known.detail), HTTPStatus.SERVICE_UNAVAILABLE)
    return _stopped(asked) if stops or asked.are_off else _question(asked)


def _question(asked: Asked) -> Response:
    texts = catalogue(asked.language)["mail"]
    content = put_into(FORM, ask=texts["stop_ask"].format(kinds=_kinds(asked)), button=texts["stop_button"])
    return page(texts["stop_title"], content, HTTPStatus.OK, asked.language.value)


def _stopped(asked: Asked) -> Response:
    """Whoever has stopped them is not asked again whether they want to."""
    texts = catalogue(asked.language)["mail"]
    content = put_into(SAID, words=texts["stop_done"].format(kinds=_kinds(asked)))
    return page(texts["stop_done_title"], content, HTTPStatus.OK, asked.language.value)


def _kinds(asked: Asked) -> str:
    words = catalogue(asked.language)["kinds"]
    return "; ".join(words[kind.value] for kind in asked.kinds)


def _not_good() -> Response:
    texts = catalogue(Language.ENGLISH)["mail"]
    content = put_into(SAID, words=texts["stop_gone"])
    return page(texts["stop_title"], content, HTTPStatus.FORBIDDEN, Language.ENGLISH.value)


def _service(request: Request) -> Unsubscribing:
    services: Services = request.app.state.services
    return services.unsubscribing
