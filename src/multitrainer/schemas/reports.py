"""Reports of sessions on the wire."""

from datetime import date, datetime
from typing import Annotated, Any

from pydantic import ConfigDict, Field, StringConstraints, ValidationInfo, field_validator

from multitrainer.domain.quality import Per
from multitrainer.domain.reports import MOST_PEOPLE, Said
from multitrainer.domain.sentences import Sentence
from multitrainer.schemas.base import READABLE_IF_ANY, Body, Flag, Id, LeftOut, Must, View
from multitrainer.schemas.covers import SARAH, PersonView

MOST_TEXT = 2_000
Words = Annotated[str, StringConstraints(max_length=MOST_TEXT, strip_whitespace=True), READABLE_IF_ANY]
Attendance = Annotated[
    int,
    Field(ge=0, le=MOST_PEOPLE, strict=True),
    Must(Sentence("must be a whole number from {least} to {most}", least=0, most=MOST_PEOPLE)),
]
SAID: dict[str, Any] = {
    "held": True,
    "topics": "Page 12: dialogues.",
    "attendance": 17,
    "forLead": "The projector is broken.",
    "flagged": True,
}


class NewReport(Body):
    """What there is to say of a session, all of it.

    One that was held may have topics and how many people were there; one that was not has a reason. What is flagged
    needs words for the lead.
    """

    model_config = ConfigDict(json_schema_extra={"examples": [SAID, {"held": False, "reason": "Nobody came."}]})

    held: Flag
    topics: Words = ""
    attendance: LeftOut[Attendance] = None
    reason: Words = Field(default="", validate_default=True)
    for_lead: Words = ""
    flagged: Flag = False

    @field_validator("topics", "attendance")
    @classmethod
    def _was_held(cls, said: str | int | None, info: ValidationInfo) -> str | int | None:
        if info.data.get("held") is False and said not in {"", None}:
            raise ValueError(Sentence("is of a session that was held, and this one was not"))
        return said

    @field_validator("reason")
    @classmethod
    def _has_a_reason_or_was_held(cls, reason: str, info: ValidationInfo) -> str:
        held = info.data.get("held")
        if held and reason:
            raise ValueError(Sentence("is why a session was not held, and this one was"))
        if held is False and not reason:
            raise ValueError(Sentence("is required where the session was not held"))
        return reason

    @field_validator("flagged")
    @classmethod
    def _has_words_for_the_lead(cls, flagged: bool, info: ValidationInfo) -> bool:
        if flagged and not info.data.get("for_lead", "unreadable"):
            raise ValueError(Sentence("needs words for the lead"))
        return flagged

    @property
    def said(self) -> Said:
        """The same as the rules know it."""
        return Said(self.held, self.topics, self.attendance, self.reason, self.for_lead, self.flagged)


class AcknowledgedView(View):
    """Who has seen what was flagged, and when."""

    by: PersonView
    at: datetime


class ReportView(View):
    """What is reported of a session. `held_by` is whoever had it to hold, `covered` whether they stood in for it.

    What is `for_lead`, whether it is flagged and who has seen it, is shown to whoever answers for the batch, to admins,
    to whoever held the session and to whoever wrote that; to others it is empty, and stays as they write the rest.
    """

    session: Id
    course: Id
    course_name: str | None = None
    batch: Id
    batch_name: str | None = None
    start: datetime
    end: datetime
    local_start: str = Field(description="The same on the institute's clock.", examples=["2026-12-08T16:00"])
    local_end: str = Field(examples=["2026-12-08T17:30"])
    held_by: PersonView | None = Field(default=None, examples=[SARAH])
    covered: bool
    held: bool
    topics: str
    attendance: int | None = None
    reason: str
    for_lead: str
    flagged: bool
    acknowledged: AcknowledgedView | None = None
    by: PersonView
    at: datetime


class MissingReportView(View):
    """A session that somebody held for another, and of which nobody has reported. `cover` is how they came to it."""

    cover: Id
    session: Id
    course: Id
    course_name: str | None = None
    batch: Id
    batch_name: str | None = None
    start: datetime
    end: datetime
    local_start: str
    local_end: str
    held_by: PersonView | None = None


class CountView(View):
    """What the sessions of a week (`2026-W50`) or a month (`2026-12`) were, as far as they have begun.

    `held` and `not_held` are those of which somebody says so.
    """

    part: str = Field(examples=["2026-12"])
    sessions: int
    held: int
    not_held: int
    reported: int
    covered: int = Field(description="Held, or to be held, by somebody who stood in.")
    flagged: int
    attendance: float | None = Field(default=None, description="The average of those sessions of which it is known.")


class CountOfBatch(CountView):
    """Those of one batch."""

    batch: Id
    batch_name: str | None = None


class CountOfTrainer(CountView):
    """Those that one trainer had to hold."""

    trainer: PersonView


class QualityView(View):
    """How a course goes, for whoever answers for it: the counts of what began within some days.

    `missing` is how many reports of covered sessions are not there, `flagged` how much nobody has acknowledged.
    """

    course: Id
    since: date = Field(alias="from")
    until: date
    per: Per
    missing: int
    flagged: int
    by_batch: list[CountOfBatch] = Field(description="The latest part first.")
    by_trainer: list[CountOfTrainer] = Field(description="Likewise. A session without anybody to hold it is in none.")


class QualityOfTrainer(View):
    """The counts of the sessions that a trainer had to hold."""

    trainer: Id
    since: date = Field(alias="from")
    until: date
    per: Per
    by_batch: list[CountOfBatch] = Field(description="The latest part first.")
