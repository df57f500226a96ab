"""How pages look to somebody: in which language, light or dark."""

from fastapi import APIRouter, Request, Response

from multitrainer.domain.telling.notices import Language
from multitrainer.web.forms import NoForm, done, sent, sent_from_here
from multitrainer.web.leading import inside
from multitrainer.web.routes import Paged
from multitrainer.web.visitors import LANGUAGE, THEME, THEMES, keep

router = APIRouter(include_in_schema=False, route_class=Paged)
CHOICES = {LANGUAGE: [language.value for language in Language], THEME: THEMES}


@router.post("/looks")
async def choose(request: Request) -> Response:
    """Keep what was chosen, and show the same page again. Also for who is not signed in. Raises NoForm."""
    sent_from_here(request)
    chosen = await sent(request)
    answer = done(inside(chosen["back"]))
    for name, value in chosen:
        if name == "back":
            continue
        if value not in CHOICES.get(name, ()):
            raise NoForm
        keep(request, answer, name, value)
    return answer
