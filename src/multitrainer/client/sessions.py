"""Timetables, sessions, holidays and calendars."""

from collections.abc import AsyncIterator, Sequence
from datetime import date, datetime

from multitrainer.client.messages import body, view
from multitrainer.client.paging import PAGE_SIZE, each
from multitrainer.client.transport import Call, Query, Transport, path
from multitrainer.domain.sessions import SessionStatus
from multitrainer.domain.timetable import Holiday
from multitrainer.schemas.base import Page
from multitrainer.schemas.sessions import (
    CalendarView,
    ChangedSession,
    HolidayOfInstitute,
    HolidaysView,
    NewHolidays,
    NewTimetable,
    NewTimetableView,
    SessionOfTrainer,
    SessionPatch,
    SessionView,
    TimetableView,
)


class Sessions:
    """`client.sessions`: when batches meet. Days and times without a zone are those of the institute's clock."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    async def timetable(self, batch: str) -> TimetableView:
        """Read when a batch meets. Raises BatchNotFound, BatchWithoutCourse."""
        return view(TimetableView, await self._transport.send(Call("GET", path("batches", batch, "timetable"))))

    async def set_timetable(self, batch: str, new: NewTimetable, *, if_match: str | None = None) -> NewTimetableView:
        """State it anew, and make its sessions what it says.

        Raises BatchNotFound, BatchWithoutCourse, SenselessTimetable, Stale, Contended.
        """
        call = Call("PUT", path("batches", batch, "timetable"), body=new, if_match=if_match)
        return view(NewTimetableView, await self._transport.send(call))

    def of_batch(
        self, batch: str, *, since: date | None = None, until: date | None = None, page_size: int = PAGE_SIZE
    ) -> AsyncIterator[SessionView]:
        """Those of a batch from today or a day on, the earliest first, page by page. Raises BatchNotFound."""

        async def read(cursor: str | None) -> Page[SessionView]:
            query = _span(since, until, cursor, page_size)
            return view(
                Page[SessionView], await self._transport.send(Call("GET", path("batches", batch, "sessions"), query))
            )

        return each(read)

    def of_trainer(
        self, trainer: str, *, since: date | None = None, until: date | None = None, page_size: int = PAGE_SIZE
    ) -> AsyncIterator[SessionOfTrainer]:
        """Those that a trainer teaches, assists in or covers, likewise. Raises TrainerNotFound."""

        async def read(cursor: str | None) -> Page[SessionOfTrainer]:
            call = Call("GET", path("trainers", trainer, "sessions"), _span(since, until, cursor, page_size))
            return view(Page[SessionOfTrainer], await self._transport.send(call))

        return each(read)

    async def read(self, session: str) -> SessionView:
        """Read a session. Raises SessionNotFound."""
        return view(SessionView, await self._transport.send(Call("GET", path("sessions", session))))

    async def move(
        self, session: str, start: datetime, end: datetime, *, if_match: str | None = None
    ) -> ChangedSession:
        """Move a session to another time on the institute's clock, without a zone; `clashes` is what else is held then.

        Raises SessionNotFound, SessionNotPlanned, SessionOverlaps, TimeNeverComes, Stale, Contended.
        """
        return await self._patch(session, body(SessionPatch, start=start, end=end), if_match)

    async def cancel(self, session: str, note: str | None = None, *, if_match: str | None = None) -> ChangedSession:
        """Cancel a session. Raises SessionNotFound, SessionNotPlanned, Stale, Contended."""
        return await self._patch(session, body(SessionPatch, status=SessionStatus.CANCELLED, note=note), if_match)

    async def hold(self, session: str, *, if_match: str | None = None) -> ChangedSession:
        """Say that a session took place. Raises SessionNotFound, SessionNotPlanned, Stale, Contended."""
        return await self._patch(session, body(SessionPatch, status=SessionStatus.HELD), if_match)

    async def give_back(self, session: str, *, if_match: str | None = None) -> ChangedSession:
        """Have it follow its timetable again. Raises SessionNotFound, Stale, Contended."""
        return await self._patch(session, body(SessionPatch, status=SessionStatus.PLANNED), if_match)

    async def holidays(self) -> HolidaysView:
        """Read the institute's holidays."""
        return view(HolidaysView, await self._transport.send(Call("GET", path("holidays"))))

    async def set_holidays(self, holidays: Sequence[Holiday], *, if_match: str | None = None) -> HolidaysView:
        """Set all of them. Raises SenselessTimetable, Stale, Contended."""
        days = tuple(HolidayOfInstitute(name=one.name, first=one.first, last=one.last) for one in holidays)
        call = Call("PUT", path("holidays"), body=NewHolidays(holidays=days), if_match=if_match)
        return view(HolidaysView, await self._transport.send(call))

    async def import_holidays(self, content: bytes, *, if_match: str | None = None) -> HolidaysView:
        """Add those of an .ics file. Raises UnreadableFile, SenselessTimetable, Stale, Contended."""
        call = Call("POST", path("holidays", "import"), file=content, if_match=if_match)
        return view(HolidaysView, await self._transport.send(call))

    async def calendar(self, trainer: str) -> CalendarView:
        """Read where a trainer's calendar is. Raises TrainerNotFound."""
        return view(CalendarView, await self._transport.send(Call("GET", path("trainers", trainer, "calendar"))))

    async def renew_calendar(self, trainer: str) -> CalendarView:
        """Give it a new address; the one before leads nowhere any more. Raises TrainerNotFound, Contended."""
        return view(CalendarView, await self._transport.send(Call("POST", path("trainers", trainer, "calendar"))))

    async def withdraw_calendar(self, trainer: str) -> CalendarView:
        """Take its address away. Raises TrainerNotFound, Contended."""
        return view(CalendarView, await self._transport.send(Call("DELETE", path("trainers", trainer, "calendar"))))

    async def _patch(self, session: str, patch: SessionPatch, if_match: str | None) -> ChangedSession:
        call = Call("PATCH", path("sessions", session), body=patch, if_match=if_match)
        return view(ChangedSession, await self._transport.send(call))


def _span(since: date | None, until: date | None, cursor: str | None, limit: int) -> Query:
    days = {"from": since.isoformat() if since else None, "until": until.isoformat() if until else None}
    return {**days, "cursor": cursor, "limit": limit}
