"""Swaps."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from pymongo.errors import DuplicateKeyError

from multitrainer.database import Outdated
from multitrainer.database import Session as Transaction
from multitrainer.documents import Swap as Document
from multitrainer.domain.errors import SwapNotFound
from multitrainer.domain.sentences import Sentence
from multitrainer.domain.swaps import Swap, SwapState
from multitrainer.repositories.pages import Paged, after, in_order, paged
from multitrainer.stored.guards import as_read
from multitrainer.stored.ids import hexed, oid, oids
from multitrainer.stored.reading import readable
from multitrainer.stored.swaps import read_swap, write_swap

Raw = dict[str, Any]

CHANGING = ("state", "confirmed", "live", "lookAt")


class Swaps:
    """Reads and writes swaps. Each write is guarded by the swap as it was read."""

    async def find(self, swap: str, transaction: Transaction = None) -> Swap:
        """Raises SwapNotFound."""
        return read_swap(await self.raw(swap, transaction))

    async def raw(self, swap: str, transaction: Transaction = None) -> Raw:
        """The same as it is stored. Raises SwapNotFound."""
        found: Raw | None = await Document.get_motor_collection().find_one({"_id": oid(swap)}, session=transaction)
        if found is None:
            raise no_swap(swap)
        return found

    async def exists(self, swap: str, transaction: Transaction = None) -> bool:
        """Whether there is one of this id."""
        found = await Document.get_motor_collection().find_one({"_id": oid(swap)}, {"_id": 1}, session=transaction)
        return found is not None

    async def live(self, sessions: Collection[str], transaction: Transaction = None) -> set[str]:
        """Those of some sessions that are in a swap which is not over."""
        match = {"live": {"$in": oids([*sessions])}}
        found = Document.get_motor_collection().find(match, {"live": 1}, session=transaction)
        return {str(one) for raw in await found.to_list(None) for one in raw["live"]} & {*sessions}

    async def due(self, now: datetime, limit: int) -> list[str]:
        """Some that have to be looked at by now, the longest due first; by id, because one may be unreadable."""
        found = Document.get_motor_collection().find({"lookAt": {"$lte": now}}, {"_id": 1})
        return [id_ for raw in await found.sort("lookAt", 1).limit(limit).to_list(None) if (id_ := hexed(raw["_id"]))]

    async def some(self, swaps: Collection[str]) -> list[Swap]:
        """Those of some that can be read."""
        found = await Document.get_motor_collection().find({"_id": {"$in": oids([*swaps])}}).to_list(None)
        return [read_swap(raw) for raw in readable(found, read_swap)]

    async def page(self, whose: Sequence[Raw], state: SwapState | None, cursor: str | None, limit: int) -> Paged:
        """Those of some courses (`courses`) or people (`trainers`), in the order in which they were proposed.

        As documents; without anything, all. Raises InvalidInput for a foreign cursor.
        """
        behind = {**({"state": state.value} if state else {}), **after(cursor)}
        found: list[Raw] = []
        for one in whose:
            match = {**{field: oid(id_) for field, id_ in one.items()}, **behind}
            some = Document.get_motor_collection().find(match).sort("_id", 1).limit(limit + 1)
            found += await some.to_list(None)
        page = paged(in_order(found)[: limit + 1], limit)
        return Paged(readable(page.items, read_swap), page.next)

    async def insert(self, swap: Swap, transaction: Transaction) -> None:
        """A new one. Raises Outdated where one of its sessions has come into another meanwhile."""
        try:
            await Document.get_motor_collection().insert_one(write_swap(swap), session=transaction)
        except DuplicateKeyError:
            raise Outdated from None

    async def save(self, before: Swap, after: Swap, transaction: Transaction) -> None:
        """Write what one has become that is still as it was read. Raises Outdated."""
        old, new = write_swap(before), write_swap(after)
        update: Raw = {"$set": {field: new[field] for field in CHANGING if field in new}}
        if left := {field: "" for field in CHANGING if field in old and field not in new}:
            update["$unset"] = left
        still = {"_id": old["_id"], **as_read(old, *CHANGING)}
        if not (await Document.get_motor_collection().update_one(still, update, session=transaction)).matched_count:
            raise Outdated

    async def look_again(self, swap: str, at: datetime) -> None:
        """One that could not be looked at has to be at a time, unless it is over meanwhile."""
        still = {"_id": oid(swap), "lookAt": {"$exists": True}}
        await Document.get_motor_collection().update_one(still, {"$set": {"lookAt": at}})


def no_swap(swap: str) -> SwapNotFound:
    """What is said where there is no such swap, or none that whoever asks may know of."""
    return SwapNotFound(Sentence("There is no such swap."), f"There is no swap {swap}.", swap=swap)
