"""Reports of sessions: /api/sessions/{session}/report; and what they show of a course and of a trainer: …/quality."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from multitrainer.api.answers import OF_PAGE, WITH_BODY, WRITING, describe, done, view
from multitrainer.api.days import From, Until
from multitrainer.api.dependencies import Cursor, IfMatch, Limit, asked
from multitrainer.api.routes import Strict
from multitrainer.domain.errors import (
    BatchWithoutCourse,
    CourseNotFound,
    ReportNotFlagged,
    ReportNotFound,
    SenselessReport,
    SessionNotBegun,
    SessionNotFound,
    SessionNotPlanned,
    TrainerNotFound,
)
from multitrainer.domain.quality import Per
from multitrainer.schemas.base import Id, Page
from multitrainer.schemas.reports import MissingReportView, NewReport, QualityOfTrainer, QualityView, ReportView

router = APIRouter(prefix="/api", tags=["reports"], route_class=Strict)

InParts = Annotated[Per, Query(description="How long the parts are.")]
Acknowledged = Annotated[bool | None, Query(description="Only what somebody has acknowledged, or nobody.")]


@router.get("/sessions/{session_id}/report", **describe(200, ReportView, SessionNotFound, ReportNotFound))
async def read_report(request: Request, session_id: Id) -> Response:
    """Read what was reported of a session, as much as one may see of it."""
    services, caller = asked(request)
    return done(await services.reports.read(caller, session_id))


@router.put(
    "/sessions/{session_id}/report",
    **describe(
        200,
        ReportView,
        SessionNotFound,
        BatchWithoutCourse,
        SessionNotBegun,
        SessionNotPlanned,
        SenselessReport,
        *WRITING,
        *WITH_BODY,
    ),
)
async def report_session(request: Request, session_id: Id, body: NewReport, if_match: IfMatch = None) -> Response:
    """Say how a session was. Said again, it is said anew: send If-Match, so that nobody's words are lost."""
    services, caller = asked(request)
    return done(await services.reports.put(caller, session_id, body, if_match))


@router.put(
    "/sessions/{session_id}/report/acknowledged",
    **describe(200, ReportView, SessionNotFound, ReportNotFound, ReportNotFlagged, *WRITING),
)
async def acknowledge_report(request: Request, session_id: Id, if_match: IfMatch = None) -> Response:
    """Say that one has seen what a report flags. The first who does stays named."""
    services, caller = asked(request)
    return done(await services.reports.acknowledge(caller, session_id, if_match))


@router.get("/courses/{course_id}/quality", **describe(200, QualityView, CourseNotFound, headers=OF_PAGE))
async def read_quality(
    request: Request, course_id: Id, since: From = None, until: Until = None, per: InParts = Per.MONTH
) -> Response:
    """Count a course's sessions by batch and by trainer over time; to a lead, of the batches that they answer for.

    Without `until` the last day is today, and without `from` the first is twelve weeks earlier.
    """
    services, caller = asked(request)
    return view(await services.quality.of_course(caller, course_id, since, until, per))


@router.get(
    "/courses/{course_id}/quality/missing", **describe(200, Page[MissingReportView], CourseNotFound, headers=OF_PAGE)
)
async def list_missing_reports(
    request: Request,
    course_id: Id,
    since: From = None,
    until: Until = None,
    cursor: Cursor = None,
    limit: Limit = 100,
) -> Response:
    """List covered sessions without a report, the earliest first, likewise.

    Without `until` the last day is today, and without `from` the first is twelve weeks earlier.
    """
    services, caller = asked(request)
    return view((await services.quality.missing(caller, course_id, since, until, cursor, limit))._asdict())


@router.get("/courses/{course_id}/quality/flagged", **describe(200, Page[ReportView], CourseNotFound, headers=OF_PAGE))
async def list_flagged_reports(
    request: Request,
    course_id: Id,
    since: From = None,
    until: Until = None,
    acknowledged: Acknowledged = None,
    cursor: Cursor = None,
    limit: Limit = 100,
) -> Response:
    """List reports that ask a lead for something, by the beginning of their sessions, likewise.

    Without `until` the last day is today, and without `from` the first is twelve weeks earlier.
    """
    services, caller = asked(request)
    page = await services.quality.flagged(caller, course_id, since, until, acknowledged, cursor, limit)
    return view(page._asdict())


@router.get("/trainers/{trainer_id}/quality", **describe(200, QualityOfTrainer, TrainerNotFound, headers=OF_PAGE))
async def read_trainer_quality(
    request: Request, trainer_id: Id, since: From = None, until: Until = None, per: InParts = Per.MONTH
) -> Response:
    """Count the sessions that a trainer had to hold, by batch over time; to a lead, those of courses that they lead.

    Without `until` the last day is today, and without `from` the first is twelve weeks earlier.
    """
    services, caller = asked(request)
    return view(await services.quality.of_trainer(caller, trainer_id, since, until, per))
