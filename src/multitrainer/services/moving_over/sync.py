"""Keeping both formats true while both applications write.

A document whose `instructor` disagrees with its lead or primary was written by the old application, because we write
both in one update; it is brought after it. Our own writes agree, so nothing is answered with a write for ever.
"""

import asyncio
from collections.abc import Mapping, Sequence
from contextlib import AsyncExitStack
from functools import partial
from typing import Any

import structlog

from multitrainer.clock import Clock
from multitrainer.database import Database
from multitrainer.domain.actors import Actor
from multitrainer.domain.errors import MigrationOutOfOrder, MultitrainerError
from multitrainer.domain.migrating import State
from multitrainer.failures import NOT_DONE, has_lost_history
from multitrainer.migrations import ALL
from multitrainer.repositories.changes import Changed, changes
from multitrainer.repositories.ledger import Hold, Ledger
from multitrainer.services.moving_over.following import Following, at_once, seen_in
from multitrainer.services.moving_over.limits import Limits
from multitrainer.services.moving_over.listening import Listener, Silence
from multitrainer.services.moving_over.pace import Pace
from multitrainer.services.moving_over.patience import Patience
from multitrainer.services.moving_over.summaries import Summary

Token = Mapping[str, Any] | None

log = structlog.get_logger()

NAME = "sync"
"""Its entry in the migrations' ledger."""

FOLLOWING = "following"
"""The phase in which it waits for something to change, for as long as that takes. Each answer advances it, by nothing
where nothing has changed."""

RESTING = "waiting for the next sweep"
"""The same where the server tells of no changes."""

UP_COMES_FIRST = "`multitrainer migrate up` comes first, and tries these again itself."
SYNC_IS = "sync keeps true what `multitrainer migrate up` has made."

TRIES_AGAIN_AFTER_SECONDS = 10.0


class Sync:
    """Follows the old application. Raises Unavailable when the database stays away, or PyMongoError."""

    def __init__(
        self, database: Database, ledger: Ledger, following: Following, clock: Clock, *, sweep_seconds: float
    ) -> None:
        self._database = database
        self._ledger = ledger
        self._following = following
        self._clock = clock
        self._sweep_seconds = sweep_seconds

    async def once(self, actor: Actor, listener: Listener, limits: Limits) -> list[Summary]:
        """One sweep over everything. Raises MigrationHeld, MigrationOutOfOrder."""
        patience = Patience(listener.says)
        await patience.insist(self._must_be_applied)
        async with self._ledger.held(NAME, patience.insist) as hold:
            return await self._sweep(hold, listener, limits)

    async def run(self, actor: Actor, listener: Listener, limits: Limits) -> None:
        """Follow until it is cancelled. Raises MigrationHeld, MigrationOutOfOrder."""
        patience = Patience(listener.says)
        await patience.insist(self._must_be_applied)
        async with self._ledger.held(NAME, patience.insist) as hold:
            listener.says("Following the old application.")
            await (self._tail if self._database.has_change_streams else self._sweeps)(hold, listener, limits)

    async def retry_set_aside(self, actor: Actor, listener: Listener, limits: Limits) -> list[Summary]:
        """Move over what was set aside and has been mended; the rest stays aside.

        Holds all migrations meanwhile, so that nobody undoes them. Raises MigrationHeld, MigrationOutOfOrder.
        """
        patience = Patience(listener.says)
        await patience.insist(lambda: self._must_be_applied(UP_COMES_FIRST))
        async with AsyncExitStack() as stack:
            held = self._ledger.held
            holds = [await stack.enter_async_context(held(migration.name, patience.insist)) for migration in ALL]
            pace = self._pace(limits, listener)
            return await self._following.retry_set_aside(pace, listener, lambda: self._still(holds))

    async def state(self, actor: Actor) -> Mapping[str, Any]:
        """Its entry in the ledger; empty where it has never run."""
        return (await self._ledger.entries()).get(NAME, {})

    async def keep(self, actor: Actor) -> None:
        """Follow until it is cancelled, whatever gets in the way meanwhile: what `serve` runs in the background."""
        while True:
            try:
                await self.run(actor, _Logged(), Limits())
            except (MultitrainerError, *NOT_DONE) as error:
                log.warning("sync-waits", reason=getattr(error, "code", type(error).__name__))
            await asyncio.sleep(TRIES_AGAIN_AFTER_SECONDS)

    async def _sweeps(self, hold: Hold, listener: Listener, limits: Limits) -> None:
        while True:
            await self._sweep(hold, listener, limits)
            listener.begins(NAME, RESTING, 0)
            await asyncio.sleep(self._sweep_seconds)
            listener.begins(NAME, "looking whether everything is applied", 0)
            await Patience(listener.says).insist(self._must_be_applied)

    async def _tail(self, hold: Hold, listener: Listener, limits: Limits) -> None:
        """Follow the change stream; where it has a gap, sweep once behind it."""
        token: Token = hold.entry.get("token")
        patience, pace = Patience(listener.says), self._pace(limits, listener)
        listener.begins(NAME, FOLLOWING, 0)
        while True:
            try:
                async for changed in changes(self._database.motor, token, partial(at_once, pace)):
                    if token is None:  # the stream is open, so that nothing falls between it and the sweep
                        await self._sweep(hold, listener, limits)
                        listener.begins(NAME, FOLLOWING, 0)
                    if changed:
                        await pace.keep(partial(self._follow, hold, changed, listener))
                    elif token is None:
                        await self._remember(hold, changed)
                    token = changed.token
                    listener.advances(0)
                    patience.answered()
            except NOT_DONE as error:
                if has_lost_history(error):
                    listener.says("The server no longer knows what changed since; everything is looked through once.")
                    token = None
                else:
                    await patience.bear(error)

    async def _follow(self, hold: Hold, changed: Changed, listener: Listener) -> int:
        """Bring after, and only then remember how far it is; tells how many documents were looked at."""
        await self._must_be_applied()
        done = await self._following.follow(changed.of["courses"], changed.of["batches"], listener)
        listener.advances(sum(summary.changed for summary in done))
        if aside := sum(summary.aside for summary in done):
            listener.says(f"Set aside: {aside:,}. `multitrainer migrate status --set-aside` names them.")
        await self._remember(hold, changed)
        return seen_in(done)

    async def _remember(self, hold: Hold, changed: Changed) -> None:
        await self._ledger.move(hold, token=changed.token, lastChangeAt=self._clock())

    def _pace(self, limits: Limits, listener: Listener) -> Pace:
        return Pace(limits, self._database.ping, listener.says)

    async def _sweep(self, hold: Hold, listener: Listener, limits: Limits) -> list[Summary]:
        done = await self._following.sweep(self._pace(limits, listener), listener, lambda: self._still([hold]))
        now = self._clock()
        await Patience(listener.says).insist(lambda: self._ledger.move(hold, state=FOLLOWING, lastSweepAt=now))
        return done

    async def _still(self, holds: Sequence[Hold]) -> None:
        """Nobody has taken over meanwhile, nor undone anything: a process may have been suspended for long."""
        for hold in holds:
            await self._ledger.move(hold)
        await self._must_be_applied()

    async def _must_be_applied(self, for_what: str = SYNC_IS) -> None:
        entries = await self._ledger.entries()
        for migration in ALL:
            if entries.get(migration.name, {}).get("state") != State.APPLIED:
                raise MigrationOutOfOrder(f"{migration.name} is not applied: {for_what}")


class _Logged(Silence):
    """Tells the log what a person who waits should know."""

    def says(self, words: str) -> None:
        log.info("sync", words=words)
