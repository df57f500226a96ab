"""Reports of sessions: written by whoever held them, read by whoever teaches the batch and answers for it."""

from contextlib import suppress
from typing import Any, NamedTuple

from multitrainer.clock import Clock
from multitrainer.database import Database
from multitrainer.database import Session as Transaction
from multitrainer.domain.actions import Action
from multitrainer.domain.actors import Actor
from multitrainer.domain.covers.values import Cover
from multitrainer.domain.errors import BatchNotFound, NotAllowed, NotFound, SessionNotBegun, SessionNotPlanned
from multitrainer.domain.permissions import Verdict, can
from multitrainer.domain.reports import (
    Place,
    Report,
    Said,
    acknowledged,
    must_have_begun,
    must_have_room,
    reported,
    said_unseeing,
)
from multitrainer.domain.sessions import Session
from multitrainer.domain.standings import NOTHING
from multitrainer.identity.callers import Caller
from multitrainer.repositories.batches import Batches
from multitrainer.repositories.covers import Covers
from multitrainer.repositories.lessons import Lessons
from multitrainer.repositories.reports import Reports as ReportRepository
from multitrainer.repositories.sessions import Sessions, no_session
from multitrainer.schemas.reports import NewReport
from multitrainer.services.changes.tags import Tagged, must_match, tagged
from multitrainer.services.gate import Gate
from multitrainer.services.reports.changes import ReportChanges
from multitrainer.services.reports.views import ReportViews

Raw = dict[str, Any]


class Reporting(NamedTuple):
    """A session, its report if there is one, the tag of that or of none, and whether somebody may report of it now."""

    session: Raw
    report: Raw | None
    tag: str
    is_open: bool


