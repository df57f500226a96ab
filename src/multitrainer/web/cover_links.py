"""The page on which somebody who is asked to stand in answers, by the link in their e-mail."""

from collections.abc import Sequence
from http import HTTPStatus

from fastapi import APIRouter, Request, Response

from multitrainer.domain.covers.answering import Standing
from multitrainer.domain.errors import MultitrainerError
from multitrainer.domain.telling.notices import Language
from multitrainer.failures import AWAY, TOO_SLOW
from multitrainer.services import Services
from multitrainer.services.cover_links import AskedFor, CoverLinks, Question
from multitrainer.telling.catalogue import Catalogue, catalogue
from multitrainer.telling.wording import moment, on_one_line, period
from multitrainer.web.forms import NoForm, sent
from multitrainer.web.pages import Safe, filled, page, put_into
from multitrainer.web.visitors import preferred

router = APIRouter(include_in_schema=False)

PATH = "/cover/answer/{token}"
ACCEPT, REFUSE = "accept", "refuse"
LATER = (MultitrainerError, *AWAY, *TOO_SLOW)

ERROR, HINT = '<p class="error" role="alert">$text</p>', '<p class="hint">$text</p>'
SESSION = "<p><strong>$what</strong></p>"
ENDED = SESSION + "\n<p>$words</p>"
ONLY = SESSION + '\n<input type="hidden" name="cover" value="$cover">'
CHOICE = '<label class="choice"><input type="checkbox" name="cover" value="$cover"$checked> $what</label>'
CHOICES = '<fieldset><legend>$legend</legend>\n$choices\n</fieldset>\n<p class="hint">$rest</p>'

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
        question = await _service(request).read(token)
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
    service = _service(request)
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


def _service(request: Request) -> CoverLinks:
    services: Services = request.app.state.services
    return services.cover_links


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
    words = texts["reasons"][question.against] if question.against else texts["answering"][error] if error else ""
    said = put_into(ERROR, text=words) if words and own is HTTPStatus.OK else Safe()
    title = texts["answering"]["title" if main is Standing.OPEN else f"{main.value}-title"]
    content = _content(question, texts, said, chosen)
    return page(title, content, status if own is HTTPStatus.OK else own, question.language.value)


def _content(question: Question, texts: Catalogue, error: Safe, chosen: Sequence[str]) -> Safe:
    asked = [one for one in question.sessions if one.standing is Standing.OPEN]
    ended = [_ended(one, question, texts) for one in question.sessions if one.standing is not Standing.OPEN]
    parts = [_form(question, asked, texts, error, chosen) if asked else error, *ended]
    clock = put_into(HINT, text=texts["answering"]["clock"].format(zone=question.zone.key))
    return Safe("\n".join([*parts, clock]))


def _form(question: Question, asked: Sequence[AskedFor], texts: Catalogue, error: Safe, chosen: Sequence[str]) -> Safe:
    words = texts["answering"]
    until = moment(question.until, texts, question.zone)
    return filled(
        "answer.html",
        asked=words["asked"].format(trainer=on_one_line(asked[0].trainer), until=until),
        error=error,
        choices=_choices(question, asked, texts, chosen),
        accept=words["accept"],
        refuse=words["refuse"],
    )


def _choices(question: Question, asked: Sequence[AskedFor], texts: Catalogue, chosen: Sequence[str]) -> Safe:
    """One is taken or not. Of several some may be, all unless somebody has chosen already."""
    named = [(one.cover, _what(one, question, texts)) for one in asked]
    if len(named) == 1:
        return put_into(ONLY, cover=named[0][0], what=named[0][1])
    boxes = [
        put_into(CHOICE, cover=cover, what=what, checked=" checked" if not chosen or cover in chosen else "")
        for cover, what in named
    ]
    words = texts["answering"]
    return put_into(CHOICES, legend=words["choose"], choices=Safe("\n".join(boxes)), rest=words["rest"])


def _ended(one: AskedFor, question: Question, texts: Catalogue) -> Safe:
    said = f"{one.standing.value}-to-lead" if one.leads else one.standing.value
    return put_into(ENDED, what=_what(one, question, texts), words=texts["answering"][said])


def _what(one: AskedFor, question: Question, texts: Catalogue) -> str:
    when = period(one.start, one.end, texts, question.zone)
    names = {"batch": on_one_line(one.batch), "course": on_one_line(one.course)}
    return texts["answering"]["session"].format(**names, when=when)


def _plain(request: Request, what: str, status: HTTPStatus, language: Language | None = None) -> Response:
    """A page that says one thing, in the language of whoever is asked, or of the browser where that is not known."""
    spoken = language or preferred(request.headers.get("accept-language", ""))
    words = catalogue(spoken)["answering"]
    return page(words[f"{what}-title"], put_into("<p>$text</p>", text=words[what]), status, spoken.value)
