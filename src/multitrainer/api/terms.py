"""/api/terms: the parts of the institute's year."""

from fastapi import APIRouter, Request, Response

from multitrainer.api.answers import WITH_BODY, WRITING, describe, done, view
from multitrainer.api.dependencies import IfMatch, asked
from multitrainer.api.routes import Strict
from multitrainer.domain.errors import SenselessTerms
from multitrainer.schemas.ledger import NewTerms, TermsView

router = APIRouter(prefix="/api/terms", tags=["ledger"], route_class=Strict)


@router.get("", **describe(200, TermsView))
async def read_terms(request: Request) -> Response:
    """Read the institute's terms, the earliest first."""
    services, caller = asked(request)
    return view(await services.terms.read(caller))


@router.put("", **describe(200, TermsView, SenselessTerms, *WRITING, *WITH_BODY))
async def set_terms(request: Request, body: NewTerms, if_match: IfMatch = None) -> Response:
    """Set all of them."""
    services, caller = asked(request)
    return done(await services.terms.put(caller, (one.term() for one in body.terms), if_match))
