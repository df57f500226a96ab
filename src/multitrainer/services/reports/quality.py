"""The quality of courses: which reports are missing, what was flagged, and how sessions went over time."""

from collections.abc import Collection, Sequence
from dataclasses import fields
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from pydantic.alias_generators import to_camel

from multitrainer.clock import Clock
from multitrainer.domain.actions import Action
from multitrainer.domain.actors import Actor, ActorKind
from multitrainer.domain.contexts import led_by
from multitrainer.domain.local_time import shown
from multitrainer.domain.quality import Count, Met, Per, counted
from multitrainer.domain.reports import Report, place_of_cover
from multitrainer.domain.sessions import Session, SessionStatus
from multitrainer.domain.team import Team
from multitrainer.identity.callers import Caller
from multitrainer.repositories.batches import Batches
from multitrainer.repositories.by_start import Within
from multitrainer.repositories.covers import Covers
from multitrainer.repositories.names import names_of
from multitrainer.repositories.pages import Paged
from multitrainer.repositories.reports import Reports
from multitrainer.repositories.sessions import Sessions
from multitrainer.repositories.teams import Teams
from multitrainer.repositories.users import Users
from multitrainer.services.gate import Gate
from multitrainer.services.reports.reports import held_by, place_of
from multitrainer.services.reports.views import ReportViews
from multitrainer.services.spans import within
from multitrainer.stored.covers import read_cover
from multitrainer.stored.reports import read_report

Raw = dict[str, Any]

USUAL = timedelta(weeks=12)
"""How far back is looked where nobody says."""

SHOWN = {one.name: to_camel(one.name) for one in fields(Count) if one.name != "of"}
"""What is answered of a count, and under which names."""

FEW = 40
"""Sessions of a batch: where there are more, all reports of the batch are asked for, and else those of each session."""

A_MOMENT = timedelta(milliseconds=1)
"""What begins now has begun."""


