"""Requests that can't be read."""

from multitrainer.domain.errors.base import MultitrainerError


class Rejected(MultitrainerError):
    """The request itself can't be read."""


class MalformedBody(Rejected):
    """The body is not the JSON that was announced."""

    code = "malformed-body"
    title = "Unreadable body"


class BodyTooLarge(Rejected):
    """The body is larger than the service reads."""

    code = "body-too-large"
    title = "Body too large"


class BodyTooSlow(Rejected):
    """The body did not arrive in time."""

    code = "body-too-slow"
    title = "Body too slow"


class MethodNotAllowed(Rejected):
    """The address exists, but not with this method."""

    code = "method-not-allowed"
    title = "Method not allowed"
