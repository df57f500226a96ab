"""The ledger of cover: +hours for whoever covers, −hours for whoever was covered. Nothing in it is ever changed."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import pairwise
from typing import NamedTuple
from zoneinfo import ZoneInfo

from multitrainer.domain.covers.states import CoverState
from multitrainer.domain.covers.values import Cover
from multitrainer.domain.errors import CoverNotReady, SenselessCorrection, SenselessTerms
from multitrainer.domain.sentences import Sentence

LATELY = timedelta(days=180)
"""How much of the past counts where no term runs; today is its last day."""

DECIMALS = 2
"""Of hours as they are shown and corrected. Entries of covers are kept as exact as their sessions."""


MOST_CORRECTED = 24
"""Hours of one correction, with either sign: more is a slip of the pen."""


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

    `id` is the same whenever the same is counted, so that it can't be twice. Of a cover, `other` is the trainer on its
    other side. A correction has a reason, who made it, and which entry it `corrects`. Hours of a cover that are taken
    back, because the session was not held after all, `correct` the entry that counted them.
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
    other: str | None = None
    corrects: str | None = None


Turn = tuple[LedgerEntry, ...]
"""What is booked at a time when a cover is counted, or taken back: for both sides, unless that was cut off."""


class Term(NamedTuple):
    """A part of the institute's year: both days belong to it."""

    name: str
    first: date
    last: date


def booked(cover: Cover, now: datetime, zone: ZoneInfo, turn: int = 0) -> tuple[LedgerEntry, LedgerEntry]:
    """What a cover that is done counts: for whoever held the session, and against whose it was.

    At the next `turn` that is taken back, at the one after it counts again, and so on.

    Raises:
        CoverNotReady: it is not done.
    """
    if cover.state is not CoverState.DONE or cover.substitute is None:
        raise CoverNotReady(Sentence("Only a session that was held counts."), state=cover.state.value, possible=[])
    hours, day = cover.session.hours, cover.session.start.astimezone(zone).date()
    covered = LedgerEntry(
        _id_of(cover.id, turn, EntryKind.COVERED),
        cover.substitute,
        -hours if turn % 2 else hours,
        day,
        EntryKind.COVERED,
        cover.id,
        now,
        other=cover.session.trainer,
        corrects=_id_of(cover.id, turn - 1, EntryKind.COVERED) if turn else None,
    )
    return covered, _turned(covered, cover.session.trainer, cover.id)


def brought_up(cover: Cover, turns: Sequence[Turn], now: datetime, zone: ZoneInfo) -> Turn:
    """What is to be booked so that a cover counts as it was reported, where these turns are booked.

    The last one is among them, because without transactions one side of it may be missing. One that counts for
    somebody else than the cover's two trainers is taken back, and counted anew. Raises CoverNotReady.
    """
    last = _whole(turns[-1]) if turns else ()
    return (*last, *_next(cover, last, len(turns), now, zone))


def miscounts(cover: Cover, turns: Sequence[Turn], now: datetime, zone: ZoneInfo) -> bool:
    """Whether a cover counts otherwise than it was reported; that one side is missing is no matter."""
    last = _whole(turns[-1]) if turns else ()
    return bool(_next(cover, last, len(turns), now, zone))


def ids_of(cover: str, turn: int) -> tuple[str, str]:
    """The ids of what is booked of a cover at a turn."""
    return _id_of(cover, turn, EntryKind.COVERED), _id_of(cover, turn, EntryKind.WAS_COVERED)


def other_side(entry: LedgerEntry) -> LedgerEntry | None:
    """What is counted with an entry of a cover, for the trainer on the other side; None where it names none."""
    if entry.cover is None or entry.other is None or entry.kind is EntryKind.CORRECTION:
        return None
    return _turned(entry, entry.other, entry.cover)


def correction(entry: LedgerEntry, hours: float, reason: str, by: str, now: datetime, new_id: str) -> LedgerEntry:
    """A new entry of so many hours, signed, to the hundredth, beside the one that it corrects, on the same day.

    Raises:
        SenselessCorrection: no reason, no hours, more than a day's, or more decimals than are counted.
    """
    if not reason.strip():
        raise SenselessCorrection(
            Sentence("A correction needs a reason: it is what others read later."), field="reason"
        )
    if not 0 < abs(hours) < float("inf"):
        raise SenselessCorrection(Sentence("A correction adds or takes some hours."), field="hours")
    if abs(hours) > MOST_CORRECTED:
        raise SenselessCorrection(
            Sentence(
                "A correction has at most {most} hours, with either sign, not {hours}.",
                most=MOST_CORRECTED,
                hours=hours,
            ),
            field="hours",
        )
    if hours != round(hours, DECIMALS):
        raise SenselessCorrection(
            Sentence("Hours of a correction have two decimals at the most, not {hours}.", hours=str(hours)),
            field="hours",
        )
    return LedgerEntry(
        new_id,
        entry.trainer,
        hours,
        entry.day,
        EntryKind.CORRECTION,
        entry.cover,
        now,
        reason.strip(),
        by,
        corrects=entry.id,
    )


