"""What times a leave may have, and what becomes of two that meet."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from multitrainer.domain.errors import LeaveInPast, LeaveOverlaps, SenselessLeave
from multitrainer.domain.intervals import Interval
from multitrainer.domain.leave.values import KINDS, STATES, Leave
from multitrainer.domain.moments import written
from multitrainer.domain.sentences import Sentence

HALF_HOURS = (0, 30)
"""Minutes of a local hour at which a leave begins and ends."""

LONGEST_DAYS = 366


@dataclass(frozen=True, slots=True)
class LeaveRules:
    """The institute's time zone, by whose half hours a leave begins and ends, and how long one may be."""

    zone: ZoneInfo
    longest_days: int = LONGEST_DAYS


def must_make_sense(when: Interval, rules: LeaveRules) -> None:
    """Raises SenselessLeave."""
    if when.end <= when.start:
        raise SenselessLeave(
            Sentence("A leave ends after it begins, not {start} to {end}.", **_said(when, rules)), field="end"
        )
    for name, at in zip(("start", "end"), when, strict=True):
        local = at.astimezone(rules.zone)
        if local.minute not in HALF_HOURS or local.second or local.microsecond:
            raise SenselessLeave(
                Sentence(
                    "A leave begins and ends on the hour or half hour, not at {time}.", time=local.strftime("%H:%M:%S")
                ),
                field=name,
            )
    if when.end - when.start > timedelta(days=rules.longest_days):
        raise SenselessLeave(
            Sentence(
                "A leave has at most {most} days, and this would have {days}. Who is away for longer is made inactive.",
                most=rules.longest_days,
                days=(when.end - when.start).days + 1,
            ),
            field="end",
        )


def must_be_to_come(changed: Iterable[Interval], now: datetime, admin: bool) -> None:
    """Raises LeaveInPast where somebody who is no admin changes who was away before now."""
    if not admin and any(one.start < now for one in changed):
        raise LeaveInPast(
            Sentence(
                "Only an admin enters or changes leave that is past. What is still to come can be changed: "
                "begin, or end, at the next half hour."
            )
        )


def merged(leave: Leave, others: Iterable[Leave], rules: LeaveRules) -> tuple[Leave, tuple[str, ...]]:
    """The leave with all live ones of its trainer, kind and state that it overlaps or adjoins, and the ids of those.

    It keeps its own id. Requested and approved stay apart until the request is approved.

    Raises:
        LeaveOverlaps: another one overlaps it that is of another kind.
        SenselessLeave: together they are too long.
    """
    theirs = [other for other in others if other.trainer == leave.trainer and other.is_live and other.id != leave.id]
    _must_be_of_one_kind(leave, theirs, rules)
    alike = sorted((o for o in theirs if (o.kind, o.state) == (leave.kind, leave.state)), key=lambda o: o.start)
    whole, absorbed = leave, list[Leave]()
    while found := [o for o in alike if o not in absorbed and o.start <= whole.end and whole.start <= o.end]:
        absorbed += found
        whole = _spanning(whole, found)
    must_make_sense(whole.when, rules)
    return whole, tuple(other.id for other in absorbed)


def overlaps(name: str, other: Leave, rules: LeaveRules) -> LeaveOverlaps:
    """The refusal that names another leave of a trainer, who is called so; times in words are the institute's."""
    words = Sentence(
        "There is another leave at that time: {kind}, {state}, {start} to {end}. Change or cancel that first.",
        kind=KINDS[other.kind],
        state=STATES[other.state],
        **_said(other.when, rules),
    )
    start, end = _said(other.when, rules).values()
    return LeaveOverlaps(
        words,
        f"{name} has another leave at that time: {other.kind}, {other.state}, {start:%Y-%m-%d %H:%M} to "
        f"{end:%Y-%m-%d %H:%M}. Change or cancel that first.",
        leave=other.id,
        trainer=other.trainer,
        start=written(other.start),
        end=written(other.end),
    )


def _must_be_of_one_kind(leave: Leave, others: Sequence[Leave], rules: LeaveRules) -> None:
    for other in others:
        if other.kind is not leave.kind and other.when.overlaps(*leave.when):
            raise overlaps(leave.trainer, other, rules)


def _spanning(leave: Leave, others: Sequence[Leave]) -> Leave:
    together = (leave, *others)
    notes = dict.fromkeys(one.note for one in together if one.note)
    return replace(
        leave,
        start=min(one.start for one in together),
        end=max(one.end for one in together),
        note="\n".join(notes),
    )


def _said(when: Interval, rules: LeaveRules) -> dict[str, datetime]:
    return {"start": when.start.astimezone(rules.zone), "end": when.end.astimezone(rules.zone)}
