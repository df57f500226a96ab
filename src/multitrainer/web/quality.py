"""How a course goes: which reports are missing, what was flagged, and its sessions counted."""

from datetime import date
from functools import partial
from typing import Any

from fastapi import APIRouter, Request, Response

from multitrainer.domain.errors import MultitrainerError
from multitrainer.domain.quality import Per
from multitrainer.schemas.base import Id
from multitrainer.services import Services
from multitrainer.services.changes.tags import tagged
from multitrainer.web.forms import Sent, answered, done, filled_in
from multitrainer.web.routes import Paged
from multitrainer.web.visitors import Visitor, visitor

router = APIRouter(prefix="/courses/{course_id}/quality", include_in_schema=False, route_class=Paged)
A_PAGE = 50
ANY_DAY = (None, None)
"""The last twelve weeks, where nobody says another time."""


@router.get("")
async def show_quality(request: Request, course_id: Id, cursor: str | None = None) -> Response:
    """Show what the sessions of a course lack, to whoever answers for them; the missing reports page by page."""
    services, who = await visitor(request)
    return await _quality(services, who, course_id, cursor)


@router.post("/{session_id}/acknowledge")
async def acknowledge(request: Request, course_id: Id, session_id: Id) -> Response:
    """Say that one has seen what a report flags, as it was shown."""
    services, who, sent = await filled_in(request, partial(_quality, course_id=course_id))
    await services.reports.acknowledge(who.known, session_id, sent["tag"])
    return done(f"/courses/{course_id}/quality")


async def _quality(
    services: Services,
    who: Visitor,
    course_id: str,
    cursor: str | None = None,
    sent: Sent | None = None,
    error: MultitrainerError | None = None,
) -> Response:
    caller, quality = who.known, services.quality
    missing = await quality.missing(caller, course_id, *ANY_DAY, cursor, A_PAGE)
    flagged, seen = [
        (await quality.flagged(caller, course_id, *ANY_DAY, is_seen, None, A_PAGE)).items for is_seen in (False, True)
    ]
    shown: dict[str, Any] = {"course": await services.courses.read(caller, course_id)}
    shown |= {"missing": missing.items, "next": missing.next, "seen": seen}
    shown["flagged"] = [(one, tagged(one).tag) for one in flagged]
    shown["month"] = lambda part: who.locale.month(date.fromisoformat(f"{part}-01"))
    shown["counts"] = await quality.of_course(caller, course_id, *ANY_DAY, Per.MONTH)
    return answered("quality.html", who, shown, sent, error)
