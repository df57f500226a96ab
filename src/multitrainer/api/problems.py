"""Errors as problem documents (RFC 9457)."""

from http import HTTPStatus
from typing import Any

import orjson
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel
from starlette.exceptions import HTTPException

from multitrainer.domain import errors
from multitrainer.domain.errors import MultitrainerError
from multitrainer.schemas.statuses import status_of
from multitrainer.schemas.wording import invalid_input

MEDIA_TYPE = "application/problem+json"
RETRY_AFTER_SECONDS = "5"
PASSING = (errors.Unavailable, errors.Contended, errors.IdempotencyInProgress)
"""What passes by itself: the answer says when to ask again."""


def document(error: MultitrainerError, request_id: str | None) -> dict[str, Any]:
    """The problem document of an error."""
    return {
        "type": f"urn:multitrainer:error:{error.code}",
        "title": error.title,
        "status": status_of(type(error)),
        "detail": error.detail,
        "code": error.code,
        "requestId": request_id,
        **error.facts,
    }


def response(error: MultitrainerError, request_id: str | None) -> Response:
    """The answer that tells of an error."""
    return Response(
        orjson.dumps(document(error, request_id)),
        status_of(type(error)),
        headers=_headers(error),
        media_type=MEDIA_TYPE,
    )


def _headers(error: MultitrainerError) -> dict[str, str]:
    if isinstance(error, errors.TooManyAttempts):
        return {"Retry-After": str(error.facts["retryAfterSeconds"])}
    if isinstance(error, errors.NotSignedIn | errors.WrongCredentials):
        return {"WWW-Authenticate": "Bearer"}
    return {"Retry-After": RETRY_AFTER_SECONDS} if isinstance(error, PASSING) else {}


def install(app: FastAPI, *away: type[Exception]) -> None:
    """Answer every error of an app as a problem; `away` are those of a database that does not answer."""
    app.add_exception_handler(MultitrainerError, _answer_ours)
    app.add_exception_handler(RequestValidationError, _answer_invalid)
    app.add_exception_handler(HTTPException, _answer_http)
    for kind in away:
        app.add_exception_handler(kind, _answer_away)


def request_id_of(request: Request) -> str | None:
    """The id under which the log tells of a request."""
    found: str | None = request.scope.get("state", {}).get("request_id")
    return found


async def _answer_ours(request: Request, error: Exception) -> Response:
    assert isinstance(error, MultitrainerError)
    return response(error, request_id_of(request))


async def _answer_away(request: Request, error: Exception) -> Response:
    return response(
        errors.Unavailable("The database does not answer. Nothing is known to be changed; try again later."),
        request_id_of(request),
    )


async def _answer_invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    return response(_invalid(error.errors(), _body_of(request)), request_id_of(request))


async def _answer_http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    answer = response(_from_http(request, error), request_id_of(request))
    answer.headers.update(error.headers or {})
    if error.status_code == HTTPStatus.METHOD_NOT_ALLOWED and (allowed := _methods(request)):
        answer.headers["Allow"] = allowed
    return answer


def _methods(request: Request) -> str:
    """Every method of the address that was asked for; Starlette names those of one route alone."""
    path = getattr(request.scope.get("route"), "path", None)
    routes = (route for route in request.app.routes if getattr(route, "path", None) == path)
    return ", ".join(method for route in routes for method in sorted(getattr(route, "methods", None) or ()))


def _body_of(request: Request) -> type[BaseModel] | None:
    """The model of the body of the address that was asked for, where it has one."""
    field = getattr(request.scope.get("route"), "body_field", None)
    model = field.field_info.annotation if field else None
    return model if isinstance(model, type) and issubclass(model, BaseModel) else None


def _invalid(found: Any, body: type[BaseModel] | None) -> MultitrainerError:
    if any(e["type"] == "json_invalid" for e in found):
        return errors.MalformedBody("The body is not valid JSON.")
    return invalid_input(found, body=body)


def _from_http(request: Request, error: HTTPException) -> MultitrainerError:
    if error.status_code == HTTPStatus.NOT_FOUND:
        return errors.RouteNotFound("There is nothing at this address; /docs lists what there is.")
    if error.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
        return errors.MethodNotAllowed(
            f"{request.method} is no method of this address, which has: {_methods(request)}."
        )
    return errors.MalformedBody("The body could not be read.")
