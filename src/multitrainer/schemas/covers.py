"""Cover on the wire: searches for somebody to take a session, offers, candidates, ways out."""

from datetime import datetime
from typing import Annotated, Any, Self

from pydantic import ConfigDict, Field, StringConstraints, model_validator

from multitrainer.domain.covers.criteria import Reason
from multitrainer.domain.covers.doings import Doing
from multitrainer.domain.covers.rules import Criterion
from multitrainer.domain.covers.states import CoverState, OfferState
from multitrainer.domain.covers.tiers import Tier
from multitrainer.schemas.base import READABLE, Body, Flag, Id, LeftOut, Listed, Text, View
from multitrainer.schemas.sessions import LocalTime, must_be_a_time

MOST_TAKEN = 50
MOST_REPORT = 2_000
AN_ID, ANOTHER = "66f1a2b3c4d5e6f708192a3b", "66f1a2b3c4d5e6f708192a3c"
JOHN: dict[str, Any] = {"_id": AN_ID, "name": "John"}
SARAH: dict[str, Any] = {"_id": ANOTHER, "name": "Dr. Sarah"}


def _examples(*bodies: dict[str, Any]) -> ConfigDict:
    return ConfigDict(json_schema_extra={"examples": [*bodies]})


class Acceptance(Body):
    """Covers to take with this one, of those that were asked for together: `with` of one's own offer.

    Those that are left out are refused, and others are asked for them.
    """

    model_config = _examples({"with": [ANOTHER]})

    others: Annotated[tuple[Id, ...], Field(alias="with", max_length=MOST_TAKEN)] = ()


class NewSubstitute(Body):
    """Who is to take the session. `overrule` sets aside what may be: limits, stated availability, exclusion."""

    model_config = _examples({"trainer": ANOTHER}, {"trainer": ANOTHER, "overrule": True})

    trainer: Id
    overrule: bool = False


class Cancelling(Body):
    """A note goes with the session, for whoever sees it."""

    model_config = _examples({"note": "The house is closed."})

    note: LeftOut[Text] = None


class Combining(Body):
    """The batch whose session the students join, one of those that the ways out name."""

    model_config = _examples({"batch": ANOTHER}, {"batch": ANOTHER, "note": "In room 4"})

    batch: Id
    note: LeftOut[Text] = None


class Moving(Body):
    """Another time on the institute's clock, without a zone, at which the session's own trainer is there and free."""

    model_config = _examples(
        {"start": "2026-12-11T18:00", "end": "2026-12-11T19:30"},
        {"start": "2026-12-11T18:00", "end": "2026-12-11T19:30", "note": "In room 4"},
    )

    start: LocalTime
    end: LocalTime
    note: LeftOut[Text] = None

    @model_validator(mode="after")
    def _ends_later(self) -> Self:
        must_be_a_time(self.start, self.end)
        return self


class Assisting(Body):
    """Which of the batch's assistants holds it, one of those that the ways out name."""

    model_config = _examples({"assistant": ANOTHER})

    assistant: Id


class NewCoverReport(Body):
    """How it was, for whoever was away; and whether the session took place."""

    model_config = _examples({"text": "We read page 12; next time page 13.", "held": True})

    text: Annotated[str, StringConstraints(min_length=1, max_length=MOST_REPORT, strip_whitespace=True), READABLE]
    held: Flag = True


class PersonView(View):
    """Somebody, with their name; null where they are gone, or have none."""

    id: str = Field(alias="_id", examples=[AN_ID])
    name: str | None = Field(default=None, examples=["Dr. Sarah"])


class BatchOfWay(View):
    """A batch, with its name."""

    id: Id = Field(alias="_id")
    name: str | None = Field(default=None, examples=["Batch 3"])


class OfferView(View):
    """One person is asked, until `deadline`. `tier` says why they: how they stand to the batch, or named by `hand`."""

    trainer: PersonView
    tier: Tier
    state: OfferState
    made_at: datetime
    deadline: datetime
    local_deadline: str = Field(description="The same on the institute's clock.", examples=["2026-12-07T16:00"])
    answered_at: datetime | None = Field(
        default=None, description="When it was answered, ran out or was taken back; null while it is open."
    )
    opening: int = Field(description="Which search it belongs to: 1, and one more each time it begins anew.")
    others: Listed[Id] = Field(
        alias="with", description="The other covers that they were asked for in the same question; accept takes them."
    )


