"""Ways out where nobody stands in: cancel, combine with another batch, move, let an assistant of the batch hold it."""

from collections.abc import Callable, Coroutine
from datetime import datetime
from typing import Any

from multitrainer.clock import Clock
from multitrainer.database import Database
from multitrainer.database import Session as Transaction
from multitrainer.domain.actions import Action
from multitrainer.domain.actors import Actor
from multitrainer.domain.covers import ways_out as ways
from multitrainer.domain.covers.rules import CoverRules
from multitrainer.domain.covers.states import CoverEvent, possible
from multitrainer.domain.covers.values import Cover, CoverStep
from multitrainer.domain.covers.ways_out import NO_WAY, WaysOut
from multitrainer.domain.intervals import Interval
from multitrainer.identity.callers import Caller
from multitrainer.repositories.covers import Covers
from multitrainer.repositories.leaves import Leaves
from multitrainer.services.changes.tags import Tagged, must_match, tagged
from multitrainer.services.covers.changes import Change, CoverChanges
from multitrainer.services.covers.sight import Sees, sight
from multitrainer.services.covers.views import CoverViews
from multitrainer.services.covers.ways_there import WaysThere
from multitrainer.services.gate import Gate
from multitrainer.services.times import moment_of
from multitrainer.services.timetables.clashes import Clashes
from multitrainer.services.timetables.sessions import Sessions

Raw = dict[str, Any]
Decide = Callable[[Cover, WaysOut, Transaction], Coroutine[Any, Any, CoverStep]]


class CoverWays:
    """Use cases of doing without anybody who stands in. The first three tell the students' contacts."""

    def __init__(
        self,
        gate: Gate,
        database: Database,
        covers: Covers,
        leaves: Leaves,
        sessions: Sessions,
        ways: WaysThere,
        clashes: Clashes,
        changes: CoverChanges,
        views: CoverViews,
        rules: CoverRules,
        now: Clock,
    ) -> None:
        self._gate = gate
        self._database = database
        self._covers = covers
        self._leaves = leaves
        self._sessions = sessions
        self._ways = ways
        self._clashes = clashes
        self._changes = changes
        self._views = views
        self._rules = rules
        self._now = now

    async def read(self, caller: Caller, cover: str) -> Raw:
        """What is possible for a cover's session now: nothing where it is found. Raises CoverNotFound."""
        found = await self._covers.find(cover)
        await self._gate.on_cover(caller, Action.READ_STAND_INS, found, ())
        is_open = CoverEvent.CANCELLED in possible(found.state)
        return await self._views.ways_out(cover, await self._ways.of(found, None) if is_open else NO_WAY)

    async def cancel(self, caller: Caller, cover: str, note: str | None, if_match: str | None = None) -> Tagged:
        """The session does not take place. Raises CoverNotFound, CoverNotReady, WayNotPossible, Stale."""

        async def decide(there: Cover, found: WaysOut, _: Transaction) -> CoverStep:
            return ways.cancelled(there, found, self._now())

        return await self._decided(caller, cover, decide, if_match, note)

    async def combine(
        self, caller: Caller, cover: str, batch: str, note: str | None, if_match: str | None = None
    ) -> Tagged:
        """The students join another batch's session. Raises CoverNotFound, CoverNotReady, WayNotPossible, Stale."""

        async def decide(there: Cover, found: WaysOut, _: Transaction) -> CoverStep:
            return ways.combined(there, batch, found, self._now())

        return await self._decided(caller, cover, decide, if_match, note)

    async def move(
        self,
        caller: Caller,
        cover: str,
        start: datetime,
        end: datetime,
        note: str | None = None,
        if_match: str | None = None,
    ) -> Tagged:
        """The session takes place at another time of the institute's clock, at which its trainer is there and free.

        Raises CoverNotFound, CoverNotReady, WayNotPossible, SessionOverlaps, TimeNeverComes, Stale.
        """
        to = Interval(*(moment_of(at, self._rules.zone, field) for at, field in ((start, "start"), (end, "end"))))
        trainer = (await self._covers.find(cover)).session.trainer
        away = (await self._leaves.approved([trainer], to)).get(trainer, ())

        async def decide(there: Cover, found: WaysOut, transaction: Transaction) -> CoverStep:
            clashes = await self._clashes.of(trainer, there.session.id, to, transaction)
            others = [one for one in clashes if one.batch != there.session.batch]  # its own: SessionOverlaps
            return ways.moved(there, to, away, others, found, self._now())

        async with self._database.alone_at(f"covering:{trainer}"):
            return await self._decided(caller, cover, decide, if_match, note)

    async def assist(self, caller: Caller, cover: str, assistant: str, if_match: str | None = None) -> Tagged:
        """An assistant of the batch holds it; the ledger counts that as cover.

        Raises CoverNotFound, CoverNotReady, WayNotPossible, Stale.
        """

        async def decide(there: Cover, found: WaysOut, _: Transaction) -> CoverStep:
            return ways.assisted(there, assistant, found, self._now())

        async with self._database.alone_at(f"covering:{assistant}"):
            return await self._decided(caller, cover, decide, if_match, None)

    async def _decided(
        self, caller: Caller, cover: str, decide: Decide, if_match: str | None, note: str | None
    ) -> Tagged:
        found = await self._covers.find(cover)
        actor = await self._gate.on_cover(caller, Action.DECIDE_COVER, found, ())
        sees = await sight(self._gate, actor, found)

        async def change(transaction: Transaction) -> Tagged:
            must_match(if_match, (await self._view(cover, actor, sees, transaction)).view)
            there = await self._covers.find(cover, transaction)
            step = await decide(there, await self._ways.of(there, transaction), transaction)
            if step.cover.moved_to:
                await self._sessions.must_fit(there.session.id, step.cover.moved_to, transaction)
            await self._changes.write(actor, Action.DECIDE_COVER, [Change(there, step)], transaction, note)
            return await self._view(cover, actor, sees, transaction)

        return await self._database.atomically(f"covers:{found.session.trainer}", change)

    async def _view(self, cover: str, actor: Actor, sees: Sees, transaction: Transaction) -> Tagged:
        return tagged(await self._views.one(await self._covers.raw(cover, transaction), sees, actor.id))
