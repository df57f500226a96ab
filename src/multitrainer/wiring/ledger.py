"""Builds what is about the ledger of cover."""

from typing import TypedDict
from zoneinfo import ZoneInfo

from multitrainer.clock import Clock
from multitrainer.database import Database
from multitrainer.repositories.cover_ledger import CoverLedger
from multitrainer.repositories.terms import Terms as TermRepository
from multitrainer.repositories.users import Users
from multitrainer.services.audit import Audit
from multitrainer.services.cover_ledgers import CoverLedgers
from multitrainer.services.gate import Gate
from multitrainer.services.ledger_sums import LedgerSums
from multitrainer.services.telling import Telling
from multitrainer.services.terms import Terms


class Counted(TypedDict):
    """Use cases of the ledger of cover."""

    cover_ledgers: CoverLedgers
    ledger_sums: LedgerSums
    terms: Terms


def ledger(
    gate: Gate,
    database: Database,
    kept: CoverLedger,
    users: Users,
    audit: Audit,
    telling: Telling,
    zone: ZoneInfo,
    now: Clock,
) -> Counted:
    """What is covered by whom, counted."""
    terms = TermRepository()
    ledgers = CoverLedgers(gate, database, kept, terms, users, audit, telling, zone, now)
    return {
        "cover_ledgers": ledgers,
        "ledger_sums": LedgerSums(gate, kept, ledgers, terms, users),
        "terms": Terms(gate, database, terms, audit),
    }
