"""The ledger of cover: +hours for whoever covers, −hours for whoever was covered. Nothing in it is ever changed."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from itertools import pairwise
from typing import NamedTuple
from zoneinfo import ZoneInfo

from multitrainer.domain.covers.states import CoverState
from multitrainer.domain.covers.values import Cover
from multitrainer.domain.errors import CoverNotReady, SenselessCorrection, SenselessTerms


class EntryKind(StrEnum):
    """Why hours were counted."""

    COVERED = "covered"
    """Held somebody else's session."""
    WAS_COVERED = "was-covered"
    """Had their own held."""
    CORRECTION = "correction"


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """Hours of one trainer, signed, counted for a day by the institute's clocks.

    `id` is the same whenever the same is counted, so that it can't be twice. A correction has a reason and who made it.
    """

    id: str
    trainer: str
    hours: float
    day: date
    kind: EntryKind
    cover: str | None
    at: datetime
    reason: str | None = None
    by: str | None = None


class Term(NamedTuple):
    """A part of the institute's year: both days belong to it."""

    name: str
    first: date
    last: date


def booked(cover: Cover, now: datetime, zone: ZoneInfo) -> tuple[LedgerEntry, LedgerEntry]:
    """What a cover that is done counts: for whoever held the session, and against whose it was.

    Raises:
        CoverNotReady: it is not done.
    """
    if cover.state is not CoverState.DONE or cover.substitute is None:
        raise CoverNotReady("Only a session that was held counts.", state=cover.state.value, possible=[])
    hours, day = cover.session.hours, cover.session.start.astimezone(zone).date()
    sides = (cover.substitute, hours, EntryKind.COVERED), (cover.session.trainer, -hours, EntryKind.WAS_COVERED)
    one, other = (
        LedgerEntry(f"{cover.id}:{kind}", trainer, signed, day, kind, cover.id, now) for trainer, signed, kind in sides
    )
    return one, other


def correction(entry: LedgerEntry, hours: float, reason: str, by: str, now: datetime, new_id: str) -> LedgerEntry:
    """A new entry of so many hours, signed, beside the one that it corrects, on the same day.

    Raises:
        SenselessCorrection: no reason, or no hours.
    """
    if not reason.strip():
        raise SenselessCorrection("A correction needs a reason: it is what others read later.", field="reason")
    if not hours or not abs(hours) < float("inf"):
        raise SenselessCorrection("A correction adds or takes some hours.", field="hours")
    return LedgerEntry(
        new_id, entry.trainer, hours, entry.day, EntryKind.CORRECTION, entry.cover, now, reason.strip(), by
    )


def balances(entries: Iterable[LedgerEntry]) -> dict[str, float]:
    """The hours of each trainer, summed."""
    return {trainer: hours for (trainer, _), hours in _summed(entries, lambda _: "").items()}


def by_week(entries: Iterable[LedgerEntry]) -> dict[tuple[str, str], float]:
    """The hours of each trainer in each ISO week, like 2026-W53."""
    return _summed(entries, lambda day: "{}-W{:02}".format(*day.isocalendar()[:2]))


def by_month(entries: Iterable[LedgerEntry]) -> dict[tuple[str, str], float]:
    """The hours of each trainer in each month, like 2026-12."""
    return _summed(entries, lambda day: f"{day:%Y-%m}")


def by_term(entries: Iterable[LedgerEntry], terms: Iterable[Term]) -> dict[tuple[str, str], float]:
    """The hours of each trainer in each term; those of days between terms are in none."""
    known = tuple(terms)
    return _summed(entries, lambda day: next((t.name for t in known if t.first <= day <= t.last), None))


def must_be_terms(terms: Iterable[Term]) -> None:
    """Raises SenselessTerms."""
    ordered = sorted(terms, key=lambda term: term.first)
    if len({term.name for term in ordered}) < len(ordered):
        raise SenselessTerms("Each term has a name of its own.", field="name")
    for term in ordered:
        if term.last < term.first:
            raise SenselessTerms(f"Term {term.name} ends before it begins.", field="last")
    for one, after in pairwise(ordered):
        if after.first <= one.last:
            raise SenselessTerms(f"Terms {one.name} and {after.name} overlap.", field="first")


def _summed(entries: Iterable[LedgerEntry], part_of: Callable[[date], str | None]) -> dict[tuple[str, str], float]:
    sums: dict[tuple[str, str], float] = {}
    for entry in entries:
        if (part := part_of(entry.day)) is not None:
            key = entry.trainer, part
            sums[key] = round(sums.get(key, 0.0) + entry.hours, 4)
    return sums
