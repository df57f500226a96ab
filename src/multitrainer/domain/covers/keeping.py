"""Covers brought after leave: one for exactly the sessions that it takes from their trainer."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime

from multitrainer.domain.covers import steps
from multitrainer.domain.covers.passing import TAKEN
from multitrainer.domain.covers.states import CoverState
from multitrainer.domain.covers.values import Cover, CoverStep
from multitrainer.domain.intervals import Interval
from multitrainer.domain.leave.sessions import overlapped
from multitrainer.domain.leave.values import Leave, LeaveState, away
from multitrainer.domain.taught import TaughtSession

Kept = tuple[Cover | None, CoverStep]
"""A cover as it was, None where it is new, and what becomes of it."""

WANTED = {CoverState.SEARCHING, CoverState.COVERED, CoverState.EXHAUSTED, CoverState.ASSISTED}
"""States that make sense only while the trainer is away."""

RESOLVED = {CoverState.CANCELLED, CoverState.COMBINED, CoverState.MOVED}
"""States in which the session does not take place, or not at that time."""


def kept_up(
    sessions: Iterable[TaughtSession],
    leaves: Iterable[Leave],
    covers: Iterable[Cover],
    now: datetime,
    id_of: Callable[[TaughtSession], str],
) -> tuple[Kept, ...]:
    """What a trainer's leave means for their covers, as far as sessions have not begun.

    `sessions` are all that are theirs now, `covers` all of theirs; `id_of` gives the id of a session's cover.
    """
    approved = [leave for leave in leaves if leave.state is LeaveState.APPROVED]
    theirs = [session for session in sessions if now < session.start]
    needed = {id_of(one): one for one in overlapped(theirs, away(approved))}
    there = {cover.id: cover for cover in covers if now < cover.session.start}
    return (
        *_closed(there, needed, {*theirs}, now),
        *(
            kept
            for id_, session in needed.items()
            if (kept := _needed(id_, session, there.get(id_), approved, now)) is not None
        ),
    )


def given_up(trainer: str, away_at: Iterable[Interval], covers: Iterable[Cover], now: datetime) -> tuple[Kept, ...]:
    """What somebody's own leave means for what they cover, or are asked for: others are sought."""
    times = tuple(away_at)
    hit = [c for c in covers if now < c.session.start and any(one.overlaps(*c.session.when) for one in times)]
    return tuple(
        (cover, steps.release(cover, now) if cover.substitute == trainer else steps.withdraw(cover, trainer, now))
        for cover in hit
    )


def deserted(covers: Iterable[Cover], trainers: Collection[str], now: datetime) -> tuple[Kept, ...]:
    """Covers whose substitute is not among the trainers any more: others are sought. No session of them has begun."""
    gone = (cover for cover in covers if cover.state in TAKEN and cover.substitute not in trainers)
    return tuple((cover, steps.release(cover, now)) for cover in gone)


def _closed(
    there: Mapping[str, Cover], needed: Mapping[str, TaughtSession], theirs: set[TaughtSession], now: datetime
) -> Iterator[Kept]:
    for id_, cover in there.items():
        if id_ not in needed and cover.state in WANTED:
            yield cover, steps.close(cover, now, gone=cover.session not in theirs)


def _needed(id_: str, session: TaughtSession, there: Cover | None, leaves: list[Leave], now: datetime) -> Kept | None:
    leave = next(one.id for one in leaves if one.when.overlaps(*session.when))
    if there is None:
        return None, steps.opened(id_, session, leave, now)
    if there.state is CoverState.CLOSED:
        again = steps.reopen(there, now)
        return there, replace(again, cover=replace(again.cover, leave=leave))
    if there.state in RESOLVED:
        return there, _anew(there, leave, now)
    if there.leave != leave and there.state in WANTED:
        return there, CoverStep(replace(there, leave=leave))
    return None


def _anew(there: Cover, leave: str, now: datetime) -> CoverStep:
    """A session that was done without is given back to its timetable, so it needs somebody after all."""
    fresh = steps.opened(there.id, there.session, leave, now).cover
    return CoverStep(replace(fresh, opened_at=there.opened_at, offers=there.offers, opening=there.opening + 1))
