"""Writing what becomes of students' questions: with the audit, and whoever is to be told."""

from contextlib import AbstractAsyncContextManager, nullcontext
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from multitrainer.clock import Clock
from multitrainer.database import Session
from multitrainer.domain.actions import Action
from multitrainer.domain.actors import Actor
from multitrainer.domain.audit import FieldChange, of_fields
from multitrainer.domain.questions.values import Question
from multitrainer.domain.telling.notices import Notice
from multitrainer.domain.telling.of_questions import of_question
from multitrainer.repositories.questions import Questions
from multitrainer.services.changes.audit import Audit
from multitrainer.services.changes.telling import Telling

Raw = dict[str, Any]

AGAIN = timedelta(minutes=10)
"""How often an open question is looked at anyway, because of what changes without saying so."""


class QuestionChanges:
    """Writes changes of questions, whole: each is one document."""

    def __init__(self, questions: Questions, telling: Telling | None, audit: Audit, now: Clock) -> None:
        """`telling` has people told; without it nobody is."""
        self._questions = questions
        self._telling = telling
        self._audit = audit
        self._now = now

    async def write(
        self, actor: Actor, action: Action, before: Question | None, after: Question, session: Session
    ) -> None:
        """Write what a question has become. Raises Outdated where it is no longer as it was read."""
        if before == after:
            return
        written = replace(after, look_at=looked_at_next(after, self._now()))
        async with (
            self._audit.noting(actor, action, _noted_of(action, before, after), session, about=after.course),
            self._told(of_question(before, after, actor.id), session),
        ):
            if before is None:
                await self._questions.insert(written, session)
            else:
                await self._questions.save(before, written, session)

    def _told(self, notices: list[Notice], session: Session) -> AbstractAsyncContextManager[None]:
        return self._telling.around(notices, session) if self._telling else nullcontext()


def looked_at_next(question: Question, now: datetime) -> datetime | None:
    """When a question has to be looked at: an open one now and then in any case."""
    if not question.is_open:
        return question.look_at
    return min(question.look_at or now + AGAIN, now + AGAIN)


def _noted_of(action: Action, before: Question | None, after: Question) -> list[FieldChange]:
    """What the audit keeps, ids and no words. Of a note, the student is not told."""
    secret = action is Action.NOTE_QUESTION
    was, becomes = _noted(before, secret=secret), _noted(after, secret=secret)
    becomes["whose"]["turn"] = str(after.turn + bool(before))
    return of_fields("multitrainer_questions", after.id, was, becomes)


def _noted(question: Question | None, *, secret: bool) -> Raw:
    if question is None:
        return {}
    has_it = {"holder": question.holder} if question.is_open else {}  # else they may have left: who is there hears
    whose = {**has_it, **({} if secret else {"student": question.student})}
    return {
        "_id": question.id,
        "state": question.state.value,
        "holder": question.holder,
        "step": question.step.value,
        "entries": len(question.entries),
        "notes": len(question.notes),
        "whose": {**whose, "turn": str(question.turn)},
    }
