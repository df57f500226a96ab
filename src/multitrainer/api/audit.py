"""/api/audit: who changed what, for admins."""

from collections.abc import AsyncIterator
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import StreamingResponse
from pydantic import AwareDatetime, StringConstraints

from multitrainer import wire
from multitrainer.api.answers import OF_PAGE, describe, view
from multitrainer.api.dependencies import Cursor, Limit, asked
from multitrainer.api.routes import Strict
from multitrainer.domain.audit import Wanted
from multitrainer.domain.permissions import Action
from multitrainer.schemas.audit import AuditEntry
from multitrainer.schemas.base import Id, Must, Page

router = APIRouter(prefix="/api/audit", tags=["audit"], route_class=Strict)

NDJSON = "application/x-ndjson"
CODES = sorted(action.code for action in Action)
About = Annotated[Id | None, Query(description="Entries that concern this user, course, batch or key.")]
By = Annotated[Id | None, Query(description="Entries of changes that this user or key made.")]
Of = Annotated[
    Annotated[
        str, StringConstraints(pattern=f"^({'|'.join(CODES)})$"), Must("the code of an action: docs/permissions.md")
    ]
    | None,
    Query(description="Entries of this action.", examples=["remove-from-roster"]),
]
Since = Annotated[AwareDatetime | None, Query(description="Entries from this time on, to the second.")]
Until = Annotated[AwareDatetime | None, Query(description="Entries from before this time, to the second.")]


@router.get("", **describe(200, Page[AuditEntry], headers=OF_PAGE))
async def list_audit(
    request: Request,
    about: About = None,
    by: By = None,
    action: Of = None,
    since: Since = None,
    until: Until = None,
    cursor: Cursor = None,
    limit: Limit = 100,
) -> Response:
    """List who changed what, the newest first."""
    services, caller = asked(request)
    page = await services.audit.page(caller, Wanted(about, by, action, since, until), cursor, limit)
    return view(page._asdict())


@router.get("/export", **describe(200, None, headers={}))
async def export_audit(request: Request, person: Annotated[Id, Query(description="Whose entries.")]) -> Response:
    """Give out everything that somebody did or that concerns them, the oldest first: a JSON object a line."""
    services, caller = asked(request)
    entries = await services.audit.export(caller, person)
    return StreamingResponse(_lines(entries), media_type=NDJSON, headers=_named(f"audit-{person}.ndjson"))


async def _lines(entries: AsyncIterator[dict[str, Any]]) -> AsyncIterator[bytes]:
    async for entry in entries:
        yield wire.encode(entry) + b"\n"


def _named(file: str) -> dict[str, str]:
    return {"Content-Disposition": f'attachment; filename="{file}"'}
