"""Students of a course: who has a place, who waits; enrolled by hand or out of a table, and put into batches."""

from functools import partial
from typing import Any

from fastapi import APIRouter, Request, Response

from multitrainer.domain.enrolment_imports import How, Source
from multitrainer.domain.enrolments import EnrolmentStatus
from multitrainer.domain.errors import MultitrainerError
from multitrainer.schemas.base import Id
from multitrainer.schemas.enrolments import EnrolmentPatch, NewEnrolment
from multitrainer.services import Services
from multitrainer.services.enrolments.lists import WhichStudents
from multitrainer.stored.ids import new_id
from multitrainer.web.forms import Sent, answered, body, done, filled_in, fresh_id
from multitrainer.web.lists import A_PAGE, Listing
from multitrainer.web.offered import batches_of
from multitrainer.web.routes import Paged
from multitrainer.web.visitors import Visitor, visitor

router = APIRouter(prefix="/courses/{course_id}/students", include_in_schema=False, route_class=Paged)


@router.get("")
async def list_students(request: Request, course_id: Id) -> Response:
    """Show who is enrolled on a course."""
    services, who = await visitor(request)
    return await _list(services, who, course_id, Listing.asked(request, "student_name", "status", "batch"))


@router.post("")
async def enrol(request: Request, course_id: Id) -> Response:
    """Enrol somebody, by their id or e-mail address; they wait unless a batch is chosen."""
    services, who, sent = await filled_in(request, partial(_list, course_id=course_id))
    student = await services.enrolment_lists.student(who.known, course_id, sent["student"].strip())
    new = body(NewEnrolment, student=student, **sent.given("batch"))
    await services.enrolments.enrol(who.known, course_id, new, fresh_id(sent))
    return done(f"/courses/{course_id}/students")


@router.post("/adopt")
async def adopt(request: Request, course_id: Id) -> Response:
    """Enrol all who sit in the course's batches."""
    services, who, _ = await filled_in(request, partial(_list, course_id=course_id))
    how = How(skip_bad=True)
    report = await services.enrolment_imports.adopt(who.known, course_id, "students", Source.BATCHES, how)
    if report["bad"]:
        return await _import(services, who, course_id, report=report)
    return done(f"/courses/{course_id}/students")


@router.get("/import")
async def show_import(request: Request, course_id: Id) -> Response:
    """Show the form for a table of students."""
    services, who = await visitor(request)
    return await _import(services, who, course_id)


@router.post("/import")
async def import_table(request: Request, course_id: Id) -> Response:
    """Say what would come of a table; once that was seen, enrol whom it names."""
    services, who, sent = await filled_in(request, partial(_import, course_id=course_id))
    table, sure = sent["table"].encode(), sent["sure"] == "true"
    how = How(dry_run=not sure, skip_bad=True)
    report = await services.enrolment_imports.from_file(who.known, course_id, table, how)
    if sure:
        return done(f"/courses/{course_id}/students")
    return await _import(services, who, course_id, sent, report=report)


@router.get("/{enrolment_id}")
async def show_enrolment(request: Request, course_id: Id, enrolment_id: Id) -> Response:
    """Show where a student sits, and how to change that."""
    services, who = await visitor(request)
    return await _one(services, who, course_id, enrolment_id)


@router.post("/{enrolment_id}/place")
async def place(request: Request, course_id: Id, enrolment_id: Id) -> Response:
    """Put a student into a batch, as they were when that was asked."""
    services, who, sent = await filled_in(request, partial(_one, course_id=course_id, enrolment_id=enrolment_id))
    patch = body(EnrolmentPatch, batch=sent["batch"])
    await services.enrolments.change(who.known, enrolment_id, patch, sent["tag"])
    return done(f"/courses/{course_id}/students")


@router.post("/{enrolment_id}/withdraw")
async def withdraw(request: Request, course_id: Id, enrolment_id: Id) -> Response:
    """Take a student off the course, as they were when that was asked."""
    services, who, sent = await filled_in(request, partial(_one, course_id=course_id, enrolment_id=enrolment_id))
    await services.enrolments.withdraw(who.known, enrolment_id, sent["tag"])
    return done(f"/courses/{course_id}/students")


async def _list(
    services: Services,
    who: Visitor,
    course_id: str,
    listing: Listing | None = None,
    sent: Sent | None = None,
    error: MultitrainerError | None = None,
) -> Response:
    listing = listing or Listing(f"/courses/{course_id}/students", {})
    shown = await _about(services, who, course_id)
    status = listing.choice("status", EnrolmentStatus)
    which = WhichStudents(listing["student_name"], status, listing.id("batch"))
    found = await services.enrolment_lists.page(who.known, course_id, which, listing.cursor, A_PAGE)
    shown |= {**listing.shown(found.items, found.next, found.total), "fresh": new_id()}
    return answered("students.html", who, shown, sent, error)


async def _import(
    services: Services,
    who: Visitor,
    course_id: str,
    sent: Sent | None = None,
    error: MultitrainerError | None = None,
    report: dict[str, Any] | None = None,
) -> Response:
    shown = {"course": await services.courses.read_to_enrol(who.known, course_id), "report": report}
    return answered("students_import.html", who, shown, sent, error)


async def _one(
    services: Services,
    who: Visitor,
    course_id: str,
    enrolment_id: str,
    sent: Sent | None = None,
    error: MultitrainerError | None = None,
) -> Response:
    shown = await _about(services, who, course_id)
    shown["one"] = await services.enrolment_lists.one(who.known, enrolment_id)
    return answered("student.html", who, shown, sent, error)


async def _about(services: Services, who: Visitor, course_id: str) -> dict[str, Any]:
    """A course and its batches, to choose from."""
    course = await services.courses.read(who.known, course_id)
    batches = await batches_of(services, who, course_id)
    named = {one["id"]: str(one["name"] or one["id"]) for one in batches}
    return {"course": course, "batches": named, "seated": sum(one["students"] for one in batches)}
