"""The ledger of cover, and the institute's terms."""

from collections.abc import AsyncIterator, Sequence
from datetime import date

from multitrainer.client.messages import body, view
from multitrainer.client.paging import PAGE_SIZE, each
from multitrainer.client.transport import Call, Query, Transport, path
from multitrainer.domain.cover_ledger import Term
from multitrainer.domain.ledger_parts import By
from multitrainer.schemas.base import Page
from multitrainer.schemas.ledger import (
    LedgerEntryView,
    LedgerOfTrainer,
    LedgerSum,
    NewCorrection,
    NewTerms,
    TermOfInstitute,
    TermsView,
)


class Ledger:
    """`client.ledger`: hours of cover, signed. Days are those of the institute's clock, and both count."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def sums(
        self, by: By = By.MONTH, *, since: date | None = None, until: date | None = None, page_size: int = PAGE_SIZE
    ) -> AsyncIterator[LedgerSum]:
        """What each trainer covered in each week, month or term, the latest first, page by page.

        Raises InvalidInput.
        """

        async def read(cursor: str | None) -> Page[LedgerSum]:
            query = {"by": by, **_span(since, until, cursor, page_size)}
            return view(Page[LedgerSum], await self._transport.send(Call("GET", path("ledger"), query)))

        return each(read)

    async def of_trainer(
        self,
        trainer: str,
        *,
        since: date | None = None,
        until: date | None = None,
        cursor: str | None = None,
        limit: int = PAGE_SIZE,
    ) -> LedgerOfTrainer:
        """One page of a trainer's entries, the latest first, with the balance of all within these days.

        Raises TrainerNotFound, InvalidInput.
        """
        call = Call("GET", path("trainers", trainer, "ledger"), _span(since, until, cursor, limit))
        return view(LedgerOfTrainer, await self._transport.send(call))

    async def read(self, entry: str) -> LedgerEntryView:
        """Read an entry. Raises LedgerEntryNotFound."""
        return view(LedgerEntryView, await self._transport.send(Call("GET", path("ledger", entry))))

    async def correct(self, entry: str, hours: float, reason: str) -> LedgerEntryView:
        """Count some hours besides, with a sign, on an entry's day. Raises LedgerEntryNotFound, SenselessCorrection."""
        call = Call("POST", path("ledger", entry, "corrections"), body=body(NewCorrection, hours=hours, reason=reason))
        return view(LedgerEntryView, await self._transport.send(call))

    async def terms(self) -> TermsView:
        """Read the institute's terms."""
        return view(TermsView, await self._transport.send(Call("GET", path("terms"))))

    async def set_terms(self, terms: Sequence[Term], *, if_match: str | None = None) -> TermsView:
        """Set all of them. Raises SenselessTerms, Stale, Contended."""
        named = tuple(TermOfInstitute(name=one.name, first=one.first, last=one.last) for one in terms)
        call = Call("PUT", path("terms"), body=body(NewTerms, terms=named), if_match=if_match)
        return view(TermsView, await self._transport.send(call))


def _span(since: date | None, until: date | None, cursor: str | None, limit: int) -> Query:
    days = {"since": since.isoformat() if since else None, "until": until.isoformat() if until else None}
    return {**days, "cursor": cursor, "limit": limit}
