"""The replies that a course keeps for what is asked often."""

from typing import Any

from multitrainer.clock import Clock
from multitrainer.database import Database, Session
from multitrainer.domain.actions import Action
from multitrainer.domain.actors import Actor
from multitrainer.domain.audit import of_deletion, of_fields
from multitrainer.domain.errors import ReplyNotFound, TooMuchSaid
from multitrainer.domain.questions.replies import MOST_REPLIES, Reply, best, words_of
from multitrainer.domain.questions.values import OF_STUDENT
from multitrainer.domain.sentences import Sentence
from multitrainer.identity.callers import Caller
from multitrainer.repositories.courses import Courses
from multitrainer.repositories.pages import Paged
from multitrainer.repositories.questions import Questions
from multitrainer.repositories.replies import Replies as ReplyRepository
from multitrainer.schemas.replies import NewReply
from multitrainer.services.changes.audit import Audit
from multitrainer.services.changes.tags import Tagged, must_match, tagged
from multitrainer.services.gate import Gate
from multitrainer.stored.ids import new_id
from multitrainer.stored.questions import write_reply

Raw = dict[str, Any]


class Replies:
    """Use cases of replies."""

    def __init__(
        self,
        gate: Gate,
        database: Database,
        courses: Courses,
        replies: ReplyRepository,
        questions: Questions,
        audit: Audit,
        now: Clock,
    ) -> None:
        self._gate = gate
        self._database = database
        self._courses = courses
        self._replies = replies
        self._questions = questions
        self._audit = audit
        self._now = now

    async def page(self, caller: Caller, course: str, text: str | None, cursor: str | None, limit: int) -> Paged:
        """Those of a course, or those that have all words of a text, in the order in which they were made.

        Raises CourseNotFound, InvalidInput for a foreign cursor.
        """
        await self._gate.on_course(caller, Action.READ_REPLIES, course)
        await self._courses.find(course)
        return await self._replies.page(course, words_of(text or ""), cursor, limit)

    async def suggestions(self, caller: Caller, question: str) -> list[Raw]:
        """Those of a question's course that share most with what the student has said. Raises QuestionNotFound."""
        found = await self._questions.find(question)
        await self._gate.on_question(caller, Action.SUGGEST_REPLIES, found)
        said = " ".join(entry.text for entry in found.entries if entry.what in OF_STUDENT)
        wanted = words_of(said)
        return [_view(reply) for reply in best(await self._replies.sharing(found.course, wanted), wanted)]

    async def make(self, caller: Caller, course: str, new: NewReply, id_: str | None = None) -> Tagged:
        """Keep a new one. An earlier try of this id is answered as it is. Raises CourseNotFound, TooMuchSaid."""
        actor = await self._gate.on_course(caller, Action.KEEP_REPLIES, course)
        reply = Reply(id_ or new_id(), course, new.title, new.text, actor.id, self._now())

        async def change(session: Session) -> Tagged:
            await self._gate.on_course(caller, Action.KEEP_REPLIES, course)  # they may have left while they waited
            await self._courses.find(course, session)
            if there := await self._there(reply, session):
                return tagged(_view(there))
            if await self._replies.count(course, session) >= MOST_REPLIES:
                raise TooMuchSaid(
                    Sentence("A course keeps {most} replies; delete some first.", most=MOST_REPLIES), most=MOST_REPLIES
                )
            noted = of_fields("multitrainer_replies", reply.id, {}, _noted(reply))
            async with self._audit.noting(actor, Action.KEEP_REPLIES, noted, session, about=course):
                await self._replies.insert(reply, session)
            return tagged(_view(reply))

        return await self._database.atomically(f"replies:{course}", change)

    async def put(self, caller: Caller, course: str, reply: str, new: NewReply, if_match: str | None = None) -> Tagged:
        """Write one anew. Raises CourseNotFound, ReplyNotFound, Stale."""
        actor = await self._gate.on_course(caller, Action.KEEP_REPLIES, course)

        async def change(session: Session) -> Tagged:
            await self._gate.on_course(caller, Action.KEEP_REPLIES, course)
            before = await self._replies.find(course, reply, session)
            must_match(if_match, _view(before))
            after = Reply(reply, course, new.title, new.text, actor.id, self._now())
            if (after.title, after.text) == (before.title, before.text):
                return tagged(_view(before))
            noted = of_fields("multitrainer_replies", reply, _noted(before), _noted(after))
            async with self._audit.noting(actor, Action.KEEP_REPLIES, noted, session, about=course):
                await self._replies.save(before, after, session)
            return tagged(_view(after))

        return await self._database.atomically(f"replies:{course}", change)

    async def delete(self, caller: Caller, course: str, reply: str, if_match: str | None = None) -> None:
        """Keep one no longer. Raises CourseNotFound, ReplyNotFound, Stale."""
        actor = await self._gate.on_course(caller, Action.KEEP_REPLIES, course)

        async def change(session: Session) -> None:
            await self._gate.on_course(caller, Action.KEEP_REPLIES, course)
            before = await self._replies.find(course, reply, session)
            must_match(if_match, _view(before))
            await self._gone(actor, before, session)

        await self._database.atomically(f"replies:{course}", change)

    async def _gone(self, actor: Actor, reply: Reply, session: Session) -> None:
        noted = of_deletion("multitrainer_replies", reply.id, {"title": reply.title, "text": reply.text})
        async with self._audit.noting(actor, Action.KEEP_REPLIES, noted, session, about=reply.course):
            await self._replies.delete(reply, session)

    async def _there(self, reply: Reply, session: Session) -> Reply | None:
        try:
            return await self._replies.find(reply.course, reply.id, session)
        except ReplyNotFound:
            return None


def _view(reply: Reply) -> Raw:
    return {name: value for name, value in write_reply(reply).items() if name != "words"}


def _noted(reply: Reply) -> Raw:
    return {"_id": reply.id, "title": reply.title, "text": reply.text}
