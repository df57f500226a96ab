"""How a course goes: how many sessions were held and reported, week by week or month by month."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from multitrainer.domain.cover_ledger import month_of, week_of
from multitrainer.domain.reports import Place, Report, Said


class Per(StrEnum):
    """How long the parts are that are counted."""

    WEEK = "week"
    MONTH = "month"


PART_OF: dict[Per, Callable[[date], str]] = {Per.WEEK: week_of, Per.MONTH: month_of}


@dataclass(frozen=True, slots=True)
class Met:
    """A session that has begun, on a day of the institute's clock, and what is known of it.

    `ticked` says that somebody has set it to held, which counts where nobody has reported.
    """

    place: Place
    day: date
    report: Report | None = None
    ticked: bool = False

    @property
    def held(self) -> bool | None:
        """Whether it was held; None where nobody says."""
        if self.report:
            return self.report.said.held
        return True if self.ticked else None

    @property
    def is_open(self) -> bool:
        """Whether something is flagged that nobody has acknowledged."""
        return self.report is not None and self.report.said.flagged and self.report.acknowledged is None


@dataclass(frozen=True, slots=True)
class Count:
    """What the sessions of a batch, or of a trainer, were in a week or a month. `attendance` is the average."""

    part: str
    of: str
    sessions: int
    held: int
    not_held: int
    reported: int
    covered: int
    flagged: int
    attendance: float | None


def counted(met: Iterable[Met], of: Callable[[Met], str | None], per: Per) -> list[Count]:
    """The counts of whatever sessions are `of`, the latest part first. What is of nobody is left out."""
    groups: dict[tuple[str, str], list[Met]] = {}
    for one in met:
        if (whose := of(one)) is not None:
            groups.setdefault((PART_OF[per](one.day), whose), []).append(one)
    latest_first = sorted(sorted(groups), key=lambda key: key[0], reverse=True)
    return [_count(*key, groups[key]) for key in latest_first]


def _count(part: str, of: str, met: list[Met]) -> Count:
    said = [one.report.said for one in met if one.report]
    held = [one.held for one in met]
    covered = sum(one.place.covered for one in met)
    flagged = sum(one.flagged for one in said)
    return Count(
        part, of, len(met), held.count(True), held.count(False), len(said), covered, flagged, _attendance(said)
    )


def _attendance(said: list[Said]) -> float | None:
    """Of those sessions of which it is known, to the first decimal."""
    known = [one.attendance for one in said if one.attendance is not None]
    return round(sum(known) / len(known), 1) if known else None
