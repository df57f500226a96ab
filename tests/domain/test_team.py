"""Commands on a course's team."""

import pytest

from multitrainer.domain.errors import (
    AlreadyOnRoster,
    BatchNotFound,
    BatchOfAnotherCourse,
    NotOnRoster,
    StillPrimary,
    SubstituteHasNoBatches,
)
from multitrainer.domain.invariants import violations
from multitrainer.domain.people import Duty, People
from multitrainer.domain.roster import Change, Entry, Role, Status
from multitrainer.domain.team import Team
from tests.domain.teams import scopes_of, team_of

INACTIVE = Change(status=Status.INACTIVE)


# Rule 1: leads answer for batches.


def test_the_only_lead_answers_for_all_batches() -> None:
    assert scopes_of(team_of(3, leads="s")) == {"s": ("01", "02", "03")}


def test_a_second_lead_starts_without_a_scope_and_can_be_given_a_range() -> None:
    team = team_of(5, leads="sj")
    assert scopes_of(team) == {"s": ("01", "02", "03", "04", "05"), "j": ()}
    ranged = team.change("j", Change(batches=("04", "05")))
    assert scopes_of(ranged) == {"s": ("01", "02", "03"), "j": ("04", "05")}


def test_a_new_batch_joins_the_range_of_the_batch_before_it() -> None:
    team = team_of(4, leads="sj").change("j", Change(batches=("03", "04")))
    assert scopes_of(team.with_batch("05"))["j"] == ("03", "04", "05")


def test_batches_that_a_lead_gives_up_go_to_the_other_lead() -> None:
    team = team_of(4, leads="sj").change("j", Change(batches=("03", "04")))
    assert scopes_of(team.change("j", Change(batches=("04",)))) == {"s": ("01", "02", "03"), "j": ("04",)}


def test_the_only_lead_can_not_give_batches_up() -> None:
    assert scopes_of(team_of(3, leads="s").change("s", Change(batches=()))) == {"s": ("01", "02", "03")}


def test_the_scope_of_a_lead_who_leaves_goes_to_the_neighbours() -> None:
    team = team_of(4, leads="sj").change("j", Change(batches=("03", "04")))
    assert scopes_of(team.remove("j")) == {"s": ("01", "02", "03", "04")}


def test_the_scope_of_a_lead_who_hands_over_goes_to_the_successor_who_is_a_lead() -> None:
    team = team_of(6, leads="abc").change("b", Change(batches=("03", "04"))).change("c", Change(batches=("05", "06")))
    assert scopes_of(team.remove("b", hand_over_to="c")) == {"a": ("01", "02"), "c": ("03", "04", "05", "06")}


def test_the_successor_of_the_only_lead_becomes_lead() -> None:
    team = team_of(2, leads="s", assistants="j").name_primary("01", "s").remove("s", hand_over_to="j")
    assert scopes_of(team) == {"j": ("01", "02")}
    assert team.instructor == "j"
    assert team.batch("01").people == People("j")


def test_a_successor_who_is_new_becomes_lead_when_the_only_lead_leaves() -> None:
    assert scopes_of(team_of(1, leads="s").remove("s", hand_over_to="x")) == {"x": ("01",)}


def test_a_lead_who_becomes_assistant_keeps_only_what_they_teach() -> None:
    team = team_of(3, leads="sj").name_primary("02", "s").change("s", Change(role=Role.ASSISTANT))
    assert team.entry("s").batches == ("02",)
    assert scopes_of(team) == {"j": ("01", "02", "03")}


def test_an_assistant_who_becomes_lead_beside_another_starts_without_a_scope() -> None:
    team = team_of(2, leads="s", assistants="j").name_primary("01", "j").change("j", Change(role=Role.LEAD))
    assert scopes_of(team) == {"s": ("01", "02"), "j": ()}


# Rule 3: naming somebody new adds them to the roster.


@pytest.mark.parametrize(
    ("duty", "role"),
    [(Duty.PRIMARY, Role.ASSISTANT), (Duty.ASSISTANT, Role.ASSISTANT), (Duty.BACKUP, Role.SUBSTITUTE)],
)
def test_naming_somebody_new_for_a_batch_adds_them_to_the_roster(duty: Duty, role: Role) -> None:
    assert team_of(1).name("01", "x", duty).entry("x").role is role


def test_whoever_leaves_a_batch_stays_on_the_roster() -> None:
    team = team_of(1).name("01", "x", Duty.BACKUP).dismiss("01", "x")
    assert team.entry("x").role is Role.SUBSTITUTE
    assert team.batch("01").people == People()


def test_whoever_leaves_the_roster_leaves_every_batch() -> None:
    team = team_of(2).name("01", "x", Duty.BACKUP).name("02", "x", Duty.ASSISTANT).remove("x")
    assert [b.people for b in team.batches] == [People(), People()]
    assert team.roster == ()


def test_a_trainer_is_on_a_roster_once() -> None:
    with pytest.raises(AlreadyOnRoster):
        team_of(0, assistants="x").add("x")


def test_changing_or_removing_a_stranger_is_refused() -> None:
    with pytest.raises(NotOnRoster):
        team_of(0).change("x", INACTIVE)
    with pytest.raises(NotOnRoster):
        team_of(0).remove("x")


def test_an_unknown_batch_is_refused() -> None:
    with pytest.raises(BatchNotFound):
        team_of(1).name_primary("99", "x")


# Handing over.


