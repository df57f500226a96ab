"""Notices: one thing that one person is to be told."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

Fact = str | tuple[str, ...] | None
"""Ids, names and words; several where a thing is about several."""


class Kind(StrEnum):
    """What somebody can be told. A new one needs its texts in every language (`multitrainer/texts`)."""

    NAMED_PRIMARY = "named-primary"
    PUT_ON_BATCH = "put-on-batch"
    TAKEN_OFF_BATCH = "taken-off-batch"
    PUT_ON_COURSE = "put-on-course"
    PLACE_CHANGED = "place-changed"
    TAKEN_OFF_COURSE = "taken-off-course"
    PROPOSAL_APPLIED = "proposal-applied"
    LEAVE_REQUESTED = "leave-requested"
    LEAVE_APPROVED = "leave-approved"
    LEAVE_DECLINED = "leave-declined"
    LEAVE_CHANGED = "leave-changed"
    LEAVE_CANCELLED = "leave-cancelled"
    LEAVE_ENTERED = "leave-entered"
    LEAVE_OF_COLLEAGUE = "leave-of-colleague"
    COLLEAGUE_NOT_AWAY = "colleague-not-away"
    HANDOVER_DUE = "handover-due"
    COVER_ASKED = "cover-asked"
    COVER_OFFER_OVER = "cover-offer-over"
    COVER_NOT_NEEDED = "cover-not-needed"
    COVER_TAKEN = "cover-taken"
    COVER_FOUND = "cover-found"
    COVER_SEARCHED_AGAIN = "cover-searched-again"
    COVER_RELIEVED = "cover-relieved"
    COVER_GIVEN_BACK = "cover-given-back"
    COVER_NOT_FOUND = "cover-not-found"
    COVER_REPORT_DUE = "cover-report-due"
    COVER_NOT_HELD = "cover-not-held"
    COVER_CORRECTED = "cover-corrected"
    SESSION_FLAGGED = "session-flagged"
    SESSION_CANCELLED = "session-cancelled"
    SESSION_COMBINED = "session-combined"
    SESSION_MOVED = "session-moved"
    SESSION_PLANNED = "session-planned"
    SESSION_JOINED = "session-joined"
    SESSIONS_CHANGED = "sessions-changed"
    SWAP_PROPOSED = "swap-proposed"
    SWAP_AGREED = "swap-agreed"
    SWAP_GIVEN_AWAY = "swap-given-away"
    SWAP_DECLINED = "swap-declined"
    SWAP_WITHDRAWN = "swap-withdrawn"
    SWAP_EXPIRED = "swap-expired"
    SWAP_IN_BATCH = "swap-in-batch"
    QUESTION_ASKED = "question-asked"
    QUESTION_ANSWERED = "question-answered"
    MENTIONED_IN_COURSE = "mentioned-in-course"
    MENTIONED_IN_BATCH = "mentioned-in-batch"
    DIRECT_MESSAGE = "direct-message"


PRIVATE = frozenset({Kind.DIRECT_MESSAGE})
"""What no webhook hears of: it is nobody's business but that of two."""


class Channel(StrEnum):
    """By which way a person is told. Webhooks are told of everything that they ask for, whoever it is about."""

    IN_APP = "in-app"
    EMAIL = "email"


class Language(StrEnum):
    """What a person reads."""

    ENGLISH = "en"
    GERMAN = "de"


@dataclass(frozen=True, slots=True)
class Meeting:
    """The date that a notice is about, for calendars, which of one `uid` keep that of the highest sequence."""

    uid: str
    start: datetime
    end: datetime
    sequence: int = 0
    cancelled: bool = False


@dataclass(frozen=True, slots=True)
class Notice:
    """One thing to tell one person: a user, or whoever reads an e-mail address (`is_address`).

    `facts` are what the texts of its kind name; `course`, `batch`, `other`, `gained` and `lost` are ids, whose names
    are looked up when it is told; `names` are those that may not be found any more by then; `was` is a moment on the
    institute's clock. An urgent one waits neither for the end of quiet hours nor for a digest.
    """

    kind: Kind
    to: str
    facts: Mapping[str, Fact] = field(default_factory=dict)
    urgent: bool = False
    meeting: Meeting | None = None
    names: Mapping[str, str] = field(default_factory=dict)


def is_address(to: str) -> bool:
    """Whether a notice is for an e-mail address, and for nobody's account: it is told by e-mail alone."""
    return "@" in to
