"""The demo's students, who have asked something, and what their course answers to it."""

from multitrainer.domain.actors import Actor, ActorKind, Scope
from multitrainer.schemas.questions import NewQuestion
from multitrainer.schemas.replies import NewReply
from multitrainer.services.demo.ids import demo_id
from multitrainer.services.questions.answers import QuestionAnswers
from multitrainer.services.questions.questions import Questions
from multitrainer.services.questions.replies import Replies

TEXTS = (
    "Why is it »dem Kind« and not »das Kind«?",
    "When do we get our certificates?",
    "Is there a book that goes with the course?",
)
CERTIFICATES = NewReply(title="Certificates", text="You get your certificate a week after the last session.")
ANSWERED = 2
"""Which of them has its answer."""


THE_APP = Actor(ActorKind.MACHINE, demo_id("app", 1), frozenset({Scope.QUESTIONS}))
"""The institute's own, with a key that nobody has."""


class DemoQuestions:
    """Asks as the institute's app, on behalf of some students, and answers as their trainer.

    Ids are given, so loading goes on where it was interrupted.
    """

    def __init__(self, questions: Questions, answers: QuestionAnswers, replies: Replies) -> None:
        self._questions = questions
        self._answers = answers
        self._replies = replies

    async def load(self, actor: Actor, of: str, trainer: str) -> None:
        """A question of each of the first students of a course, of which one is answered by a reply that it keeps."""
        course, batch, reply = demo_id(of, 0), demo_id(of, 1), demo_id(f"{of} reply", 1)
        for n, text in enumerate(TEXTS, 1):
            new = NewQuestion(batch=batch, student=demo_id(f"{of} student", n), text=text)
            await self._questions.ask(THE_APP, new, demo_id(f"{of} question", n))
        await self._replies.make(Actor(ActorKind.TRAINER, trainer), course, CERTIFICATES, reply)
        answered, answer = demo_id(f"{of} question", ANSWERED), demo_id(f"{of} answer", 1)
        holder = (await self._questions.read(actor, answered))["holder"]["_id"]  # another, after an interruption
        themself = Actor(ActorKind.TRAINER, holder)
        await self._answers.answer(themself, answered, CERTIFICATES.text, reply, None, answer)
