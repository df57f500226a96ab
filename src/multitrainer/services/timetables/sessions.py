"""Sessions: who meets when, and what becomes of single meetings."""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from multitrainer.clock import Clock
from multitrainer.database import Database
from multitrainer.database import Session as Transaction
from multitrainer.domain.actions import Action
from multitrainer.domain.actors import Actor, ActorKind
from multitrainer.domain.audit import of_fields
from multitrainer.domain.contexts import led_by
from multitrainer.domain.covers.states import CoverState
from multitrainer.domain.covers.values import Cover
from multitrainer.domain.errors import CoverNotReady
from multitrainer.domain.intervals import Interval
from multitrainer.domain.local_time import shown
from multitrainer.domain.sentences import Sentence
from multitrainer.domain.sessions import Session, SessionStatus
from multitrainer.domain.team import Team
from multitrainer.domain.telling.notices import Notice
from multitrainer.identity.callers import Caller
from multitrainer.repositories.batches import Batches
from multitrainer.repositories.by_start import Within
from multitrainer.repositories.covers import Covers
from multitrainer.repositories.pages import Paged
from multitrainer.repositories.sessions import Sessions as SessionRepository
from multitrainer.repositories.sessions import no_session
from multitrainer.repositories.teams import Teams
from multitrainer.repositories.users import Users
from multitrainer.schemas.sessions import SessionPatch
from multitrainer.services.changes.audit import Audit
from multitrainer.services.changes.covers_due import CoversDue
from multitrainer.services.changes.tags import Tagged, must_match, tagged
from multitrainer.services.changes.telling import Telling
from multitrainer.services.gate import Gate
from multitrainer.services.spans import within
from multitrainer.services.times import moment_of
from multitrainer.services.timetables.clashes import Clashes
from multitrainer.services.timetables.session_maker import SessionMaker
from multitrainer.services.timetables.session_news import SessionNews
from multitrainer.stored.ids import hexed
from multitrainer.stored.timetables import write_session

Raw = dict[str, Any]

A_MOMENT = timedelta(seconds=10)
"""For longer than a session takes to be written: then covers are looked at that go by it."""

GIVEN_AWAY = "given-away"
"""As what the primary of its batch has a session that they have swapped."""


