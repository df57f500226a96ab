"""What endpoints answer, and how OpenAPI describes it."""

from collections.abc import Iterable
from typing import Any

from fastapi import Response

from multitrainer import wire
from multitrainer.api.examples import EXAMPLES
from multitrainer.api.problems import MEDIA_TYPE, PASSING, document
from multitrainer.domain import errors
from multitrainer.domain.errors import MultitrainerError
from multitrainer.schemas.problems import Problem
from multitrainer.schemas.statuses import status_of
from multitrainer.services.changes.tags import Tagged

Errors = tuple[type[MultitrainerError], ...]
Headers = dict[str, dict[str, Any]]

ALWAYS: Errors = (errors.InvalidInput, errors.Unavailable, errors.InternalError)
ASKING: Errors = (errors.NotSignedIn, errors.NotAllowed)
WRITING: Errors = (errors.Stale, errors.Contended, errors.MalformedData, errors.RefusedByDatabase)
WITH_BODY: Errors = (errors.MalformedBody, errors.BodyTooLarge, errors.BodyTooSlow)
REPEATABLE: Errors = (errors.IdempotencyKeyReused, errors.IdempotencyInProgress)
REPLAYED_PROBLEMS = {409}
EXAMPLE_ID = "62f0682bbd714614abfb5f31e7873cfb"


def _header(name: str, says: str, *, always: bool = True) -> Headers:
    return {name: {"description": says, "required": always, "schema": {"type": "string"}}}


OF_RESOURCE = _header("ETag", "The tag of what this is about, as it is now. Send it as If-Match with a write.")
OF_PAGE = _header("ETag", "A digest of this very page, to see whether it changed. No write takes it.")
MADE = {**OF_RESOURCE, **_header("Location", "The address of what was made.")}
ONWARD = 'Leads to the next page, without a host: `</api/…>; rel="next"`. Not on the last.'
LINKED = {**OF_PAGE, **_header("Link", ONWARD, always=False)}
GONE: Headers = {}
REPLAYED = _header("Idempotency-Replayed", "`true` where this is the answer to an earlier request.", always=False)
NAMED = _header("Content-Disposition", "The name of a file to save it as.")
NOT_KEPT = _header("Cache-Control", "`no-store`: the answer has secrets.")
WAY_IN = _header("WWW-Authenticate", "`Bearer`: what to send is an access token, or an API key.")
RETRY_AFTER = _header("Retry-After", "Seconds after which to ask again. With errors that pass.", always=False)


def view(content: Any, headers: dict[str, str] | None = None) -> Response:
    """A representation and its own tag."""
    body = wire.encode(content)
    return Response(body, 200, {"ETag": wire.tag(body), **(headers or {})}, "application/json")


def done(answer: Tagged, status: int = 200, location: str | None = None) -> Response:
    """The outcome of a write and the tag of what it is about."""
    headers = {"ETag": answer.tag, **({"Location": location} if location else {})}
    return Response(wire.encode(answer.view), status, headers, "application/json")


def gone(tag: str | None = None) -> Response:
    """Nothing is left; the tag is that of the larger whole."""
    return Response(status_code=204, headers={"ETag": tag} if tag else None)


def describe(
    status: int,
    model: Any,
    *errors_: type[MultitrainerError],
    headers: Headers = OF_RESOURCE,
    asks_who: bool = True,
) -> dict[str, Any]:
    """A route's answers for OpenAPI: the good one with its headers, and a problem for each error that can come.

    `asks_who` tells whether it is for some callers alone.
    """
    replayed = REPLAYED if errors.IdempotencyKeyReused in errors_ else {}
    good = {"description": "Done.", "headers": {**headers, **replayed}, **({"model": model} if model else {})}
    return {
        "status_code": status,
        "response_model": None,
        "responses": {status: good, **_problems((*errors_, *(ASKING if asks_who else ()), *ALWAYS), replayed)},
    }


def _problems(kinds: Iterable[type[MultitrainerError]], replayed: Headers) -> dict[int, Any]:
    by_status: dict[int, list[type[MultitrainerError]]] = {}
    for kind in kinds:
        by_status.setdefault(status_of(kind), []).append(kind)
    return {
        status: _problem(several, replayed if status in REPLAYED_PROBLEMS else {})
        for status, several in sorted(by_status.items())
    }


def _problem(kinds: list[type[MultitrainerError]], replayed: Headers) -> dict[str, Any]:
    content = {"schema": {"$ref": f"#/components/schemas/{Problem.__name__}"}, "examples": _examples(kinds)}
    return {
        "description": " · ".join(kind.title for kind in kinds),
        "headers": {**_headers_of(kinds), **replayed},
        "content": {MEDIA_TYPE: content},
    }


def _headers_of(kinds: list[type[MultitrainerError]]) -> Headers:
    passing, asking = ((*PASSING, errors.TooManyAttempts), (errors.NotSignedIn, errors.WrongCredentials))
    return {
        **(RETRY_AFTER if any(issubclass(kind, passing) for kind in kinds) else {}),
        **(WAY_IN if any(issubclass(kind, asking) for kind in kinds) else {}),
    }


def _examples(kinds: list[type[MultitrainerError]]) -> dict[str, Any]:
    return {
        f"{kind.code}-{n}" if n > 1 else kind.code: {"summary": kind.title, "value": document(error, EXAMPLE_ID)}
        for kind in kinds
        for n, error in enumerate((error for error in EXAMPLES if type(error) is kind), 1)
    }
