"""The ledger of cover: entries of a trainer, and corrections."""

from datetime import date
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from multitrainer.clock import Clock
from multitrainer.database import Database, Session
from multitrainer.domain.actions import Action
from multitrainer.domain.actors import Actor
from multitrainer.domain.audit import of_fields
from multitrainer.domain.cover_ledger import LedgerEntry, correction, fair_days, rounded
from multitrainer.domain.errors import LedgerEntryNotFound
from multitrainer.domain.local_time import shown
from multitrainer.domain.sentences import Sentence
from multitrainer.domain.telling.of_ledger import notices_of_correction
from multitrainer.identity.callers import Caller
from multitrainer.repositories.cover_ledger import CoverLedger, no_entry
from multitrainer.repositories.terms import Terms
from multitrainer.repositories.users import Users
from multitrainer.schemas.wording import refusal
from multitrainer.services.changes.audit import Audit
from multitrainer.services.changes.tags import Tagged, tagged
from multitrainer.services.changes.telling import Telling
from multitrainer.services.gate import Gate
from multitrainer.stored.cover_ledger import write_entry
from multitrainer.stored.ids import new_id

Raw = dict[str, Any]

FIRST_DAY, LAST_DAY = date(1970, 1, 1), date(2200, 12, 31)
"""Between which all days are that somebody can name."""


class OfTrainer(NamedTuple):
    """A page of a trainer's entries, and the hours of all entries within the days asked for."""

    items: list[Raw]
    next: str | None
    balance: float


class CoverLedgers:
    """Use cases of the ledger, all but its sums (`ledger_sums`). What is booked is booked where a cover is done."""

    def __init__(
        self,
        gate: Gate,
        database: Database,
        ledger: CoverLedger,
        terms: Terms,
        users: Users,
        audit: Audit,
        telling: Telling,
        zone: ZoneInfo,
        now: Clock,
    ) -> None:
        self._gate = gate
        self._database = database
        self._ledger = ledger
        self._terms = terms
        self._users = users
        self._audit = audit
        self._telling = telling
        self._zone = zone
        self._now = now

    async def of_trainer(
        self, caller: Caller, trainer: str, since: date | None, until: date | None, cursor: str | None, limit: int
    ) -> OfTrainer:
        """A trainer's entries within some days of the institute's clock, the latest first.

        Raises TrainerNotFound, InvalidInput for a foreign cursor, or for a last day before the first.
        """
        actor = await self._gate.anybody(caller)
        await self._gate.to_trainer(actor, Action.READ_TRAINERS_LEDGER, trainer)
        await self._users.trainer(trainer)
        days = days_within(since, until)
        page = await self._ledger.of_trainer(trainer, *days, cursor, limit)
        return OfTrainer([*map(_shown, page.items)], page.next, await self._ledger.balance(trainer, *days))

    async def read(self, caller: Caller, entry: str) -> Raw:
        """One entry. Raises LedgerEntryNotFound."""
        return _view(await self._about(await self._gate.anybody(caller), Action.READ_TRAINERS_LEDGER, entry))

    async def correct(self, caller: Caller, entry: str, hours: float, reason: str, id_: str | None = None) -> Tagged:
        """Book some hours, signed, beside an entry. With the id of an earlier try, that one is answered.

        Raises LedgerEntryNotFound, SenselessCorrection.
        """
        actor = await self._gate.anybody(caller)
        corrected = await self._about(actor, Action.CORRECT_LEDGER, entry)
        made = correction(corrected, hours, reason, actor.id, self._now(), id_ or new_id())

        async def change(session: Session) -> Tagged:
            if there := await self._there(made.id, session):
                return tagged(_view(there))
            noted = of_fields("multitrainer_cover_ledger", made.id, {}, _noted(made))
            async with (
                self._audit.noting(actor, Action.CORRECT_LEDGER, noted, session, about=made.trainer),
                self._telling.around(notices_of_correction(made, actor.id), session),
            ):
                await self._ledger.book([made], session)
            return tagged(_view(made))

        return await self._database.atomically(f"ledger:{made.trainer}", change)

    async def fair_since(self, today: date | None = None, session: Session = None) -> tuple[date, date]:
        """The first and the last day of what counts as covered lately: those of the running term, else of 180 days.

        `today` is the day of the institute's clock, if it is not said.
        """
        return fair_days((await self._terms.find(session)).terms, today or self.today())

    async def lately(self, trainers: list[str]) -> dict[str, float]:
        """The hours of some trainers within those days."""
        return await self._ledger.hours(trainers, *await self.fair_since())

    def today(self) -> date:
        """The day that the institute's clock shows."""
        return shown(self._now(), self._zone).date()

    async def _about(self, actor: Actor, action: Action, entry: str) -> LedgerEntry:
        """Raises LedgerEntryNotFound, also where they may not even know of the trainer."""
        found = await self._ledger.find(entry)
        await self._gate.to_trainer(actor, action, found.trainer, no_entry(entry))
        return found

    async def _there(self, entry: str, session: Session) -> LedgerEntry | None:
        try:
            return await self._ledger.find(entry, session)
        except LedgerEntryNotFound:
            return None


def days_within(since: date | None, until: date | None) -> tuple[date, date]:
    """The first and the last day that somebody asks for. Raises InvalidInput where they are the wrong way round."""
    if since and until and until < since:
        raise refusal([("query.until", Sentence("must be the day of `since`, or later"))])
    return since or FIRST_DAY, until or LAST_DAY


def _view(entry: LedgerEntry) -> Raw:
    return _shown(write_entry(entry))


def _shown(raw: Raw) -> Raw:
    """As it is answered; that its day is of a week is for the sums alone."""
    return {**{key: value for key, value in raw.items() if key != "week"}, "hours": rounded(raw["hours"])}


def _noted(made: LedgerEntry) -> Raw:
    """As the audit keeps it: all of it, by names and words."""
    kept = {**_view(made), "trainer": made.trainer, "cover": made.cover}
    return {key: value for key, value in kept.items() if key not in {"_id", "at", "by"} and value is not None}
