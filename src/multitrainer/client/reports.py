"""Reports of sessions, and what they show."""

from collections.abc import AsyncIterator
from datetime import date

from multitrainer.client.messages import view
from multitrainer.client.paging import PAGE_SIZE, each
from multitrainer.client.transport import Call, Query, Transport, path
from multitrainer.domain.quality import Per
from multitrainer.schemas.base import Page
from multitrainer.schemas.reports import MissingReportView, NewReport, QualityOfTrainer, QualityView, ReportView


class Reports:
    """`client.reports`: how sessions were. Days are those of the institute's clock."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    async def read(self, session: str) -> ReportView:
        """Read the report of a session. Raises SessionNotFound, ReportNotFound."""
        return view(ReportView, await self._transport.send(Call("GET", path("sessions", session, "report"))))

    async def write(self, session: str, report: NewReport, *, if_match: str | None = None) -> ReportView:
        """Say how a session was.

        Raises SessionNotFound, BatchWithoutCourse, SessionNotBegun, SessionNotPlanned, SenselessReport, Stale,
        Contended.
        """
        call = Call("PUT", path("sessions", session, "report"), body=report, if_match=if_match)
        return view(ReportView, await self._transport.send(call))

    async def acknowledge(self, session: str, *, if_match: str | None = None) -> ReportView:
        """Say that one has seen what a report flags.

        Raises SessionNotFound, ReportNotFound, ReportNotFlagged, Stale, Contended.
        """
        call = Call("PUT", path("sessions", session, "report", "acknowledged"), if_match=if_match)
        return view(ReportView, await self._transport.send(call))

    async def of_course(
        self, course: str, *, since: date | None = None, until: date | None = None, per: Per = Per.MONTH
    ) -> QualityView:
        """Count a course's sessions, of the last twelve weeks or within some days. Raises CourseNotFound."""
        call = Call("GET", path("courses", course, "quality"), {"per": per, **_span(since, until)})
        return view(QualityView, await self._transport.send(call))

    async def of_trainer(
        self, trainer: str, *, since: date | None = None, until: date | None = None, per: Per = Per.MONTH
    ) -> QualityOfTrainer:
        """Count the sessions that a trainer had to hold, likewise. Raises TrainerNotFound."""
        call = Call("GET", path("trainers", trainer, "quality"), {"per": per, **_span(since, until)})
        return view(QualityOfTrainer, await self._transport.send(call))

    def missing(
        self, course: str, *, since: date | None = None, until: date | None = None, page_size: int = PAGE_SIZE
    ) -> AsyncIterator[MissingReportView]:
        """Covered sessions without a report, page by page. Raises CourseNotFound."""

        async def read(cursor: str | None) -> Page[MissingReportView]:
            query = {**_span(since, until), "cursor": cursor, "limit": page_size}
            call = Call("GET", path("courses", course, "quality", "missing"), query)
            return view(Page[MissingReportView], await self._transport.send(call))

        return each(read)

    def flagged(
        self,
        course: str,
        *,
        since: date | None = None,
        until: date | None = None,
        acknowledged: bool | None = None,
        page_size: int = PAGE_SIZE,
    ) -> AsyncIterator[ReportView]:
        """Reports that ask a lead for something; all, or what somebody has acknowledged, or nobody, page by page.

        Raises CourseNotFound.
        """
        seen = None if acknowledged is None else str(acknowledged).lower()

        async def read(cursor: str | None) -> Page[ReportView]:
            query = {**_span(since, until), "acknowledged": seen, "cursor": cursor, "limit": page_size}
            return view(
                Page[ReportView],
                await self._transport.send(Call("GET", path("courses", course, "quality", "flagged"), query)),
            )

        return each(read)


def _span(since: date | None, until: date | None) -> Query:
    return {"from": since.isoformat() if since else None, "until": until.isoformat() if until else None}
