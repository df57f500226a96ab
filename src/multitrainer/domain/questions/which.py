"""Which questions somebody wants to see."""

from typing import NamedTuple

from multitrainer.domain.questions.values import QuestionState


class Which(NamedTuple):
    """Those of a course, of a batch, of a student, that somebody has, in a state; without anything, all."""

    course: str | None = None
    batch: str | None = None
    student: str | None = None
    holder: str | None = None
    state: QuestionState | None = None