class Reports:
    """Use cases of reports. That of a cover is the same report (`Covers.report`)."""

    def __init__(
        self,
        gate: Gate,
        database: Database,
        reports: ReportRepository,
        sessions: Sessions,
        lessons: Lessons,
        batches: Batches,
        covers: Covers,
        changes: ReportChanges,
        views: ReportViews,
        now: Clock,
    ) -> None:
        self._gate = gate
        self._database = database
        self._reports = reports
        self._sessions = sessions
        self._lessons = lessons
        self._batches = batches
        self._covers = covers
        self._changes = changes
        self._views = views
        self._now = now

    async def read(self, caller: Caller, session: str) -> Tagged:
        """The report of a session, as much as the caller may see of it. Raises SessionNotFound, ReportNotFound."""
        found, report = await self._sessions.find(session), await self._reports.there(session)
        author = (report.by,) if report else ()
        actor = await self._gate.on_session(caller, Action.READ_REPORT, found.batch, author, no_session(session))
        return await self._view(report or await self._reports.find(session), actor)

    async def to_report(self, caller: Caller, session: str) -> Reporting:
        """What somebody has before them who reports of a session. Raises SessionNotFound, BatchWithoutCourse."""
        found, report = await self._sessions.find(session), await self._reports.there(session)
        themselves = await self._there(found)
        author = (report.by,) if report else ()
        seeing = (*themselves, *author)
        actor = await self._gate.on_session(caller, Action.READ_REPORT, found.batch, seeing, no_session(session))
        is_open = await self._is_open(caller, found)
        if report is None:
            return Reporting(await self._unreported(found), *tagged(None), is_open)
        view, tag = await self._view(report, actor)
        return Reporting(view, view, tag, is_open)

    async def put(self, caller: Caller, session: str, new: NewReport, if_match: str | None = None) -> Tagged:
        """Say how a session was; said again, it is said anew, but for what whoever says it does not see.

        Raises SessionNotFound, BatchWithoutCourse, SessionNotBegun, SessionNotPlanned, SenselessReport, Stale.
        """
        found = await self._sessions.find(session)
        actor = await self._reporting(caller, found)
        course = await self._batches.course_of(found.batch)
        must_have_room(new.attendance, len(await self._batches.students(found.batch)))

        async def change(transaction: Transaction) -> Tagged:
            await self._reporting(caller, found)  # they may have left while they waited
            there = await self._sessions.find(session, transaction)
            must_have_begun(there, self._now())
            before = await self._reports.there(session, transaction)
            if before or if_match:
                must_match(if_match, (await self._view(before, actor)).view if before else None)
            primary = await self._lessons.primary_of(there.batch, transaction)
            said = await self._said(before, new, actor)
            after = reported(before, place_of(there, course, primary), said, actor.id, self._now())
            cover = await self._cover_of(there, transaction)
            await self._changes.write(actor, Action.REPORT_SESSION, before, after, cover, transaction)
            return await self._view(after, actor)

        return await self._database.atomically(await self._key(found), change)

    async def acknowledge(self, caller: Caller, session: str, if_match: str | None = None) -> Tagged:
        """Say that what a report flags was seen; the first who does stays named.

        Raises SessionNotFound, ReportNotFound, ReportNotFlagged, Stale.
        """
        found = await self._sessions.find(session)
        about = Action.ACKNOWLEDGE_REPORT, found.batch, (), no_session(session)
        actor = await self._gate.on_session(caller, *about)

        async def change(transaction: Transaction) -> Tagged:
            await self._gate.on_session(caller, *about)  # as above
            before = await self._reports.find(session, transaction)
            must_match(if_match, (await self._view(before, actor)).view)
            after = acknowledged(before, actor.id, self._now())
            await self._changes.write(actor, Action.ACKNOWLEDGE_REPORT, before, after, None, transaction)
            return await self._view(after, actor)

        return await self._database.atomically(await self._key(found), change)

    async def _said(self, before: Report | None, new: NewReport, actor: Actor) -> Said:
        """Raises SenselessReport."""
        if before is None or await self._sees_all(before, actor):
            return new.said
        return said_unseeing(before.said, new.said)

    async def _reporting(self, caller: Caller, session: Session) -> Actor:
        """Whoever may report of a session. Raises SessionNotFound, NotAllowed."""
        themselves, unknown = await self._there(session), no_session(session.id)
        return await self._gate.on_session(caller, Action.REPORT_SESSION, session.batch, themselves, unknown)

    async def _is_open(self, caller: Caller, session: Session) -> bool:
        """Whether somebody may report of a session, and it has begun."""
        with suppress(NotAllowed, NotFound, SessionNotBegun, SessionNotPlanned):
            must_have_begun(session, self._now())
            await self._reporting(caller, session)
            return True
        return False

    async def _unreported(self, session: Session) -> Raw:
        """A session of which nobody has reported. Raises BatchWithoutCourse."""
        course = await self._batches.course_of(session.batch)
        place = place_of(session, course, await self._lessons.primary_of(session.batch))
        people = await self._views.people({place.held_by} if place.held_by else set())
        return self._views.place(place, people, await self._views.names([place]))

    async def _there(self, found: Session) -> tuple[str | None, ...]:
        """Whoever held it, as far as it is reported, else whoever has it to hold; and the batch's assistants."""
        taught, report = await self._lessons.taught_in(found.batch), await self._reports.there(found.id)
        holder = report.place.held_by if report else held_by(found, taught.primary)
        return holder, *taught.assistants

    async def _cover_of(self, session: Session, transaction: Transaction = None) -> Cover | None:
        if session.cover is None:
            return None
        return await self._covers.of_session(session.id, session.cover, session.start, transaction)

    async def _key(self, session: Session) -> str:
        """The name under which its cover changes, where there is one."""
        cover = await self._cover_of(session)
        return f"covers:{cover.session.trainer}" if cover else f"report:{session.id}"

    async def _view(self, report: Report, actor: Actor) -> Tagged:
        return tagged(await self._views.one(report, whole=await self._sees_all(report, actor)))

    async def _sees_all(self, report: Report, actor: Actor) -> bool:
        if actor.id in report.see_all or can(actor, Action.READ_QUALITY) is Verdict.YES:
            return True
        try:
            standing = await self._gate.standing(actor, report.place.batch)
        except BatchNotFound:
            standing = NOTHING
        return can(actor, Action.READ_QUALITY, standing) is Verdict.YES


def held_by(session: Session, primary: str | None) -> str | None:
    """Whoever has a session to hold: who stands in, else who teaches it, else the batch's primary."""
    return session.cover or session.teacher or primary


def place_of(session: Session, course: str, primary: str | None) -> Place:
    """A session as reports name it."""
    holder = held_by(session, primary)
    return Place(session.id, course, session.batch, session.start, session.end, holder, session.cover is not None)
