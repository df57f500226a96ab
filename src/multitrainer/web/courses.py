"""Courses: the list, and one with its roster and batches."""

from typing import Any

from fastapi import APIRouter, Request, Response

from multitrainer.schemas.base import Id
from multitrainer.web.rendering import page
from multitrainer.web.routes import Paged
from multitrainer.web.visitors import visitor

router = APIRouter(include_in_schema=False, route_class=Paged)
A_PAGE = 50


@router.get("/courses")
async def list_courses(request: Request) -> Response:
    """Show the courses that somebody may read."""
    services, who = await visitor(request)
    found = await services.courses.page(who.known, request.query_params.get("cursor"), A_PAGE)
    return page("courses.html", who, courses=found.items, next=found.next)


@router.get("/courses/{course_id}")
async def show_course(request: Request, course_id: Id) -> Response:
    """Show who is on a course, and its batches."""
    services, who = await visitor(request)
    caller = who.known
    course = await services.courses.read(caller, course_id)
    roster = await services.roster.entries(caller, course_id)
    batches = await services.batches.page(caller, course_id, request.query_params.get("cursor"), A_PAGE)
    names = {str(entry["trainer"]["_id"]): entry["trainer"].get("name") for entry in roster if entry["trainer"]}
    shown: dict[str, Any] = {"roster": roster, "names": names, "batches": batches.items, "next": batches.next}
    return page("course.html", who, course=course, **shown)
