"""What counts as a change since a plan was made."""

from dataclasses import replace

import pytest

from multitrainer.domain.people import People
from multitrainer.domain.recount import Batch
from multitrainer.domain.roster import Entry, Role, Status
from multitrainer.domain.team import Team
from multitrainer.planning.differences import NAMED, Difference, differences, outdated
from multitrainer.planning.problem import problem_of
from multitrainer.planning.school import School
from multitrainer.schemas.plan_options import PlanOptions
from multitrainer.solver.documents.problem import Problem

TEAM = Team("c", (Entry("l", Role.LEAD, batches=("1", "2")), Entry("t")), (Batch("1", People("t")), Batch("2")))
SCHOOL = School([TEAM])


def with_team(**changes: object) -> School:
    return School([replace(TEAM, **changes)])  # type: ignore[arg-type]


def asked(school: School) -> Problem:
    return problem_of(school, PlanOptions())


@pytest.mark.parametrize(
    ("now", "field"),
    [
        pytest.param(with_team(batches=(Batch("1"), Batch("2"))), "current", id="another primary"),
        pytest.param(with_team(batches=TEAM.batches[:1]), "id", id="a batch is gone"),
        pytest.param(with_team(roster=(TEAM.roster[0], Entry("t"), Entry("new"))), "id", id="somebody new"),
        pytest.param(with_team(roster=(TEAM.roster[0], Entry("t", status=Status.ON_LEAVE))), "status", id="away"),
        pytest.param(with_team(roster=(Entry("l", Role.LEAD, batches=("1",)), Entry("t"))), "id", id="another scope"),
        pytest.param(replace(SCHOOL, elsewhere={"t": 5.0}), "load", id="more elsewhere"),
        pytest.param(replace(SCHOOL, trainers={"t": {"skills": ["C1"]}}), "skills", id="a skill"),
        pytest.param(replace(SCHOOL, usual=SCHOOL.usual.stating({"1": 2.0}, {})), "hours", id="other hours"),
        pytest.param(replace(SCHOOL, batches={"1": {"pinned": True}}), "pinned", id="a lock"),
        pytest.param(replace(SCHOOL, batches={"1": {"slot": "S"}, "2": {"slot": "S"}}), "id", id="one slot"),
    ],
)
def test_whatever_a_plan_depends_on_is_named_when_it_changes(now: School, field: str) -> None:
    found = differences(asked(SCHOOL), asked(now))
    assert field in {one.field for one in found}


def test_names_students_and_the_order_of_things_are_no_change() -> None:
    turned = replace(TEAM, roster=(Entry("t"), TEAM.roster[0]), batches=TEAM.batches[::-1])
    now = School([turned], names={"1": "New", "t": "Tom"}, students={"1": 9})
    assert differences(asked(SCHOOL), asked(now)) == []


def test_so_many_differences_are_named_at_the_most() -> None:
    refusal = outdated([Difference("batch", str(n), "current", None, n) for n in range(NAMED + 1)], "made")
    assert len(refusal.facts["differences"]) == NAMED
    assert refusal.detail.startswith(f"{NAMED + 1} things have changed since the plan was made")
