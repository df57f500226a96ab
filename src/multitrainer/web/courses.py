"""Courses: the list, and one with its roster and batches."""

from functools import partial
from typing import Any

from fastapi import APIRouter, Request, Response

from multitrainer.domain.errors import MultitrainerError
from multitrainer.domain.listing import CourseState
from multitrainer.domain.people import Duty
from multitrainer.domain.roster import Role
from multitrainer.domain.threads import of_course
from multitrainer.schemas.base import Id
from multitrainer.schemas.courses import CoursePatch, NewCourse
from multitrainer.services import Services
from multitrainer.services.changes.tags import tagged
from multitrainer.services.courses.roster import WhichEntries
from multitrainer.services.overviews.batch_lists import WhichBatches
from multitrainer.services.overviews.course_lists import WhichCourses
from multitrainer.stored.ids import new_id
from multitrainer.web.forms import Sent, answered, body, done, filled_in, fresh_id
from multitrainer.web.lists import A_PAGE, Listing
from multitrainer.web.offered import MOST_BATCHES, whom_to_offer
from multitrainer.web.routes import Paged
from multitrainer.web.visitors import Visitor, visitor

router = APIRouter(include_in_schema=False, route_class=Paged)


@router.get("/courses")
async def list_courses(request: Request) -> Response:
    """Show the courses that somebody may read."""
    services, who = await visitor(request)
    return await _list(services, who, Listing.asked(request, "name", "state", "lead", "migrated"))


@router.post("/courses")
async def create_course(request: Request) -> Response:
    """Make a course, and show it."""
    services, who, sent = await filled_in(request, _list)
    made = await services.courses.create(who.known, body(NewCourse, name=sent["name"]), fresh_id(sent))
    return done(f"/courses/{made.view['_id']}")


@router.get("/courses/{course_id}")
async def show_course(request: Request, course_id: Id) -> Response:
    """Show who is on a course, and its batches."""
    services, who = await visitor(request)
    listing = Listing.asked(request, "who", "role", "batch", "trainer", "lacks")
    return await course_page(services, who, course_id, listing)


@router.post("/courses/{course_id}/name")
async def rename_course(request: Request, course_id: Id) -> Response:
    """Give a course another name, as it was when that was asked."""
    services, who, sent = await filled_in(request, partial(course_page, course_id=course_id))
    await services.courses.patch(who.known, course_id, body(CoursePatch, name=sent["name"]), sent["tag"])
    return done(f"/courses/{course_id}")


@router.get("/courses/{course_id}/delete")
async def ask_whether_to_delete(request: Request, course_id: Id) -> Response:
    """Say what would be lost."""
    services, who = await visitor(request)
    return await _deleting(services, who, course_id)


@router.post("/courses/{course_id}/delete")
async def delete_course(request: Request, course_id: Id) -> Response:
    """Delete a course with its batches, as it was when that was asked."""
    services, who, sent = await filled_in(request, partial(_deleting, course_id=course_id))
    await services.courses.delete(who.known, course_id, force=True, if_match=sent["tag"])
    return done("/courses")


async def course_page(
    services: Services,
    who: Visitor,
    course_id: str,
    listing: Listing | None = None,
    sent: Sent | None = None,
    error: MultitrainerError | None = None,
) -> Response:
    """A course, with the form that was refused, if one was. Raises CourseNotFound."""
    caller, listing = who.known, listing or Listing(f"/courses/{course_id}", {})
    course = await services.courses.read(caller, course_id)
    roster = await services.roster.entries(caller, course_id)
    entries, which = WhichEntries(listing["who"], listing.choice("role", Role)), _which_batches(listing)
    batches = await services.batch_lists.page(caller, course_id, which, listing.cursor, A_PAGE)
    shown: dict[str, Any] = listing.shown(batches.items, batches.next, batches.total)
    shown |= {"course": course, "tag": tagged(course).tag, "fresh": new_id(), "unmigrated": batches.unmigrated}
    shown |= {"entries": [one for one in roster if entries.has(one)], "on_roster": len(roster)}
    shown["names"] = {str(e["trainer"]["_id"]): e["trainer"].get("name") for e in roster if e["trainer"]}
    shown["about"] = await services.course_lists.one(caller, course_id)
    return answered("course.html", who, {**shown, **await _allowed(services, who, course_id)}, sent, error)


def _which_batches(listing: Listing) -> WhichBatches:
    return WhichBatches(listing["batch"], listing.id("trainer"), listing.choice("lacks", Duty))


async def _allowed(services: Services, who: Visitor, course_id: str) -> dict[str, Any]:
    """What somebody may do with a course, and whom they may put on it."""
    caller = who.known
    may_change = await services.roster.may_change(caller, course_id)
    offered = await whom_to_offer(services, who) if may_change else {"trainers": [], "more_trainers": False}
    return {
        "may_change": may_change,
        "sees_students": await services.enrolment_lists.may_read(caller, course_id),
        "sees_quality": await services.quality.may_read(caller, course_id),
        "sees_thread": await services.threads.is_seen(caller, of_course(course_id)),
        **offered,
    }


async def _list(
    services: Services,
    who: Visitor,
    listing: Listing | None = None,
    sent: Sent | None = None,
    error: MultitrainerError | None = None,
) -> Response:
    listing = listing or Listing("/courses", {})
    which = WhichCourses(
        listing["name"], listing.choice("state", CourseState), listing.truth("lead"), listing.truth("migrated")
    )
    found = await services.course_lists.page(who.known, which, listing.cursor, A_PAGE)
    shown = {**listing.shown(found.items, found.next, found.total), "fresh": new_id()}
    return answered("courses.html", who, shown, sent, error)


async def _deleting(
    services: Services, who: Visitor, course_id: str, sent: Sent | None = None, error: MultitrainerError | None = None
) -> Response:
    course = await services.courses.read_to_delete(who.known, course_id)
    batches = (await services.batches.page(who.known, course_id, None, MOST_BATCHES)).items
    students = {str(student) for batch in batches for student in batch["students"]}
    shown = {"course": course, "batches": len(batches), "students": len(students), "tag": tagged(course).tag}
    return answered("course_delete.html", who, shown, sent, error)
