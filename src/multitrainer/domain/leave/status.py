"""What approved leave makes of a trainer's status on rosters, and when that turns."""

from collections.abc import Iterable
from datetime import datetime

from multitrainer.domain.leave.values import Leave, away
from multitrainer.domain.roster import Status


def status_at(status: Status, leaves: Iterable[Leave], now: datetime) -> Status:
    """The status of somebody with these leaves: on leave while one runs, active else. Who is inactive stays so."""
    if status is Status.INACTIVE:
        return status
    return Status.ON_LEAVE if any(one.start <= now < one.end for one in away(leaves)) else Status.ACTIVE


def next_turn(leaves: Iterable[Leave], now: datetime) -> datetime | None:
    """When they leave or come back next, after now; None if never."""
    return min((turn for one in away(leaves) for turn in one if turn > now), default=None)
