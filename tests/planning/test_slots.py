"""Batches that state no sessions meet at those of their slot."""

from datetime import date

import pytest

from multitrainer.domain.batching import Batching, Slot
from multitrainer.domain.recount import Batch
from multitrainer.domain.roster import Entry
from multitrainer.domain.team import Team
from multitrainer.domain.week import Day, Meeting, weekly_hours
from multitrainer.planning.problem import problem_of
from multitrainer.planning.school import School
from multitrainer.planning.slots import courses_in_need, meeting, to_come, with_sessions
from multitrainer.schemas.enrolments import NewBatching
from multitrainer.schemas.plan_options import PlanOptions
from multitrainer.solver.documents.limits import Limits
from multitrainer.solver.solving import solve
from multitrainer.stored.enrolments import read_batching, write_batching

EVENING = Meeting(Day.MONDAY, "18:00", "19:30")
BATCHINGS = {"c": Batching(25, 15, 30, slots=(Slot("Mon", (EVENING,)),))}
MONDAY, FRIDAY = ({"day": day, "start": "18:00", "end": "19:30"} for day in ("monday", "friday"))


def test_an_absence_that_is_over_is_none_any_more() -> None:
    weekly = {"day": "friday", "start": "14:00", "end": "24:00"}
    over, last, later = (
        {"start": "2026-03-02T00:00:00", "end": f"2026-{end}:00"}
        for end in ("03-09T00:00", "03-09T00:01", "04-01T00:00")
    )
    stated = {"john": {"skills": ["C1"], "unavailable": [weekly, over, last, later]}, "ann": {}}
    assert to_come(stated, date(2026, 3, 9)) == {
        "john": {"skills": ["C1"], "unavailable": [weekly, last, later]}, "ann": {"unavailable": []},
    }  # fmt: skip


@pytest.mark.parametrize(
    ("fact", "sessions"),
    [
        pytest.param({"slot": "Mon"}, [MONDAY], id="those of the slot"),
        pytest.param({"slot": "Mon", "sessions": []}, [MONDAY], id="none of its own"),
        pytest.param({"slot": "Mon", "sessions": [FRIDAY]}, [FRIDAY], id="its own"),
        pytest.param({"slot": "Tue"}, [], id="a slot that is gone"),
        pytest.param({"sessions": [FRIDAY]}, [FRIDAY], id="no slot"),
    ],
)
def test_a_batch_without_sessions_takes_those_of_its_slot(fact: dict[str, object], sessions: list[object]) -> None:
    assert with_sessions({"b": {"course": "c", **fact}}, BATCHINGS)["b"]["sessions"] == sessions


def test_only_courses_whose_batches_need_them_are_asked_for_their_slots() -> None:
    own = {"course": "d", "slot": "Mon", "sessions": [FRIDAY]}
    assert courses_in_need([{"course": "c", "slot": "Mon"}, own, {"course": "e"}]) == ["c"]


def test_a_slot_that_is_gone_is_none() -> None:
    assert with_sessions({"b": {"course": "c", "slot": "Tue"}}, BATCHINGS)["b"]["slot"] is None


def test_batches_in_one_slot_meet_also_where_nobody_knows_when() -> None:
    team = Team("c", (), tuple(map(Batch, "12345")))
    stated: dict[str, dict[str, object]] = {
        "1": {"slot": "Sat"},
        "2": {"slot": "Sun"},
        "3": {"slot": "Sat", "sessions": []},
        "4": {"slot": "Sat", "sessions": [FRIDAY]},
        "5": {},
    }
    assert meeting(team, stated) == [("1", "3")]


def test_a_session_of_a_slot_may_go_to_midnight_in_all_that_reads_it() -> None:
    late = {"day": "monday", "start": "22:00", "end": "24:00"}
    slots = [{"name": "Mon", "sessions": [late, {"day": "monday", "start": "18:00", "end": "22:00"}]}]
    batching = NewBatching.model_validate({"target": 2, "minimum": 1, "maximum": 2, "slots": slots}).settings()
    assert read_batching("c", write_batching(batching)) == batching
    stated = with_sessions({"b": {"course": "c", "slot": "Mon"}}, {"c": batching})
    assert weekly_hours(stated["b"]["sessions"]) == 6
    team = Team("c", (Entry("ann"),), (Batch("b"), Batch("other")))
    school = School([team], batches={**stated, "other": {"sessions": [late]}})
    people = {
        one.batch: one.primary for one in solve(problem_of(school, PlanOptions()), limits=Limits(effort=50)).people
    }
    assert sorted(people.values(), key=str) == [None, "ann"], "The two meet until midnight."
