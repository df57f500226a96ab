"""Everybody's hours in a week, a month or a term: by plan, standing in for others, and as the ledger has them."""

from datetime import date
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from multitrainer.clock import Clock
from multitrainer.domain.actions import Action
from multitrainer.domain.cover_ledger import rounded
from multitrainer.domain.ledger_parts import Around, By, Part, around
from multitrainer.domain.local_time import shown
from multitrainer.domain.outlooks import Outlook
from multitrainer.domain.work_hours import WorkHours as Hours
from multitrainer.domain.work_hours import capacity_in, counted
from multitrainer.identity.callers import Caller
from multitrainer.repositories.agendas import Agendas
from multitrainer.repositories.cover_ledger import CoverLedger
from multitrainer.repositories.facts import Facts, hours_in
from multitrainer.repositories.lessons import Lessons
from multitrainer.repositories.sorted_pages import sorted_page
from multitrainer.repositories.terms import Terms
from multitrainer.repositories.users import Users
from multitrainer.schemas.workload import SortHoursBy
from multitrainer.services.gate import Gate
from multitrainer.services.overviews.outlooks import looked_over, names_in, only
from multitrainer.services.spans import whole_days

Raw = dict[str, Any]


class InPart(NamedTuple):
    """Some trainers' hours in a part; without any term, there is no part and nobody in it."""

    there: Around | None
    items: list[Raw]
    next: str | None


class WorkHours:
    """Use cases of hours over time. Days are those of the institute's clock."""

    def __init__(
        self,
        gate: Gate,
        users: Users,
        facts: Facts,
        agendas: Agendas,
        lessons: Lessons,
        ledger: CoverLedger,
        terms: Terms,
        zone: ZoneInfo,
        now: Clock,
    ) -> None:
        self._gate = gate
        self._users = users
        self._facts = facts
        self._agendas = agendas
        self._lessons = lessons
        self._ledger = ledger
        self._terms = terms
        self._zone = zone
        self._now = now

    async def page(
        self, caller: Caller, by: By, day: date | None, sort: SortHoursBy, cursor: str | None, limit: int
    ) -> InPart:
        """The hours of trainers in the part that a day is in, today's if none is named.

        Of all; for a lead, of whoever is on their courses, as far as it is about these; and all of their own.

        Raises InvalidInput for a foreign cursor.
        """
        outlook = await looked_over(self._gate, caller, Action.LOOK_OVER_TRAINERS)
        terms = (await self._terms.find()).terms if by is By.TERM else ()
        there = around(by, day or shown(self._now(), self._zone).date(), terms)
        rows = await self._rows(outlook, there.part) if there else []
        page = sorted_page(rows, sort.value, "trainer", cursor, limit)
        return InPart(there, page.items, page.next)

    async def _rows(self, outlook: Outlook, part: Part) -> list[Raw]:
        names = await names_in(outlook, self._users)
        hours, ledger = await self._hours(outlook, part), await self._ledger.hours(names, part.first, part.last)
        stated = hours_in(await self._facts.of_trainers(names), "weeklyHours")
        rules = self._facts.usual.stating({}, stated)
        return [
            _row(one, name, hours.get(one, Hours()), ledger[one], capacity_in(part, rules.capacity(one)))
            for one, name in names.items()
        ]

    async def _hours(self, outlook: Outlook, part: Part) -> dict[str, Hours]:
        days = whole_days(part.first, part.last, self._zone)
        meetings = await self._agendas.meetings(days, only(outlook))
        taught = await self._lessons.who_teaches({one.batch for one in meetings})
        return counted(meetings, {batch: one.primary for batch, one in taught.items()}, outlook.shows)


def _row(trainer: str, name: str | None, hours: Hours, ledger: float, capacity: float) -> Raw:
    return {
        "trainer": trainer,
        "name": name,
        "planned": rounded(hours.planned),
        "covered": rounded(hours.covered),
        "ledger": ledger,
        "capacity": capacity,
        "percent": round(100 * hours.planned / capacity, 1),
    }
