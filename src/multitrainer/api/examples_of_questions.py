"""One of each error that is about students' questions and courses' replies, as it may come."""

from multitrainer.api.example_ids import COURSE, QUESTION, REPLY, TRAINER
from multitrainer.domain import errors
from multitrainer.domain.errors import MultitrainerError

QUESTIONS: tuple[MultitrainerError, ...] = (
    errors.QuestionNotFound(f"There is no question {QUESTION}.", question=QUESTION),
    errors.ReplyNotFound(f"Course {COURSE} has no reply {REPLY}.", reply=REPLY),
    errors.SenselessQuestion("Name the batch, or the course, that it is about.", field="course"),
    errors.QuestionNotReady(
        "This question is answered, so it can't be taken. It can be answered, followed-up, closed.",
        state="answered",
        possible=["answered", "followed-up", "closed"],
    ),
    errors.CannotHold(f"{TRAINER} is on leave, so they can't have this question.", trainer=TRAINER, reason="away"),
    errors.NobodyToAnswer("Nobody is there who could answer it: no trainer, no lead, no admin."),
    errors.TooManyQuestions(
        "20 questions of yours are open, and no more can be. Wait for answers, or close some.", most=20
    ),
    errors.TooMuchSaid("A question keeps 200 entries and as many notes; ask a new one.", most=200),
)
