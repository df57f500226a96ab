"""Covers: who is sought, who stands in, and what leads and admins do about it."""

from collections.abc import Callable, Coroutine, Mapping
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from multitrainer.clock import Clock
from multitrainer.database import Database
from multitrainer.database import Session as Transaction
from multitrainer.domain.actions import Action
from multitrainer.domain.actors import Actor, ActorKind
from multitrainer.domain.contexts import in_team, led_by
from multitrainer.domain.covers import steps
from multitrainer.domain.covers.states import CoverState
from multitrainer.domain.covers.values import Cover, CoverStep
from multitrainer.domain.errors import CoverNotReady
from multitrainer.domain.local_time import shown
from multitrainer.domain.permissions import Verdict, can
from multitrainer.domain.reports import place_of_cover, reported, said_shortly
from multitrainer.domain.sentences import Sentence
from multitrainer.domain.standings import NOTHING
from multitrainer.domain.team import Team
from multitrainer.identity.callers import Caller
from multitrainer.repositories.by_start import Within
from multitrainer.repositories.covers import Covers as CoverRepository
from multitrainer.repositories.pages import Paged
from multitrainer.repositories.reports import Reports
from multitrainer.repositories.users import Users
from multitrainer.services.changes.tags import Tagged, must_match, tagged
from multitrainer.services.covers.changes import Change, CoverChanges
from multitrainer.services.covers.sight import Sees, of_standing, sight
from multitrainer.services.covers.stand_ins import StandIns
from multitrainer.services.covers.views import CoverViews
from multitrainer.services.gate import Gate
from multitrainer.services.reports.changes import ReportChanges
from multitrainer.services.spans import within

Raw = dict[str, Any]
Decide = Callable[[Cover, Transaction], Coroutine[Any, Any, CoverStep]]

LAST = timedelta(days=400)
"""How far lists go, where nobody says until when."""


