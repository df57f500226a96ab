"""Enrolments, and how courses are split into batches."""

from collections.abc import AsyncIterator, Callable, Sequence
from datetime import datetime

from multitrainer.client.messages import body, view
from multitrainer.client.paging import PAGE_SIZE, each
from multitrainer.client.transport import Call, Query, Transport, path
from multitrainer.client.updating import updated
from multitrainer.domain.enrolments import EnrolmentStatus
from multitrainer.schemas.base import Page
from multitrainer.schemas.enrolments import (
    BatchingView,
    Enrolment,
    EnrolmentPatch,
    ImportReport,
    NewBatching,
    NewEnrolment,
)


class Enrolments:
    """`client.enrolments`: students on courses."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    async def page(
        self,
        course: str,
        *,
        status: EnrolmentStatus | None = None,
        batch: str | None = None,
        cursor: str | None = None,
        limit: int = PAGE_SIZE,
    ) -> Page[Enrolment]:
        """One page of a course's enrolments, in the order they were made. Raises CourseNotFound, InvalidInput."""
        query = {"status": status, "batch": batch, "cursor": cursor, "limit": limit}
        answer = await self._transport.send(Call("GET", path("courses", course, "enrolments"), query))
        return view(Page[Enrolment], answer)

    def list(
        self,
        course: str,
        *,
        status: EnrolmentStatus | None = None,
        batch: str | None = None,
        page_size: int = PAGE_SIZE,
    ) -> AsyncIterator[Enrolment]:
        """Every enrolment of a course, in the order they were made, read page by page."""
        return each(lambda cursor: self.page(course, status=status, batch=batch, cursor=cursor, limit=page_size))

    async def enrol(
        self,
        course: str,
        student: str,
        *,
        slots: Sequence[str] = (),
        batch: str | None = None,
        joined_at: datetime | None = None,
    ) -> Enrolment:
        """Enrol a student, who waits unless a batch is named or they sit in one already.

        Raises:
            InvalidInput, CourseNotFound, UnknownStudent, UnknownSlot, BatchOfAnotherCourse, Contended, MalformedData,
            RefusedByDatabase.
            AlreadyEnrolled: they are on the course, and have not withdrawn.
            BatchFull: the batch has as many students as the course's settings allow.
        """
        when = joined_at.isoformat() if joined_at else None
        new = body(NewEnrolment, student=student, slots=tuple(slots) or None, batch=batch, joined_at=when)
        call = Call("POST", path("courses", course, "enrolments"), body=new)
        return view(Enrolment, await self._transport.send(call))

    async def read(self, enrolment: str) -> Enrolment:
        """Read an enrolment. Raises EnrolmentNotFound."""
        return view(Enrolment, await self._transport.send(Call("GET", path("enrolments", enrolment))))

    async def patch(self, enrolment: str, patch: EnrolmentPatch, *, if_match: str | None = None) -> Enrolment:
        """Change what a student wishes for, or put them into a batch.

        Raises:
            EnrolmentNotFound, UnknownSlot, BatchOfAnotherCourse, BatchFull, EnrolmentWithdrawn, Contended,
            MalformedData, RefusedByDatabase.
            Stale: it is no longer the one with the tag `if_match`.
        """
        call = Call("PATCH", path("enrolments", enrolment), body=patch, if_match=if_match)
        return view(Enrolment, await self._transport.send(call))

    async def update(
        self, enrolment: str, change: Callable[[Enrolment], EnrolmentPatch], *, attempts: int = 1
    ) -> Enrolment:
        """Read an enrolment, and change it on the condition that nobody else did meanwhile. Raises as `patch` does."""

        async def write(seen: Enrolment) -> Enrolment:
            return await self.patch(enrolment, change(seen), if_match=seen.etag)

        return await updated(lambda: self.read(enrolment), write, attempts)

    async def withdraw(self, enrolment: str, *, if_match: str | None = None) -> None:
        """Withdraw an enrolment, which is kept: the student leaves all batches of the course.

        Raises EnrolmentNotFound, Stale, Contended, MalformedData, RefusedByDatabase.
        """
        await self._transport.send(Call("DELETE", path("enrolments", enrolment), if_match=if_match))

    async def import_file(
        self, course: str, data: bytes, *, dry_run: bool = False, skip_bad: bool = False
    ) -> ImportReport:
        """Enrol whom a CSV or an XLSX names.

        Raises:
            CourseNotFound, UnreadableFile, BodyTooLarge, Contended, MalformedData, RefusedByDatabase.
            BadRows: rows are wrong, and neither `dry_run` nor `skip_bad` is set. Nothing was imported.
        """
        query = {"dryRun": dry_run, "skipBad": skip_bad}
        call = Call("POST", path("courses", course, "enrolments", "import"), query, file=data)
        return view(ImportReport, await self._transport.send(call))

    async def adopt(
        self,
        course: str,
        where: str = "students",
        *,
        source: str = "batches",
        dry_run: bool = False,
        skip_bad: bool = False,
    ) -> ImportReport:
        """Enrol whom existing documents name: in arrays under a dotted path, in `batches` or in `courses`.

        Raises CourseNotFound, BadRows, InvalidInput, Contended, MalformedData, RefusedByDatabase.
        """
        query: Query = {"path": where, "from": source, "dryRun": dry_run, "skipBad": skip_bad}
        call = Call("POST", path("courses", course, "enrolments", "adopt"), query)
        return view(ImportReport, await self._transport.send(call))

    async def batching(self, course: str) -> BatchingView:
        """How a course is split into batches. Raises CourseNotFound, MalformedData."""
        return view(BatchingView, await self._transport.send(Call("GET", path("courses", course, "batching"))))

    async def set_batching(self, course: str, batching: NewBatching, *, if_match: str | None = None) -> BatchingView:
        """Set how a course is split into batches.

        Raises CourseNotFound, UnknownSlot, BatchOfAnotherCourse, Stale, Contended, MalformedData, RefusedByDatabase.
        """
        call = Call("PUT", path("courses", course, "batching"), body=batching, if_match=if_match)
        return view(BatchingView, await self._transport.send(call))
