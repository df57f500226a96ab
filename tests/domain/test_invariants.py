"""Each rule alone: what breaks it is named with its code and ids, what keeps it is not."""

from dataclasses import replace

import pytest

from multitrainer.domain.invariants import (
    Violation,
    given_to_inactive,
    lead_scope,
    on_roster,
    people_apart,
    violations,
    workload,
)
from multitrainer.domain.people import People
from multitrainer.domain.recount import Batch
from multitrainer.domain.roster import Entry, Role, Status
from multitrainer.domain.team import Team
from multitrainer.domain.workload import LoadRules

LEAD = Role.LEAD


def team(*roster: Entry, batches: tuple[Batch, ...] = (Batch("1"), Batch("2"))) -> Team:
    return Team("c", roster, batches)


def test_rule_1_a_batch_in_two_scopes_is_named() -> None:
    found = list(lead_scope(team(Entry("a", LEAD, batches=("1", "2")), Entry("b", LEAD, batches=("2",)))))
    assert [(v.code, v.batch) for v in found] == [("lead-scope", "2")]


def test_rule_1_a_batch_in_no_scope_is_named_once_there_is_a_lead() -> None:
    assert [v.batch for v in lead_scope(team(Entry("a", LEAD, batches=("1",))))] == ["2"]
    assert not list(lead_scope(team(Entry("a"))))
    assert not list(lead_scope(team(Entry("a", LEAD, Status.INACTIVE, ("1",)))))


def test_rule_1_a_strange_batch_in_a_scope_is_named() -> None:
    assert [v.batch for v in lead_scope(team(Entry("a", LEAD, batches=("1", "2", "9"))))] == ["9"]


def test_rule_2_a_primary_in_the_lists_and_a_double_are_named() -> None:
    people = People("p", backup=("p", "b", "b"), assistants=("b",))
    found = list(people_apart(team(batches=(Batch("1", people),))))
    assert [(v.code, v.trainer) for v in found] == [("people-apart", "p"), ("people-apart", "b")]


def test_rule_3_somebody_on_a_batch_but_not_on_the_roster_is_named() -> None:
    found = list(on_roster(team(Entry("p"), batches=(Batch("1", People("p", backup=("b",))),))))
    assert found == [Violation("on-roster", "On the batch, but not on the roster.", "c", "1", "b")]


def test_rule_3_somebody_twice_on_the_roster_is_named() -> None:
    assert [v.trainer for v in on_roster(team(Entry("p"), Entry("p")))] == ["p"]


def test_rule_5_a_wrong_workload_or_wrong_batches_are_named() -> None:
    batches = (Batch("1", People("p")),)
    assert not list(workload(team(Entry("p", batches=("1",), workload=25.0), batches=batches)))
    assert [v.trainer for v in workload(team(Entry("p", batches=("1",), workload=24.9), batches=batches))] == ["p"]
    assert [v.trainer for v in workload(team(Entry("p", workload=25.0), batches=batches))] == ["p"]


@pytest.mark.parametrize(
    ("batches", "weekly", "percent"), [(0, 20, 0.0), (4, 20, 100.0), (1, 15, 33.3), (2, 15, 66.7), (9, 20, 225.0)]
)
def test_rule_5_workload_is_rounded_to_one_decimal(batches: int, weekly: float, percent: float) -> None:
    assert LoadRules(5, weekly).percentage("p", map(str, range(batches))) == percent


def test_rule_5_counts_the_hours_that_a_batch_and_a_trainer_state_themselves() -> None:
    rules = LoadRules(5, 20).stating({"1": 3.0}, {"p": 16.0})
    assert (rules.percentage("p", ["1", "2"]), rules.percentage("q", ["1", "2"])) == (50.0, 40.0)
    counted = Team("c", (Entry("p"),), (Batch("1", People("p")), Batch("2", People("p"))), rules).recounted()
    assert counted.entry("p").workload == 50.0


def test_rule_6_something_new_for_somebody_inactive_is_named() -> None:
    idle = Entry("x", status=Status.INACTIVE)
    before = team(idle)
    after = replace(before, batches=(Batch("1", People("x")), Batch("2")))
    assert [(v.code, v.trainer) for v in given_to_inactive(before, after)] == [("inactive", "x")]
    assert not list(given_to_inactive(after, after))


def test_a_sound_team_breaks_no_rule() -> None:
    sound = team(Entry("a", LEAD, batches=("1", "2")), Entry("p", batches=("1",), workload=25.0))
    assert not violations(replace(sound, batches=(Batch("1", People("p")), Batch("2"))))
