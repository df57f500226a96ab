"""Single sessions: moved, cancelled, and given back to the timetable."""

from functools import partial
from typing import Any

from fastapi import APIRouter, Request, Response

from multitrainer.domain.errors import MultitrainerError
from multitrainer.domain.sessions import SessionStatus
from multitrainer.schemas.base import Id
from multitrainer.schemas.sessions import SessionPatch
from multitrainer.services import Services
from multitrainer.services.changes.tags import tagged
from multitrainer.web.forms import Sent, answered, body, done, filled_in
from multitrainer.web.routes import Paged
from multitrainer.web.visitors import Visitor, visitor

router = APIRouter(prefix="/sessions/{session_id}", include_in_schema=False, route_class=Paged)


@router.get("")
async def show_session(request: Request, session_id: Id) -> Response:
    """Show a session, and what can become of it."""
    services, who = await visitor(request)
    return await _session(services, who, session_id)


@router.post("/move")
async def move(request: Request, session_id: Id) -> Response:
    """Move it to another time, as it was when that was asked."""
    services, who, sent = await filled_in(request, partial(_session, session_id=session_id))
    new = body(SessionPatch, start=sent["start"], end=sent["end"])
    await services.sessions.patch(who.known, session_id, new, sent["tag"])
    return done(f"/sessions/{session_id}")


@router.post("/cancel")
async def cancel(request: Request, session_id: Id) -> Response:
    """Cancel it, likewise, with a word on why."""
    services, who, sent = await filled_in(request, partial(_session, session_id=session_id))
    new = body(SessionPatch, status=SessionStatus.CANCELLED, **sent.given("note"))
    await services.sessions.patch(who.known, session_id, new, sent["tag"])
    return done(f"/sessions/{session_id}")


@router.post("/give-back")
async def give_back(request: Request, session_id: Id) -> Response:
    """Let it be again as the timetable has it, likewise."""
    services, who, sent = await filled_in(request, partial(_session, session_id=session_id))
    session = await services.sessions.read(who.known, session_id)
    await services.sessions.patch(who.known, session_id, SessionPatch(status=SessionStatus.PLANNED), sent["tag"])
    return done(f"/batches/{session['batch']}")  # the timetable may know of no such session any more


async def _session(
    services: Services, who: Visitor, session_id: str, sent: Sent | None = None, error: MultitrainerError | None = None
) -> Response:
    session = await services.sessions.read(who.known, session_id)
    batch = str(session["batch"])
    may_change = await services.sessions.may_change(who.known, batch)
    people = [str(session[name]) for name in ("cover", "teacher") if session[name]]
    shown: dict[str, Any] = {
        "session": session,
        "tag": tagged(session).tag,
        "may_change": may_change,
        "clashes": await services.sessions.clashes(who.known, session_id) if may_change else [],
        "names": await services.names.of(users=people, batches=[batch]),
    }
    return answered("session.html", who, shown, sent, error)