def rounded(hours: float) -> float:
    """Hours as they are shown; never a nothing with a sign."""
    return round(hours, DECIMALS) + 0.0


def balances(entries: Iterable[LedgerEntry]) -> dict[str, float]:
    """The hours of each trainer, summed."""
    return {trainer: hours for (trainer, _), hours in _summed(entries, lambda _: "").items()}


def week_of(day: date) -> str:
    """The ISO week of a day, like 2026-W53."""
    return "{}-W{:02}".format(*day.isocalendar()[:2])


def month_of(day: date) -> str:
    """The month of a day, like 2026-12."""
    return day.isoformat()[:7]


def by_week(entries: Iterable[LedgerEntry]) -> dict[tuple[str, str], float]:
    """The hours of each trainer in each ISO week, like 2026-W53."""
    return _summed(entries, week_of)


def by_month(entries: Iterable[LedgerEntry]) -> dict[tuple[str, str], float]:
    """The hours of each trainer in each month, like 2026-12."""
    return _summed(entries, month_of)


def by_term(entries: Iterable[LedgerEntry], terms: Iterable[Term]) -> dict[tuple[str, str], float]:
    """The hours of each trainer in each term; those of days between terms are in none."""
    known = tuple(terms)
    return _summed(entries, lambda day: next((t.name for t in known if t.first <= day <= t.last), None))


def must_be_terms(terms: Iterable[Term]) -> None:
    """Raises SenselessTerms."""
    ordered = sorted(terms, key=lambda term: term.first)
    if len({term.name for term in ordered}) < len(ordered):
        raise SenselessTerms(Sentence("Each term has a name of its own."), field="name")
    for term in ordered:
        if term.last < term.first:
            raise SenselessTerms(Sentence("Term {name} ends before it begins.", name=term.name), field="last")
    for one, after in pairwise(ordered):
        if after.first <= one.last:
            raise SenselessTerms(
                Sentence("Terms {one} and {other} overlap.", one=one.name, other=after.name), field="first"
            )


def fair_days(terms: Iterable[Term], today: date) -> tuple[date, date]:
    """The first and the last day of what counts as covered lately: the running term, else the last 180 days."""
    running = next((term for term in terms if term.first <= today <= term.last), None)
    return (running.first, running.last) if running else (today - (LATELY - timedelta(days=1)), today)


def _next(cover: Cover, last: Turn, turn: int, now: datetime, zone: ZoneInfo) -> Turn:
    """The turns after so many, of which the last is this one."""
    counts = turn % 2 == 1
    sides = {EntryKind.COVERED: cover.substitute, EntryKind.WAS_COVERED: cover.session.trainer}
    goes = counts and not (cover.held and all(sides.get(one.kind) == one.trainer for one in last))
    back = tuple(_taken_back(one, turn, now) for one in last) if goes else ()
    return (*back, *(booked(cover, now, zone, turn + goes) if cover.held and counts == goes else ()))


def _whole(turn: Turn) -> Turn:
    """With its other side, where that was cut off."""
    other = other_side(turn[0]) if len(turn) == 1 else None
    return (*turn, other) if other else turn


def _taken_back(entry: LedgerEntry, turn: int, now: datetime) -> LedgerEntry:
    """For whomever it was counted."""
    id_ = _id_of(entry.cover or "", turn, entry.kind)
    return replace(entry, id=id_, hours=-entry.hours, at=now, corrects=entry.id)


def _turned(entry: LedgerEntry, trainer: str, cover: str) -> LedgerEntry:
    kind = EntryKind.WAS_COVERED if entry.kind is EntryKind.COVERED else EntryKind.COVERED
    id_, corrects = _with(entry.id, kind), entry.corrects and _with(entry.corrects, kind)
    return LedgerEntry(
        id_, trainer, -entry.hours, entry.day, kind, cover, entry.at, other=entry.trainer, corrects=corrects
    )


def _id_of(cover: str, turn: int, kind: EntryKind) -> str:
    return f"{cover}:{turn}:{kind}" if turn else f"{cover}:{kind}"


def _with(id_: str, kind: EntryKind) -> str:
    """The id of the same cover and turn for another kind."""
    return f"{id_.rpartition(':')[0]}:{kind}"


def _summed(entries: Iterable[LedgerEntry], part_of: Callable[[date], str | None]) -> dict[tuple[str, str], float]:
    sums: dict[tuple[str, str], float] = {}
    for entry in entries:
        if (part := part_of(entry.day)) is not None:
            key = entry.trainer, part
            sums[key] = sums.get(key, 0.0) + entry.hours
    return {key: rounded(hours) for key, hours in sums.items()}
