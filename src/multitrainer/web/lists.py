"""Lists that people narrow down: what stands in a list's filter, and where its next page is."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from typing import Any, TypeVar
from urllib.parse import urlencode

from fastapi import Request

from multitrainer.stored.ids import is_id

A_PAGE = 50
LONGEST = 200
SPAN = timedelta(days=1000)
KNOWN = {"yes": True, "no": False}
E = TypeVar("E", bound=Enum)


@dataclass(frozen=True, slots=True)
class Listing:
    """What somebody asks of a list. What they typed that says nothing narrows nothing down."""

    path: str
    typed: dict[str, str]
    cursor: str | None = None

    @classmethod
    def asked(cls, request: Request, *names: str) -> "Listing":
        """What an address says, of a filter that has these fields."""
        query = request.query_params
        typed = {name: query.get(name, "").strip()[:LONGEST] for name in names}
        return cls(request.url.path, typed, query.get("cursor"))

    @property
    def is_narrowed(self) -> bool:
        """Whether anything was typed or chosen."""
        return any(self.typed.values())

    def __getitem__(self, name: str) -> str:
        """What stands in a field."""
        return self.typed.get(name, "")

    def choice(self, name: str, kind: type[E]) -> E | None:
        """What was chosen of a kind."""
        return next((one for one in kind if one.value == self[name]), None)

    def truth(self, name: str) -> bool | None:
        """Yes, no, or both."""
        return KNOWN.get(self[name])

    def id(self, name: str) -> str | None:
        """Something that was chosen by its id."""
        return id_in(self[name])

    def day(self, name: str) -> date | None:
        """A day."""
        return day_in(self[name])

    def days(self) -> tuple[date | None, date | None]:
        """From a day to another, of the fields `since` and `until`; at the most as long as lists can be."""
        since, until = self.day("since"), self.day("until")
        if since and (until is None or not timedelta() <= until - since <= SPAN):
            return since, since + SPAN
        if until and since is None:
            return until - SPAN, until
        return since, until

    def after(self, cursor: str | None) -> str | None:
        """The address of the next page of the same list, if there is one."""
        if cursor is None:
            return None
        return addressed(self.path, {**self.typed, "cursor": cursor})

    def shown(self, items: list[Any], cursor: str | None, total: int | None = None) -> dict[str, Any]:
        """What templates show of a list: `listing`, `rows`, `total` where it is known, and `further`."""
        return {"listing": self, "rows": items, "total": total, "further": self.after(cursor)}


def addressed(path: str, said: Mapping[str, object]) -> str:
    """An address that says some things; what is empty is left out."""
    return f"{path}?{urlencode({name: str(value) for name, value in said.items() if value})}"


def id_in(said: str | None) -> str | None:
    """An id of an address; None for what is none."""
    return said.lower() if said and is_id(said) else None


def day_in(said: str | None) -> date | None:
    """A day of an address; None for what is none, or far from now."""
    try:
        day = date.fromisoformat(said or "")
    except ValueError:
        return None
    return day if 1970 <= day.year <= 2200 else None
