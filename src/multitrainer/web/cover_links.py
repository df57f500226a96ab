"""The page on which somebody who is asked to stand in answers, by the link in their e-mail."""

from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

from fastapi import APIRouter, Request, Response

from multitrainer.domain.covers.answering import Standing
from multitrainer.domain.errors import MultitrainerError
from multitrainer.domain.telling.notices import Language
from multitrainer.failures import AWAY, TOO_SLOW
from multitrainer.services.covers.links import AskedFor, Question
from multitrainer.telling.catalogue import Catalogue, catalogue
from multitrainer.telling.wording import moment, on_one_line, period
from multitrainer.web.forms import NoForm, sent
from multitrainer.web.rendering import page
from multitrainer.web.visitors import services_of, whoever_has

router = APIRouter(include_in_schema=False)

PATH = "/cover/answer/{token}"
ACCEPT, REFUSE = "accept", "refuse"
LATER = (MultitrainerError, *AWAY, *TOO_SLOW)

STATUS = {
    Standing.OPEN: HTTPStatus.OK,
    Standing.HELD: HTTPStatus.OK,
    Standing.REFUSED: HTTPStatus.OK,
    Standing.TAKEN: HTTPStatus.CONFLICT,
}
"""Whatever else there is, was and is over."""


@router.api_route(PATH, methods=["GET", "HEAD"])
async def show_question(request: Request, token: str) -> Response:
    """Show what is asked. It changes nothing: programs that look through e-mails follow their links."""
    try:
        question = await services_of(request).cover_links.read(token)
    except LATER:
        return _plain(request, "later", HTTPStatus.SERVICE_UNAVAILABLE)
    return _page(request, question)


@router.post(PATH)
async def answer(request: Request, token: str) -> Response:
    """Accept or refuse, and show what is so then. Whoever has the address may; no cookie of a browser has a say."""
    try:
        answered, chosen = await _sent(request)
    except NoForm:
        return _plain(request, "unreadable", HTTPStatus.BAD_REQUEST)
    service = services_of(request).cover_links
    try:
        if answered == ACCEPT and chosen:
            question = await service.accept(token, chosen)
        elif answered == REFUSE:
            question = await service.refuse(token)
        else:
            return _page(request, await service.read(token), "none-chosen", HTTPStatus.UNPROCESSABLE_ENTITY, chosen)
    except LATER:
        return _plain(request, "later", HTTPStatus.SERVICE_UNAVAILABLE)
    if question is None or _is_done(question, answered, chosen):
        return _page(request, question)
    return _page(request, question, "changed", HTTPStatus.CONFLICT, chosen)


async def _sent(request: Request) -> tuple[str, list[str]]:
    """Which button was pressed, and what was chosen. Raises NoForm."""
    fields = await sent(request)
    return fields["answer"], fields.all("cover")


def _is_done(question: Question, answered: str, chosen: Sequence[str]) -> bool:
    """Whether it is now as whoever answered wanted it."""
    if answered == ACCEPT:
        return question.stands_as(Standing.HELD, chosen)
    return question.stands_as(Standing.REFUSED, [one.cover for one in question.sessions])


def _page(
    request: Request,
    question: Question | None,
    error: str | None = None,
    status: HTTPStatus = HTTPStatus.OK,
    chosen: Sequence[str] = (),
) -> Response:
    """`error` is said, and `status` given, where the question itself does not tell as much."""
    if question is None:
        return _plain(request, "unknown", HTTPStatus.NOT_FOUND)
    if not question.sessions:
        return _plain(request, "stale", HTTPStatus.GONE, question.language)
    main = min((one.standing for one in question.sessions), key=[*Standing].index)
    own = STATUS.get(main, HTTPStatus.GONE)
    texts = catalogue(question.language)
    against = texts["reasons"][question.against] if question.against else texts["answering"][error] if error else ""
    shown = {
        "title": texts["answering"]["title" if main is Standing.OPEN else f"{main.value}-title"],
        "error": against if own is HTTPStatus.OK else "",
        "chosen": chosen,
        **_content(question, texts),
    }
    who = whoever_has(request, question.language)
    return page("cover_answer.html", who, status if own is HTTPStatus.OK else own, **shown)


def _content(question: Question, texts: Catalogue) -> dict[str, Any]:
    """What is asked still, and what is over."""
    words, until = texts["answering"], moment(question.until, texts, question.zone)
    named = [(one, _what(one, question, texts)) for one in question.sessions]
    away = [on_one_line(one.trainer) for one, _ in named if one.standing is Standing.OPEN]
    return {
        "words": words,
        "question": words["asked"].format(trainer=away[0], until=until) if away else "",
        "asked": [(one.cover, what) for one, what in named if one.standing is Standing.OPEN],
        "ended": [(what, words[_stands(one)]) for one, what in named if one.standing is not Standing.OPEN],
        "clock": words["clock"].format(zone=question.zone.key),
    }


def _stands(one: AskedFor) -> str:
    return f"{one.standing.value}-to-lead" if one.leads else one.standing.value


def _what(one: AskedFor, question: Question, texts: Catalogue) -> str:
    when = period(one.start, one.end, texts, question.zone)
    names = {"batch": on_one_line(one.batch), "course": on_one_line(one.course)}
    return texts["answering"]["session"].format(**names, when=when)


def _plain(request: Request, what: str, status: HTTPStatus, language: Language | None = None) -> Response:
    """A page that says one thing, in the language of whoever is asked, or of the browser where that is not known."""
    who = whoever_has(request, language)
    words = catalogue(who.language)["answering"]
    return page("said.html", who, status, title=words[f"{what}-title"], said=words[what])
