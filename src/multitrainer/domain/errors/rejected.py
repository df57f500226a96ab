"""Requests that can't be read, and such that are not for whoever sends them."""

from multitrainer.domain.errors.base import MultitrainerError


class Rejected(MultitrainerError):
    """The request can't be read, or not from whoever sends it."""


class MalformedBody(Rejected):
    """The body is not the JSON that was announced, or names a member of an object twice."""

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


class NotSignedIn(Rejected):
    """Nobody knows who asks, and it is not for everybody."""

    code = "not-signed-in"
    title = "Not signed in"


class WrongCredentials(Rejected):
    """The e-mail address and the password do not belong together."""

    code = "wrong-credentials"
    title = "Wrong e-mail address or password"


class TooManyAttempts(Rejected):
    """Signing in failed too often. `retryAfterSeconds` tells when it may be tried again."""

    code = "too-many-attempts"
    title = "Too many attempts"


class TooManyStreams(Rejected):
    """Whoever asks listens on as many connections as one may."""

    code = "too-many-streams"
    title = "Too many streams"


class NotAllowed(Rejected):
    """Whoever asks may know of it, but may not do this."""

    code = "not-allowed"
    title = "Not allowed"
