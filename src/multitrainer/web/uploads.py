"""Forms with a file, as browsers send them: `multipart/form-data`."""

from fastapi import Request
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException

from multitrainer.services import Services
from multitrainer.web.forms import MARK, NoForm, Sent, sent_from_here
from multitrainer.web.visitors import Visitor, visitor

MOST_FIELDS = 20


async def handed_in(request: Request, name: str) -> tuple[Services, Visitor, Sent, bytes]:
    """Like `filled_in`, and the content of the file that was handed in by a name; nothing where none was.

    How large a body may be is decided before, for all doors. Raises NoForm, NotSignedIn.
    """
    sent_from_here(request)
    services, who = await visitor(request)
    try:
        async with request.form(max_files=1, max_fields=MOST_FIELDS) as form:
            fields = Sent([(field, value) for field, value in form.multi_items() if isinstance(value, str)])
            file = form.get(name)
            content = await file.read() if isinstance(file, UploadFile) else b""
    except HTTPException:  # no form at all, or with more files
        raise NoForm from None
    if not services.visitors.is_ours(who.known, fields[MARK]):
        raise NoForm
    return services, who, fields, content
