"""What students' questions and the courses' replies refuse."""

from multitrainer.domain.errors.conflicts import Conflict
from multitrainer.domain.errors.invalid import Invalid
from multitrainer.domain.errors.missing import NotFound


class QuestionNotFound(NotFound):
    """No question has this id."""

    code = "question-not-found"
    title = "No such question"


class ReplyNotFound(NotFound):
    """The course keeps no reply of this id."""

    code = "reply-not-found"
    title = "No such reply"


class SenselessQuestion(Invalid):
    """A question is about a batch or a course, and of a student who is in it."""

    code = "senseless-question"
    title = "This can't be asked"


class QuestionNotReady(Conflict):
    """A question in this state can't be treated so; `possible` says what can be done."""

    code = "question-not-ready"
    title = "Not in this state"


class CannotHold(Conflict):
    """Somebody can't have the question; `reason` says why, `trainer` who."""

    code = "cannot-hold"
    title = "Can't have this question"


class NobodyToAnswer(Conflict):
    """Nobody is there who could have the question: no trainer, no lead, no admin."""

    code = "nobody-to-answer"
    title = "Nobody is there"


class TooManyQuestions(Conflict):
    """The student has as many open questions as one may have."""

    code = "too-many-questions"
    title = "Too many open questions"


class TooMuchSaid(Conflict):
    """There is as much under a question, or are as many replies of a course, as are kept."""

    code = "too-much-said"
    title = "No room for more"
