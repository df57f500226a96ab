"""How many hours everybody has in a week, a month or a term: by plan, and standing in for others."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from multitrainer.domain.cover_ledger import rounded
from multitrainer.domain.ledger_parts import Part

DAYS_OF_A_WEEK = 7


class Meetings(NamedTuple):
    """The hours of all sessions of a batch that one `teacher` has since a swap, and for which one `cover` stands in."""

    batch: str
    teacher: str | None
    cover: str | None
    hours: float


@dataclass(slots=True)
class WorkHours:
    """What a trainer has: `planned` are the sessions that are theirs, whoever holds them; `covered` those of others."""

    planned: float = 0.0
    covered: float = 0.0


def counted(
    meetings: Iterable[Meetings], primaries: Mapping[str, str | None], shows: Callable[[str, str], bool]
) -> dict[str, WorkHours]:
    """The hours of everybody who has any, as far as whoever asks sees what a trainer has to do with a batch."""
    found: dict[str, WorkHours] = {}
    for one in meetings:
        owner = one.teacher or primaries.get(one.batch)
        if owner and shows(owner, one.batch):
            found.setdefault(owner, WorkHours()).planned += one.hours
        if one.cover and one.cover != owner and shows(one.cover, one.batch):
            found.setdefault(one.cover, WorkHours()).covered += one.hours
    return found


def capacity_in(part: Part, weekly_hours: float) -> float:
    """The hours that somebody has in it: their weekly ones, for each day a seventh, holidays too."""
    days = (part.last - part.first).days + 1
    return rounded(weekly_hours * days / DAYS_OF_A_WEEK)
