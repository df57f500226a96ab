"""Replies that a course keeps: /api/courses/{course}/replies."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from multitrainer.api.answers import GONE, MADE, OF_PAGE, REPEATABLE, WITH_BODY, WRITING, describe, done, gone, view
from multitrainer.api.dependencies import Cursor, IdempotencyKey, IfMatch, Limit, NewId, asked
from multitrainer.api.routes import Strict
from multitrainer.domain.errors import CourseNotFound, ReplyNotFound, TooMuchSaid
from multitrainer.schemas.base import Id, Page
from multitrainer.schemas.replies import NewReply, ReplyView

router = APIRouter(prefix="/api/courses/{course_id}/replies", tags=["questions"], route_class=Strict)

Words = Annotated[str | None, Query(max_length=200, description="Only those that have all of these words.")]


@router.get("", **describe(200, Page[ReplyView], CourseNotFound, headers=OF_PAGE))
async def list_replies(
    request: Request, course_id: Id, words: Words = None, cursor: Cursor = None, limit: Limit = 100
) -> Response:
    """List the replies of a course in the order in which they were made, or those that have some words."""
    services, caller = asked(request)
    return view((await services.replies.page(caller, course_id, words, cursor, limit))._asdict())


@router.post(
    "",
    **describe(201, ReplyView, CourseNotFound, TooMuchSaid, *WRITING[1:], *WITH_BODY, *REPEATABLE, headers=MADE),
)
async def keep_reply(
    request: Request, course_id: Id, body: NewReply, new_id: NewId, idempotency_key: IdempotencyKey = None
) -> Response:
    """Keep a reply for what is asked often."""
    services, caller = asked(request)
    answer = await services.replies.make(caller, course_id, body, new_id)
    return done(answer, 201, f"/api/courses/{course_id}/replies/{answer.view['_id']}")


@router.put("/{reply_id}", **describe(200, ReplyView, CourseNotFound, ReplyNotFound, *WRITING, *WITH_BODY))
async def change_reply(
    request: Request, course_id: Id, reply_id: Id, body: NewReply, if_match: IfMatch = None
) -> Response:
    """Write a reply anew."""
    services, caller = asked(request)
    return done(await services.replies.put(caller, course_id, reply_id, body, if_match))


@router.delete("/{reply_id}", **describe(204, None, CourseNotFound, ReplyNotFound, *WRITING, headers=GONE))
async def delete_reply(request: Request, course_id: Id, reply_id: Id, if_match: IfMatch = None) -> Response:
    """Keep a reply no longer. What was answered with it stays."""
    services, caller = asked(request)
    await services.replies.delete(caller, course_id, reply_id, if_match)
    return gone()
