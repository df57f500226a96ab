"""The planner: proposals of who teaches which batch are asked for, of one course or of several."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from fastapi import APIRouter, Request, Response

from multitrainer.domain.errors import MultitrainerError
from multitrainer.schemas.base import Id
from multitrainer.schemas.proposals import NewProposalOfCourses
from multitrainer.services import Services
from multitrainer.stored.ids import new_id
from multitrainer.web.forms import Sent, answered, body, done, filled_in, fresh_id
from multitrainer.web.planning_forms import proposal_of, shown_options
from multitrainer.web.routes import Paged
from multitrainer.web.visitors import Visitor, visitor

router = APIRouter(include_in_schema=False, route_class=Paged)
Raw = dict[str, Any]
A_PAGE = 20
MOST_COURSES = 500


@router.get("/planner")
async def show_planner(request: Request) -> Response:
    """Show what can be planned together, and all proposals."""
    services, who = await visitor(request)
    return await _of_several(services, who, request.query_params.get("cursor"))


@router.post("/planner")
async def plan_several(request: Request) -> Response:
    """Have a proposal made for some courses together; for all, where none is chosen."""
    services, who, sent = await filled_in(request, _of_several)
    chosen = {"courses": sent.all("course")} if sent.all("course") else {}
    new = proposal_of(sent)
    courses = body(NewProposalOfCourses, kind=new.kind, **chosen).courses
    made = await services.proposals.make(who.known, courses, new, fresh_id(sent))
    return done(f"/proposals/{made['_id']}")


@router.get("/courses/{course_id}/planner")
async def show_planner_of_course(request: Request, course_id: Id) -> Response:
    """Show what can be planned of a course, and its proposals."""
    services, who = await visitor(request)
    return await _of_course(services, who, course_id, request.query_params.get("cursor"))


@router.post("/courses/{course_id}/planner")
async def plan_course(request: Request, course_id: Id) -> Response:
    """Have a proposal made for a course."""
    services, who, sent = await filled_in(request, partial(_of_course, course_id=course_id))
    made = await services.proposals.make(who.known, [course_id], proposal_of(sent), fresh_id(sent))
    return done(f"/proposals/{made['_id']}")


async def _of_several(
    services: Services,
    who: Visitor,
    cursor: str | None = None,
    sent: Sent | None = None,
    error: MultitrainerError | None = None,
) -> Response:
    courses = (await services.courses.page(who.known, None, MOST_COURSES)).items
    found = await services.proposals.of_institute(who.known, cursor, A_PAGE)
    shown = {"next": found.next, "course": None, "courses": courses, "lanes": [], "may_plan": True}
    return answered("planner.html", who, {**await _shown(services, found.items), **shown}, sent, error)


async def _of_course(
    services: Services,
    who: Visitor,
    course_id: str,
    cursor: str | None = None,
    sent: Sent | None = None,
    error: MultitrainerError | None = None,
) -> Response:
    course = await services.courses.read(who.known, course_id)
    found = await services.proposals.of_course(who.known, course_id, cursor, A_PAGE)
    shown = {**await _shown(services, found.items), "next": found.next, "course": course, "courses": []}
    shown["lanes"] = [lane for lane in await services.boards.read(who.known, course_id) if lane.trainer]
    shown["may_plan"] = await services.proposals.may_make(who.known, course_id)
    return answered("planner.html", who, shown, sent, error)


async def _shown(services: Services, proposals: Sequence[Raw]) -> Raw:
    names = await services.names.of(
        courses={str(one) for proposal in proposals for one in proposal["courses"]},
        users={proposal["madeBy"]["id"] for proposal in proposals},
    )
    return {
        "proposals": proposals,
        "names": names,
        "settings": shown_options({}),
        "fresh": new_id(),
    }
