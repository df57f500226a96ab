"""What changes, as it happens, for the scripts of pages: the stream of `/api/events`, for whoever is signed in here."""

from fastapi import APIRouter, Request, Response

from multitrainer.domain.errors import NotSignedIn
from multitrainer.domain.sentences import Sentence
from multitrainer.identity.callers import Caller
from multitrainer.streams import AN_ID, Live
from multitrainer.web.routes import Paged
from multitrainer.web.visitors import SIGNED_IN, services_of

router = APIRouter(include_in_schema=False, route_class=Paged)


@router.get("/live")
async def listen(request: Request) -> Response:
    """Listen, from what a browser has heard last."""
    services = services_of(request)
    last = request.headers.get("last-event-id", "")

    def caller() -> Caller:
        person = services.visitors.read(request.cookies.get(SIGNED_IN))
        if person is None:
            raise NotSignedIn(Sentence("Sign in first."))
        return person

    return Live(await services.events.listen(caller, int(last) if AN_ID.fullmatch(last) else None))
