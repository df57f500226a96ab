"""What endpoints answer, and how OpenAPI describes it."""

from collections.abc import Iterable
from typing import Any

from fastapi import Response

from multitrainer import wire
from multitrainer.api.problems import MEDIA_TYPE, status_of
from multitrainer.domain import errors
from multitrainer.domain.errors import MultitrainerError
from multitrainer.schemas.problems import Problem
from multitrainer.services.tags import Tagged

Errors = tuple[type[MultitrainerError], ...]

ALWAYS: Errors = (errors.InvalidInput, errors.Unavailable, errors.InternalError)
WRITING: Errors = (errors.Stale, errors.Contended, errors.MalformedData)
WITH_BODY: Errors = (errors.MalformedBody, errors.BodyTooLarge, errors.BodyTooSlow)
REPEATABLE: Errors = (errors.IdempotencyKeyReused, errors.IdempotencyInProgress)


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


def describe(status: int, model: Any, *errors_: type[MultitrainerError]) -> dict[str, Any]:
    """A route's answers for OpenAPI: the good one, and a problem for each error that can come."""
    headers = {"ETag": {"description": "Send it as If-Match with a write.", "schema": {"type": "string"}}}
    good: dict[str, Any] = {"description": "Done.", "headers": headers, **({"model": model} if model else {})}
    return {
        "status_code": status,
        "response_model": None,
        "responses": {status: good, **_problems((*errors_, *ALWAYS))},
    }


def _problems(kinds: Iterable[type[MultitrainerError]]) -> dict[int, Any]:
    by_status: dict[int, list[type[MultitrainerError]]] = {}
    for kind in kinds:
        by_status.setdefault(status_of(kind), []).append(kind)
    return {status: _problem(several) for status, several in sorted(by_status.items())}


def _problem(kinds: list[type[MultitrainerError]]) -> dict[str, Any]:
    content = {"schema": {"$ref": f"#/components/schemas/{Problem.__name__}"}, "examples": _examples(kinds)}
    return {"description": " · ".join(kind.title for kind in kinds), "content": {MEDIA_TYPE: content}}


def _examples(kinds: list[type[MultitrainerError]]) -> dict[str, Any]:
    return {
        kind.code: {
            "summary": kind.title,
            "value": {
                "type": f"urn:multitrainer:error:{kind.code}",
                "title": kind.title,
                "status": status_of(kind),
                "detail": kind.__doc__,
                "code": kind.code,
                "requestId": "3f0c5d2ab1e64c7f",
            },
        }
        for kind in kinds
    }
