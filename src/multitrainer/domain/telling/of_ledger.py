"""Who is to be told what of the ledger of cover."""

from multitrainer.domain.cover_ledger import LedgerEntry
from multitrainer.domain.telling.notices import Kind, Notice


def notices_of_correction(made: LedgerEntry, by: str) -> list[Notice]:
    """Whoever has another balance now is told, but for whoever made it so."""
    facts = {"hours": f"{made.hours:+g}", "day": made.day.isoformat(), "reason": made.reason}
    return [Notice(Kind.COVER_CORRECTED, made.trainer, facts)] if made.trainer != by else []
