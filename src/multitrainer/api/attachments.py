"""Files that go with messages: /api/threads/{thread}/attachments, /api/attachments."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from starlette.responses import StreamingResponse

from multitrainer import downloads, wire
from multitrainer.api.answers import NAMED, WITH_BODY, describe
from multitrainer.api.dependencies import asked
from multitrainer.api.routes import Strict
from multitrainer.api.threads import thread_of
from multitrainer.domain.attachments import SUFFIXES
from multitrainer.domain.errors import AttachmentNotFound, AttachmentRefused, ThreadNotFound, TooManyFilesWaiting
from multitrainer.schemas.base import Id
from multitrainer.schemas.threads import AttachmentView, ThreadId

router = APIRouter(prefix="/api", tags=["threads"], route_class=Strict)

Name = Annotated[
    str,
    Query(
        min_length=1,
        max_length=500,
        description=f"The file's name, of which the last part counts; it ends in one of {', '.join(SUFFIXES)}.",
        examples=["plan.pdf"],
    ),
]
A_FILE: dict[str, Any] = {
    "requestBody": {
        "description": "The file as it is; its Content-Type has to be that of its name, or application/octet-stream.",
        "required": True,
        "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
    }
}
DOWNLOAD = describe(200, None, AttachmentNotFound, headers=NAMED)
DOWNLOAD["responses"][200]["content"] = {"*/*": {"schema": {"type": "string", "format": "binary"}}}


@router.post(
    "/threads/{thread_id}/attachments",
    openapi_extra=A_FILE,
    **describe(201, AttachmentView, ThreadNotFound, AttachmentRefused, TooManyFilesWaiting, *WITH_BODY[1:], headers={}),
)
async def upload_attachment(request: Request, thread_id: ThreadId, name: Name) -> Response:
    """Send a file for a message that is still to be written. If none takes it within a day, it goes."""
    services, caller = asked(request)
    said = request.headers.get("content-type", "")
    made = await services.attachments.upload(caller, thread_of(thread_id), name, said, request.stream())
    return Response(wire.encode(made), 201, media_type="application/json")


@router.get("/attachments/{attachment_id}", response_class=StreamingResponse, **DOWNLOAD)
async def download_attachment(request: Request, attachment_id: Id) -> Response:
    """Read a file, to save it: for whoever sees its message."""
    services, caller = asked(request)
    return downloads.answer(await services.attachments.download(caller, attachment_id))
