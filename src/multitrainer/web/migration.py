"""Moving over: how far the institute is, and one course converted once it is seen what becomes of it."""

from functools import partial
from typing import Any

from fastapi import APIRouter, Request, Response

from multitrainer.domain.errors import MultitrainerError
from multitrainer.migrations.words import KINDS, REASONS
from multitrainer.schemas.base import Id
from multitrainer.services import Services
from multitrainer.web.forms import Sent, answered, done, filled_in
from multitrainer.web.routes import Paged
from multitrainer.web.values import said
from multitrainer.web.visitors import Visitor, visitor

router = APIRouter(include_in_schema=False, route_class=Paged)
A_PAGE = 50


@router.get("/migration")
async def show_migration(request: Request) -> Response:
    """Show how far the institute is moved over, which courses are left, and what people have to mend."""
    services, who = await visitor(request)
    overview = await services.migration_overview.read(who.known)
    formats = await services.migration_overview.formats(who.known)
    aside = await services.migration_overview.set_aside(who.known, None, request.query_params.get("cursor"), A_PAGE)
    shown: dict[str, Any] = {"overview": overview, "formats": formats, "aside": aside.items, "next": aside.next}
    return answered("migration.html", who, {**shown, "reasons": REASONS})


@router.get("/courses/{course_id}/convert")
async def preview(request: Request, course_id: Id) -> Response:
    """Show what would become of a course and its batches."""
    services, who = await visitor(request)
    return await _course(services, who, course_id)


@router.post("/courses/{course_id}/convert")
async def convert(request: Request, course_id: Id) -> Response:
    """Convert a course, as it was when that was asked."""
    services, who, sent = await filled_in(request, partial(_course, course_id=course_id))
    await services.course_conversion.convert(who.known, course_id, sent["tag"], again=True)
    return done(f"/courses/{course_id}/convert")


async def _course(
    services: Services, who: Visitor, course_id: str, sent: Sent | None = None, error: MultitrainerError | None = None
) -> Response:
    found = await services.course_conversion.preview(who.known, course_id)
    names = await services.audit_names.of(who.known, [found.view], course_id)
    documents = [("courses", found.view["course"]), *(("batches", one) for one in found.view["batches"])]
    shown: dict[str, Any] = {
        "course_id": course_id,
        "documents": documents,
        "to_change": sum(bool(one["changes"]) for _, one in documents),
        "named": names,
        "tag": found.tag,
        "kinds": KINDS,
        "reasons": REASONS,
        "said": lambda value, words: said(value, names, words, who.locale),
    }
    return answered("course_convert.html", who, shown, sent, error)