class Sessions:
    """Use cases of sessions. Days are those of the institute's clock."""

    def __init__(
        self,
        gate: Gate,
        database: Database,
        sessions: SessionRepository,
        covers: Covers,
        batches: Batches,
        users: Users,
        teams: Teams,
        maker: SessionMaker,
        news: SessionNews,
        telling: Telling,
        audit: Audit,
        covers_due: CoversDue,
        clashes: Clashes,
        zone: ZoneInfo,
        now: Clock,
    ) -> None:
        self._gate = gate
        self._database = database
        self._sessions = sessions
        self._covers = covers
        self._batches = batches
        self._users = users
        self._teams = teams
        self._maker = maker
        self._news = news
        self._telling = telling
        self._audit = audit
        self._covers_due = covers_due
        self._clashes = clashes
        self._zone = zone
        self._now = now

    async def of_batch(
        self, caller: Caller, batch: str, since: date | None, until: date | None, cursor: str | None, limit: int
    ) -> Paged:
        """Those of a batch that begin within some days, the earliest first. Raises BatchNotFound, InvalidInput."""
        await self._gate.on_batch(caller, Action.READ_SESSIONS, batch)
        await self._batches.find(batch)
        page = await self._sessions.of_batches([batch], self._within(since, until), cursor, limit)
        return Paged([self._shown(raw) for raw in page.items], page.next)

    async def of_trainer(
        self, caller: Caller, trainer: str, since: date | None, until: date | None, cursor: str | None, limit: int
    ) -> Paged:
        """Those that a trainer has to do with, with their batches' and courses' names; for a lead, on their courses.

        Raises TrainerNotFound, InvalidInput.
        """
        actor = await self._gate.anybody(caller)
        shared = await self._gate.to_trainer(actor, Action.READ_TRAINERS_SESSIONS, trainer)
        await self._users.trainer(trainer)
        only = _led(actor, trainer, shared)
        page = await self.about(trainer, self._within(since, until), cursor, limit, only)
        return Paged([one for one in page.items if one["as"] != GIVEN_AWAY], page.next)

    async def about(
        self, trainer: str, within: Within, cursor: str | None, limit: int, only: set[str] | None = None
    ) -> Paged:
        """The same, whoever asks; of some courses alone, where `only` names them.

        With those that they have swapped away, as `given-away`: calendars have to take them out.
        """
        teams = [stored.current for stored in await self._teams.of_trainer(trainer)]
        duties = _duties(trainer, [team for team in teams if only is None or team.course in only])
        page = await self._sessions.of_trainer(trainer, [*duties], within, cursor, limit)
        named = await self._batches.named({str(raw["batch"]) for raw in page.items})
        shown = [
            {**self._of_batch(raw, named.get(str(raw["batch"]), {})), "as": _as(trainer, raw, duties)}
            for raw in page.items
        ]
        return Paged([one for one in shown if only is None or str(one["course"]) in only], page.next)

    async def read(self, caller: Caller, session: str) -> Raw:
        """One session. Raises SessionNotFound."""
        found = await self._sessions.find(session)
        await self._gate.on_batch(caller, Action.READ_SESSIONS, found.batch, no_session(session))
        return self._view(found)

    async def may_change(self, caller: Caller, batch: str) -> bool:
        """Whether somebody may move and cancel the sessions of a batch."""
        return await self._gate.may_on_batch(caller, Action.CHANGE_SESSION, batch)

    async def clashes(self, caller: Caller, session: str) -> list[Raw]:
        """What else its holder holds at the time of a session, for whoever may move it. Raises SessionNotFound."""
        found = await self._sessions.find(session)
        await self._gate.on_batch(caller, Action.CHANGE_SESSION, found.batch, no_session(session))
        return await self._clashing(found)

    async def patch(self, caller: Caller, session: str, patch: SessionPatch, if_match: str | None = None) -> Tagged:
        """Move a session, or give it another status; the answer says what else its holder holds at that time.

        Its trainers and students are told, but for whoever does it.

        Hours of whoever stood in for one that is cancelled are taken back a moment later.

        Raises SessionNotFound, SessionNotPlanned, SessionOverlaps, TimeNeverComes, CoverNotReady, Stale.
        """
        found = await self._sessions.find(session)
        actor = await self._gate.on_batch(caller, Action.CHANGE_SESSION, found.batch, no_session(session))
        course = await self._batches.course_of(found.batch)

        async def change(transaction: Transaction) -> Tagged:
            before = await self._sessions.find(session, transaction)
            must_match(if_match, self._view(before))
            after = self._patched(before, patch)
            await self._clashes.must_fit(after, transaction)
            await self._make_covers_due(before, after, transaction)
            told = [one for one in await self._told(before, after, course, transaction) if one.to != actor.id]
            noted = of_fields("multitrainer_sessions", session, write_session(before), write_session(after))
            async with (
                self._audit.noting(actor, Action.CHANGE_SESSION, noted, transaction, about=course),
                self._telling.around(told, transaction),
            ):
                await self._sessions.save([(before, after)] if after != before else [], transaction)
            if patch.status is SessionStatus.PLANNED:
                await self._maker.bring_up(before.batch, transaction, actor.id, told=session)
            await self._covers_due.of_batch(before.batch, transaction)
            return await self._with_clashes(await self._sessions.find(session, transaction), transaction)

        return await self._database.atomically(f"course:{course}", change)

    async def _with_clashes(self, session: Session, transaction: Transaction) -> Tagged:
        """With its tag, whatever it clashes with."""
        view = self._view(session)
        return tagged({**view, "clashes": await self._clashing(session, transaction)}, view)

    async def _clashing(self, session: Session, transaction: Transaction = None) -> list[Raw]:
        is_over = session.status is not SessionStatus.PLANNED
        return [one.facts for one in (() if is_over else await self._clashes.of_holder(session, transaction))]

    async def must_fit(self, session: str, to: Interval, transaction: Transaction) -> None:
        """That a session can move to a time. Raises SessionNotFound, SessionNotPlanned, SessionOverlaps."""
        found = await self._sessions.find(session, transaction)
        await self._clashes.must_fit(found.covered_by(None).moved(*to), transaction)

    async def _told(self, before: Session, after: Session, course: str, transaction: Transaction) -> list[Notice]:
        """Of what the timetable makes of one that is given back to it."""
        is_given_back = not after.by_hand
        then = await self._maker.brought_up(after, transaction) if is_given_back else after
        return await self._news.of_hand(before, then, course, self._now(), transaction)

    def _patched(self, before: Session, patch: SessionPatch) -> Session:
        if patch.start and patch.end:
            start = moment_of(patch.start, self._zone, "start")
            return before.moved(start, moment_of(patch.end, self._zone, "end"))
        match patch.status:
            case SessionStatus.CANCELLED:
                return before.cancelled(patch.note)
            case SessionStatus.HELD:
                return before.held(self._now())
            case _:
                return before.given_back()

    async def _make_covers_due(self, before: Session, after: Session, transaction: Transaction) -> None:
        """Before the session is written, so that a kill in between leaves none uncounted.

        Raises CoverNotReady where somebody has stood in for it and it is to be moved.
        """
        taken = await self._covers.taken_of(before.id, transaction)
        if (after.start, after.end) != (before.start, before.end):
            _must_not_be_done(taken)
        now = self._now()
        begun = [cover.id for cover in taken if cover.session.start <= now]
        await self._covers.make_due(begun, now + A_MOMENT, transaction)

    def _within(self, since: date | None, until: date | None) -> Within:
        """From a day, today if none is named, to another, as far as sessions are made. Raises InvalidInput."""
        return within(since, until, shown(self._now(), self._zone).date(), self._maker.until, self._zone)

    def _view(self, session: Session) -> Raw:
        return self._shown(write_session(session))

    def _shown(self, raw: Raw) -> Raw:
        local = {f"local{name}": self._local(raw[name.lower()]) for name in ("Start", "End")}
        return {**raw, **local, **{name: raw.get(name) for name in ("cover", "teacher", "note")}}

    def _local(self, at: datetime) -> str:
        return shown(at, self._zone).isoformat(timespec="minutes")

    def _of_batch(self, raw: Raw, named: Raw) -> Raw:
        return {**self._shown(raw), **{name: named.get(name) for name in ("batchName", "course", "courseName")}}


