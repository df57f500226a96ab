"""Hours of a week."""

import pytest

from multitrainer.domain.week import weekly_hours

EVENING = {"day": "monday", "start": "22:30", "end": "24:00"}


@pytest.mark.parametrize(
    ("sessions", "hours"),
    [
        pytest.param([EVENING, {**EVENING, "start": "23:00"}], 2.5, id="every week"),
        pytest.param([{"start": "2026-03-02T18:00", "end": "2026-03-02T22:00"}], 0, id="once"),
        pytest.param([{**EVENING, "start": "24:00", "end": "22:30"}], 0, id="backwards"),
        pytest.param([5, {"day": "monday"}, {**EVENING, "end": "late"}], 0, id="none that can be read"),
    ],
)
def test_the_hours_of_weekly_sessions(sessions: list[object], hours: float) -> None:
    assert weekly_hours(sessions) == hours
