"""What people should know of a plan and can't see in it."""

from dataclasses import replace
from itertools import count

import pytest

from multitrainer.domain.batching import Batching, Slot
from multitrainer.domain.people import People
from multitrainer.domain.recount import Batch
from multitrainer.domain.roster import Entry, Status
from multitrainer.domain.team import Team
from multitrainer.domain.week import Day, Meeting
from multitrainer.planning.batches_view import batches_view
from multitrainer.planning.notes import notes
from multitrainer.planning.problem import problem_of
from multitrainer.planning.school import School
from multitrainer.schemas.plan_options import PlanOptions
from multitrainer.solver.documents.limits import Limits
from multitrainer.solver.sectioning.splitting import Intake, Wish, split
from multitrainer.solver.solving import solve

MONDAY = {"day": "monday", "start": "18:00", "end": "20:00"}
TEAM = Team("c", (Entry("luz"), Entry("ann")), (Batch("1", People("luz")), Batch("2"), Batch("3")))
NAMES = {"luz": "Luz", "1": "Batch 1", "2": "Batch 2", "3": "Batch 3"}
SCHOOL = School([TEAM], names=NAMES)
AWAY = replace(TEAM, roster=(Entry("luz", status=Status.ON_LEAVE), Entry("ann")))


def said(school: School, *, hands_over: bool = False) -> list[str]:
    return [*notes(problem_of(school, PlanOptions(), hands_over=hands_over))]


def test_batches_whose_times_nobody_knows_are_named_with_what_gives_them_times() -> None:
    timed = {"1": {"sessions": [MONDAY]}}
    (sentence,) = said(replace(SCHOOL, batches=timed))
    assert sentence.startswith("2 batches have no known times: Batch 2, Batch 3; nobody can tell whether they meet.")
    assert "A timetable" in sentence
    (sentence,) = said(replace(SCHOOL, batches={**timed, "2": timed["1"]}))
    assert sentence.startswith("1 batch has no known times: Batch 3;")
    assert said(replace(SCHOOL, batches=dict.fromkeys("123", timed["1"]))) == []
    many = tuple(Batch(f"b{n}") for n in range(12))
    assert "b7 and 4 more;" in said(School([replace(TEAM, batches=many)]))[0]


def test_nobody_gets_two_batches_in_one_slot_without_sessions() -> None:
    saturday = replace(SCHOOL, batches={"2": {"slot": "Sat"}, "3": {"slot": "Sat"}})
    problem = problem_of(saturday, PlanOptions())
    people = {one.batch: one.primary for one in solve(problem, limits=Limits(effort=50)).people}
    assert {people["2"], people["3"]} == {"luz", "ann"}
    assert any("count as meeting at the same time" in sentence for sentence in said(saturday))


def test_a_batch_that_is_locked_to_somebody_on_leave_is_named() -> None:
    locked = School([AWAY], batches={"1": {"pinned": True}}, names=NAMES)
    for hands_over in (True, False):
        assert "Batch 1 is locked to Luz, who is on leave." in said(locked, hands_over=hands_over)
    assert not any("locked" in sentence for sentence in said(School([AWAY], names=NAMES), hands_over=True))


@pytest.mark.parametrize("status", [Status.ON_LEAVE, Status.INACTIVE])
def test_who_is_away_and_keeps_batches_is_named_with_what_hands_them_over(status: Status) -> None:
    away = School([replace(TEAM, roster=(Entry("luz", status=status), Entry("ann")))], names=NAMES)
    words = status.value.replace("_", " ")
    assert f"Luz is {words} and keeps Batch 1 in a plan of this kind; rebalancing hands them over." in said(away)
    assert not any("keeps" in sentence for sentence in said(away, hands_over=True))


def test_a_batch_that_is_locked_to_somebody_who_is_away_on_its_course_alone_is_named() -> None:
    elsewhere = Team("d", (Entry("luz"),), ())
    locked = School([AWAY, elsewhere], batches={"1": {"pinned": True}}, names=NAMES)
    assert "Batch 1 is locked to Luz, who would not be given it otherwise." in said(locked, hands_over=True)


def test_new_batches_whose_slot_has_no_sessions_are_named_when_they_are_planned() -> None:
    monday = Slot("Mon", (Meeting(Day.MONDAY, "18:00", "20:00"),))
    batching = Batching(2, 1, 2, slots=(monday, Slot("Sat")))
    wishes = (Wish("a", ("Mon",)), Wish("b", ("Mon",)), Wish("c", ("Sat",)))
    intake = Intake("c", batching, (), wishes)
    plan = split(intake, map(str, count(1)))
    (untimed,) = [batch.name for batch in plan.new if batch.slot == "Sat"]
    (sentence,) = batches_view(plan, intake)["explanations"]
    assert sentence.startswith(f"1 batch has no known times: {untimed};")
