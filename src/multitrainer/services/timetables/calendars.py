"""Calendars that trainers subscribe to."""

from datetime import timedelta
from typing import Any

from multitrainer.clock import Clock
from multitrainer.database import Database, Session
from multitrainer.domain.actions import Action
from multitrainer.domain.audit import of_fields
from multitrainer.domain.errors import CalendarNotFound, TrainerNotFound
from multitrainer.domain.sentences import Sentence
from multitrainer.identity.calendar_addresses import CalendarAddress, CalendarAddresses
from multitrainer.identity.callers import Caller
from multitrainer.repositories.by_start import Within
from multitrainer.repositories.calendars import Calendars as CalendarRepository
from multitrainer.repositories.calendars import Kept
from multitrainer.repositories.users import Users
from multitrainer.services.changes.audit import Audit
from multitrainer.services.changes.tags import Tagged, tagged
from multitrainer.services.gate import Gate
from multitrainer.services.timetables.icalendars import calendar_of
from multitrainer.services.timetables.sessions import Sessions
from multitrainer.stored.ids import oid

Raw = dict[str, Any]

LOOK_BACK, LOOK_AHEAD = timedelta(days=35), timedelta(days=1_000)
AT_ONCE = 500


class Calendars:
    """Use cases of a trainer's calendar and its address."""

    def __init__(
        self,
        gate: Gate,
        database: Database,
        calendars: CalendarRepository,
        addresses: CalendarAddresses,
        sessions: Sessions,
        users: Users,
        audit: Audit,
        now: Clock,
    ) -> None:
        self._gate = gate
        self._database = database
        self._calendars = calendars
        self._addresses = addresses
        self._sessions = sessions
        self._users = users
        self._audit = audit
        self._now = now

    async def address(self, caller: Caller, trainer: str) -> Raw:
        """Where a trainer's calendar is, if anywhere. Raises TrainerNotFound."""
        await self._must_be(caller, Action.READ_CALENDAR, trainer)
        return self._view(trainer, await self._calendars.find(trainer))

    async def renew(self, caller: Caller, trainer: str) -> Tagged:
        """Give it a new address; the one before leads nowhere any more. Raises TrainerNotFound."""
        return await self._change(caller, trainer, is_open=True)

    async def withdraw(self, caller: Caller, trainer: str) -> Tagged:
        """It has no address any more. Raises TrainerNotFound."""
        return await self._change(caller, trainer, is_open=False)

    async def feed(self, token: str) -> bytes:
        """The calendar at an address, for whoever knows it. Raises CalendarNotFound."""
        address = self._addresses.read(token)
        if address is None or await self._calendars.find(address.trainer) != Kept(address.number, is_open=True):
            raise no_calendar()
        try:
            trainer = await self._users.trainer(address.trainer)
        except TrainerNotFound:
            raise no_calendar() from None
        return calendar_of(str(trainer.get("name")), await self._all(address.trainer), self._now())

    async def _all(self, trainer: str) -> list[Raw]:
        within, cursor = Within(self._now() - LOOK_BACK, self._now() + LOOK_AHEAD), None
        found: list[Raw] = []
        while True:
            page = await self._sessions.about(trainer, within, cursor, AT_ONCE)
            found += page.items
            if (cursor := page.next) is None:
                return found

    async def _must_be(self, caller: Caller, action: Action, trainer: str) -> Any:
        actor = await self._gate.anybody(caller)
        await self._gate.to_trainer(actor, action, trainer)
        await self._users.trainer(trainer)
        return actor

    async def _change(self, caller: Caller, trainer: str, *, is_open: bool) -> Tagged:
        actor = await self._must_be(caller, Action.RENEW_CALENDAR, trainer)

        async def change(session: Session) -> Tagged:
            before = await self._calendars.find(trainer, session)
            after = Kept(before.number + 1, is_open)
            noted = of_fields("multitrainer_calendars", trainer, before._asdict(), after._asdict())
            async with self._audit.noting(actor, Action.RENEW_CALENDAR, noted, session):
                await self._calendars.save(trainer, before, after, session)
            return tagged(self._view(trainer, after))

        return await self._database.atomically(f"calendar:{trainer}", change)

    def _view(self, trainer: str, kept: Kept) -> Raw:
        token = self._addresses.token(CalendarAddress(trainer, kept.number)) if kept.is_open else None
        return {"_id": oid(trainer), "path": f"/calendar/{token}.ics" if token else None}


def no_calendar() -> CalendarNotFound:
    """What is said of an address that leads nowhere, or no more."""
    return CalendarNotFound(Sentence("There is no calendar at this address. Ask for a new one where you found it."))
