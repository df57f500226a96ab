"""What is told of a plan: why each batch changes, what conflicts, and what would help."""

import asyncio
from collections.abc import Callable
from dataclasses import replace

import orjson
import pytest

from multitrainer.domain.errors import PlanningFailed
from multitrainer.domain.people import People
from multitrainer.domain.recount import Batch
from multitrainer.domain.roster import Entry, Role, Status
from multitrainer.domain.team import Team
from multitrainer.planning.problem import problem_of
from multitrainer.planning.school import School
from multitrainer.planning.telling import answered, question
from multitrainer.planning.view import explanation_view
from multitrainer.planning_process import told
from multitrainer.schemas.plan_options import PlanOptions
from multitrainer.solver.documents.limits import Limits
from multitrainer.solver.documents.objective import REBALANCING_ORDER
from multitrainer.solver.solving import solve
from multitrainer.solver.ways.finding import ways_out

ROSTER = (Entry("lead", Role.LEAD), Entry("tom", status=Status.ON_LEAVE), Entry("ann"))
BATCHES = (Batch("1", People("tom")), Batch("2", People("ann")), Batch("3"))
SCHOOL = School(
    [Team("c", ROSTER, BATCHES)],
    names={"ann": "Ann", "tom": "Tom", "1": "Batch 1", "3": "Batch 3"},
    batches={"3": {"skills": ["C1"]}},
)
"""Tom is on leave, so that Ann is to have his batch; and nobody has what Batch 3 requires."""

Ask = Callable[..., bytes]


@pytest.fixture(scope="module")
def ask() -> Ask:
    """The text of a question about the plan of this school."""
    problem = problem_of(SCHOOL, PlanOptions(), REBALANCING_ORDER, hands_over=True)
    solution = solve(problem, limits=Limits(effort=50))
    asked, planned = (one.model_dump_json(by_alias=True).encode() for one in (problem, solution))
    return lambda batch=None: question(asked, planned, batch)


def test_a_batch_that_changes_is_explained_by_who_gives_it_up_and_by_what_spoke_for_the_new_one(ask: Ask) -> None:
    change, other = orjson.loads(answered(ask(), ways_out))["changes"]
    assert (change["batch"], change["before"]["primary"], change["after"]["primary"]) == ("1", "tom", "ann")
    assert (other["batch"], other["reasons"]) == ("2", ["Only who stands by changes."])
    assert change["reasons"][0] == "Tom can't teach Batch 1: on leave."
    assert change["reasons"][-1] == "Not possible: Tom (on leave)."
    assert "The best alternative is lead" in change["reasons"][1]
    assert change["spokeFor"]["leadsTeach"] == 1


def test_what_nobody_can_teach_comes_with_its_conflict_and_with_ways_out_that_are_proved(ask: Ask) -> None:
    plan = orjson.loads(answered(ask(), ways_out))
    assert [one["uncovered"] for one in plan["conflicts"]] == [["3"]]
    assert "C1" in plan["conflicts"][0]["words"]
    assert {("skills", ("3",))} <= {(way["kind"], (*way["covers"],)) for way in plan["waysOut"]}
    assert all(way["change"] and way["words"] for way in plan["waysOut"])


def test_ways_out_that_are_not_found_in_time_are_said_to_be_unknown(ask: Ask) -> None:
    assert orjson.loads(answered(ask(), lambda *_: None))["waysOut"] is None


def test_one_batch_is_explained_trainer_by_trainer_and_a_strange_one_is_not_there(ask: Ask) -> None:
    found = orjson.loads(answered(ask("2"), ways_out))
    assert (found["name"], found["primary"], found["alternative"]["trainer"]) == (None, "ann", "lead")
    assert [(one["trainer"], one["rule"], one["term"]) for one in found["others"]] == [
        ("lead", None, "leadsTeach"), ("tom", "status", None),
    ]  # fmt: skip
    assert orjson.loads(answered(ask("4"), ways_out)) is None


def test_a_batch_goes_by_its_name_as_well_if_no_other_has_it(ask: Ask) -> None:
    assert orjson.loads(answered(ask("Batch 3"), ways_out))["batch"] == "3"
    twice = replace(SCHOOL, names={**SCHOOL.names, "1": "Batch 3"})
    problem = problem_of(twice, PlanOptions())
    assert explanation_view(problem, solve(problem, limits=Limits(effort=50)), "Batch 3") is None


def test_a_batch_for_whose_reasons_there_was_no_time_waits_until_it_is_asked_about(ask: Ask) -> None:
    change, other = orjson.loads(answered(ask(), ways_out, lambda: True))["changes"]
    assert (change["batch"], change["after"]["primary"], change["reasons"], change["spokeFor"]) == ("1", "ann", [], {})
    assert other["reasons"] == ["Only who stands by changes."]
    assert orjson.loads(answered(ask("1"), ways_out, lambda: True))["words"]


async def test_a_process_of_its_own_tells_the_same_with_ways_out_as_far_as_there_is_time(ask: Ask) -> None:
    in_time, too_late = await asyncio.gather(told(ask(), 30, 1000), told(ask(), 1e-6, 1000))
    assert orjson.loads(in_time) == orjson.loads(answered(ask(), ways_out))
    assert orjson.loads(too_late)["waysOut"] is None


async def test_a_process_that_is_no_good_is_said_to_have_failed() -> None:
    with pytest.raises(PlanningFailed, match="without an answer"):
        await told(b"{}", 1, 1000)


def test_with_several_courses_each_batch_is_named_with_its_own(ask: Ask) -> None:
    other = Team("d", (Entry("tom"),), (Batch("4"),))
    names = {**SCHOOL.names, "c": "German A1", "d": "French B2", "4": "Batch 1"}
    facts = {**SCHOOL.batches, "4": {"skills": ["B2"]}}
    school = replace(SCHOOL, teams=[*SCHOOL.teams, other], names=names, batches=facts)
    problem = problem_of(school, PlanOptions(), REBALANCING_ORDER, hands_over=True)
    solution = solve(problem, limits=Limits(effort=50))
    asked, planned = (one.model_dump_json(by_alias=True).encode() for one in (problem, solution))
    plan = orjson.loads(answered(question(asked, planned), ways_out))
    said = [*plan["explanations"], *(one["words"] for one in (*plan["conflicts"], *plan["waysOut"]))]
    said += plan["changes"][0]["reasons"]
    assert plan["changes"][0]["reasons"][0] == "Tom can't teach Batch 1 of German A1: on leave."
    assert "Batch 1 of French B2 needs somebody with B2, and nobody has that." in said
    assert not [one for one in said for part in one.split("Batch ")[1:] if part[0].isdigit() and part[1:4] != " of"]
