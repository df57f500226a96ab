"""What can happen to a question, and what it is then."""

from collections.abc import Mapping
from enum import StrEnum

from multitrainer.domain.errors import QuestionNotReady
from multitrainer.domain.questions.values import Question, QuestionState
from multitrainer.domain.sentences import Sentence


class QuestionEvent(StrEnum):
    """What happens to a question."""

    ANSWERED = "answered"
    FOLLOWED_UP = "followed-up"
    """The student asks on."""
    PASSED_ON = "passed-on"
    """Time, leave or the roster took it from whoever had it."""
    ESCALATED = "escalated"
    TAKEN = "taken"
    RETURNED = "returned"
    HANDED_ON = "handed-on"
    CLOSED = "closed"
    FELL_SILENT = "fell-silent"
    """Nothing was said for long after an answer."""


S, E = QuestionState, QuestionEvent

QUESTION_TRANSITIONS: Mapping[tuple[QuestionState, QuestionEvent], QuestionState] = {
    (S.OPEN, E.ANSWERED): S.ANSWERED,
    (S.OPEN, E.FOLLOWED_UP): S.OPEN,
    (S.OPEN, E.PASSED_ON): S.OPEN,
    (S.OPEN, E.ESCALATED): S.OPEN,
    (S.OPEN, E.TAKEN): S.OPEN,
    (S.OPEN, E.RETURNED): S.OPEN,
    (S.OPEN, E.HANDED_ON): S.OPEN,
    (S.OPEN, E.CLOSED): S.CLOSED,
    (S.ANSWERED, E.ANSWERED): S.ANSWERED,
    (S.ANSWERED, E.FOLLOWED_UP): S.OPEN,
    (S.ANSWERED, E.CLOSED): S.CLOSED,
    (S.ANSWERED, E.FELL_SILENT): S.CLOSED,
    (S.CLOSED, E.FOLLOWED_UP): S.OPEN,
}
"""The state after an event. Whatever is not here is refused."""

BY_ITSELF = frozenset({E.PASSED_ON, E.FELL_SILENT})
"""What nobody does."""


STANDS = {
    S.OPEN: Sentence("This question is open, so this can't be done with it."),
    S.ANSWERED: Sentence("This question is answered by now, so this can't be done with it."),
    S.CLOSED: Sentence("This question is closed by now, so this can't be done with it."),
}
"""What is said of one that can't be treated so."""


def possible(state: QuestionState) -> list[str]:
    """What people can do in a state."""
    return [e.value for s, e in QUESTION_TRANSITIONS if s is state and e not in BY_ITSELF]


def becomes(question: Question, event: QuestionEvent) -> QuestionState:
    """The state after an event. Raises QuestionNotReady."""
    if (state := QUESTION_TRANSITIONS.get((question.state, event))) is None:
        can = possible(question.state)
        detail = f"This question is {question.state}, so it can't be {event}. It can be {', '.join(can)}."
        raise QuestionNotReady(STANDS[question.state], detail, state=question.state.value, possible=can)
    return state
