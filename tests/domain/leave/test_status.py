"""The status on rosters follows approved leave."""

import pytest

from multitrainer.domain.leave.status import next_turn, status_at
from multitrainer.domain.roster import Status
from tests.domain.leave.test_leave import approved, at, leave

LEAVES = (approved(24, 48), approved(48, 72, "adjoining"), leave(96, 120, "requested"))


@pytest.mark.parametrize(
    ("now", "status", "turn"),
    [
        (0, Status.ACTIVE, 24),
        (24, Status.ON_LEAVE, 72),
        (48, Status.ON_LEAVE, 72),
        (71.5, Status.ON_LEAVE, 72),
        (72, Status.ACTIVE, None),
        (100, Status.ACTIVE, None),
    ],
)
def test_who_is_away_is_on_leave_until_they_are_back(now: float, status: Status, turn: float | None) -> None:
    for was in (Status.ACTIVE, Status.ON_LEAVE):
        assert status_at(was, LEAVES, at(now)) is status
    assert status_at(Status.INACTIVE, LEAVES, at(now)) is Status.INACTIVE
    assert next_turn(LEAVES, at(now)) == (None if turn is None else at(turn))
