"""Files that go with messages: taken from the form that they are sent with, and given to whoever sees the message."""

from collections.abc import AsyncIterator
from typing import NamedTuple

from fastapi import APIRouter, Request, Response
from starlette.datastructures import UploadFile

from multitrainer import downloads
from multitrainer.domain.errors import MultitrainerError
from multitrainer.domain.threads import Thread
from multitrainer.schemas.base import Id
from multitrainer.services import Services
from multitrainer.web.forms import Sent
from multitrainer.web.routes import Paged
from multitrainer.web.visitors import Visitor, visitor

router = APIRouter(prefix="/attachments", include_in_schema=False, route_class=Paged)
PIECE = 65_536
ATTACHED, NAME, REFUSED = "attachment", "attachment-name", "refused-file"
"""Fields of the files that were taken, and of the one that was not."""


class Taken(NamedTuple):
    """A form whose files are uploaded: with their ids, so that they need not be sent again; and what was wrong."""

    sent: Sent
    error: MultitrainerError | None


@router.get("/{attachment_id}")
async def download(request: Request, attachment_id: Id) -> Response:
    """Give a file to whoever sees its message, to be saved."""
    services, who = await visitor(request)
    return downloads.answer(await services.attachments.download(who.known, attachment_id))


async def take(services: Services, who: Visitor, thread: Thread, sent: Sent) -> Taken:
    """Upload the files of a form into a thread, until one is refused."""
    fields: list[tuple[str, str]] = []
    for file in sent.files:
        name, kind = file.filename or "", file.content_type or ""
        try:
            made = await services.attachments.upload(who.known, thread, name, kind, _pieces(file))
        except MultitrainerError as error:
            return Taken(sent.beside(*fields, (REFUSED, name)), error)
        fields += [(ATTACHED, str(made["_id"])), (NAME, name)]
    return Taken(sent.beside(*fields), None)


async def _pieces(file: UploadFile) -> AsyncIterator[bytes]:
    while piece := await file.read(PIECE):
        yield piece
