"""The demo's students, who have asked something, and what their course answers to it."""

from multitrainer.domain.actors import Actor
from multitrainer.schemas.questions import NewQuestion
from multitrainer.schemas.replies import NewReply
from multitrainer.services.demo_ids import demo_id
from multitrainer.services.question_answers import QuestionAnswers
from multitrainer.services.questions import Questions
from multitrainer.services.replies import Replies

TEXTS = (
    "Why is it »dem Kind« and not »das Kind«?",
    "When do we get our certificates?",
    "Is there a book that goes with the course?",
)
CERTIFICATES = NewReply(title="Certificates", text="You get your certificate a week after the last session.")
ANSWERED = 2
"""Which of them has its answer."""


class DemoQuestions:
    """Asks, on behalf of some students. Ids are given, so loading goes on where it was interrupted."""

    def __init__(self, questions: Questions, answers: QuestionAnswers, replies: Replies) -> None:
        self._questions = questions
        self._answers = answers
        self._replies = replies

    async def load(self, actor: Actor, of: str) -> None:
        """A question of each of the first students of a course, of which one is answered by a reply that it keeps."""
        course, batch, reply = demo_id(of, 0), demo_id(of, 1), demo_id(f"{of} reply", 1)
        for n, text in enumerate(TEXTS, 1):
            new = NewQuestion(batch=batch, student=demo_id(f"{of} student", n), text=text)
            await self._questions.ask(actor, new, demo_id(f"{of} question", n))
        await self._replies.make(actor, course, CERTIFICATES, reply)
        answered, answer = demo_id(f"{of} question", ANSWERED), demo_id(f"{of} answer", 1)
        await self._answers.answer(actor, answered, CERTIFICATES.text, reply, None, answer)
