"""Moving an institute over, and back: the migrations one after the other, by the ledger."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from typing import Any

from multitrainer.clock import Clock
from multitrainer.database import Database
from multitrainer.domain.actors import Actor
from multitrainer.domain.errors import MigrationOutOfOrder, NotVerified, NoWayBack
from multitrainer.domain.migrating import State
from multitrainer.migrations import ALL
from multitrainer.migrations.migration import Migration
from multitrainer.repositories.ledger import Hold, Ledger
from multitrainer.repositories.moving import Moving
from multitrainer.repositories.pre_images import PreImages
from multitrainer.repositories.set_aside import SetAsides
from multitrainer.repositories.walks import START
from multitrainer.services.moving_over.conversion import Conversion
from multitrainer.services.moving_over.enforcement import Enforcement
from multitrainer.services.moving_over.limits import Limits
from multitrainer.services.moving_over.listening import Listener
from multitrainer.services.moving_over.pace import Pace
from multitrainer.services.moving_over.passes import Passes
from multitrainer.services.moving_over.patience import Patience
from multitrainer.services.moving_over.rehearsal import Rehearsal
from multitrainer.services.moving_over.summaries import Summary
from multitrainer.services.moving_over.undoing import Undoing
from multitrainer.wire import shown_id

Raw = dict[str, Any]

SYNC_ENDS = "It goes on until it is ended: Ctrl-C, or `serve` without MULTITRAINER_SYNC."

DOWN = "If nobody is at it any more, `multitrainer migrate down` goes on where it was interrupted."


@dataclass(frozen=True, slots=True)
class Status:
    """How far one migration is, and what it set aside."""

    migration: str
    collection: str
    state: State
    aside: int
    entry: Raw


class Migrations:
    """Every use case of the migrations. Each raises Unavailable when the database stays away, or PyMongoError."""

    def __init__(
        self,
        database: Database,
        ledger: Ledger,
        moving: Moving,
        conversion: Conversion,
        pre_images: PreImages,
        set_asides: SetAsides,
        enforcement: Enforcement,
        clock: Clock,
    ) -> None:
        self._database = database
        self._ledger = ledger
        self._moving = moving
        self._conversion = conversion
        self._pre_images = pre_images
        self._set_asides = set_asides
        self._enforcement = enforcement
        self._clock = clock

    async def status(self, actor: Actor) -> list[Status]:
        """How far each migration is."""
        entries = await self._ledger.entries()
        return [
            Status(
                migration.name,
                migration.collection,
                _state(entries.get(migration.name)),
                await self._set_asides.count(migration.name),
                entries.get(migration.name, {}),
            )
            for migration in ALL
        ]

    async def must_have_documents(self, actor: Actor, listener: Listener) -> None:
        """Raises MigrationOutOfOrder where there is nothing to move over: it may be another database than was meant."""
        one_of_each = {migration.collection: migration for migration in ALL}.values()
        if not any([await self._passes(migration, listener).count() for migration in one_of_each]):
            raise MigrationOutOfOrder(
                "This database has neither courses nor batches, so there is nothing to move over. Is it the right one? "
                "The URI names it, or else MULTITRAINER_MONGODB_DATABASE."
            )

    def set_aside(self, actor: Actor) -> AsyncIterator[Raw]:
        """Everything that is aside, with its migration, its `_id` (`of`), reason, detail and time (`at`)."""
        return self._set_asides.all()

    async def plan(self, actor: Actor, listener: Listener, only: Sequence[Migration] = ALL) -> list[Summary]:
        """What `up` would do. Writes nothing."""
        rehearsal = Rehearsal(self._moving, self._conversion)
        summaries = []
        for migration in only:
            passes, summary = self._passes(migration, listener), Summary(migration.name)
            listener.begins(migration.name, "planning", await passes.count())
            async for judged in rehearsal.judge(migration, passes):
                summary.add(judged)
                listener.advances(len(judged.documents))
            summaries.append(summary)
        return summaries

    async def up(
        self, actor: Actor, listener: Listener, limits: Limits, only: Sequence[Migration] = ALL
    ) -> list[Summary]:
        """Apply what is not applied yet, going on where an interrupted run was.

        Raises:
            MigrationHeld: another process is at it.
            MigrationOutOfOrder: an earlier migration is not applied, or one is being undone.
            NotVerified: documents are not as they should be; the migration is not applied.
        """
        return [await self._apply(migration, listener, limits) for migration in only]

    async def verify(self, actor: Actor, listener: Listener) -> list[Summary]:
        """Recompute every document of what has been applied, and name every difference. Writes nothing.

        Raises MigrationOutOfOrder where one is being undone: what is half undone can't be as it should be.
        """
        entries = await Patience(listener.says).insist(self._ledger.entries)
        for migration in ALL:
            if _state(entries.get(migration.name)) is State.UNDOING:
                raise MigrationOutOfOrder(
                    f"{migration.name} is being undone, and can't be verified before it is. {DOWN}"
                )
        begun = [m for m in ALL if _state(entries.get(m.name)) is not State.PENDING]
        return [
            await self._verified(m, self._passes(m, listener), listener, catching_up=False)
            for m in begun
        ]  # fmt: skip

    async def down(self, actor: Actor, listener: Listener) -> list[Summary]:
        """Undo everything, the last migration first, wherever nobody changed a document since.

        Raises:
            MigrationHeld: also while sync runs, which would move everything over again.
            WritesWouldBeRefused: our validators demand the format that is to go.
            NoWayBack: the pre-images are gone.
        """
        patience = Patience(listener.says)
        await patience.insist(lambda: self._ledger.must_be_free("sync", SYNC_ENDS))
        await patience.insist(lambda: self._enforcement.must_let_back(actor))
        for migration in ALL:
            await patience.insist(lambda: self._must_have_images(migration))  # noqa: B023
        for migration in ALL:  # all of them at first, so that nothing is moved over between two
            async with self._ledger.held(migration.name, patience.insist) as hold:
                await patience.insist(lambda: self._ledger.move(hold, state=State.UNDOING))
        return [await self._undo(migration, listener) for migration in reversed(ALL)]

    async def _must_have_images(self, migration: Migration) -> None:
        """Raises NoWayBack where some were taken away of those that were there when it was applied."""
        entry = (await self._ledger.entries()).get(migration.name)
        kept = entry.get("images", 0) if entry else 0
        if _state(entry) is State.APPLIED and await self._pre_images.count(migration.name) < kept:
            raise NoWayBack(
                f"There is no way back: the pre-images of {migration.name} are gone. Restore the collection "
                "multitrainer_pre_images from a backup first.",
                migration=migration.name,
            )

    async def _apply(self, migration: Migration, listener: Listener, limits: Limits) -> Summary:
        patience = Patience(listener.says)
        await patience.insist(lambda: self._must_be_next(migration))
        async with self._ledger.held(migration.name, patience.insist) as hold:
            state = _state(hold.entry)
            if state is State.UNDOING:
                raise MigrationOutOfOrder(f"{migration.name} is being undone. Finish that first: migrate down.")
            summary, passes = Summary(migration.name), self._passes(migration, listener)
            if state is State.PENDING:
                await self._undoing(migration, patience).forget_left()
            if state in {State.PENDING, State.MOVING}:
                pace = Pace(limits, self._database.ping, listener.says)
                await self._move(hold, passes, pace, summary, listener)
            summary.was_applied = state is State.APPLIED
            if state is not State.APPLIED:
                await self._seal(hold, migration, passes, summary, listener)
        return summary

    async def _must_be_next(self, migration: Migration) -> None:
        entries = await self._ledger.entries()
        for before in ALL[: ALL.index(migration)]:
            if _state(entries.get(before.name)) is not State.APPLIED:
                raise MigrationOutOfOrder(f"{before.name} comes before {migration.name} and is not applied yet.")

    async def _move(self, hold: Hold, passes: Passes, pace: Pace, summary: Summary, listener: Listener) -> None:
        checkpoint = hold.entry.get("checkpoint")
        listener.begins(hold.name, "moving", await passes.count())
        if checkpoint:
            listener.says(f"Going on behind the checkpoint of an earlier run, {checkpoint['seen']} documents in.")
            listener.advances(checkpoint["seen"])
        seen = checkpoint["seen"] if checkpoint else 0
        await passes.patience.insist(lambda: self._ledger.move(hold, state=State.MOVING))
        async for judged in passes.convert(pace, checkpoint["after"] if checkpoint else START):
            summary.add(judged)
            listener.advances(len(judged.documents))
            seen += len(judged.documents)
            if judged.documents:
                after = {"after": judged.documents[-1]["_id"], "seen": seen}
                await passes.patience.insist(lambda: self._ledger.move(hold, checkpoint=after))  # noqa: B023

    async def _seal(
        self, hold: Hold, migration: Migration, passes: Passes, summary: Summary, listener: Listener
    ) -> None:
        """Verify what was moved, and only then write that it is applied."""
        await passes.patience.insist(lambda: self._ledger.move(hold, state=State.VERIFYING))
        verified = await self._verified(migration, passes, listener, catching_up=True)
        summary.blame(verified.named)
        if verified.wrong:
            raise NotVerified(
                f"{migration.name} is not applied: {verified.wrong:,} of {verified.seen:,} documents are not as they "
                "should be.",
                differences=[f"{shown_id(one.of)}: {one.words}" for one in verified.named[:10]],
            )
        counts = {"seen": verified.seen, "changed": dict(summary.kinds), "aside": dict(verified.reasons)}
        images = await passes.patience.insist(lambda: self._pre_images.count(migration.name))
        done = {"state": State.APPLIED, "appliedAt": self._clock(), "counts": counts, "images": images}
        await passes.patience.insist(lambda: self._ledger.move(hold, **done, checkpoint=None))

    async def _verified(
        self, migration: Migration, passes: Passes, listener: Listener, *, catching_up: bool
    ) -> Summary:
        summary = Summary(migration.name)
        listener.begins(migration.name, "verifying", await passes.count())
        async for looked_at in passes.verify(summary, catching_up=catching_up):
            listener.advances(looked_at)
        return summary

    async def _undo(self, migration: Migration, listener: Listener) -> Summary:
        patience, summary = Patience(listener.says), Summary(migration.name)
        undoing = self._undoing(migration, patience)
        async with self._ledger.held(migration.name, patience.insist) as hold:
            listener.begins(migration.name, "undoing", await undoing.count())
            async for looked_at in undoing.restore(summary):
                listener.advances(looked_at)
                await patience.insist(lambda: self._ledger.move(hold))
            await patience.insist(lambda: self._set_asides.forget_all(migration.name))
            undone = {"state": State.PENDING, "left": summary.wrong, "checkpoint": None, "undoneAt": self._clock()}
            await patience.insist(lambda: self._ledger.move(hold, **undone))
        return summary

    def _undoing(self, migration: Migration, patience: Patience) -> Undoing:
        return Undoing(migration, self._moving, self._pre_images, patience, self._clock)

    def _passes(self, migration: Migration, listener: Listener) -> Passes:
        return Passes(
            migration, self._moving, self._conversion, self._pre_images, self._set_asides, Patience(listener.says)
        )


def _state(entry: Raw | None) -> State:
    return State(entry["state"]) if entry else State.PENDING
