"""Who hears what of students' questions."""

from multitrainer.domain.questions.steps import Doing, answer, close, escalate, follow_up, note, take
from multitrainer.domain.questions.values import Note, Question, Step
from multitrainer.domain.telling.notices import Kind
from multitrainer.domain.telling.of_questions import of_question
from tests.domain.questions.asking import RULES, answering, asked, asking_on, at, there

ASKED = asked()
LENA = Doing("lena", at(11))


def told(before: Question | None, after: Question, by: str) -> list[tuple[Kind, str]]:
    return [(notice.kind, notice.to) for notice in of_question(before, after, by)]


def test_whoever_gets_it_is_told_until_when_to_answer() -> None:
    (notice,) = of_question(None, ASKED, "sam")
    assert (notice.kind, notice.to) == (Kind.QUESTION_ASKED, "paul")
    assert notice.facts == {
        "course": "course",
        "batch": "batch",
        "question": "q",
        "until": "2026-12-03T09:00:00Z",
    }


def test_the_time_to_answer_is_told_to_the_millisecond_as_times_are_elsewhere() -> None:
    asked_then = asked(now=at(10).replace(microsecond=725_000))
    (notice,) = of_question(None, asked_then, "sam")
    assert notice.facts["until"] == "2026-12-03T09:00:00.725Z"


def test_who_passes_it_up_is_not_told_and_who_takes_it_knows() -> None:
    up = escalate(ASKED, "?", there(), Doing("paul", at(11)), RULES)
    assert told(ASKED, up, "paul") == [(Kind.QUESTION_ASKED, "lena")]
    assert told(ASKED, take(ASKED, Step.LEAD, there(), LENA, RULES), "lena") == []


def test_the_student_is_told_of_answers_and_of_nothing_else() -> None:
    answered = answer(ASKED, answering(), RULES)
    assert told(ASKED, answered, "paul") == [(Kind.QUESTION_ANSWERED, "sam")]
    assert told(ASKED, note(ASKED, Note("n", at(11), "paul", "…")), "paul") == []
    assert told(ASKED, close(ASKED), "operator") == []


def test_who_has_an_open_one_is_not_told_of_each_word_and_who_gets_it_anew_is() -> None:
    answered = answer(ASKED, answering(), RULES)
    assert told(ASKED, follow_up(ASKED, asking_on(), there(), RULES), "sam") == []
    again = follow_up(answered, asking_on(), there(), RULES)
    assert told(answered, again, "sam") == [(Kind.QUESTION_ASKED, "paul")]