class Covers:
    """Use cases of covers. Answers to offers are in `CoverAnswers`, ways out in `CoverWays`."""

    def __init__(
        self,
        gate: Gate,
        database: Database,
        covers: CoverRepository,
        users: Users,
        stand_ins: StandIns,
        changes: CoverChanges,
        reports: Reports,
        reporting: ReportChanges,
        views: CoverViews,
        zone: ZoneInfo,
        now: Clock,
    ) -> None:
        self._gate = gate
        self._database = database
        self._covers = covers
        self._users = users
        self._stand_ins = stand_ins
        self._changes = changes
        self._reports = reports
        self._reporting = reporting
        self._views = views
        self._zone = zone
        self._now = now

    async def page(
        self,
        caller: Caller,
        state: CoverState | None,
        course: str | None,
        since: date | None,
        until: date | None,
        cursor: str | None,
        limit: int,
    ) -> Paged:
        """All, for a lead those of the courses that they lead, by when their sessions begin. Raises InvalidInput."""
        actor = await self._gate.anywhere(caller, Action.LIST_COVERS)
        whose: list[Raw] = [{"course": course}] if course else [{}]
        teams: dict[str, Team] = {}
        if actor.kind is ActorKind.TRAINER:
            teams = {team.course: team for team in await self._gate.teams_of(actor)}
            whose = [{"course": one} for one in led_by(actor, teams.values()) if course in {None, one}]
        page = await self._covers.page(whose, state, self._within(since, until), cursor, limit)
        seen = [(raw, _listed(actor, raw, teams)) for raw in page.items]
        return Paged(await self._views.several(seen, actor.id), page.next)

    async def of_trainer(
        self, caller: Caller, trainer: str, since: date | None, until: date | None, cursor: str | None, limit: int
    ) -> Paged:
        """Those that a trainer is asked for, has taken, or is away from, as they see them; for a lead, their courses'.

        Whoever asks, `actions` are their own.

        Raises TrainerNotFound, InvalidInput.
        """
        actor = await self._gate.anybody(caller)
        shared = await self._gate.to_trainer(actor, Action.READ_LEAVES, trainer)
        await self._users.trainer(trainer)
        led = {*led_by(actor, shared)} if shared and actor.id != trainer else None
        whose = [{field: trainer} for field in ("openTo", "substitute", "trainer")]
        page = await self._covers.page(whose, None, self._within(since, until), cursor, limit)
        items = [raw for raw in page.items if led is None or str(raw["course"]) in led]
        seen = [(raw, Sees.RESULT if str(raw["trainer"]) == trainer else Sees.OWN) for raw in items]
        shown, teams = await self._views.several(seen, trainer), {team.course: team for team in shared}
        theirs = [self._views.actions(raw, _listed(actor, raw, teams), actor.id) for raw in items]
        return Paged([{**one, "actions": can} for one, can in zip(shown, theirs, strict=True)], page.next)

    async def read(self, caller: Caller, cover: str) -> Tagged:
        """One cover, as much as the caller may see of it. Raises CoverNotFound."""
        found = await self._covers.find(cover)
        actor = await self._gate.on_cover(caller, Action.READ_COVER, found, found.concerned)
        return await self._view(cover, actor, await sight(self._gate, actor, found))

    async def candidates(self, caller: Caller, cover: str) -> Raw:
        """Who could stand in, with the points of each criterion, and who could not, with the reason.

        Raises CoverNotFound.
        """
        found = await self._covers.find(cover)
        await self._gate.on_cover(caller, Action.READ_STAND_INS, found, ())
        return await self._views.candidates(found, await self._stand_ins.ranking([found.session]))

    async def reassign(
        self, caller: Caller, cover: str, trainer: str, *, overruling: bool, if_match: str | None = None
    ) -> Tagged:
        """Name who stands in, also in place of whoever does; long after the session, as an admin alone can.

        Raises CoverNotFound, UnknownTrainer, NotATrainer, CoverNotReady, CannotCover, Stale.
        """
        found = await self._covers.find(cover)
        actor = await self._gate.on_cover(caller, Action.NAME_SUBSTITUTE, found, ())
        await self._users.must_be_trainers("trainer", trainer)

        settling = can(actor, Action.CORRECT_LEDGER) is Verdict.YES

        async def decide(there: Cover, transaction: Transaction) -> CoverStep:
            against = await self._stand_ins.against(trainer, [there.session], transaction)
            return steps.reassign(there, trainer, self._now(), against, overruling, settling=settling)

        async with self._database.alone_at(f"covering:{trainer}"):
            return await self._decided(actor, Action.NAME_SUBSTITUTE, found, decide, if_match)

    async def release(self, caller: Caller, cover: str, if_match: str | None = None) -> Tagged:
        """Give a session back that somebody had taken; others are asked. Raises CoverNotFound, CoverNotReady, Stale."""
        found = await self._covers.find(cover)
        actor = await self._gate.on_cover(caller, Action.RELEASE_COVER, found, (found.substitute,))

        async def decide(there: Cover, _: Transaction) -> CoverStep:
            must_be_the_same(found, there)
            return steps.release(there, self._now())

        return await self._decided(actor, Action.RELEASE_COVER, found, decide, if_match)

    async def reopen(self, caller: Caller, cover: str, if_match: str | None = None) -> Tagged:
        """Search anew where nobody was found. Raises CoverNotFound, CoverNotReady, Stale."""
        found = await self._covers.find(cover)
        actor = await self._gate.on_cover(caller, Action.SEARCH_COVER, found, ())

        async def decide(there: Cover, _: Transaction) -> CoverStep:
            if there.state is CoverState.CLOSED:
                gone = Sentence("The session no longer takes place, or not as it was, so nobody is sought.")
                why = gone if there.gone else Sentence("The trainer is back, so nobody is sought.")
                raise CoverNotReady(why, state=there.state.value, possible=[])
            return steps.reopen(there, self._now())

        return await self._decided(actor, Action.SEARCH_COVER, found, decide, if_match)

    async def report(self, caller: Caller, cover: str, text: str, *, held: bool, if_match: str | None = None) -> Tagged:
        """Whoever stood in says how it was: the session's report, as `Reports` has it, in short.

        Said again, it is said anew. The batch's lead is told where it was not held.

        Raises CoverNotFound, CoverNotReady, Stale.
        """
        found = await self._covers.find(cover)
        actor = await self._gate.on_cover(caller, Action.REPORT_COVER, found, (found.substitute,))
        sees = await sight(self._gate, actor, found)

        async def change(transaction: Transaction) -> Tagged:
            must_match(if_match, (await self._view(cover, actor, sees, transaction)).view)
            there = await self._covers.find(cover, transaction)
            if there.state is not CoverState.DONE:
                raise CoverNotReady(
                    Sentence("The report of a session comes after it, from whoever held it."),
                    state=there.state,
                    possible=[],
                )
            await self._reported(actor, there, text, held=held, transaction=transaction)
            return await self._view(cover, actor, sees, transaction)

        return await self._database.atomically(f"covers:{found.session.trainer}", change)

    async def _reported(self, actor: Actor, cover: Cover, text: str, *, held: bool, transaction: Transaction) -> None:
        before = await self._reports.there(cover.session.id, transaction)
        said = said_shortly(before, text, held=held)
        after = reported(before, place_of_cover(cover), said, actor.id, self._now())
        await self._reporting.write(actor, Action.REPORT_COVER, before, after, cover, transaction)

    async def _decided(
        self, actor: Actor, action: Action, found: Cover, decide: Decide, if_match: str | None
    ) -> Tagged:
        sees = await sight(self._gate, actor, found)

        async def change(transaction: Transaction) -> Tagged:
            must_match(if_match, (await self._view(found.id, actor, sees, transaction)).view)
            there = await self._covers.find(found.id, transaction)
            step = await decide(there, transaction)
            await self._changes.write(actor, action, [Change(there, step)], transaction)
            return await self._view(found.id, actor, sees, transaction)

        return await self._database.atomically(f"covers:{found.session.trainer}", change)

    async def _view(self, cover: str, actor: Actor, sees: Sees, transaction: Transaction = None) -> Tagged:
        raw = await self._covers.raw(cover, transaction)
        return tagged(await self._views.one(raw, sees, actor.id, transaction))

    def _within(self, since: date | None, until: date | None) -> Within:
        today = shown(self._now(), self._zone).date()
        return within(since, until, today, today + LAST, self._zone)


def _listed(actor: Actor, raw: Raw, teams: Mapping[str, Team]) -> Sees:
    """How much somebody sees of one in a list, by the teams of the courses that they have to do with."""
    team = teams.get(str(raw["course"]))
    standing = in_team(team, actor.id, str(raw["batch"])) if team else NOTHING
    return of_standing(actor, standing) or Sees.OWN


def must_be_the_same(found: Cover, there: Cover) -> None:
    """Raises CoverNotReady where somebody else has the session by now than whoever was let through for it."""
    if there.substitute != found.substitute:
        raise CoverNotReady(Sentence("Somebody else has this session by now."), state=there.state.value, possible=[])
