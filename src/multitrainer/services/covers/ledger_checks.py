"""What the doctor asks of the ledger of cover: that each cover counts as it is, for both who stand on its sides."""

from collections.abc import AsyncIterator
from typing import NamedTuple

from multitrainer.domain.actions import Action
from multitrainer.domain.actors import Actor
from multitrainer.domain.audit import of_fields
from multitrainer.domain.cover_ledger import LedgerEntry, other_side
from multitrainer.domain.covers.values import Cover
from multitrainer.domain.errors import Contended, CoverNotFound
from multitrainer.domain.invariants import Violation
from multitrainer.repositories.cover_ledger import CoverLedger
from multitrainer.services.changes.audit import Audit
from multitrainer.services.covers.counting import CoverCounting


class Booked(NamedTuple):
    """What is wrong in the ledger, in words, and whether what mends it was booked now."""

    violation: Violation
    repaired: bool


class LedgerChecks:
    """Finds and books what a kill between two writes has left out. Only without transactions there is such a thing."""

    def __init__(self, ledger: CoverLedger, counting: CoverCounting, audit: Audit) -> None:
        self._ledger = ledger
        self._counting = counting
        self._audit = audit

    async def found(self, actor: Actor, *, repair: bool) -> AsyncIterator[Booked]:
        """All that is wrong: first what is counted for one alone, then what is counted wrongly."""
        async for half in self.half_booked(actor, repair=repair):
            yield half
        async for wrong in self.miscounted(actor, repair=repair):
            yield wrong

    async def half_booked(self, actor: Actor, *, repair: bool) -> AsyncIterator[Booked]:
        """Each of them. What is booked at this very moment by another is not booked twice."""
        async for entry in self._ledger.half_booked():
            missing = other_side(entry)
            if repair and missing:
                await self._book(actor, missing)
            yield Booked(_breach(entry, missing), repaired=repair and missing is not None)

    async def miscounted(self, actor: Actor, *, repair: bool) -> AsyncIterator[Booked]:
        """Each cover that counts for somebody else than who held it, or not as it is reported.

        What is wrong is taken back, and counted anew.
        """
        async for cover in self._counting.miscounted():
            yield Booked(_counts_wrongly(cover), repaired=repair and await self._counted_anew(actor, cover))

    async def _counted_anew(self, actor: Actor, cover: Cover) -> bool:
        noted = of_fields("multitrainer_covers", cover.id, {}, {"counted": "anew"})
        try:
            async with self._audit.noting(actor, Action.REPAIR_COURSE, noted, about=cover.session.course):
                await self._counting.mend(cover)
        except (Contended, CoverNotFound):
            return False
        return True

    async def _book(self, actor: Actor, missing: LedgerEntry) -> None:
        noted = of_fields("multitrainer_cover_ledger", missing.id, {}, {"hours": missing.hours})
        async with self._audit.noting(actor, Action.REPAIR_COURSE, noted, about=missing.trainer):
            await self._ledger.book([missing])


def _counts_wrongly(cover: Cover) -> Violation:
    should = f"should count for {cover.substitute}" if cover.held else "should count for nobody"
    words = f"Cover {cover.id} {should}, and the ledger of cover says otherwise."
    return Violation("ledger-miscounted", words, course=cover.session.course, trainer=cover.substitute)


def _breach(entry: LedgerEntry, missing: LedgerEntry | None) -> Violation:
    who = missing.trainer if missing else "whoever is on the other side, whom it does not name"
    words = f"Entry {entry.id} of the ledger of cover counts {entry.hours:+g} h, and nothing is counted for {who}."
    return Violation("ledger-half-booked", words, trainer=entry.trainer)
