"""What is said on students' questions: answers, follow-ups and notes; and that nothing more is to be said."""

from collections.abc import Awaitable, Callable
from typing import Any

from multitrainer.clock import Clock
from multitrainer.database import Database, Session
from multitrainer.domain.actions import Action
from multitrainer.domain.actors import Actor
from multitrainer.domain.errors import NotAllowed
from multitrainer.domain.questions import steps
from multitrainer.domain.questions.doings import instead
from multitrainer.domain.questions.values import Entry, Note, Question, Said
from multitrainer.domain.sentences import NOTHING, Sentence
from multitrainer.identity.callers import Caller
from multitrainer.repositories.questions import Questions
from multitrainer.repositories.replies import Replies
from multitrainer.services.changes.tags import Tagged, must_match, tagged
from multitrainer.services.gate import Gate
from multitrainer.services.questions.changes import QuestionChanges
from multitrainer.services.questions.people import QuestionPeople
from multitrainer.services.questions.sight import QuestionSight, sight
from multitrainer.services.questions.views import QuestionViews
from multitrainer.stored.ids import new_id

Raw = dict[str, Any]
Decide = Callable[[Question, Actor, Session], Awaitable[Question]]


class QuestionAnswers:
    """Use cases of what is said. Whoever may is seen from the question as it is when it is written."""

    def __init__(
        self,
        gate: Gate,
        database: Database,
        questions: Questions,
        replies: Replies,
        people: QuestionPeople,
        changes: QuestionChanges,
        views: QuestionViews,
        now: Clock,
    ) -> None:
        self._gate = gate
        self._database = database
        self._questions = questions
        self._replies = replies
        self._people = people
        self._changes = changes
        self._views = views
        self._now = now

    async def answer(
        self,
        caller: Caller,
        question: str,
        text: str,
        reply: str | None = None,
        if_match: str | None = None,
        id_: str | None = None,
    ) -> Tagged:
        """Answer one, perhaps with words of a `reply` of its course. An earlier try of this id is answered as it is.

        Raises QuestionNotFound, QuestionNotReady, ReplyNotFound, TooMuchSaid, Stale.
        """

        async def decide(found: Question, actor: Actor, session: Session) -> Question:
            if reply:
                await self._replies.find(found.course, reply, session)
            entry = Entry(id_ or new_id(), self._now(), actor.id, Said.ANSWER, text, reply)
            return steps.answer(found, entry, await self._people.rules(session))

        return await self.decided(caller, Action.ANSWER_QUESTION, question, decide, if_match, id_)

    async def follow_up(
        self, caller: Caller, question: str, text: str, if_match: str | None = None, id_: str | None = None
    ) -> Tagged:
        """Ask on. Raises QuestionNotFound, TooMuchSaid, NobodyToAnswer, Stale."""

        async def decide(found: Question, actor: Actor, session: Session) -> Question:
            there = await self._people.around(found.course, found.batch, (found.holder,), session)
            entry = Entry(id_ or new_id(), self._now(), actor.id, Said.FOLLOW_UP, text)
            return steps.follow_up(found, entry, there, await self._people.rules(session))

        return await self.decided(caller, Action.FOLLOW_UP_QUESTION, question, decide, if_match, id_)

    async def note(
        self, caller: Caller, question: str, text: str, if_match: str | None = None, id_: str | None = None
    ) -> Tagged:
        """Write a note for those who answer. Raises QuestionNotFound, TooMuchSaid, Stale."""

        async def decide(found: Question, actor: Actor, _: Session) -> Question:
            return steps.note(found, Note(id_ or new_id(), self._now(), actor.id, text))

        return await self.decided(caller, Action.NOTE_QUESTION, question, decide, if_match, id_)

    async def close(self, caller: Caller, question: str, if_match: str | None = None) -> Tagged:
        """Say that nothing more is to be said. Raises QuestionNotFound, QuestionNotReady, Stale."""

        async def decide(found: Question, _: Actor, __: Session) -> Question:
            return steps.close(found)

        return await self.decided(caller, Action.CLOSE_QUESTION, question, decide, if_match)

    async def decided(
        self,
        caller: Caller,
        action: Action,
        question: str,
        decide: Decide,
        if_match: str | None = None,
        id_: str | None = None,
    ) -> Tagged:
        """Let somebody who may do something with one; what an earlier try of this id has done is not done again."""

        async def change(session: Session) -> Tagged:
            found = await self._questions.find(question, session)
            if id_ is not None and _is_done(found, id_):
                return await self._view(question, await sight(self._gate, await self._gate.anybody(caller)), session)
            actor = await self._let_through(caller, action, found, session)
            sees = await sight(self._gate, actor)
            must_match(if_match, (await self._view(question, sees, session)).view)
            await self._changes.write(actor, action, found, await decide(found, actor, session), session)
            return await self._view(question, sees, session)

        return await self._database.atomically(f"questions:{question}", change)

    async def _let_through(self, caller: Caller, action: Action, question: Question, session: Session) -> Actor:
        """Whoever may. Raises QuestionNotFound; NotAllowed, with what they can do instead, as far as they see it."""
        try:
            return await self._gate.on_question(caller, action, question)
        except NotAllowed as refusal:
            sees = await sight(self._gate, await self._gate.anybody(caller))
            view = (await self._view(question.id, sees, session)).view
            holder = view["holder"]["name"] if "holder" in view else None
            words = f"{refusal.detail} {instead(question, holder, sees.doings(question))}"
            has_it = Sentence("{name} has this question now.", name=holder) if holder else NOTHING
            raise NotAllowed(refusal.said + has_it, words, **refusal.facts) from None

    async def _view(self, question: str, sees: QuestionSight, session: Session) -> Tagged:
        return tagged(await self._views.one(await self._questions.raw(question, session), sees))


def _is_done(question: Question, id_: str) -> bool:
    entries, notes = ({one.id for one in some} for some in (question.entries, question.notes))
    return id_ in entries | notes | {hop.id for hop in question.trail}
