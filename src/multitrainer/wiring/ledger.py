"""Builds what is about the ledger of cover."""

from typing import TypedDict

from multitrainer.repositories.cover_ledger import CoverLedger
from multitrainer.repositories.covers import Covers
from multitrainer.repositories.terms import Terms as TermRepository
from multitrainer.services.covers.ledger_sheets import LedgerSheets
from multitrainer.services.covers.ledger_sums import LedgerSums
from multitrainer.services.covers.ledgers import CoverLedgers
from multitrainer.services.timetables.terms import Terms
from multitrainer.wiring.base import Base


class Counted(TypedDict):
    """Use cases of the ledger of cover."""

    cover_ledgers: CoverLedgers
    ledger_sheets: LedgerSheets
    ledger_sums: LedgerSums
    terms: Terms


def ledger(base: Base, kept: CoverLedger) -> Counted:
    """What is covered by whom, counted."""
    terms, gate, database, audit = TermRepository(), base.gate, base.database, base.audit
    ledgers = CoverLedgers(gate, database, kept, terms, base.users, audit, base.telling, base.zone, base.now)
    return {
        "cover_ledgers": ledgers,
        "ledger_sheets": LedgerSheets(gate, ledgers, Covers(), base.users),
        "ledger_sums": LedgerSums(gate, kept, ledgers, terms, base.users),
        "terms": Terms(gate, database, terms, audit),
    }
