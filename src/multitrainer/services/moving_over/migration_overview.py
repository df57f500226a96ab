"""How far the institute is moved over, at a glance: the ledger, what was set aside, sync, and the validators."""

from typing import Any

from multitrainer import wire
from multitrainer.clock import Clock
from multitrainer.domain.actions import Action
from multitrainer.domain.migrating import Format, State
from multitrainer.failures import in_request
from multitrainer.identity.callers import Caller
from multitrainer.migrations import ALL
from multitrainer.migrations.migration import Migration
from multitrainer.repositories.formats import formats
from multitrainer.repositories.ledger import Ledger
from multitrainer.repositories.pages import Paged
from multitrainer.repositories.set_aside import SetAsides
from multitrainer.services.gate import Gate
from multitrainer.services.moving_over.enforcement import Enforcement
from multitrainer.services.moving_over.sync import NAME as SYNC
from multitrainer.stored.holders import holder_of

Raw = dict[str, Any]

MOST_LEFT = 200
"""So many courses that are left are named."""

COLLECTIONS = {migration.name: migration.collection for migration in ALL}


class MigrationOverview:
    """Looks at the migrations, and writes nothing. Every method raises Unavailable or PyMongoError."""

    def __init__(
        self,
        gate: Gate,
        ledger: Ledger,
        set_asides: SetAsides,
        enforcement: Enforcement,
        clock: Clock,
        *,
        follows_here: bool,
    ) -> None:
        """Nothing is read yet. `follows_here` tells whether this service runs sync in the background."""
        self._gate = gate
        self._ledger = ledger
        self._set_asides = set_asides
        self._enforcement = enforcement
        self._clock = clock
        self._follows_here = follows_here

    async def read(self, caller: Caller) -> Raw:
        """Each migration, sync and each validator. Raises RefusedByDatabase where the rights don't suffice."""
        actor = await self._gate.anywhere(caller, Action.READ_MIGRATION)
        with in_request():
            entries = await self._ledger.entries()
            return {
                "migrations": [await self._migration(one, entries.get(one.name, {})) for one in ALL],
                "sync": self._sync(entries.get(SYNC, {})),
                "validators": [one._asdict() for one in await self._enforcement.glance(actor)],
            }

    async def formats(self, caller: Caller) -> Raw:
        """How many courses and batches say who trains in which format, and the first courses that are left."""
        await self._gate.anywhere(caller, Action.READ_MIGRATION)
        with in_request():
            found = await formats(MOST_LEFT)
        counts = {"courses": found.courses, "batches": found.batches}
        return {"left": found.left, "most": MOST_LEFT} | {
            collection: {one.value: counted[one] for one in Format} for collection, counted in counts.items()
        }

    async def set_aside(self, caller: Caller, migration: str | None, cursor: str | None, limit: int) -> Paged:
        """What was set aside, of one migration or of all, in the order in which it was. Raises InvalidInput."""
        await self._gate.anywhere(caller, Action.READ_MIGRATION)
        with in_request():
            page = await self._set_asides.page(migration, cursor, limit)
        return Paged([_entry(entry) for entry in page.items], page.next)

    async def _migration(self, migration: Migration, entry: Raw) -> Raw:
        return {
            "name": migration.name,
            "collection": migration.collection,
            "state": entry.get("state", State.PENDING),
            "appliedAt": entry.get("appliedAt"),
            "counts": entry.get("counts"),
            "seen": (entry.get("checkpoint") or {}).get("seen"),
            "setAside": await self._set_asides.count(migration.name),
            "heldBy": holder_of(entry, self._clock()),
        }

    def _sync(self, entry: Raw) -> Raw:
        holder = holder_of(entry, self._clock())
        return {
            "running": holder is not None,
            "heldBy": holder,
            "lastChangeAt": entry.get("lastChangeAt"),
            "lastSweepAt": entry.get("lastSweepAt"),
            "onHere": self._follows_here,
        }


def _entry(entry: Raw) -> Raw:
    shown = {name: entry[name] for name in ("migration", "reason", "detail", "at")}
    return {**shown, "collection": COLLECTIONS.get(entry["migration"]), "document": wire.extended(entry["of"])}