class Quality:
    """Use cases of quality. A lead sees those batches that they answer for, a trainer their own sessions."""

    def __init__(
        self,
        gate: Gate,
        teams: Teams,
        users: Users,
        batches: Batches,
        sessions: Sessions,
        covers: Covers,
        reports: Reports,
        views: ReportViews,
        zone: ZoneInfo,
        now: Clock,
    ) -> None:
        self._gate = gate
        self._teams = teams
        self._users = users
        self._batches = batches
        self._sessions = sessions
        self._covers = covers
        self._reports = reports
        self._views = views
        self._zone = zone
        self._now = now

    async def may_read(self, caller: Caller, course: str) -> bool:
        """Whether somebody may see how a course goes."""
        return await self._gate.may_on_course(caller, Action.READ_QUALITY, course)

    async def of_course(self, caller: Caller, course: str, since: date | None, until: date | None, per: Per) -> Raw:
        """The counts of a course's sessions by batch and by trainer, and how much is missing or flagged.

        Raises CourseNotFound, InvalidInput.
        """
        team, batches = await self._seen(caller, course)
        span = self._within(since, until)
        met = await self._met(team, batches, span)
        return {
            **self._days(span),
            "course": course,
            "per": per.value,
            "missing": await self._covers.count_unreported(course, batches, span),
            "flagged": sum(one.is_open for one in met),
            "byBatch": await self._by_batch(met, per),
            "byTrainer": await self._by_trainer(met, per),
        }

    async def missing(
        self, caller: Caller, course: str, since: date | None, until: date | None, cursor: str | None, limit: int
    ) -> Paged:
        """Sessions of a course that somebody held for another without a report of it, by their beginning.

        Raises CourseNotFound, InvalidInput.
        """
        _, batches = await self._seen(caller, course)
        page = await self._covers.unreported(course, batches, self._within(since, until), cursor, limit)
        covers = [read_cover(raw) for raw in page.items]
        places = [place_of_cover(cover) for cover in covers]
        people = await self._views.people({one.held_by for one in places if one.held_by})
        names = await self._views.names(places)
        shown = [self._views.place(place, people, names) for place in places]
        return Paged([{**one, "cover": cover.id} for one, cover in zip(shown, covers, strict=True)], page.next)

    async def flagged(
        self,
        caller: Caller,
        course: str,
        since: date | None,
        until: date | None,
        acknowledged: bool | None,
        cursor: str | None,
        limit: int,
    ) -> Paged:
        """Reports of a course that ask a lead for something, by the beginning of their sessions.

        Raises CourseNotFound, InvalidInput.
        """
        _, batches = await self._seen(caller, course)
        page = await self._reports.flagged(batches, self._within(since, until), acknowledged, cursor, limit)
        return Paged(await self._views.several([read_report(raw) for raw in page.items], whole=True), page.next)

    async def of_trainer(self, caller: Caller, trainer: str, since: date | None, until: date | None, per: Per) -> Raw:
        """The counts of the sessions that a trainer had to hold, by batch; to a lead, of the courses that they lead.

        Raises TrainerNotFound, InvalidInput.
        """
        actor = await self._gate.anybody(caller)
        shared = await self._gate.to_trainer(actor, Action.READ_TRAINERS_QUALITY, trainer)
        await self._users.trainer(trainer)
        span = self._within(since, until)
        met = await self._met_by(trainer, span)
        if shared and actor.id != trainer:
            led = {*led_by(actor, shared)}
            met = [one for one in met if one.place.course in led]
        return {**self._days(span), "trainer": trainer, "per": per.value, "byBatch": await self._by_batch(met, per)}

    async def _seen(self, caller: Caller, course: str) -> tuple[Team, list[str]]:
        """The team of a course, and those of its batches that somebody sees."""
        actor = await self._gate.on_course(caller, Action.READ_QUALITY, course)
        team = (await self._teams.load(course, counting=False)).current
        return team, [batch.id for batch in team.batches if _sees(actor, team, batch.id)]

    async def _met(self, team: Team, batches: Collection[str], span: Within) -> list[Met]:
        primaries = {batch.id: batch.people.primary for batch in team.batches}
        sessions = await self._sessions.met(batches, span)
        is_long = len(sessions) > FEW * len(batches)
        reports = await self._reports.of_batches(batches, span) if is_long else {}
        reports |= await self._reports.of_sessions({one.id for one in sessions} - reports.keys())
        return [self._of(one, team.course, primaries[one.batch], reports.get(one.id)) for one in sessions]

    async def _met_by(self, trainer: str, span: Within) -> list[Met]:
        """What is reported counts for whoever had it then, the rest for whoever teaches the batch now."""
        teams = [stored.current for stored in await self._teams.of_trainer(trainer)]
        theirs = [batch.id for team in teams for batch in team.batches if batch.people.primary == trainer]
        sessions = await self._sessions.met(theirs, span, trainer)
        own = [one for one in sessions if held_by(one, trainer) == trainer]
        reported = await self._reports.of_sessions({one.id for one in own})
        named = await self._batches.named({one.batch for one in own})
        left = [one for one in own if one.id not in reported and one.batch in named]
        said = await self._reports.held_by(trainer, span)
        return [
            *(Met(one.place, self._day(one.place.start), one) for one in said),
            *(self._of(one, str(named[one.batch].get("course")), trainer, None) for one in left),
        ]

    def _of(self, session: Session, course: str, primary: str | None, report: Report | None) -> Met:
        place = report.place if report else place_of(session, course, primary)
        return Met(place, self._day(session.start), report, session.status is SessionStatus.HELD)

    async def _by_batch(self, met: Sequence[Met], per: Per) -> list[Raw]:
        counts = counted(met, lambda one: one.place.batch, per)
        names = await names_of("batches", {one.of for one in counts})
        return [{"batch": one.of, "batchName": names.get(one.of), **_shown(one)} for one in counts]

    async def _by_trainer(self, met: Sequence[Met], per: Per) -> list[Raw]:
        counts = counted(met, lambda one: one.place.held_by, per)
        people = await self._views.people({one.of for one in counts})
        return [{"trainer": people[one.of], **_shown(one)} for one in counts]

    def _within(self, since: date | None, until: date | None) -> Within:
        """From a day, twelve weeks before the last one if none is named, to another, as far as sessions have begun."""
        today = self._day(self._now())
        last = until or today
        span = within(since or last - USUAL, last, today, last, self._zone)
        begun = self._now() + A_MOMENT
        return Within(span.since, max(span.since, min(span.until, begun)))

    def _day(self, at: datetime) -> date:
        return shown(at, self._zone).date()

    def _days(self, span: Within) -> Raw:
        return {"from": self._day(span.since).isoformat(), "until": self._day(span.until).isoformat()}


def _sees(actor: Actor, team: Team, batch: str) -> bool:
    """Leads see what they answer for; of others the gate has let through who sees all."""
    return actor.kind is not ActorKind.TRAINER or team.lead_of(batch) == actor.id


def _shown(count: Count) -> Raw:
    return {shown: getattr(count, name) for name, shown in SHOWN.items()}
