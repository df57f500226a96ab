"""What is done with a leave: requesting, deciding, changing; and what that means for who is away."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from multitrainer.domain.errors import LeaveNeedsApproval, LeaveNotReady
from multitrainer.domain.intervals import Interval, without
from multitrainer.domain.leave.rules import LeaveRules, merged, must_be_to_come, must_make_sense
from multitrainer.domain.leave.values import Leave, LeaveState, away
from multitrainer.domain.sentences import Sentence


class LeaveEvent(StrEnum):
    """What happens to a leave that is there."""

    APPROVED = "approved"
    DECLINED = "declined"
    CANCELLED = "cancelled"
    CHANGED = "changed"
    """It got other times, another kind or note."""


S, E = LeaveState, LeaveEvent

LEAVE_TRANSITIONS: Mapping[tuple[LeaveState, LeaveEvent], LeaveState] = {
    (S.REQUESTED, E.APPROVED): S.APPROVED,
    (S.REQUESTED, E.DECLINED): S.DECLINED,
    (S.REQUESTED, E.CANCELLED): S.CANCELLED,
    (S.REQUESTED, E.CHANGED): S.REQUESTED,
    (S.APPROVED, E.CANCELLED): S.CANCELLED,
    (S.APPROVED, E.CHANGED): S.APPROVED,
}
"""The state after an event. Whatever is not here is refused."""


class Doer(NamedTuple):
    """Who does something with a leave, and whether as an admin."""

    id: str
    admin: bool


class LeaveStep(NamedTuple):
    """A leave after something was done with it; ids of those that it took in, which go; and what that means.

    `newly` is when the trainer is away who was not, `no_longer` when they are not who was: both in order.
    """

    leave: Leave
    absorbed: tuple[str, ...] = ()
    newly: tuple[Interval, ...] = ()
    no_longer: tuple[Interval, ...] = ()


def request(leave: Leave, others: Iterable[Leave], doer: Doer, now: datetime, rules: LeaveRules) -> LeaveStep:
    """A new leave; an admin's entry is approved at once. `others` are the trainer's other leaves.

    Raises:
        SenselessLeave, LeaveInPast, LeaveOverlaps.
    """
    must_make_sense(leave.when, rules)
    must_be_to_come((leave.when,), now, doer.admin)
    state, decided_by = (S.APPROVED, doer.id) if doer.admin else (S.REQUESTED, None)
    return _settled(None, replace(leave, state=state, decided_by=decided_by), [*others], rules)


def approve(leave: Leave, others: Iterable[Leave], doer: Doer, rules: LeaveRules, note: str | None = None) -> LeaveStep:
    """A requested leave is approved, and joined with approved ones of its kind that it meets.

    Raises:
        LeaveNotReady, LeaveOverlaps, SenselessLeave.
    """
    approved = replace(_after(leave, E.APPROVED), decided_by=doer.id, decision_note=note)
    return _settled(leave, approved, [*others], rules)


def decline(leave: Leave, doer: Doer, note: str | None = None) -> LeaveStep:
    """A requested leave is declined. Raises LeaveNotReady."""
    return LeaveStep(replace(_after(leave, E.DECLINED), decided_by=doer.id, decision_note=note))


def cancel(leave: Leave, others: Iterable[Leave], doer: Doer, now: datetime, rules: LeaveRules) -> LeaveStep:
    """A leave is cancelled. An approved one that has begun is cancelled by admins alone; others shorten it.

    Raises:
        LeaveNotReady, LeaveInPast.
    """
    gone = replace(_after(leave, E.CANCELLED), decided_by=doer.id)
    step = _settled(leave, gone, [*others], rules)
    must_be_to_come(step.no_longer, now, doer.admin)
    return step


def change(
    leave: Leave, wanted: Leave, others: Iterable[Leave], doer: Doer, now: datetime, rules: LeaveRules
) -> LeaveStep:
    """A leave gets the times, kind and note of another value of it: shortened, lengthened or moved.

    Raises:
        LeaveNotReady, SenselessLeave, LeaveOverlaps, LeaveInPast.
        LeaveNeedsApproval: somebody who is no admin makes an approved one longer, or moves it.
    """
    kept = _after(leave, E.CHANGED)
    must_make_sense(wanted.when, rules)
    altered = replace(kept, start=wanted.start, end=wanted.end, kind=wanted.kind, note=wanted.note)
    step = _settled(leave, altered, [*others], rules)
    past = without((wanted.when,), (leave.when,)), without((leave.when,), (wanted.when,))
    must_be_to_come((*past[0], *past[1]), now, doer.admin)
    if step.newly and not doer.admin:
        raise LeaveNeedsApproval(
            Sentence(
                "Only an admin makes an approved leave longer, or moves it. Request another one for the rest: "
                "both become one when it is approved."
            ),
            leave=leave.id,
        )
    return step


STANDS = {
    S.REQUESTED: Sentence("This leave waits for an answer, so this can't be done with it."),
    S.APPROVED: Sentence("This leave is approved by now, so this can't be done with it."),
    S.DECLINED: Sentence("This leave is declined by now, so nothing more can be done with it."),
    S.CANCELLED: Sentence("This leave is cancelled by now, so nothing more can be done with it."),
}
"""What is said of one that can't be treated so."""


def _after(leave: Leave, event: LeaveEvent) -> Leave:
    """The leave in the state after the event. Raises LeaveNotReady."""
    if (state := LEAVE_TRANSITIONS.get((leave.state, event))) is None:
        possible = [e.value for s, e in LEAVE_TRANSITIONS if s is leave.state]
        what = f"it can be {', '.join(possible)}" if possible else "nothing more can be done with it"
        raise LeaveNotReady(
            STANDS[leave.state],
            f"Leave {leave.id} is {leave.state}, so it can't be {event}; {what}.",
            state=leave.state.value,
            possible=possible,
        )
    return replace(leave, state=state)


def _settled(before: Leave | None, after: Leave, others: list[Leave], rules: LeaveRules) -> LeaveStep:
    """What is left to do once the leave is as wanted: joining it with others, and counting who is away."""
    whole, absorbed = merged(after, others, rules) if after.is_live else (after, ())
    was = away((*others, before) if before else others)
    now_away = away((*others, whole))
    return LeaveStep(whole, absorbed, without(now_away, was), without(was, now_away))
