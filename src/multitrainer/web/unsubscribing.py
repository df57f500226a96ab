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
from multitrainer.services.unsubscribing import PATH, Unsubscribing
from multitrainer.telling.catalogue import catalogue
from multitrainer.web.pages import Safe, page, put_into

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
    service, language = _service(request), Language.ENGLISH
    try:
        asked = await service.asked(token)
        if asked is None:
            return _page(language, Safe(), "stop_gone", HTTPStatus.FORBIDDEN)
        language = asked.language
        if stops:
            await service.stop(asked)
            return _page(language, Safe(), "stop_done")
    except (MultitrainerError, *AWAY, *TOO_SLOW) as error:
        known = error if isinstance(error, MultitrainerError) else away()
        return page("multitrainer", put_into(SAID, words=known.detail), HTTPStatus.SERVICE_UNAVAILABLE)
    texts = catalogue(language)["mail"]
    return _page(language, put_into(FORM, ask=texts["stop_ask"], button=texts["stop_button"]))


def _page(language: Language, content: Safe, words: str | None = None, status: int = HTTPStatus.OK) -> Response:
    texts = catalogue(language)["mail"]
    content = put_into(SAID, words=texts[words]) if words else content
    return page(texts["stop_title"], content, status, language.value)


def _service(request: Request) -> Unsubscribing:
    services: Services = request.app.state.services
    return services.unsubscribing
