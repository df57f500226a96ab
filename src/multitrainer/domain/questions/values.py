"""A student's question: who has it, since when and until when, how it came to them, and what was said."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class QuestionState(StrEnum):
    """How far a question is."""

    OPEN = "open"
    ANSWERED = "answered"
    CLOSED = "closed"


class Step(StrEnum):
    """As what somebody has a question, in the order in which it goes on."""

    TEACHER = "teacher"
    """They teach the batch now: they stand in for its session that runs or comes next, or are its primary."""
    BACKUP = "backup"
    """They are one of the batch's backups."""
    NAMED = "named"
    """A lead or an admin has handed it on to them, who are on the course's roster."""
    LEAD = "lead"
    """They lead the course."""
    ADMIN = "admin"
    """They are an admin, after whom nobody comes."""


class Why(StrEnum):
    """Why a question came to somebody."""

    ASKED = "asked"
    REOPENED = "reopened"
    UNANSWERED = "unanswered"
    """Whoever had it let their time run out."""
    AWAY = "away"
    """Whoever had it is on leave."""
    LEFT = "left"
    """Whoever had it is no longer what they had it as."""
    ESCALATED = "escalated"
    TAKEN = "taken"
    RETURNED = "returned"
    HANDED_ON = "handed-on"


PASSED_UP = frozenset({Why.UNANSWERED, Why.ESCALATED})
"""After these, whoever had it is not asked again by itself, until the question is opened anew."""

OPENING = frozenset({Why.ASKED, Why.REOPENED})

RETURNABLE = PASSED_UP | {Why.TAKEN}
"""After these it can go back to whom it came from."""


class Said(StrEnum):
    """What an entry is."""

    QUESTION = "question"
    FOLLOW_UP = "follow-up"
    ANSWER = "answer"


OF_STUDENT = frozenset({Said.QUESTION, Said.FOLLOW_UP})
"""What the student says, whoever has sent it on their behalf."""


@dataclass(frozen=True, slots=True)
class Hop:
    """A question came to somebody (`to`) from whoever had it before, by somebody or by itself.

    `step` is as what they have it, `was` as what the one before had it. `id` is that of the request which did it.
    """

    at: datetime
    to: str
    step: Step
    why: Why
    by: str | None = None
    frm: str | None = None
    was: Step | None = None
    reason: str = ""
    id: str | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that is said, which the student reads; `by` has sent it, of what the student says perhaps for them.

    `reply` is the course's reply that it was made from.
    """

    id: str
    at: datetime
    by: str
    what: Said
    text: str
    reply: str | None = None


@dataclass(frozen=True, slots=True)
class Note:
    """Something that those write for each other who answer. The student never reads it."""

    id: str
    at: datetime
    by: str
    text: str


@dataclass(frozen=True, slots=True)
class FirstAnswer:
    """When a question was answered first, and after how many minutes, all and those in working hours."""

    at: datetime
    minutes: int
    worked: int


@dataclass(frozen=True, slots=True)
class Question:
    """A question about a batch, or about a course alone. Moments are aware, in UTC.

    `since` is from when on the holder has it, `due` until when they have time to answer, None where nobody comes
    after them. `look_at` is when time changes something; None once nothing does. `turn` grows with each change.
    """

    id: str
    course: str
    batch: str | None
    student: str
    asked_at: datetime
    holder: str
    step: Step
    since: datetime
    due: datetime | None = None
    state: QuestionState = QuestionState.OPEN
    look_at: datetime | None = None
    trail: tuple[Hop, ...] = ()
    entries: tuple[Entry, ...] = ()
    notes: tuple[Note, ...] = ()
    first_answer: FirstAnswer | None = None
    turn: int = 1

    @property
    def is_open(self) -> bool:
        """Whether somebody has to answer."""
        return self.state is QuestionState.OPEN

    @property
    def passed_up(self) -> frozenset[str]:
        """Who let it pass since it was opened last."""
        return frozenset(hop.frm for hop in self._since_opened() if hop.why in PASSED_UP and hop.frm)

    @property
    def escalations(self) -> int:
        """How often it went on because nobody answered, or because somebody passed it up."""
        return sum(hop.why in PASSED_UP for hop in self.trail)

    @property
    def came_from(self) -> Hop | None:
        """How it came up to whoever has it, if it can go back that way; what has gone back does not go back again."""
        last = self.trail[-1] if self.trail else None
        return last if last and last.frm and last.why in RETURNABLE else None

    def _since_opened(self) -> Iterator[Hop]:
        for hop in reversed(self.trail):
            if hop.why in OPENING:
                return
            yield hop
