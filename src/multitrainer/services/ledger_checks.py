"""What the doctor asks of the ledger of cover: that each cover is booked for both who stand on its sides."""

from collections.abc import AsyncIterator
from typing import NamedTuple

from multitrainer.domain.actions import Action
from multitrainer.domain.actors import Actor
from multitrainer.domain.audit import of_fields
from multitrainer.domain.cover_ledger import LedgerEntry, other_side
from multitrainer.domain.invariants import Violation
from multitrainer.repositories.cover_ledger import CoverLedger
from multitrainer.services.audit import Audit


class HalfBooked(NamedTuple):
    """An entry whose other side is missing, in words, and whether that was booked now."""

    violation: Violation
    repaired: bool


class LedgerChecks:
    """Finds and books what a kill between two writes has left out. Only without transactions there is such a thing."""

    def __init__(self, ledger: CoverLedger, audit: Audit) -> None:
        self._ledger = ledger
        self._audit = audit

    async def half_booked(self, actor: Actor, *, repair: bool) -> AsyncIterator[HalfBooked]:
        """Each of them. What is booked at this very moment by another is not booked twice."""
        async for entry in self._ledger.half_booked():
            missing = other_side(entry)
            if repair and missing:
                await self._book(actor, missing)
            yield HalfBooked(_breach(entry, missing), repaired=repair and missing is not None)

    async def _book(self, actor: Actor, missing: LedgerEntry) -> None:
        noted = of_fields("multitrainer_cover_ledger", missing.id, {}, {"hours": missing.hours})
        async with self._audit.noting(actor, Action.REPAIR_COURSE, noted, about=missing.trainer):
            await self._ledger.book([missing])


def _breach(entry: LedgerEntry, missing: LedgerEntry | None) -> Violation:
    who = missing.trainer if missing else "whoever is on the other side, whom it does not name"
    words = f"Entry {entry.id} of the ledger of cover counts {entry.hours:+g} h, and nothing is counted for {who}."
    return Violation("ledger-half-booked", words, trainer=entry.trainer)
