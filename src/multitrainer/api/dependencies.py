"""What endpoints are handed: the services, who asks, and the parameters that many share."""

from typing import Annotated

import structlog
from fastapi import Depends, Header, Query, Request
from starlette.datastructures import Headers
from starlette.types import Scope

from multitrainer.domain.actors import NOBODY
from multitrainer.domain.errors import NotSignedIn
from multitrainer.identity.callers import Caller
from multitrainer.identity.tokens import InvalidToken
from multitrainer.services import Services
from multitrainer.services.permissions import sign_in_first

log = structlog.get_logger()


def asked(request: Request) -> tuple[Services, Caller]:
    """The services, and whoever asks for them. Raises NotSignedIn where nobody is named, or what they show is no good.

    No dependency of FastAPI's: to solve two of those takes longer than to populate a roster.
    """
    return request.app.state.services, caller_of(request.scope)


def caller_of(scope: Scope) -> Caller:
    """Whoever a request says it comes from. Raises NotSignedIn."""
    services: Services = scope["app"].state.services
    headers = Headers(scope=scope)
    try:
        caller = services.doorkeeper.caller(_only(headers, "Authorization"), _only(headers, "X-API-Key"))
    except NotSignedIn as refusal:
        if isinstance(refusal.__cause__, InvalidToken):
            log.info("token-refused", reason=str(refusal.__cause__))
        raise
    if caller is NOBODY:
        raise sign_in_first()
    return caller


def _only(headers: Headers, name: str) -> str | None:
    """A header that may come once: of two, what stands before us may have looked at the other."""
    found = headers.getlist(name)
    if len(found) > 1:
        raise NotSignedIn(f"Send one {name} header, not several.")
    return found[0] if found else None


def services_of(request: Request) -> Services:
    """The services, whoever calls."""
    services: Services = request.app.state.services
    return services


async def _new_id(request: Request) -> str | None:
    """The id for what a request creates, when an idempotency key goes with it."""
    found: str | None = request.scope.get("state", {}).get("new_id")
    return found


async def _again(request: Request) -> bool:
    """Whether an earlier request with the same idempotency key may have been carried out without an answer."""
    found: bool = request.scope.get("state", {}).get("again", False)
    return found


Again = Annotated[bool, Depends(_again)]
NewId = Annotated[str | None, Depends(_new_id)]
IfMatch = Annotated[
    str | None,
    Header(
        alias="If-Match",
        description="The ETag that GET gave here, or, below a roster or a batch's people, for `…/trainers`: "
        "refused with 412 if it changed since.",
    ),
]
IdempotencyKey = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        min_length=1,
        max_length=200,
        description="Any text of your own, new for each request: repeats within 24 hours get the first answer. "
        "A request that is refused with 400, 404, 412 or 422 has not used its key up.",
    ),
]
Cursor = Annotated[
    str | None, Query(max_length=100, description="What the page before gave as `next`, or in its `Link`.")
]
Limit = Annotated[int, Query(ge=1, le=500, description="How many at the most.")]
Force = Annotated[bool, Query(description="Delete although there are people on it.")]
