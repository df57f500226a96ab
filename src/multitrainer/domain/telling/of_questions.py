"""Who is to be told what of students' questions."""

from multitrainer.domain.moments import written
from multitrainer.domain.questions.values import Question, Said
from multitrainer.domain.telling.notices import Fact, Kind, Notice


def of_question(before: Question | None, after: Question, by: str) -> list[Notice]:
    """Whoever has it now and had it not, and the student of a new answer; but for whoever did it."""
    told = [*_of_hop(before, after), *_of_answer(before, after)]
    return [notice for notice in told if notice.to != by]


def _of_hop(before: Question | None, after: Question) -> list[Notice]:
    if len(after.trail) == len(before.trail if before else ()):
        return []
    until = written(after.due) if after.due else None
    return [Notice(Kind.QUESTION_ASKED, after.holder, {**_about(after), "until": until})]


def _of_answer(before: Question | None, after: Question) -> list[Notice]:
    new = after.entries[len(before.entries) if before else 0 :]
    answered = any(entry.what is Said.ANSWER for entry in new)
    return [Notice(Kind.QUESTION_ANSWERED, after.student, _about(after))] if answered else []


def _about(question: Question) -> dict[str, Fact]:
    return {"course": question.course, "batch": question.batch, "question": question.id}
