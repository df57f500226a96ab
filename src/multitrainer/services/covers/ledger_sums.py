"""What everybody has covered and was covered for, by week, month and term."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import date
from math import ceil
from typing import Any, NamedTuple

from multitrainer.domain.actions import Action
from multitrainer.domain.errors import InvalidInput
from multitrainer.domain.ledger_parts import By, Part, parts_back
from multitrainer.domain.sentences import Sentence
from multitrainer.identity.callers import Caller
from multitrainer.repositories.cover_ledger import CoverLedger, Sum
from multitrainer.repositories.pages import Paged
from multitrainer.repositories.terms import Terms
from multitrainer.repositories.users import Users
from multitrainer.services.covers.ledgers import CoverLedgers, days_within
from multitrainer.services.gate import Gate

Raw = dict[str, Any]

FASTEST = 4
"""How many times as many parts are asked for the next time, at the most."""


class Place(NamedTuple):
    """Where a page ends: the first day of a part, and the trainer who was last in it."""

    first: date
    trainer: str


class LedgerSums:
    """Use cases of the ledger's sums. A page reads no more of the ledger than about the parts that it shows."""

    def __init__(self, gate: Gate, ledger: CoverLedger, ledgers: CoverLedgers, terms: Terms, users: Users) -> None:
        self._gate = gate
        self._ledger = ledger
        self._ledgers = ledgers
        self._terms = terms
        self._users = users

    async def page(
        self, caller: Caller, by: By, since: date | None, until: date | None, cursor: str | None, limit: int
    ) -> Paged:
        """The hours of each trainer in each part within some days, the latest part first, then by the trainer's id.

        Raises InvalidInput for a foreign cursor, or for a last day before the first.
        """
        await self._gate.anywhere(caller, Action.READ_LEDGER)
        place = _read(cursor, by) if cursor else None
        first, last_day = days_within(since, until)
        found = await self._behind(by, first, min(last_day, self._ledgers.today()), place, limit + 1)
        last = found[limit - 1] if len(found) > limit else None
        return Paged(await self._named(found[:limit]), _written(last, by) if last else None)

    async def _behind(self, by: By, since: date, until: date, place: Place | None, limit: int) -> list[Sum]:
        """So many sums behind a place, at the least if there are."""
        found: list[Sum] = []
        parts, size = await self._parts(by, since, until, place), 1
        while parts and len(found) < limit:
            lot, parts = parts[:size], parts[size:]
            there = await self._ledger.sums(by, lot, since, until)
            ordered = sorted(there, key=lambda one: (-one.part.first.toordinal(), one.trainer))
            found += [one for one in ordered if place is None or _is_behind(one, place)]
            size = _next_size(size, len(there), limit - len(found))
        return found

    async def _parts(self, by: By, since: date, until: date, place: Place | None) -> list[Part]:
        terms = (await self._terms.find()).terms if by is By.TERM else ()
        return [*parts_back(by, since, min(until, place.first) if place else until, terms)]

    async def _named(self, sums: list[Sum]) -> list[Raw]:
        users = await self._users.by_id([*{one.trainer for one in sums}])
        return [
            {
                "part": one.part.name,
                "first": one.part.first.isoformat(),
                "last": one.part.last.isoformat(),
                "trainer": one.trainer,
                "name": users.get(one.trainer, {}).get("name"),
                "hours": one.hours,
                "entries": one.entries,
            }
            for one in sums
        ]


def _next_size(size: int, found: int, missing: int) -> int:
    """In how many parts to look next: as many as will do if they are like the last ones, or more where nothing was."""
    return min(size * FASTEST, ceil(missing * size / found)) if found else size * FASTEST


def _is_behind(one: Sum, place: Place) -> bool:
    return one.part.first < place.first or (one.part.first == place.first and one.trainer > place.trainer)


def _written(last: Sum, by: By) -> str:
    return urlsafe_b64encode(f"{by}{last.part.first.isoformat()}{last.trainer}".encode()).decode().rstrip("=")


def _read(cursor: str, by: By) -> Place:
    try:
        found = urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode()
        if found.startswith(by.value):
            rest = found.removeprefix(by.value)
            return Place(date.fromisoformat(rest[:10]), rest[10:])
    except ValueError:  # no base64, no text, no day
        pass
    problem = {"field": "query.cursor", "message": "is not a cursor that this service gave out for this list"}
    raise InvalidInput(
        Sentence("This page of the list is not there any more. Begin at its first page."),
        "The cursor is not one that this service gave out for this list.",
        errors=[problem],
    )
