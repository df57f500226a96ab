"""Timetables of batches, and the sessions that come of them."""

from fastapi import APIRouter, Request, Response

from multitrainer.api.answers import OF_PAGE, WITH_BODY, WRITING, describe, done, view
from multitrainer.api.days import From, Until
from multitrainer.api.dependencies import Cursor, IfMatch, Limit, asked
from multitrainer.api.routes import Strict
from multitrainer.domain.errors import (
    BatchNotFound,
    BatchWithoutCourse,
    CoverNotReady,
    SenselessTimetable,
    SessionNotFound,
    SessionNotPlanned,
    SessionOverlaps,
    TimeNeverComes,
    TrainerNotFound,
)
from multitrainer.schemas.base import Id, Page
from multitrainer.schemas.sessions import (
    ChangedSession,
    NewTimetable,
    NewTimetableView,
    SessionOfTrainer,
    SessionPatch,
    SessionView,
    TimetableView,
)

router = APIRouter(prefix="/api", tags=["sessions"], route_class=Strict)


@router.get("/batches/{batch_id}/timetable", **describe(200, TimetableView, BatchNotFound, BatchWithoutCourse))
async def read_timetable(request: Request, batch_id: Id) -> Response:
    """Read when a batch meets."""
    services, caller = asked(request)
    return view(await services.timetables.read(caller, batch_id))


@router.put(
    "/batches/{batch_id}/timetable",
    **describe(200, NewTimetableView, BatchNotFound, BatchWithoutCourse, SenselessTimetable, *WRITING, *WITH_BODY),
)
async def set_timetable(request: Request, batch_id: Id, body: NewTimetable, if_match: IfMatch = None) -> Response:
    """State when a batch meets, and make its sessions what that says.

    What has begun stays as it is, and so does what was held, moved, cancelled or covered by hand. `clashes` of the
    answer names what else the batch's primary has at these times: it is stated all the same.
    """
    services, caller = asked(request)
    return done(await services.timetables.put(caller, batch_id, body, if_match))


@router.get("/batches/{batch_id}/sessions", **describe(200, Page[SessionView], BatchNotFound, headers=OF_PAGE))
async def list_batch_sessions(
    request: Request,
    batch_id: Id,
    since: From = None,
    until: Until = None,
    cursor: Cursor = None,
    limit: Limit = 100,
) -> Response:
    """List a batch's sessions within some days of the institute's clock, the earliest first.

    Without `from` the first day is today, and without `until` the last one is the last for which sessions are made.
    """
    services, caller = asked(request)
    page = await services.sessions.of_batch(caller, batch_id, since, until, cursor, limit)
    return view(page._asdict())


@router.get(
    "/trainers/{trainer_id}/sessions", **describe(200, Page[SessionOfTrainer], TrainerNotFound, headers=OF_PAGE)
)
async def list_trainer_sessions(
    request: Request,
    trainer_id: Id,
    since: From = None,
    until: Until = None,
    cursor: Cursor = None,
    limit: Limit = 100,
) -> Response:
    """List the sessions that a trainer teaches, assists in or covers, likewise; to a lead, those of their courses.

    Without `from` the first day is today, and without `until` the last one is the last for which sessions are made.
    """
    services, caller = asked(request)
    page = await services.sessions.of_trainer(caller, trainer_id, since, until, cursor, limit)
    return view(page._asdict())


@router.get("/sessions/{session_id}", **describe(200, SessionView, SessionNotFound))
async def read_session(request: Request, session_id: Id) -> Response:
    """Read a session."""
    services, caller = asked(request)
    return view(await services.sessions.read(caller, session_id))


@router.patch(
    "/sessions/{session_id}",
    **describe(
        200,
        ChangedSession,
        SessionNotFound,
        SessionNotPlanned,
        SessionOverlaps,
        TimeNeverComes,
        CoverNotReady,
        BatchWithoutCourse,
        *WRITING,
        *WITH_BODY,
    ),
)
async def patch_session(request: Request, session_id: Id, body: SessionPatch, if_match: IfMatch = None) -> Response:
    """Move, cancel or hold a session, or give it back to its timetable.

    `clashes` of the answer names what else whoever holds it holds at that time: it is done all the same.
    """
    services, caller = asked(request)
    return done(await services.sessions.patch(caller, session_id, body, if_match))
