"""Students' questions."""

from collections.abc import AsyncIterator, Sequence
from datetime import datetime
from typing import Any

from multitrainer.client.messages import body, view
from multitrainer.client.paging import PAGE_SIZE, each
from multitrainer.client.transport import Call, Transport, path
from multitrainer.domain.questions.values import QuestionState
from multitrainer.schemas.base import Page
from multitrainer.schemas.questions import (
    AnyQuestion,
    Escalating,
    HandingOn,
    NewAnswer,
    NewFollowUp,
    NewNote,
    NewQuestion,
    QuestionCountsView,
    QuestionView,
    StudentsQuestionView,
)
from multitrainer.schemas.replies import ReplySuggestions, ReplyView


class Questions:
    """`client.questions`: what students ask. Students get a `StudentsQuestionView`, all others a `QuestionView`."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def list(
        self,
        *,
        course: str | None = None,
        batch: str | None = None,
        student: str | None = None,
        holder: str | None = None,
        state: QuestionState | None = None,
        page_size: int = PAGE_SIZE,
    ) -> AsyncIterator[AnyQuestion]:
        """One's own, or of one of one's batches or courses, in the order in which they were asked, page by page.

        Those of one `student` are what this student sees, with one's own `actions`.

        Raises CourseNotFound, BatchNotFound.
        """
        which = {"course": course, "batch": batch, "student": student, "holder": holder, "state": state}

        async def read(cursor: str | None) -> Page[AnyQuestion]:
            query = {**which, "cursor": cursor, "limit": page_size}
            return view(Page[AnyQuestion], await self._transport.send(Call("GET", path("questions"), query)))

        return each(read)

    async def ask(
        self, text: str, *, batch: str | None = None, course: str | None = None, student: str | None = None
    ) -> AnyQuestion:
        """Ask about a batch or a course; with `student`, on a student's behalf.

        Raises BatchNotFound, CourseNotFound, BatchWithoutCourse, UnknownStudent, SenselessQuestion, TooManyQuestions,
        NobodyToAnswer, Contended.
        """
        new = body(NewQuestion, text=text, batch=batch, course=course, student=student)
        return _any(await self._transport.send(Call("POST", path("questions"), body=new)))

    async def read(self, question: str) -> AnyQuestion:
        """Read a question. Raises QuestionNotFound."""
        return _any(await self._transport.send(Call("GET", path("questions", question))))

    async def answer(
        self, question: str, text: str, *, reply: str | None = None, if_match: str | None = None
    ) -> QuestionView:
        """Answer a question, perhaps with a reply of its course.

        Raises QuestionNotFound, QuestionNotReady, ReplyNotFound, TooMuchSaid, Stale, Contended.
        """
        return await self._do(question, "answers", body(NewAnswer, text=text, reply=reply), if_match)

    async def note(self, question: str, text: str, *, if_match: str | None = None) -> QuestionView:
        """Write a note for those who answer. Raises QuestionNotFound, TooMuchSaid, Stale, Contended."""
        return await self._do(question, "notes", body(NewNote, text=text), if_match)

    async def follow_up(self, question: str, text: str, *, if_match: str | None = None) -> AnyQuestion:
        """Ask on; one that is not open is opened again.

        Raises QuestionNotFound, TooMuchSaid, NobodyToAnswer, Stale, Contended.
        """
        return _any(await self._send(question, "follow-ups", body(NewFollowUp, text=text), if_match))

    async def escalate(self, question: str, reason: str, *, if_match: str | None = None) -> QuestionView:
        """Pass a question up. Raises QuestionNotFound, QuestionNotReady, NobodyToAnswer, Stale, Contended."""
        return await self._do(question, "escalate", body(Escalating, reason=reason), if_match)

    async def take(self, question: str, *, if_match: str | None = None) -> QuestionView:
        """Take a question oneself. Raises QuestionNotFound, QuestionNotReady, CannotHold, Stale, Contended."""
        return await self._do(question, "take", None, if_match)

    async def give_back(self, question: str, *, if_match: str | None = None) -> QuestionView:
        """Return what came up to whom it came from, once.

        Raises QuestionNotFound, QuestionNotReady, CannotHold, Stale, Contended.
        """
        return await self._do(question, "return", None, if_match)

    async def hand_on(self, question: str, trainer: str, *, if_match: str | None = None) -> QuestionView:
        """Hand one on to somebody of the course's roster.

        Raises QuestionNotFound, QuestionNotReady, UnknownTrainer, NotATrainer, CannotHold, Stale, Contended.
        """
        return await self._do(question, "hand-on", body(HandingOn, trainer=trainer), if_match)

    async def close(self, question: str, *, if_match: str | None = None) -> AnyQuestion:
        """Close a question. Raises QuestionNotFound, QuestionNotReady, Stale, Contended."""
        return _any(await self._send(question, "close", None, if_match))

    async def suggestions(self, question: str) -> Sequence[ReplyView]:
        """Replies of the course that share most with a question, the best first. Raises QuestionNotFound."""
        call = Call("GET", path("questions", question, "suggestions"))
        return view(ReplySuggestions, await self._transport.send(call)).items

    async def counts(
        self,
        *,
        course: str | None = None,
        batch: str | None = None,
        since: datetime | None = None,
        until: datetime | None = None,
    ) -> QuestionCountsView:
        """How questions are answered that were asked within a time, and what is open.

        Raises CourseNotFound, BatchNotFound, InvalidInput.
        """
        times = {name: at.isoformat() if at else None for name, at in (("from", since), ("until", until))}
        query = {"course": course, "batch": batch, **times}
        return view(QuestionCountsView, await self._transport.send(Call("GET", path("questions", "counts"), query)))

    async def _do(self, question: str, what: str, content: Any, if_match: str | None) -> QuestionView:
        return view(QuestionView, await self._send(question, what, content, if_match))

    async def _send(self, question: str, what: str, content: Any, if_match: str | None) -> Any:
        call = Call("POST", path("questions", question, what), body=content, if_match=if_match)
        return await self._transport.send(call)


def _any(answer: Any) -> AnyQuestion:
    """Only who answers is told who has it."""
    seen = view(StudentsQuestionView, answer)
    return view(QuestionView, answer) if "holder" in (seen.model_extra or {}) else seen
