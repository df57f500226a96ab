"""What the driver's errors mean: to whoever asked, and for whether to try again."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import pymongo
from pymongo.errors import (
    BulkWriteError,
    ConfigurationError,
    ConnectionFailure,
    CursorNotFound,
    DocumentTooLarge,
    ExecutionTimeout,
    InvalidName,
    OperationFailure,
    PyMongoError,
    WTimeoutError,
)

from multitrainer.domain.errors import MalformedData, MultitrainerError, RefusedByDatabase, Unavailable
from multitrainer.domain.sentences import Sentence

AWAY = (ConnectionFailure,)
"""What is raised while the server can't be reached."""

TOO_SLOW = (ExecutionTimeout, WTimeoutError)
"""What is raised when the server is there, but did not get done in time."""

NOT_DONE = (PyMongoError, DocumentTooLarge)
"""What is raised whenever the server does not do, or is not asked, what it should."""

NO_NAME = (InvalidName,)
"""What is raised for the name of a database that is none."""

REFUSED = (ConfigurationError, OperationFailure)
"""What is raised when a URI leads nowhere, or the server does not let us in."""

UNUSABLE = (PyMongoError, ValueError, LookupError, OSError, UserWarning)
"""What is raised when a URI, a file it names, or the database's name is none."""

TOO_LARGE = {10334, 17419}
"""Codes of a server that a document would be too large for."""

NOT_UNIQUE = {11000, 11001, 12582}
NOT_VALID = 121
NOT_IN_TIME = {50, 64}
"""Codes of MaxTimeMSExpired and WriteConcernTimeout, which pass by themselves."""

PASSING = {6, 7, 24, 43, 50, 64, 89, 91, 112, 189, 251, 262, 9001, 10107, 11600, 11602, 13435, 13436}
"""Codes of a server that changes its primary, ends, is slow or sees two writes meet: the same may go well next time.

Source: MongoDB's specification "Retryable Writes", and 24, 43, 50, 64, 112, 251 of its list of error codes.
"""

SERVERS_OWN = {13, 14031}
"""Codes of missing rights and of a full disk: no document is to blame for these."""

LONGEST_ANSWER = 200
"""Letters of a server's own words that are handed on."""

HISTORY_LOST = {9, 136, 260, 280, 286}
"""Codes of a change stream that can't go on where it was: the token is unreadable, too old or of another server."""

IN_TIME_SECONDS = 60.0
"""How long one step of long work waits for the server before it takes it for away."""

IN_REQUEST_SECONDS = 8.0
"""How long a request waits for steps of that kind: the client waits ten seconds for its answer."""


def away() -> Unavailable:
    """What a request is told while the server can't be reached."""
    return Unavailable(Sentence("The database does not answer. Nothing is known to be changed; try again later."))


def _meaning(error: Exception) -> MultitrainerError | None:
    """What a driver's error means to whoever asked for a write; None where it is our own fault."""
    code = getattr(error, "code", None)
    if isinstance(error, DocumentTooLarge) or code in TOO_LARGE:
        return MalformedData(Sentence("A document would become larger than MongoDB allows (16 MB)."))
    if code in NOT_UNIQUE:
        return _not_unique([*(getattr(error, "details", None) or {}).get("keyPattern", ())])
    if code == NOT_VALID:
        return RefusedByDatabase(
            Sentence(
                "A validator of the database does not allow the document as it would be. "
                "Whoever runs the database knows why."
            ),
            fields=[],
        )
    return away() if code in NOT_IN_TIME else None


def _not_unique(fields: list[str]) -> RefusedByDatabase:
    same = f"the same {' and '.join(fields)}" if fields else "the same value"
    return RefusedByDatabase(
        Sentence("The database allows this value only once. Choose another one."),
        f"A unique index of the database allows {same} only once, a missing one included. Choose another value.",
        fields=fields,
    )


@contextmanager
def telling() -> Iterator[None]:
    """Raise what a driver's error means, where it means something to whoever asked."""
    try:
        yield
    except NOT_DONE as error:
        if meaning := _meaning(error):
            raise meaning from error
        raise


def passes(error: Exception) -> bool:
    """Whether this may go well when it is tried again."""
    if isinstance(error, BulkWriteError):
        return all(failure["code"] in PASSING for failure in _write_errors(error))
    return isinstance(error, (*AWAY, *TOO_SLOW, CursorNotFound)) or getattr(error, "code", None) in PASSING


def has_lost_history(error: Exception) -> bool:
    """Whether a change stream can't go on where it was."""
    return getattr(error, "code", None) in HISTORY_LOST


def refuses_document(error: Exception) -> MultitrainerError | None:
    """Why the server refuses a document as it would be; None where the document is not to blame."""
    if not isinstance(error, BulkWriteError):
        return _meaning(error) if not passes(error) else None
    failures = [OperationFailure(f["errmsg"], f["code"], f) for f in _write_errors(error)]
    return next((meaning for failure in failures if (meaning := refuses_document(failure))), _unforeseen(error))


def _unforeseen(error: BulkWriteError) -> RefusedByDatabase | None:
    """What the server answers to a write itself is about the document, unless it says that it is about the server."""
    answers = (error.details or {}).get("writeErrors", ())
    if not answers or any(answer["code"] in PASSING | SERVERS_OWN for answer in answers):
        return None
    words = " ".join(str(answers[0]["errmsg"]).split())[:LONGEST_ANSWER]
    said = Sentence("The database refuses this change. Whoever runs it can find out why.")
    return RefusedByDatabase(said, f"The database refuses the change (code {answers[0]['code']}): {words}", fields=[])


def in_time(seconds: float | None = None) -> AbstractContextManager[None]:
    """What is asked of the server here is answered in time, or raises one of AWAY or TOO_SLOW."""
    return pymongo.timeout(IN_TIME_SECONDS if seconds is None else seconds)


def in_request() -> AbstractContextManager[None]:
    """The same for all that one request asks, also where a step of it would wait longer."""
    return in_time(IN_REQUEST_SECONDS)


def _write_errors(error: BulkWriteError) -> list[Any]:
    details = error.details or {}
    return [*details.get("writeErrors", ()), *details.get("writeConcernErrors", ())]
