from collections.abc import Collection, Iterable
from datetime import date

from multitrainer.database import Session
from multitrainer.domain.cover_ledger import LedgerEntry


class CoverLedger:
    async def book(self, entries: Iterable[LedgerEntry], session: Session) -> None:
        return

    async def hours(
        self, trainers: Collection[str], since: date, until: date, session: Session = None
    ) -> dict[str, float]:
        return {}
