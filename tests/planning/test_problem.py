"""What the solver is asked of a school."""

from dataclasses import replace

import pytest

from multitrainer.domain.errors import InvalidInput
from multitrainer.domain.people import People
from multitrainer.domain.recount import Batch
from multitrainer.domain.roster import Entry, Role, Status
from multitrainer.domain.team import Team
from multitrainer.domain.workload import LoadRules
from multitrainer.planning.problem import members, must_be_there, problem_of
from multitrainer.planning.school import School
from multitrainer.schemas.plan_options import PairLevel, PlanOptions
from multitrainer.solver.documents.objective import REBALANCING_ORDER, Rule, RuleLevel
from multitrainer.solver.documents.problem import Level
from tests.planning.schools import german

A, B, C = "a" * 24, "b" * 24, "c" * 24


def school(*roster: Entry, batches: tuple[Batch, ...] = (Batch(A), Batch(B))) -> School:
    return School([Team(C, roster, batches)])


def levels(of: School, *, hands_over: bool = False) -> dict[tuple[str, str], Level]:
    return {(p.trainer, p.batch): p.level for p in problem_of(of, PlanOptions(), hands_over=hands_over).pairs}


def test_assistants_come_first_and_leads_last_as_the_roster_has_them() -> None:
    roster = (Entry("l", Role.LEAD), Entry("y"), Entry("s", Role.SUBSTITUTE), Entry("x"))
    assert members(school(*roster)) == ("y", "x", "s", "l")
    assert members(german()) == ("john", "maria", "alex", "sarah")


def test_what_is_stated_of_a_trainer_and_a_batch_is_part_of_the_problem() -> None:
    monday = {"day": "monday", "start": "18:00", "end": "19:30"}
    of = replace(
        school(Entry("t")),
        trainers={"t": {"skills": ["C1"], "unavailable": [monday], "limits": {"hoursPerDay": 6}}},
        batches={A: {"sessions": [monday], "skills": ["C1"], "pinned": True}},
        elsewhere={"t": 7.5},
        names={"t": "Tom", A: "Batch 1"},
        students={A: 25},
        usual=LoadRules(5, 20).stating({A: 3.0}, {"t": 12.0}),
    )
    problem = problem_of(of, PlanOptions())
    trainer, batch = problem.trainers[0], problem.batches[0]
    assert (trainer.name, trainer.capacity, trainer.load, trainer.skills) == ("Tom", 12, 7.5, ("C1",))
    assert (trainer.limits.hours_per_day, trainer.unavailable) == (6, batch.sessions)
    assert (batch.name, batch.hours, batch.skills, batch.students) == ("Batch 1", 3, ("C1",), 25)
    assert not batch.pinned, "There is no primary to keep."


def test_a_lead_rather_teaches_within_their_own_scope() -> None:
    leads = (Entry("p", Role.LEAD, batches=(A,)), Entry("q", Role.LEAD, batches=(B,)))
    assert levels(school(*leads)) == {("p", B): Level.DISCOURAGED, ("q", A): Level.DISCOURAGED}


def test_whoever_is_away_on_one_course_keeps_what_they_have_there_and_gets_nothing_new() -> None:
    batches = (Batch(A, People("t")), Batch(B))
    away = School([Team(C, (Entry("t", status=Status.INACTIVE),), batches), Team("other", (Entry("t"),), ())])
    assert problem_of(away, PlanOptions()).trainers[0].status is Status.ACTIVE
    assert levels(away) == {("t", B): Level.PROHIBITED}


@pytest.mark.parametrize("status", [Status.ON_LEAVE, Status.INACTIVE])
def test_rebalancing_hands_over_what_those_on_leave_or_inactive_have(status: Status) -> None:
    of = school(Entry("t", status=status), batches=(Batch(A, People("t")), Batch(B)))
    assert levels(of) == {("t", B): Level.PROHIBITED}
    assert {batch for _, batch in levels(of, hands_over=True)} == {A, B}


@pytest.mark.parametrize(
    ("status", "reason"), [(Status.ON_LEAVE, "on leave"), (Status.INACTIVE, "inactive")], ids=["on leave", "inactive"]
)
def test_whoever_is_away_is_kept_from_batches_for_that_reason(status: Status, reason: str) -> None:
    of = school(Entry("t", status=status), Entry("p", Role.LEAD))
    reasons = {(pair.trainer, pair.reason) for pair in problem_of(of, PlanOptions()).pairs}
    assert reasons == {("t", reason), ("p", None)}


def test_courses_have_the_names_that_people_gave_them() -> None:
    assert problem_of(replace(school(Entry("t")), names={C: "German"}), PlanOptions()).course_names == {C: "German"}
    assert problem_of(school(Entry("t")), PlanOptions()).course_names == {}


def test_the_options_of_whoever_asks_count() -> None:
    of = school(Entry(B, Role.LEAD, batches=(A,)), batches=(Batch(A, People(B)), Batch(B)))
    said = PairLevel(trainer=B, batch=B, level=Level.PREFERRED, cost=2.0)
    options = PlanOptions(pins=(A,), pairs=(said,), rules={Rule.SKILLS: RuleLevel.NEUTRAL}, rest_minutes=15, backups=2)
    problem = problem_of(of, options, REBALANCING_ORDER)
    assert [b.pinned for b in problem.batches] == [True, False]
    assert [(p.level, p.cost) for p in problem.pairs] == [(Level.PREFERRED, 2.0)]
    assert (problem.rules, problem.order) == ({Rule.SKILLS: RuleLevel.NEUTRAL}, REBALANCING_ORDER)
    assert (problem.rest_minutes, problem.backups) == (15, 2)


def test_options_about_what_is_not_planned_are_refused_by_their_place() -> None:
    strange = PlanOptions(pins=(A, "d" * 24), pairs=(PairLevel(trainer=A, batch=A),))
    with pytest.raises(InvalidInput) as refused:
        must_be_there(school(Entry("t")), strange)
    assert [e["field"] for e in refused.value.facts["errors"]] == [
        "body.options.pins.1",
        "body.options.pairs.0.trainer",
    ]
