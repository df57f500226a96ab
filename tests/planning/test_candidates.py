"""Who could teach a batch, as things stand."""

from dataclasses import replace

import pytest

from multitrainer.domain.errors import MalformedData
from multitrainer.domain.people import People
from multitrainer.domain.recount import Batch
from multitrainer.domain.roster import Entry, Role, Status
from multitrainer.domain.team import Team
from multitrainer.planning.candidates import candidates_of
from multitrainer.planning.school import School

LEAD, OFF = Entry("lead", Role.LEAD, batches=("1", "2")), Entry("off", status=Status.ON_LEAVE)
ROSTER = (LEAD, Entry("tom"), Entry("ann"), OFF)
BATCHES = (Batch("1", People("tom")), Batch("2", People("tom")))
SCHOOL = School([Team("c", ROSTER, BATCHES)], names={"1": "Batch 1", "ann": "Ann"}, others=("new",))


def test_every_trainer_has_the_change_in_every_term_or_the_rule_that_forbids_them() -> None:
    found = candidates_of(replace(SCHOOL, batches={"1": {"skills": ["C1"]}}, trainers={"new": {"skills": ["C1"]}}), "1")
    by_name = {one["trainer"]: one for one in found["candidates"]}
    assert (found["name"], found["course"], found["primary"]) == ("Batch 1", "c", "tom")
    assert by_name["ann"]["name"] == "Ann"
    assert {name: one["forbids"] for name, one in by_name.items()} == {
        "tom": "skills", "ann": "skills", "off": "status", "lead": "skills", "new": None,
    }  # fmt: skip
    assert "C1" in by_name["ann"]["words"]
    assert by_name["new"]["changes"]["changes"] == 1
    assert by_name["new"]["share"] == 25


def test_the_best_comes_first_and_whoever_is_not_on_the_course_counts_as_its_assistant() -> None:
    found = candidates_of(SCHOOL, "1")["candidates"]
    assert [(one["trainer"], one["onCourse"]) for one in found] == [
        ("ann", True), ("new", False), ("tom", True), ("lead", True), ("off", True),
    ]  # fmt: skip


def test_a_course_that_contradicts_itself_is_told_so() -> None:
    stranger = School([Team("c", ROSTER, (Batch("1", People("nobody")),))])
    with pytest.raises(MalformedData, match="doctor"):
        candidates_of(stranger, "1")
