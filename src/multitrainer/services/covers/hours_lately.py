"""How much everybody has covered lately, which says who is asked first among equals."""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from multitrainer.clock import Clock
from multitrainer.database import Session as Transaction
from multitrainer.domain.cover_ledger import fair_days
from multitrainer.domain.local_time import shown
from multitrainer.repositories.cover_ledger import CoverLedger
from multitrainer.repositories.rows import FEW
from multitrainer.repositories.terms import Terms

FRESH = timedelta(minutes=1)
"""For so long sums are kept: to add them up takes longer than all the rest of a search."""


class _Kept(NamedTuple):
    at: datetime
    hours: dict[str, float]


class HoursLately:
    """Sums of the ledger: of a few people as they are, of more as they were a moment ago."""

    def __init__(self, ledger: CoverLedger, terms: Terms, zone: ZoneInfo, now: Clock) -> None:
        self._ledger = ledger
        self._terms = terms
        self._zone = zone
        self._now = now
        self._kept: _Kept | None = None

    async def of(self, trainers: Collection[str], transaction: Transaction) -> dict[str, float]:
        """The hours of some trainers; 0 for whoever has no entry."""
        if len(trainers) <= FEW:
            return await self._ledger.hours(trainers, *await self._days(transaction), transaction)
        hours = await self._of_all()
        return {trainer: hours.get(trainer, 0.0) for trainer in trainers}

    async def _of_all(self) -> dict[str, float]:
        """Outside of any transaction, because others are given them, too."""
        now, kept = self._now(), self._kept
        if kept is None or not kept.at <= now < kept.at + FRESH:
            self._kept = kept = _Kept(now, await self._ledger.hours_of_all(*await self._days(None)))
        return kept.hours

    async def _days(self, transaction: Transaction) -> tuple[date, date]:
        today = shown(self._now(), self._zone).date()
        return fair_days((await self._terms.find(transaction)).terms, today)