class CoverReportView(View):
    """What whoever stood in says of the session."""

    text: str
    held: bool
    by: PersonView
    at: datetime


class MovedTo(View):
    """The session's other time."""

    start: datetime
    end: datetime
    local_start: str
    local_end: str


class CoverView(View):
    """The search for somebody to take one session whose trainer is away, and its result.

    `start` and `end` are moments, `local_start` and `local_end` what the institute's clock shows then. Admins and leads
    see all offers; whoever is away who takes the session; whoever was asked their own offer, and not who was quicker.
    """

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "_id": AN_ID,
                    "session": "66f1a2b3c4d5e6f708192a40",
                    "course": "66f1a2b3c4d5e6f708192a41",
                    "courseName": "German A1",
                    "batch": "66f1a2b3c4d5e6f708192a42",
                    "batchName": "Batch 1",
                    "leave": "66f1a2b3c4d5e6f708192a43",
                    "trainer": JOHN,
                    "start": "2026-12-08T15:00:00Z",
                    "end": "2026-12-08T16:30:00Z",
                    "localStart": "2026-12-08T16:00",
                    "localEnd": "2026-12-08T17:30",
                    "state": "searching",
                    "substitute": None,
                    "offers": [
                        {
                            "trainer": SARAH,
                            "tier": "backup",
                            "state": "open",
                            "madeAt": "2026-12-07T11:00:00Z",
                            "deadline": "2026-12-07T15:00:00Z",
                            "localDeadline": "2026-12-07T16:00",
                            "answeredAt": None,
                            "opening": 1,
                            "with": [ANOTHER],
                        }
                    ],
                    "actions": ["substitute", "cancel", "combine", "move", "assist"],
                    "nextStepAt": "2026-12-07T15:00:00Z",
                    "openedAt": "2026-12-07T11:00:00Z",
                    "combinedWith": None,
                    "combinedWithName": None,
                    "movedTo": None,
                    "report": None,
                }
            ]
        }
    )

    id: Id = Field(alias="_id")
    session: Id
    course: Id
    course_name: str | None = None
    batch: Id
    batch_name: str | None = None
    leave: Id = Field(description="Why somebody is sought.")
    trainer: PersonView = Field(description="Whose session it is: who is away.")
    start: datetime
    end: datetime
    local_start: str
    local_end: str
    state: CoverState
    substitute: PersonView | None = Field(
        default=None, description="Who takes it; null where nobody does, or where whoever asks does not see it."
    )
    offers: Listed[OfferView] = Field(description="Who was asked, in this order; to whoever was, their own.")
    actions: Listed[Doing] = Field(
        description="What whoever asks can do now, by the last part of its address: `accept` is POST …/accept."
    )
    next_step_at: datetime | None = Field(
        default=None,
        description="When the service does the next thing by itself: asks the next one, tells an admin, counts the "
        "session as done. Null where it waits for people, and for whoever does not see all offers.",
    )
    opened_at: datetime
    combined_with: Id | None = Field(default=None, description="The batch whose session the students join.")
    combined_with_name: str | None = None
    moved_to: MovedTo | None = None
    report: CoverReportView | None = None


class CandidateView(View):
    """Somebody who can be asked. `points` by criterion make up the `total`; `offer` is what became of asking them."""

    trainer: PersonView
    tier: Tier
    points: dict[Criterion, float] = Field(examples=[{"knows-batch": 30, "skills": 12.5, "fair": 10}])
    total: float
    asked_later: bool = Field(
        description="They are being asked for another session that day, or cover one: their turn is after the others'."
    )
    offer: OfferState | None = None


class RejectedView(View):
    """Somebody who comes into question by their tier and can't be asked: why, as a code and in words."""

    trainer: PersonView
    tier: Tier
    reason: Reason
    detail: str
    offer: OfferState | None = None


class StandInsView(View):
    """Who could stand in as things are now, in the order in which they would be asked, and who could not."""

    cover: Id
    candidates: Listed[CandidateView]
    rejected: Listed[RejectedView]


class WaysOutView(View):
    """What is possible without anybody who stands in; each is done by a POST to the address of its name."""

    cover: Id
    cancel: bool
    combine: Listed[BatchOfWay] = Field(description="Batches whose session the students can join.")
    move: bool
    assist: Listed[PersonView] = Field(description="Assistants of the batch who can hold it.")
