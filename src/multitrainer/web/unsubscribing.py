"""The page behind the link in an e-mail by which one gets no more like it.

To look at it changes nothing: mail scanners follow links. Its button does, and so do mail programs, which send the same
request by themselves (RFC 8058).
"""

from http import HTTPStatus

from fastapi import APIRouter, Request, Response

from multitrainer.domain.errors import MultitrainerError
from multitrainer.failures import AWAY, TOO_SLOW, away
from multitrainer.services.notifications.unsubscribing import PATH, Asked
from multitrainer.telling.catalogue import catalogue
from multitrainer.web.rendering import page
from multitrainer.web.routes import refusal_page
from multitrainer.web.visitors import services_of, whoever_has

router = APIRouter(include_in_schema=False)


@router.get(PATH + "{token}")
async def ask_whether_to_stop(request: Request, token: str) -> Response:
    """Show a button."""
    return await _answered(request, token, stops=False)


@router.post(PATH + "{token}")
async def stop_e_mails(request: Request, token: str) -> Response:
    """Send no more of these e-mails. Nothing is read of the body, so whatever sends it may."""
    return await _answered(request, token, stops=True)


async def _answered(request: Request, token: str, *, stops: bool) -> Response:
    service = services_of(request).unsubscribing
    try:
        asked = await service.asked(token)
        if asked and stops:
            await service.stop(asked)
    except (MultitrainerError, *AWAY, *TOO_SLOW) as error:
        known = error if isinstance(error, MultitrainerError) else away()
        return refusal_page(whoever_has(request), HTTPStatus.SERVICE_UNAVAILABLE, known.said)
    return _page(request, asked, stops=stops)


def _page(request: Request, asked: Asked | None, *, stops: bool) -> Response:
    """Whoever has stopped them is not asked again whether they want to."""
    who = whoever_has(request, asked.language if asked else None)
    texts = catalogue(who.language)
    words = texts["mail"]
    if asked is None:
        return page("said.html", who, HTTPStatus.FORBIDDEN, title=words["stop_title"], said=words["stop_gone"])
    kinds = "; ".join(texts["kinds"][kind.value] for kind in asked.kinds)
    if stops or asked.are_off:
        return page("said.html", who, title=words["stop_done_title"], said=words["stop_done"].format(kinds=kinds))
    ask = words["stop_ask"].format(kinds=kinds)
    return page("unsubscribe.html", who, title=words["stop_title"], said=ask, button=words["stop_button"])
