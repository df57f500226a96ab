"""Who is to be told what of a leave. Its note is told nobody, and its kind only the trainer and admins."""

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime

from multitrainer.domain.leave.values import Leave, LeaveState
from multitrainer.domain.moments import written
from multitrainer.domain.telling.notices import Fact, Kind, Notice

S = LeaveState

TOLD_TRAINER = {
    S.APPROVED: Kind.LEAVE_APPROVED,
    S.DECLINED: Kind.LEAVE_DECLINED,
    S.CANCELLED: Kind.LEAVE_CANCELLED,
}
"""By the state that somebody else has brought a leave to."""


def notices_of_leave(
    before: Leave | None, after: Leave, by: str, admins: Collection[str], leads: Collection[str]
) -> list[Notice]:
    """What each person has to know of a step, but for whoever made it. `leads` are those of the trainer's courses.

    Who is away is told of as a trainer, and as a lead not of their own leave.
    """
    told = [
        *_for_trainer(before, after),
        *_for_admins(before, after, admins),
        *_for_leads(before, after, [lead for lead in leads if lead != after.trainer]),
    ]
    return [notice for notice in told if notice.to != by]


def _for_trainer(before: Leave | None, after: Leave) -> Iterator[Notice]:
    """Of what others did; what they did themself is left out with all else that the doer knows."""
    facts = {**_times(after), "kind": after.kind.value}
    if before is None:
        if after.state is S.APPROVED:
            yield Notice(Kind.LEAVE_ENTERED, after.trainer, facts)
    elif after.state is not before.state:
        yield Notice(TOLD_TRAINER[after.state], after.trainer, facts)
    elif _said(before) != _said(after):
        yield Notice(Kind.LEAVE_CHANGED, after.trainer, facts)


def _for_admins(before: Leave | None, after: Leave, admins: Iterable[str]) -> Iterator[Notice]:
    """Of what waits for one of them: asked for, or asked for otherwise."""
    if after.state is S.REQUESTED and (before is None or _asked(before) != _asked(after)):
        facts = {**_times(after), "trainer": after.trainer, "kind": after.kind.value}
        yield from (Notice(Kind.LEAVE_REQUESTED, admin, facts) for admin in admins)


def _for_leads(before: Leave | None, after: Leave, leads: Iterable[str]) -> Iterator[Notice]:
    """Of when a colleague is away, and that they are not after all; why is none of a lead's business."""
    was, is_ = _away(before), _away(after)
    if was == is_:
        return
    kind = Kind.LEAVE_OF_COLLEAGUE if is_ else Kind.COLLEAGUE_NOT_AWAY
    facts = {**_times(after), "trainer": after.trainer}
    yield from (Notice(kind, lead, facts) for lead in leads)


def _away(leave: Leave | None) -> tuple[datetime, datetime] | None:
    return (leave.start, leave.end) if leave and leave.state is S.APPROVED else None


def _asked(leave: Leave) -> tuple[object, ...]:
    return leave.start, leave.end, leave.kind


def _said(leave: Leave) -> tuple[object, ...]:
    return *_asked(leave), leave.note


def _times(leave: Leave) -> dict[str, Fact]:
    """As texts in UTC, for programs; people read them by the institute's clocks."""
    return {"leave": leave.id, "from": written(leave.start), "until": written(leave.end)}
