"""/api/events: what changes, as it happens, by Server-Sent Events."""

from functools import partial
from typing import Annotated

from fastapi import APIRouter, Header, Request, Response
from pydantic import AfterValidator
from starlette.responses import StreamingResponse

from multitrainer.api.answers import describe
from multitrainer.api.dependencies import caller_of, services_of
from multitrainer.api.routes import Strict
from multitrainer.domain.errors import TooManyStreams
from multitrainer.streams import AN_ID, Live

router = APIRouter(prefix="/api/events", tags=["events"], route_class=Strict)


def _of_ours(sent: str) -> str:
    if not AN_ID.fullmatch(sent):
        raise ValueError("must be the id of an event, a number that this service sent")
    return sent


LastEventId = Annotated[
    Annotated[str, AfterValidator(_of_ours)] | None,
    Header(
        alias="Last-Event-ID",
        description="The `id` that came last: what followed it is sent first. Browsers send it by themselves.",
    ),
]
OF_STREAM = {
    "Cache-Control": {"description": "`no-cache`.", "required": True, "schema": {"type": "string"}},
    "X-Accel-Buffering": {"description": "`no`, for proxies.", "required": True, "schema": {"type": "string"}},
}
DESCRIBED = describe(200, None, TooManyStreams, headers=OF_STREAM)
DESCRIBED["responses"][200]["content"] = {
    "text/event-stream": {
        "itemSchema": {
            "type": "object",
            "properties": {"event": {"type": "string"}, "data": {"type": "string"}, "id": {"type": "string"}},
        },
        "example": 'event: changed\ndata: {"what":"batch","id":"66f1a2b3c4d5e6f708192a31"}\nid: 17\n\n',
    }
}


@router.get("", response_class=StreamingResponse, **DESCRIBED)
async def listen(request: Request, last_event_id: LastEventId = None) -> Response:
    """Listen to what changes: an endless stream of what one may read, and of one's own notifications."""
    last = int(last_event_id) if last_event_id else None
    return Live(await services_of(request).events.listen(partial(caller_of, request.scope), last))
