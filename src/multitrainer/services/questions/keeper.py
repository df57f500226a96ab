"""Students' questions as time passes, people go on leave and teams change: a job of the worker's."""

from collections.abc import AsyncIterator
from datetime import timedelta

from multitrainer.clock import Clock
from multitrainer.database import Database, Session
from multitrainer.domain.actions import Action
from multitrainer.domain.actors import THE_ADMIN
from multitrainer.domain.errors import Conflict, Contended, NotFound
from multitrainer.domain.invariants import Violation
from multitrainer.domain.questions.chain import Around, following
from multitrainer.domain.questions.steps import kept, lost
from multitrainer.domain.questions.values import Question, Why
from multitrainer.failures import REFUSED
from multitrainer.repositories.questions import Questions
from multitrainer.services.changes.questions_due import QUESTIONS
from multitrainer.services.questions.changes import QuestionChanges, looked_at_next
from multitrainer.services.questions.people import QuestionPeople

AT_ONCE = 50
"""How many questions one run looks at."""

LATER = timedelta(minutes=5)
"""When a question is looked at again that could not be, so that it keeps no others waiting."""

LONGEST_LOOK = timedelta(minutes=5)
"""What was due longer ago, no worker is about to look at."""


class QuestionKeeper:
    """Compares who has a question with who should have it. Done twice, or by several, it does nothing more."""

    name = QUESTIONS
    alone = True

    def __init__(
        self, database: Database, questions: Questions, people: QuestionPeople, changes: QuestionChanges, now: Clock
    ) -> None:
        self._database = database
        self._questions = questions
        self._people = people
        self._changes = changes
        self._now = now

    async def run(self) -> bool:
        """Look at some that are due; whether something was done. Killed in between, they are due still."""
        due = await self._questions.due(self._now(), AT_ONCE)
        for question in due:
            await self._look_at(question)
        return bool(due)

    async def behind(self) -> AsyncIterator[tuple[str, Violation]]:
        """Open questions that whoever has them can't have: another could, or nobody is there."""
        async for question in self._questions.open():
            there = await self._around(question, None)
            why = lost(question, there, self._now())
            if why and not self._is_about_to_be_looked_at(question):
                yield question.id, _violation(question, why, there)

    async def mended(self, question: str) -> bool:
        """Look at one whether it is due or not; whether somebody has it now who can."""
        await self._database.atomically(f"questions:{question}", lambda tx: self._looked(question, tx, due=True))
        found = await self._questions.find(question)
        return lost(found, await self._around(found, None), self._now()) is None

    async def _look_at(self, question: str) -> None:
        """One that can't be looked at keeps the others from nothing. Raises Contended, which passes."""
        try:
            await self._database.atomically(f"questions:{question}", lambda tx: self._looked(question, tx))
        except Contended:
            raise
        except (Conflict, NotFound, *REFUSED):
            await self._questions.put_off(question, self._now() + LATER)

    async def _looked(self, id_: str, session: Session, *, due: bool = False) -> None:
        question, now = await self._questions.find(id_, session), self._now()
        if not due and (question.look_at is None or now < question.look_at):
            return
        there = await self._around(question, session)
        after = kept(question, there, now, await self._people.rules(session))
        if (after.state, after.trail) != (question.state, question.trail):
            await self._changes.write(THE_ADMIN, Action.ESCALATE_QUESTION, question, after, session)
        elif at := looked_at_next(after, now):
            await self._questions.look_at(question, at, session)

    async def _around(self, question: Question, session: Session) -> Around:
        return await self._people.around(question.course, question.batch, (question.holder,), session)

    def _is_about_to_be_looked_at(self, question: Question) -> bool:
        at = question.look_at
        return at is not None and self._now() - LONGEST_LOOK < at <= self._now()


def _violation(question: Question, why: Why, there: Around) -> Violation:
    if following(question, why, there) is None:
        words = f"Nobody is there who could have question {question.id}: it stays with {question.holder}."
        return Violation("question-nobody", words, question.course, question.batch, question.holder)
    words = f"Question {question.id} is still with {question.holder}, who can't have it any more."
    return Violation("question-behind", words, question.course, question.batch, question.holder)
