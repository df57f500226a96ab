"""Swaps as time passes: a job of the worker's."""

from datetime import timedelta

from multitrainer.clock import Clock
from multitrainer.database import Database
from multitrainer.database import Session as Transaction
from multitrainer.domain.actions import Action
from multitrainer.domain.actors import THE_ADMIN
from multitrainer.domain.errors import Conflict, Contended, NotFound
from multitrainer.domain.invariants import Violation
from multitrainer.domain.swaps import Swap, SwapState, pass_time
from multitrainer.failures import REFUSED
from multitrainer.repositories.swaps import Swaps
from multitrainer.services.swaps.changes import SwapChanges

AT_ONCE = 50
"""How many swaps one run looks at."""

LATER = timedelta(minutes=5)
"""When a swap is looked at again that could not be, so that it keeps no others waiting."""

LONGEST_CHANGE = timedelta(minutes=5)
"""What began longer ago is not being made any more."""


class SwapTimes:
    """Ends what nobody confirmed in time, and completes what was cut off while its sessions changed hands."""

    name = "swaps"
    alone = True

    def __init__(self, database: Database, swaps: Swaps, changes: SwapChanges, now: Clock) -> None:
        self._database = database
        self._swaps = swaps
        self._changes = changes
        self._now = now

    async def run(self) -> bool:
        """Look at some that are due; whether something was done. Killed in between, they are due still."""
        due = await self._swaps.due(self._now(), AT_ONCE)
        for swap in due:
            await self._look_at(swap)
        return bool(due)

    async def half_done(self) -> list[tuple[Swap, Violation]]:
        """Agreed swaps that were cut off before both sessions had changed hands, and were not completed so far."""
        due = await self._swaps.due(self._now() - LONGEST_CHANGE, AT_ONCE)
        return [(swap, _violation(swap)) for swap in await self._swaps.some(due) if swap.state is SwapState.AGREED]

    async def mended(self, swap: Swap) -> bool:
        """Complete one that was cut off; whether that could be done."""
        await self._look_at(swap.id)
        return (await self._swaps.find(swap.id)).look_at is None

    async def _look_at(self, swap: str) -> None:
        """One that can't be looked at keeps the others from nothing. Raises Contended, which passes."""
        try:
            await self._database.atomically(f"swaps:{swap}", lambda tx: self._looked(swap, tx))
        except Contended:
            raise
        except (Conflict, NotFound, *REFUSED):
            await self._swaps.look_again(swap, self._now() + LATER)

    async def _looked(self, id_: str, transaction: Transaction) -> None:
        swap, now = await self._swaps.find(id_, transaction), self._now()
        if swap.look_at is None or now < swap.look_at:
            return
        if swap.state is SwapState.AGREED:
            await self._changes.carry_out(THE_ADMIN, swap, transaction)
        else:
            await self._changes.write(THE_ADMIN, Action.WITHDRAW_SWAP, swap, pass_time(swap, now), transaction)


def _violation(swap: Swap) -> Violation:
    words = f"Swap {swap.id} is agreed, and its sessions have not both changed hands."
    return Violation("swap-half-done", words, swap.one.course)
