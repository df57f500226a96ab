"""Students' questions on the wire: one view for those who answer, and one for students, who never see the rest."""

from datetime import datetime
from typing import Annotated

from pydantic import ConfigDict, Field, StringConstraints

from multitrainer.domain.questions.doings import QuestionDoing
from multitrainer.domain.questions.values import QuestionState, Said, Step, Why
from multitrainer.schemas.base import READABLE, Body, Id, LeftOut, Listed, View

MOST_TEXT, MOST_REASON = 5_000, 1_000
A_BATCH = "66f1a2b3c4d5e6f708192a3c"
A_COURSE, A_STUDENT, A_REPLY = (f"66f1a2b3c4d5e6f708192a{n}" for n in ("30", "41", "52"))
AN_ANSWER = "Because »mit« takes the dative."
A_QUESTION = "Why is it »dem Kind« and not »das Kind«?"
Words = Annotated[str, StringConstraints(min_length=1, max_length=MOST_TEXT, strip_whitespace=True), READABLE]
Reason = Annotated[str, StringConstraints(min_length=1, max_length=MOST_REASON, strip_whitespace=True), READABLE]


class NewQuestion(Body):
    """What is asked, about a batch or a course. Only who asks on a student's behalf names the `student`."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"batch": A_BATCH, "text": A_QUESTION},
                {"course": A_COURSE, "student": A_STUDENT, "text": A_QUESTION},
            ]
        }
    )

    text: Words
    batch: LeftOut[Id] = None
    course: LeftOut[Id] = None
    student: LeftOut[Id] = None


class NewAnswer(Body):
    """An answer; `reply` is the course's reply that it was made from, if it was."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"text": "Because »mit« takes the dative.", "reply": A_REPLY}]}
    )

    text: Words
    reply: LeftOut[Id] = None


class NewNote(Body):
    """A note for those who answer."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"text": "She asked this last week, too."}]})

    text: Words


class NewFollowUp(Body):
    """What the student asks on."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"text": "And with »für«?"}]})

    text: Words


class Escalating(Body):
    """Why somebody passes it up."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"reason": "It is about her certificate."}]})

    reason: Reason


class HandingOn(Body):
    """Who is to have it: somebody of the course's roster."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"trainer": "66f1a2b3c4d5e6f708192a3b"}]})

    trainer: Id


class QuestionPerson(View):
    """Somebody, or a key, whose name those see who answer."""

    id: str = Field(alias="_id")
    name: str | None = None


THROUGH = Field(default=None, description="Who has sent it on the student's behalf: a key, or an admin.")


class QuestionSaid(View):
    """Something that was said."""

    id: Id
    at: datetime
    by: QuestionPerson
    text: str


class QuestionEntry(QuestionSaid):
    """Something that the student reads as well."""

    what: Said
    through: QuestionPerson | None = THROUGH


class QuestionHop(View):
    """How a question came to somebody (`to`), from whom, as what, why, and by whom if not by itself."""

    at: datetime
    from_: QuestionPerson | None = Field(default=None, alias="from")
    to: QuestionPerson
    step: Step
    why: Why
    by: QuestionPerson | None = None
    through: QuestionPerson | None = THROUGH
    reason: str


class QuestionFirstAnswer(View):
    """When it was answered first, after how many minutes, and how many of these in working hours."""

    at: datetime
    minutes: int
    worked: int


class StudentsQuestionView(View):
    """A question as its student sees it: its state, and what was asked and answered."""

    id: Id = Field(alias="_id")
    course: Id
    course_name: str | None = None
    batch: Id | None = None
    batch_name: str | None = None
    state: QuestionState
    asked_at: datetime
    entries: Listed[QuestionEntry]
    actions: Listed[QuestionDoing] = Field(
        description="What whoever asks can do now, by the last part of its address: `answers` is POST …/answers."
    )


class QuestionView(StudentsQuestionView):
    """A question as those see it who answer. `holder` has it since `since`, as `step`, with time until `due`."""

    student: QuestionPerson
    holder: QuestionPerson
    step: Step
    since: datetime
    due: datetime | None = None
    local_due: str | None = None
    first_answer: QuestionFirstAnswer | None = None
    escalations: int
    trail: Listed[QuestionHop]
    notes: Listed[QuestionSaid]


AnyQuestion = QuestionView | StudentsQuestionView


class QuestionTimes(View):
    """Minutes: half of the questions were answered within the median, nine of ten within p90."""

    median: int | None = None
    p90: int | None = None


class QuestionAges(View):
    """How many are open, by how long ago they were asked."""

    under_one_day: int
    one_to_three_days: int
    over_three_days: int


class QuestionsOfBatch(View):
    """How many were asked of a batch, and how often they went up."""

    course: Id
    course_name: str | None = None
    batch: Id | None = None
    batch_name: str | None = None
    asked: int
    escalations: int


class QuestionCountsView(View):
    """What was asked within a time and how it was answered, and all that is open now."""

    from_: datetime = Field(alias="from")
    until: datetime
    asked: int
    answered: int
    minutes: QuestionTimes
    working_minutes: QuestionTimes
    open: QuestionAges
    batches: Listed[QuestionsOfBatch]
