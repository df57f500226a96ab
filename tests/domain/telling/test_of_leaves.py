"""Who is told of a leave, and what they are not told."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from multitrainer.domain.leave.values import Leave, LeaveKind, LeaveState
from multitrainer.domain.telling.notices import Kind, Notice
from multitrainer.domain.telling.of_leaves import notices_of_leave

START = datetime(2026, 3, 2, 23, tzinfo=UTC)
ASKED = Leave("leave", "tom", START, START + timedelta(days=2), LeaveKind.SICK, "It is my heart.")
APPROVED = replace(ASKED, state=LeaveState.APPROVED, decided_by="ada")
SOONER = START + timedelta(days=1)


def told(before: Leave | None, after: Leave, by: str) -> list[Notice]:
    """With two admins, the trainer's lead, and the trainer as a lead of another of their courses."""
    return notices_of_leave(before, after, by, ("ada", "abe"), ("lea", "tom"))


@pytest.mark.parametrize(
    ("before", "after", "by", "who"),
    [
        pytest.param(None, ASKED, "tom", {("leave-requested", "ada"), ("leave-requested", "abe")}, id="asked for"),
        pytest.param(
            None, APPROVED, "ada", {("leave-entered", "tom"), ("leave-of-colleague", "lea")}, id="entered by an admin"
        ),
        pytest.param(ASKED, APPROVED, "ada", {("leave-approved", "tom"), ("leave-of-colleague", "lea")}, id="approved"),
        pytest.param(ASKED, APPROVED, "lea", {("leave-approved", "tom")}, id="approved by who is a lead as well"),
        pytest.param(
            ASKED, replace(ASKED, state=LeaveState.DECLINED), "ada", {("leave-declined", "tom")}, id="declined"
        ),
        pytest.param(
            ASKED, replace(ASKED, state=LeaveState.CANCELLED), "ada", {("leave-cancelled", "tom")}, id="not wanted"
        ),
        pytest.param(ASKED, replace(ASKED, state=LeaveState.CANCELLED), "tom", set(), id="taken back"),
        pytest.param(
            APPROVED,
            replace(APPROVED, state=LeaveState.CANCELLED),
            "tom",
            {("colleague-not-away", "lea")},
            id="back after all",
        ),
        pytest.param(
            APPROVED,
            replace(APPROVED, end=SOONER),
            "ada",
            {("leave-changed", "tom"), ("leave-of-colleague", "lea")},
            id="shortened by an admin",
        ),
        pytest.param(
            APPROVED, replace(APPROVED, end=SOONER), "tom", {("leave-of-colleague", "lea")}, id="shortened by themself"
        ),
        pytest.param(APPROVED, replace(APPROVED, note="x"), "ada", {("leave-changed", "tom")}, id="another note"),
        pytest.param(
            ASKED,
            replace(ASKED, end=SOONER),
            "abe",
            {("leave-changed", "tom"), ("leave-requested", "ada")},
            id="a request changed by an admin",
        ),
        pytest.param(ASKED, replace(ASKED, note="x"), "tom", set(), id="another note to what is asked for"),
        pytest.param(APPROVED, APPROVED, "ada", set(), id="nothing"),
    ],
)
def test_everybody_whom_a_step_concerns_is_told_but_whoever_made_it(
    before: Leave | None, after: Leave, by: str, who: set[tuple[str, str]]
) -> None:
    notices = told(before, after, by)
    assert {(notice.kind.value, notice.to) for notice in notices} == who
    assert len(notices) == len(who)


STEPS = [(None, ASKED), (None, APPROVED), (ASKED, APPROVED), (APPROVED, replace(APPROVED, end=SOONER))]


@pytest.mark.parametrize(("before", "after"), STEPS)
def test_nobody_is_told_the_note_nor_a_lead_why_somebody_is_away(before: Leave | None, after: Leave) -> None:
    for notice in told(before, after, "x"):
        assert after.note not in str(notice)
        assert ("sick" in str(notice.facts)) is (notice.to != "lea")


def test_times_are_told_programs_in_utc() -> None:
    facts = told(None, ASKED, "tom")[0].facts
    assert facts == {
        "leave": "leave", "trainer": "tom", "kind": "sick",
        "from": "2026-03-02T23:00:00Z", "until": "2026-03-04T23:00:00Z",
    }  # fmt: skip


def test_who_is_told_of_another_time_hears_the_one_that_counts_now() -> None:
    changed = next(n for n in told(APPROVED, replace(APPROVED, end=SOONER), "ada") if n.kind is Kind.LEAVE_CHANGED)
    assert changed.facts["until"] == "2026-03-03T23:00:00Z"
