"""Writing what becomes of covers: with the session that follows, the ledger, the audit, and whoever is to be told."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any

from multitrainer.clock import Clock
from multitrainer.database import Outdated
from multitrainer.database import Session as Transaction
from multitrainer.domain.actions import Action
from multitrainer.domain.actors import Actor
from multitrainer.domain.audit import of_fields
from multitrainer.domain.covers.doings import Doing
from multitrainer.domain.covers.states import CoverState
from multitrainer.domain.covers.values import Cover, CoverStep, EffectKind
from multitrainer.domain.errors import CourseNotFound, CoverNotReady, SessionNotFound
from multitrainer.domain.moments import written
from multitrainer.domain.sentences import Sentence
from multitrainer.domain.sessions import Session, SessionStatus
from multitrainer.domain.telling.notices import Meeting, Notice
from multitrainer.domain.telling.of_covers import NEEDS_ADMINS, NEEDS_LEAD, Concerned, notices_of
from multitrainer.repositories.covers import Covers
from multitrainer.repositories.reports import Reports
from multitrainer.repositories.sessions import Sessions
from multitrainer.repositories.teams import Teams
from multitrainer.repositories.users import Users
from multitrainer.services.changes.audit import Audit
from multitrainer.services.changes.covers_due import CoversDue
from multitrainer.services.changes.telling import Telling
from multitrainer.services.covers.counting import CoverCounting
from multitrainer.services.covers.ways_there import WaysThere
from multitrainer.services.timetables.session_news import SessionNews
from multitrainer.stored.covers import write_cover

Raw = dict[str, Any]
Followed = Mapping[str, tuple[Session, Session] | None]
"""Sessions before and after, by the id of their cover."""

OVER = {CoverState.CANCELLED, CoverState.COMBINED}


class WentAhead(Outdated):
    """Without a transaction: a session is cancelled or moved already, and its cover was no longer as it was read."""


@dataclass(frozen=True, slots=True)
class Change:
    """A cover before something happened, None where it is new, and the step that it took."""

    before: Cover | None
    step: CoverStep

    @property
    def after(self) -> Cover:
        """The cover now."""
        return self.step.cover

    @property
    def is_none(self) -> bool:
        """Whether nothing happened."""
        return self.before == self.after and not self.step.effects


class CoverChanges:
    """Writes changes of covers, whole: of several, all are told of together."""

    def __init__(
        self,
        covers: Covers,
        sessions: Sessions,
        teams: Teams,
        users: Users,
        counting: CoverCounting,
        reports: Reports,
        news: SessionNews,
        ways: WaysThere,
        telling: Telling,
        audit: Audit,
        due: CoversDue,
        now: Clock,
    ) -> None:
        self._covers = covers
        self._sessions = sessions
        self._teams = teams
        self._users = users
        self._counting = counting
        self._reports = reports
        self._news = news
        self._ways = ways
        self._telling = telling
        self._audit = audit
        self._due = due
        self._now = now

    async def write(
        self, actor: Actor, action: Action, changes: Sequence[Change], transaction: Transaction, note: str | None = None
    ) -> None:
        """Write some changes. `note` is what a cancelled or moved session says.

        Without a transaction, a session follows after the cover: `CoverKeeper` finds one that does not.

        Raises:
            Outdated: a cover, or its session, is no longer as it was read.
            SessionNotPlanned: the session was cancelled or held meanwhile.
        """
        real = [change for change in changes if not change.is_none]
        followed = {change.after.id: await self._follow(change, note, transaction) for change in real}
        told = [await self._told(change, followed[change.after.id], transaction) for change in real]
        news = [await self._news_of(change, followed, note, transaction) for change in real]
        async with self._telling.around([*notices_of(told), *chain(*news)], transaction):
            for n, change in enumerate(real):
                noted = of_fields("multitrainer_covers", change.after.id, _noted(change.before), _noted(change.after))
                course = change.after.session.course
                try:
                    async with self._audit.noting(actor, action, noted, transaction, about=course):
                        await self._write(change, followed[change.after.id], transaction)
                except Outdated as error:
                    came_about = n + 1 if isinstance(error, WentAhead) else n
                    await self._tell_of_a_part([*notices_of(told[:n]), *chain(*news[:came_about])], transaction)
                    raise
        await self._due.questions.of(_relieved(real), transaction)
        self._due.ring()

    async def _told(
        self, change: Change, session: tuple[Session, Session] | None, transaction: Transaction
    ) -> tuple[CoverStep, Concerned]:
        """What is told of a change, and whom it concerns. Nobody is asked for a report that is there already."""
        step, concerned = change.step, await self._concerned(change, session, transaction)
        asks = any(effect.kind is EffectKind.HELD for effect in step.effects)
        if not asks or await self._reports.there(change.after.session.id, transaction) is None:
            return step, concerned
        return replace(step, effects=tuple(one for one in step.effects if one.kind is not EffectKind.HELD)), concerned

    async def _tell_of_a_part(self, written: list[Notice], transaction: Transaction) -> None:
        """Without a transaction what is written stays, and trying anew does not tell of it."""
        if transaction is None:
            await self._telling.put(written, None)

    async def _news_of(
        self, change: Change, followed: Followed, note: str | None, transaction: Transaction
    ) -> list[Notice]:
        if all(effect.kind is not EffectKind.TELL_STUDENTS for effect in change.step.effects):
            return []
        session = followed[change.after.id]
        return await self._news.of(change.after, session[1].sequence if session else 0, note, transaction)

    async def _write(self, change: Change, session: tuple[Session, Session] | None, transaction: Transaction) -> None:
        """What nobody would miss after a kill comes first: a session's end. The ledger says what the cover does."""
        follows = session is not None and session[0] != session[1]
        comes_first = change.after.state in {*OVER, CoverState.MOVED}
        if session and follows and comes_first:
            await self._sessions.save([session], transaction)
            await self._save_behind(change, transaction)
            return
        if change.after.state is CoverState.DONE:
            await self._save_done(change, transaction)
        else:
            await self._save(change, transaction)
        if session and follows:
            await self._let_follow(session, change.after.session.trainer, transaction)

    async def _save_done(self, change: Change, transaction: Transaction) -> None:
        """One that is to be counted is due until it is: whoever dies in between leaves it to the worker's next look."""
        due = replace(change.after, look_at=self._now())
        await self._save(Change(change.before, CoverStep(due)), transaction)
        try:
            await self._counting.count(due, transaction)
        except Outdated:
            if transaction is not None:
                raise

    async def _save_behind(self, change: Change, transaction: Transaction) -> None:
        """The cover of a session that went ahead. Raises Outdated, and without a transaction WentAhead."""
        try:
            await self._save(change, transaction)
        except Outdated:
            if transaction is not None:
                raise
            await self._due.of([change.after.session.trainer], None)
            raise WentAhead from None

    async def _let_follow(self, session: tuple[Session, Session], trainer: str, transaction: Transaction) -> None:
        """Without a transaction the cover is written already: a session that changed meanwhile is left to the keeper.

        Raises Outdated.
        """
        try:
            await self._sessions.save([session], transaction)
        except Outdated:
            if transaction is not None:
                raise
            await self._due.of([trainer], None)

    async def _save(self, change: Change, transaction: Transaction) -> None:
        if change.before is None:
            await self._covers.insert(change.after, transaction)
        else:
            await self._covers.save(change.before, change.after, transaction)

    async def _follow(
        self, change: Change, note: str | None, transaction: Transaction
    ) -> tuple[Session, Session] | None:
        """The session before and after; None where there is none any more."""
        try:
            session = await self._sessions.find(change.after.session.id, transaction)
        except SessionNotFound:
            _must_not_be_taken(change)
            return None
        if session.status is not SessionStatus.PLANNED or session.start != change.after.session.start:
            _must_not_be_taken(change)
        return session, followed(session, change, note)

    async def _concerned(
        self, change: Change, session: tuple[Session, Session] | None, transaction: Transaction
    ) -> Concerned:
        cover, kinds = change.after, {effect.kind for effect in change.step.effects}
        where = cover.session.course, cover.session.batch
        lead = await self._teams.lead_of(*where, transaction) if kinds & NEEDS_LEAD else None
        admins = await self._users.admins(transaction) if kinds & NEEDS_ADMINS else []
        possible = await self._possible(cover, transaction) if kinds & NEEDS_ADMINS else ()
        sequence = session[1].sequence if session else 0
        when = Meeting(f"{cover.session.id}@multitrainer", cover.session.start, cover.session.end, sequence)
        return Concerned(lead, tuple(admins), when, possible)

    async def _possible(self, cover: Cover, transaction: Transaction) -> tuple[str, ...]:
        """What can be decided, in the words of its addresses: nothing of a course that is gone."""
        try:
            ways = await self._ways.of(cover, transaction)
        except CourseNotFound:
            return ()
        return (Doing.SUBSTITUTE.value, *ways.names)


