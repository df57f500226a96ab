"""Cover: /api/covers, /api/trainers/{trainer}/covers."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from multitrainer.api.answers import OF_PAGE, REPEATABLE, WITH_BODY, WRITING, describe, done, view
from multitrainer.api.days import From, Until
from multitrainer.api.dependencies import Cursor, IdempotencyKey, IfMatch, Limit, asked
from multitrainer.api.routes import Strict
from multitrainer.domain.covers.states import CoverState
from multitrainer.domain.errors import (
    CannotCover,
    CourseNotFound,
    CoverNotFound,
    CoverNotReady,
    CoverTaken,
    NotATrainer,
    OfferNotFound,
    OfferNotOpen,
    TrainerNotFound,
    UnknownTrainer,
)
from multitrainer.schemas.base import Id, Page
from multitrainer.schemas.covers import Acceptance, CoverView, NewCoverReport, NewSubstitute, StandInsView

router = APIRouter(prefix="/api", tags=["cover"], route_class=Strict)

OfState = Annotated[CoverState | None, Query(description="Only those in this state.")]
OfCourse = Annotated[Id | None, Query(description="Only those of this course.")]
THIS_ONE = Acceptance()
ANSWERING = (CoverNotFound, OfferNotFound, CoverNotReady, OfferNotOpen)


@router.get("/covers", **describe(200, Page[CoverView], headers=OF_PAGE))
async def list_covers(
    request: Request,
    state: OfState = None,
    course: OfCourse = None,
    since: From = None,
    until: Until = None,
    cursor: Cursor = None,
    limit: Limit = 100,
) -> Response:
    """List covers by when their sessions begin; to a lead, those of the courses that they lead.

    Without `from` the first day is today, and without `until` the last one is 400 days from today.
    """
    services, caller = asked(request)
    page = await services.covers.page(caller, state, course, since, until, cursor, limit)
    return view(page._asdict())


@router.get("/trainers/{trainer_id}/covers", **describe(200, Page[CoverView], TrainerNotFound, headers=OF_PAGE))
async def list_trainer_covers(
    request: Request,
    trainer_id: Id,
    since: From = None,
    until: Until = None,
    cursor: Cursor = None,
    limit: Limit = 100,
) -> Response:
    """List what a trainer is being asked for, has taken, or is away from, as they see it; a lead sees their courses'.

    A page may have less than `limit` items, and even none, though there are more: go on until `next` is null.

    Without `from` the first day is today, and without `until` the last one is 400 days from today.
    """
    services, caller = asked(request)
    page = await services.covers.of_trainer(caller, trainer_id, since, until, cursor, limit)
    return view(page._asdict())


@router.get("/covers/{cover_id}", **describe(200, CoverView, CoverNotFound))
async def read_cover(request: Request, cover_id: Id) -> Response:
    """Read a cover, as much as one may see of it."""
    services, caller = asked(request)
    return done(await services.covers.read(caller, cover_id))


@router.get("/covers/{cover_id}/candidates", **describe(200, StandInsView, CoverNotFound, CourseNotFound))
async def list_stand_ins(request: Request, cover_id: Id) -> Response:
    """List who could stand in, with the points of each criterion, and who could not, with the reason."""
    services, caller = asked(request)
    return view(await services.covers.candidates(caller, cover_id))


@router.post(
    "/covers/{cover_id}/accept",
    **describe(200, CoverView, *ANSWERING, CoverTaken, CannotCover, *WRITING[1:], *WITH_BODY, *REPEATABLE),
)
async def accept_cover(
    request: Request, cover_id: Id, body: Acceptance = THIS_ONE, idempotency_key: IdempotencyKey = None
) -> Response:
    """Take a session that one was asked for, and some of those that were asked for with it. The first one has it."""
    services, caller = asked(request)
    return done(await services.cover_answers.accept(caller, cover_id, body.others))


@router.post("/covers/{cover_id}/refuse", **describe(200, CoverView, *ANSWERING, *WRITING[1:], *REPEATABLE))
async def refuse_cover(request: Request, cover_id: Id, idempotency_key: IdempotencyKey = None) -> Response:
    """Not take a session that one was asked for. The next one is asked at once."""
    services, caller = asked(request)
    return done(await services.cover_answers.refuse(caller, cover_id))


@router.put(
    "/covers/{cover_id}/substitute",
    **describe(
        200,
        CoverView,
        CoverNotFound,
        CourseNotFound,
        UnknownTrainer,
        NotATrainer,
        CoverNotReady,
        CannotCover,
        *WRITING,
        *WITH_BODY,
    ),
)
async def name_substitute(request: Request, cover_id: Id, body: NewSubstitute, if_match: IfMatch = None) -> Response:
    """Name by hand who takes the session, also in place of whoever has it."""
    services, caller = asked(request)
    return done(
        await services.covers.reassign(caller, cover_id, body.trainer, overruling=body.overrule, if_match=if_match)
    )


@router.post(
    "/covers/{cover_id}/release", **describe(200, CoverView, CoverNotFound, CoverNotReady, *WRITING, *REPEATABLE)
)
async def release_cover(
    request: Request, cover_id: Id, if_match: IfMatch = None, idempotency_key: IdempotencyKey = None
) -> Response:
    """Give a session back that somebody had taken. Others are asked."""
    services, caller = asked(request)
    return done(await services.covers.release(caller, cover_id, if_match))


@router.post(
    "/covers/{cover_id}/reopen", **describe(200, CoverView, CoverNotFound, CoverNotReady, *WRITING, *REPEATABLE)
)
async def reopen_cover(
    request: Request, cover_id: Id, if_match: IfMatch = None, idempotency_key: IdempotencyKey = None
) -> Response:
    """Search anew where nobody was found. Whoever was never asked comes first."""
    services, caller = asked(request)
    return done(await services.covers.reopen(caller, cover_id, if_match))


@router.put("/covers/{cover_id}/report", **describe(200, CoverView, CoverNotFound, CoverNotReady, *WRITING, *WITH_BODY))
async def report_cover(request: Request, cover_id: Id, body: NewCoverReport, if_match: IfMatch = None) -> Response:
    """Say how a session was that one held for somebody. Said again, it is said anew."""
    services, caller = asked(request)
    return done(await services.covers.report(caller, cover_id, body.text, held=body.held, if_match=if_match))
