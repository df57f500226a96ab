"""/api/audit: who changed what, for admins."""

from collections.abc import AsyncIterator
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import StreamingResponse
from pydantic import StringConstraints

from multitrainer import wire
from multitrainer.api.answers import NAMED, OF_PAGE, describe, view
from multitrainer.api.dependencies import Cursor, Limit, asked
from multitrainer.api.routes import Strict
from multitrainer.domain.actions import Action
from multitrainer.domain.actors import THE_ADMIN
from multitrainer.domain.audit import Wanted
from multitrainer.schemas.audit import AuditEntry
from multitrainer.schemas.base import Id, Moment, Must, Page

router = APIRouter(prefix="/api/audit", tags=["audit"], route_class=Strict)

NDJSON = "application/x-ndjson"
CODES = sorted(action.code for action in Action)
About = Annotated[Id | None, Query(description="Entries that concern this user, course, batch or key.")]
By = Annotated[
    Annotated[
        str,
        StringConstraints(pattern=rf"^([0-9a-fA-F]{{24}}|{THE_ADMIN.id})$", to_lower=True),
        Must(f"an id, 24 hexadecimal digits, or `{THE_ADMIN.id}`"),
    ]
    | None,
    Query(
        description=f"Entries of changes that this user or key made, or `{THE_ADMIN.id}`: the command line.",
        examples=[THE_ADMIN.id],
    ),
]
Of = Annotated[
    Annotated[
        str, StringConstraints(pattern=f"^({'|'.join(CODES)})$"), Must("the code of an action: docs/permissions.md")
    ]
    | None,
    Query(description="Entries of this action.", examples=["remove-from-roster"]),
]
Since = Annotated[Moment | None, Query(description="Entries from this time on, to the second.")]
Until = Annotated[Moment | None, Query(description="Entries from before this time, to the second.")]


class Lines(StreamingResponse):
    """A JSON object a line."""

    media_type = NDJSON


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


@router.get("/export", response_class=Lines, **describe(200, None, headers=NAMED))
async def export_audit(request: Request, person: Annotated[Id, Query(description="Whose entries.")]) -> Response:
    """Give out everything that somebody did or that concerns them, the oldest first: a JSON object a line."""
    services, caller = asked(request)
    entries = await services.audit.export(caller, person)
    return Lines(_lines(entries), headers={"Content-Disposition": f'attachment; filename="audit-{person}.ndjson"'})


async def _lines(entries: AsyncIterator[dict[str, Any]]) -> AsyncIterator[bytes]:
    async for entry in entries:
        yield wire.encode(entry) + b"\n"