def test_a_primary_is_not_removed_without_a_successor_and_the_refusal_names_the_batches() -> None:
    team = team_of(3).name_primary("01", "x").name_primary("03", "x")
    with pytest.raises(StillPrimary) as refusal:
        team.remove("x")
    assert refusal.value.facts["batches"] == ["01", "03"]


def test_a_successor_becomes_primary_and_leaves_the_backups() -> None:
    team = team_of(1).name_primary("01", "x").name("01", "y", Duty.BACKUP).remove("x", hand_over_to="y")
    assert team.batch("01").people == People("y")
    assert [e.trainer for e in team.roster] == ["y"]


def test_a_successor_who_is_new_joins_the_roster_as_assistant() -> None:
    team = team_of(1).name_primary("01", "x").remove("x", hand_over_to="z")
    assert team.entry("z") == Entry("z", batches=("01",), workload=25.0)


def test_nobody_hands_over_to_themselves() -> None:
    with pytest.raises(StillPrimary):
        team_of(1).name_primary("01", "x").remove("x", hand_over_to="x")


# Assigned batches.


def test_an_assistant_is_given_batches_as_primary_where_there_is_none_and_else_as_assistant() -> None:
    team = team_of(3).name_primary("02", "p").add("x", batches=("01", "02"))
    assert team.batch("01").people == People("x")
    assert team.batch("02").people == People("p", assistants=("x",))
    assert team.entry("x").batches == ("01", "02")


def test_an_assistant_is_taken_off_the_batches_that_are_no_longer_named() -> None:
    team = team_of(2).name_primary("02", "p").add("x", batches=("02",)).change("x", Change(batches=("01",)))
    assert team.batch("02").people == People("p")
    assert team.batch("01").people == People("x")


def test_a_primary_is_not_taken_off_a_batch_by_leaving_it_out() -> None:
    with pytest.raises(StillPrimary):
        team_of(2).add("x", batches=("01",)).change("x", Change(batches=("02",)))


def test_a_substitute_has_no_batches() -> None:
    with pytest.raises(SubstituteHasNoBatches):
        team_of(1).add("x", Role.SUBSTITUTE, ("01",))


@pytest.mark.parametrize("role", [Role.LEAD, Role.ASSISTANT])
def test_a_batch_of_another_course_is_refused(role: Role) -> None:
    with pytest.raises(BatchOfAnotherCourse) as refusal:
        team_of(1).add("x", role, ("01", "77"))
    assert refusal.value.facts["batches"] == ["77"]


def test_a_backup_is_not_said_to_teach_the_batch() -> None:
    assert team_of(1).name("01", "x", Duty.BACKUP).entry("x").batches == ()


# Rule 5: workload.


def test_four_plain_batches_fill_a_trainers_week() -> None:
    team = team_of(4)
    for number in range(1, 5):
        team = team.name_primary(f"{number:02}", "x")
    assert team.entry("x").workload == 100.0


def test_assistants_and_backups_carry_no_load() -> None:
    team = team_of(1).name("01", "x", Duty.ASSISTANT).name("01", "x", Duty.BACKUP)
    assert team.entry("x").workload == 0.0


# The old format.


def test_the_instructor_is_the_first_active_lead() -> None:
    team = team_of(0, leads="ab")
    assert team.instructor == "a"
    assert team.change("a", Change(status=Status.ON_LEAVE)).instructor == "b"
    assert team.change("a", INACTIVE).change("b", INACTIVE).instructor is None


def test_a_new_instructor_becomes_lead_with_the_former_leads_scope() -> None:
    team = team_of(2, leads="a", assistants="b").follow_instructor("b")
    assert team.instructor == "b"
    assert scopes_of(team) == {"b": ("01", "02")}
    assert team.entry("a").role is Role.ASSISTANT


def test_an_instructor_who_is_a_lead_already_just_comes_first() -> None:
    team = team_of(2, leads="ab").change("b", Change(batches=("02",))).follow_instructor("b")
    assert team.instructor == "b"
    assert scopes_of(team) == {"b": ("02",), "a": ("01",)}


def test_a_lead_on_leave_who_is_named_instructor_is_back() -> None:
    team = team_of(1, leads="ab").change("b", Change(status=Status.ON_LEAVE)).follow_instructor("b")
    assert (team.instructor, team.entry("b").status) == ("b", Status.ACTIVE)


# Two changes of one roster.


def test_a_change_can_be_made_again_on_top_of_what_others_made_of_the_roster() -> None:
    before = team_of(2, leads="a", assistants="bc")
    after = before.remove("b").change("c", INACTIVE).add("d")
    meanwhile = before.add("e")
    rebased = meanwhile.rebased(before, after)
    assert [e.trainer for e in rebased.roster] == ["a", "c", "e", "d"]
    assert rebased.entry("c").status is Status.INACTIVE


def test_a_trainer_who_stands_twice_stays_what_they_are_most() -> None:
    twice = (Entry("a"), Entry("b"), Entry("a", Role.LEAD, batches=("01",)))
    assert [(e.trainer, e.role) for e in Team("course", twice).recounted().roster] == [
        ("b", Role.ASSISTANT),
        ("a", Role.LEAD),
    ]


def test_a_trainer_who_stands_twice_as_the_very_same_becomes_one() -> None:
    twice = Entry("a")
    assert Team("course", (twice, Entry("b"), twice)).recounted().roster == (Entry("a"), Entry("b"))


def test_a_team_that_is_recounted_keeps_every_rule() -> None:
    broken = Team("course", roster=(Entry("a", Role.LEAD, batches=("zz",)), Entry("a", workload=3.0)))
    assert violations(broken)
    assert not violations(broken.recounted())