def _must_not_be_taken(change: Change) -> None:
    """Whoever is asked for a session that is no more, or at another time, can't take it. Raises CoverNotReady."""
    if change.after.state is CoverState.COVERED and change.before and change.before.substitute is None:
        raise CoverNotReady(
            Sentence("The session was cancelled, moved or held meanwhile, so nobody is needed for it as it was."),
            state=change.before.state.value,
            possible=[],
        )


def followed(session: Session, change: Change, note: str | None = None) -> Session:
    """A session after what became of its cover. Raises SessionNotPlanned."""
    before, after = change.before, change.after
    if after.state in OVER and (before is None or before.state is not after.state):
        return session.covered_by(None).cancelled(note)
    if after.state is CoverState.MOVED and after.moved_to and (before is None or before.state is not after.state):
        return session.covered_by(None).moved(*after.moved_to, note)
    if after.substitute or (before and before.substitute and before.substitute == session.cover):
        return session.covered_by(after.substitute)
    return session


def _noted(cover: Cover | None) -> Raw:
    """What the audit keeps: ids as strings, and of the offers who was asked and what became of it."""
    if cover is None:
        return {}
    raw: Mapping[str, Any] = write_cover(cover)
    kept = {
        name: str(raw[name]) for name in ("session", "trainer", "state", "substitute", "combinedWith") if name in raw
    }
    offers = {f"{n}": f"{o.trainer} {o.state.value}" for n, o in enumerate(cover.offers)}
    moved = {"movedTo": [written(at) for at in cover.moved_to]} if cover.moved_to else {}
    return {"_id": cover.id, **kept, "offers": offers, **moved}


def _relieved(changes: Sequence[Change]) -> list[str]:
    """Those who stand in no more."""
    return sorted({c.before.substitute for c in changes if c.before and c.before.substitute} - {None})