def _must_not_be_done(covers: list[Cover]) -> None:
    """Raises CoverNotReady."""
    if any(cover.state is CoverState.DONE for cover in covers):
        raise CoverNotReady(
            Sentence(
                "Somebody has stood in for this session, and it counts, so it can't be moved. Where it was not held, "
                "cancel it, or have that reported; hours are corrected in the ledger."
            ),
            state=CoverState.DONE.value,
            possible=[],
        )


def _as(trainer: str, raw: Raw, duties: dict[str, str]) -> str:
    """As what somebody has to do with a session."""
    if hexed(raw.get("teacher")) == trainer:
        return "swapped"
    duty = duties.get(str(raw["batch"]), "cover")
    if duty != "primary" or raw.get("teacher") is None:
        return duty
    return "cover" if hexed(raw.get("cover")) == trainer else GIVEN_AWAY


def _duties(trainer: str, teams: list[Team]) -> dict[str, str]:
    """As what a trainer teaches on which batches."""
    batches = [batch for team in teams for batch in team.batches if trainer in batch.people.teaching]
    return {batch.id: "primary" if batch.people.primary == trainer else "assistant" for batch in batches}


def _led(actor: Actor, trainer: str, shared: list[Team]) -> set[str] | None:
    if actor.kind is not ActorKind.TRAINER or actor.id == trainer:
        return None
    return {*led_by(actor, shared)}
