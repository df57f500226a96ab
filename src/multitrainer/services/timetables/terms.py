"""The institute's terms: by what its year is divided."""

from collections.abc import Iterable
from typing import Any

from multitrainer.database import Database, Session
from multitrainer.domain.actions import Action
from multitrainer.domain.audit import of_fields
from multitrainer.domain.cover_ledger import Term, must_be_terms
from multitrainer.identity.callers import Caller
from multitrainer.repositories.terms import KeptTerms
from multitrainer.repositories.terms import Terms as Repository
from multitrainer.services.changes.audit import Audit
from multitrainer.services.changes.tags import Tagged, must_match, tagged
from multitrainer.services.gate import Gate
from multitrainer.stored.cover_ledger import write_terms

Raw = dict[str, Any]


class Terms:
    """Use cases of terms. Sums of the ledger follow them at once, because they are made when they are asked for."""

    def __init__(self, gate: Gate, database: Database, terms: Repository, audit: Audit) -> None:
        self._gate = gate
        self._database = database
        self._terms = terms
        self._audit = audit

    async def read(self, caller: Caller) -> Raw:
        """All of them, the earliest first."""
        await self._gate.anywhere(caller, Action.READ_TERMS)
        return _view(await self._terms.find())

    async def put(self, caller: Caller, terms: Iterable[Term], if_match: str | None = None) -> Tagged:
        """Set all of them. Raises SenselessTerms, Stale."""
        actor = await self._gate.anywhere(caller, Action.SET_TERMS)
        after = tuple(sorted(terms, key=lambda one: one.first))
        must_be_terms(after)

        async def change(session: Session) -> Tagged:
            kept = await self._terms.find(session)
            must_match(if_match, _view(kept))
            if after != kept.terms:
                before, new = ({"terms": write_terms(some)} for some in (kept.terms, after))
                noted = of_fields("multitrainer_terms", "institute", before, new)
                async with self._audit.noting(actor, Action.SET_TERMS, noted, session):
                    await self._terms.save(kept, after, session)
            return tagged(_view(await self._terms.find(session)))

        return await self._database.atomically("terms", change)


def _view(kept: KeptTerms) -> Raw:
    return {"terms": write_terms(kept.terms)}
