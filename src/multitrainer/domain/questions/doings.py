"""What somebody can do with a question, in the words in which it is asked for."""

from collections.abc import Callable, Collection, Mapping
from enum import StrEnum

from multitrainer.domain.actions import Action
from multitrainer.domain.questions.rules import has_room
from multitrainer.domain.questions.states import QUESTION_TRANSITIONS, QuestionEvent
from multitrainer.domain.questions.values import Question, Step


class QuestionDoing(StrEnum):
    """The last part of an address: `POST /api/questions/{id}/answers`."""

    ANSWER = "answers"
    FOLLOW_UP = "follow-ups"
    NOTE = "notes"
    ESCALATE = "escalate"
    TAKE = "take"
    RETURN = "return"
    HAND_ON = "hand-on"
    CLOSE = "close"


A, D, E = Action, QuestionDoing, QuestionEvent

NEEDS: Mapping[QuestionDoing, Action] = {
    D.ANSWER: A.ANSWER_QUESTION,
    D.FOLLOW_UP: A.FOLLOW_UP_QUESTION,
    D.NOTE: A.NOTE_QUESTION,
    D.ESCALATE: A.ESCALATE_QUESTION,
    D.TAKE: A.TAKE_QUESTION,
    D.RETURN: A.DIRECT_QUESTION,
    D.HAND_ON: A.DIRECT_QUESTION,
    D.CLOSE: A.CLOSE_QUESTION,
}
"""What somebody must be allowed to."""

DOES: Mapping[QuestionDoing, QuestionEvent] = {
    D.ANSWER: E.ANSWERED,
    D.FOLLOW_UP: E.FOLLOWED_UP,
    D.ESCALATE: E.ESCALATED,
    D.TAKE: E.TAKEN,
    D.RETURN: E.RETURNED,
    D.HAND_ON: E.HANDED_ON,
    D.CLOSE: E.CLOSED,
}
"""What happens by it. A note can be written in any state."""


def doings(question: Question, who: str, may: Callable[[Action], bool]) -> tuple[QuestionDoing, ...]:
    """What somebody can do who may so much, as far as the question says: whoever is there for it is not asked."""
    return tuple(one for one in QuestionDoing if may(NEEDS[one]) and _can_be_done(question, one, who))


def instead(question: Question, holder: str | None, can: Collection[QuestionDoing]) -> str:
    """For whoever may not do something: what they can do, and the name of who has it, for those who see that."""
    has_it = f"{holder} has it now. " if holder and question.is_open else ""
    return f"{has_it}What you can do with it now: {', '.join(can) or 'only read it'}."


def _can_be_done(question: Question, doing: QuestionDoing, who: str) -> bool:
    event = DOES.get(doing)
    if event and (question.state, event) not in QUESTION_TRANSITIONS:
        return False
    match doing:
        case D.ANSWER | D.FOLLOW_UP:
            return has_room(question.entries)
        case D.NOTE:
            return has_room(question.notes)
        case D.ESCALATE:
            return question.step is not Step.ADMIN
        case D.TAKE:
            return question.holder != who
        case D.RETURN:
            return question.came_from is not None
        case _:
            return True
