"""The HTTP status of each error."""

from http import HTTPStatus

from multitrainer.domain import errors
from multitrainer.domain.errors import MultitrainerError

STATUS: dict[type[MultitrainerError], HTTPStatus] = {
    errors.NotFound: HTTPStatus.NOT_FOUND,
    errors.Invalid: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.Conflict: HTTPStatus.CONFLICT,
    errors.Stale: HTTPStatus.PRECONDITION_FAILED,
    errors.IfMatchMissing: HTTPStatus.PRECONDITION_REQUIRED,
    errors.MalformedBody: HTTPStatus.BAD_REQUEST,
    errors.BodyTooLarge: HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    errors.BodyTooSlow: HTTPStatus.REQUEST_TIMEOUT,
    errors.MethodNotAllowed: HTTPStatus.METHOD_NOT_ALLOWED,
    errors.NotSignedIn: HTTPStatus.UNAUTHORIZED,
    errors.WrongCredentials: HTTPStatus.UNAUTHORIZED,
    errors.TooManyAttempts: HTTPStatus.TOO_MANY_REQUESTS,
    errors.TooManyStreams: HTTPStatus.TOO_MANY_REQUESTS,
    errors.TooManyMentions: HTTPStatus.TOO_MANY_REQUESTS,
    errors.NotAllowed: HTTPStatus.FORBIDDEN,
    errors.Unavailable: HTTPStatus.SERVICE_UNAVAILABLE,
    errors.SolverMissing: HTTPStatus.NOT_IMPLEMENTED,
    errors.InternalError: HTTPStatus.INTERNAL_SERVER_ERROR,
    errors.PlanningFailed: HTTPStatus.INTERNAL_SERVER_ERROR,
}


def status_of(kind: type[MultitrainerError]) -> int:
    """The HTTP status of an error, by the nearest of its ancestors that has one."""
    return int(next(STATUS[ancestor] for ancestor in kind.__mro__ if ancestor in STATUS))
