"""What handover notes and reports of sessions refuse."""

from multitrainer.domain.errors.base import MultitrainerError
from multitrainer.domain.errors.conflicts import Conflict
from multitrainer.domain.errors.invalid import Invalid
from multitrainer.domain.errors.missing import NotFound


class HandoverVersionNotFound(NotFound):
    """The batch's handover note has no version of this number."""

    code = "handover-version-not-found"
    title = "No such version"


class ReportNotFound(NotFound):
    """Nobody has written a report of the session."""

    code = "report-not-found"
    title = "No report"


class SenselessReport(Invalid):
    """A report of more people than can have been there."""

    code = "senseless-report"
    title = "Can't have been so"


class SessionNotBegun(Conflict):
    """A session is reported of once it has begun."""

    code = "session-not-begun"
    title = "Has not begun"


class ReportNotFlagged(Conflict):
    """The report has nothing in it that a lead has to acknowledge."""

    code = "report-not-flagged"
    title = "Nothing to acknowledge"


class IfMatchMissing(MultitrainerError):
    """There is a page already, and whoever writes it anew has to say which one they read."""

    code = "if-match-missing"
    title = "Say what you have read"
