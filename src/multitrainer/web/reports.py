"""Reports of sessions: how one was."""

from functools import partial
from typing import Any

from fastapi import APIRouter, Request, Response

from multitrainer.domain.errors import MultitrainerError
from multitrainer.schemas.base import Id
from multitrainer.schemas.reports import NewReport
from multitrainer.services import Services
from multitrainer.web.forms import Sent, answered, body, done, filled_in
from multitrainer.web.routes import Paged
from multitrainer.web.visitors import Visitor, visitor

TRUTH = {"true": True, "false": False}
router = APIRouter(prefix="/sessions/{session_id}/report", include_in_schema=False, route_class=Paged)


@router.get("")
async def show_report(request: Request, session_id: Id) -> Response:
    """Show what is reported of a session, and the form to whoever may report of it."""
    services, who = await visitor(request)
    return await _report(services, who, session_id)


@router.post("")
async def report(request: Request, session_id: Id) -> Response:
    """Say how a session was; said again, it is said anew, as it was shown."""
    services, who, sent = await filled_in(request, partial(_report, session_id=session_id))
    await services.reports.put(who.known, session_id, _said(sent), sent["tag"])
    return done(f"/sessions/{session_id}/report")


def _said(sent: Sent) -> NewReport:
    """What was typed. Raises InvalidInput."""
    words: dict[str, Any] = sent.given("held", "topics", "reason", "forLead")
    if words.get("held") in TRUTH:
        words["held"] = TRUTH[words["held"]]
    return body(NewReport, **words, **sent.numbers("attendance"), flagged=sent["flagged"] == "true")


async def _report(
    services: Services, who: Visitor, session_id: str, sent: Sent | None = None, error: MultitrainerError | None = None
) -> Response:
    found = await services.reports.to_report(who.known, session_id)
    shown = {"session": found.session, "report": found.report, "tag": found.tag, "is_open": found.is_open}
    return answered("report.html", who, shown, sent, error)
