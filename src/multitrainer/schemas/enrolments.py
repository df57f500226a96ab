"""Enrolments, and how a course is split, on the wire."""

from typing import Annotated, Any, Self

from pydantic import ConfigDict, Field, StringConstraints, model_validator

from multitrainer.domain.batching import MOST_SLOTS, MOST_STUDENTS, MOST_WISHES, Batching, Rest, Slot
from multitrainer.domain.enrolments import EnrolmentStatus
from multitrainer.domain.errors import SenselessBatching
from multitrainer.domain.sentences import Sentence
from multitrainer.domain.week import Day, Meeting
from multitrainer.schemas.base import Body, Id, LeftOut, Listed, Moment, Must, Text, View

Wishes = Annotated[
    tuple[Text, ...],
    Field(max_length=MOST_WISHES, description="The names of slots, the best first. Without any, all will do."),
]
Number = Annotated[
    int,
    Field(ge=1, le=MOST_STUDENTS, strict=True),
    Must(Sentence("must be a whole number from {least} to {most}", least=1, most=MOST_STUDENTS)),
]
TimeOfDay = Annotated[
    str,
    StringConstraints(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$"),
    Must(Sentence("must be a time of the day, like 18:00")),
]
EndOfDay = Annotated[
    str,
    StringConstraints(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$|^24:00$"),
    Must(Sentence("must be a time of the day, like 18:00, or 24:00")),
]


class NewEnrolment(Body):
    """A student to enrol, who waits unless a batch is named."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"student": "66f1a2b3c4d5e6f708192a3d", "slots": ["Mon 18:00", "Sat 10:00"]},
                {
                    "student": "66f1a2b3c4d5e6f708192a3d",
                    "batch": "66f1a2b3c4d5e6f708192a3b",
                    "joinedAt": "2026-11-22T08:00:00Z",
                },
            ]
        }
    )

    student: Id
    slots: Wishes = ()
    batch: LeftOut[Id] = None
    joined_at: LeftOut[Moment] = None


class EnrolmentPatch(Body):
    """What to change about an enrolment: what the student wishes for, or the batch that they are put into."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"slots": ["Sat 10:00"]}, {"batch": "66f1a2b3c4d5e6f708192a3b"}]}
    )

    slots: LeftOut[Wishes] = None
    batch: LeftOut[Id] = None


class Enrolment(View):
    """A student on a course. `batch` is where they are placed, null while they wait or once they have withdrawn."""

    id: Id = Field(alias="_id")
    student: Id
    course: Id
    slots: list[str]
    joined_at: str
    status: EnrolmentStatus
    batch: Id | None = None


class SlotSession(Body):
    """One weekly meeting."""

    day: Day
    start: TimeOfDay
    end: EndOfDay


class BatchSlot(Body):
    """A time at which batches can meet, by the name that students wish for."""

    name: Text
    sessions: Annotated[tuple[SlotSession, ...], Field(max_length=20)] = ()

    @model_validator(mode="after")
    def _no_bar(self) -> Self:
        if "|" in self.name:
            raise ValueError(Sentence("must not have a | in its name, which separates wishes in spreadsheets"))
        return self


class NewBatching(Body):
    """How large a course's batches are to be, what becomes of a rest, and when they can meet."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"target": 25, "minimum": 15, "maximum": 30},
                {
                    "target": 20,
                    "minimum": 10,
                    "maximum": 24,
                    "rest": "waiting",
                    "slots": [
                        {"name": "Mon 18:00", "sessions": [{"day": "monday", "start": "18:00", "end": "20:00"}]},
                        {"name": "Sat 10:00", "sessions": [{"day": "saturday", "start": "10:00", "end": "12:00"}]},
                    ],
                    "batches": {"66f1a2b3c4d5e6f708192a3b": "Mon 18:00"},
                },
            ]
        }
    )

    target: Number
    minimum: Number
    maximum: Number
    rest: Rest = Rest.SPREAD
    slots: Annotated[tuple[BatchSlot, ...], Field(max_length=MOST_SLOTS)] = ()
    batches: LeftOut[
        Annotated[
            dict[Id, Text],
            Field(
                max_length=1000, description="The slot of each batch that is there. Without it, they stay as they are."
            ),
        ]
    ] = None

    @model_validator(mode="after")
    def _makes_sense(self) -> Self:
        try:
            self.settings()
        except SenselessBatching as refusal:
            raise ValueError(refusal.said) from None
        return self

    def settings(self) -> Batching:
        """The settings. Raises SenselessBatching."""
        slots = (Slot(s.name, tuple(Meeting(one.day, one.start, one.end) for one in s.sessions)) for s in self.slots)
        return Batching(self.target, self.minimum, self.maximum, self.rest, tuple(slots))


class BatchingView(View):
    """How a course is split into batches; `target` and the others are null where nobody has said so yet.

    `batches` are those that have a slot, with its name.
    """

    target: int | None = None
    minimum: int | None = None
    maximum: int | None = None
    rest: Rest | None = None
    slots: Listed[dict[str, Any]] = Field(default_factory=list)
    batches: dict[Id, str] = Field(default_factory=dict)


class BadRow(View):
    """What could not be taken, and what to do about it. `line` is null where it did not come from a file."""

    line: int | None = None
    where: str
    message: str


class ImportReport(View):
    """What came of an import, or, of a dry run, would come of it. `bad` names the first hundred rows that are wrong.

    `path_found` is false where no document has the path from which students were to be adopted.
    """

    dry_run: bool
    rows: int
    new: int
    changed: int
    unchanged: int
    withdrawn: int
    placed: int
    bad_rows: int
    bad: list[BadRow]
    ignored_columns: list[str]
    path_found: bool = True
