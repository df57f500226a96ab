"""Living with an application that knows one instructor."""

from dataclasses import replace

from multitrainer.domain.invariants import violations
from multitrainer.domain.legacy import (
    THE_COURSE,
    Instructors,
    completed,
    disagreeing,
    followed,
    instructor_agrees,
    instructor_trains,
    settled,
)
from multitrainer.domain.people import Duty, People
from multitrainer.domain.recount import Batch
from multitrainer.domain.roster import Change, Role, Status
from multitrainer.domain.team import Team
from tests.domain.teams import scopes_of, team_of


def bare(batches: int) -> Team:
    return team_of(batches)


def said(course: str | None, *batches: str | None) -> Instructors:
    """Whoever is called "student" is no trainer."""
    return Instructors(course, {f"{n:02}": name for n, name in enumerate(batches, 1)}, frozenset({"student"}))


def test_a_course_that_was_never_migrated_reads_as_if_it_had_been() -> None:
    team = completed(bare(3), said("sarah", "john", "john", "sarah"), migrated=False)
    assert [(e.trainer, e.role, e.workload) for e in team.roster] == [
        ("sarah", Role.LEAD, 25.0),
        ("john", Role.ASSISTANT, 50.0),
    ]
    assert scopes_of(team) == {"sarah": ("01", "02", "03")}
    assert [b.people.primary for b in team.batches] == ["john", "john", "sarah"]
    assert not violations(team)
    assert not list(instructor_agrees(team, said("sarah", "john", "john", "sarah")))


def test_a_course_with_neither_format_has_nobody() -> None:
    assert completed(bare(1), said(None, None), migrated=False).roster == ()


def test_a_batch_with_backups_but_no_primary_is_completed_from_its_instructor() -> None:
    batch = replace(bare(1).batches[0], people=People(backup=("john", "maria")))
    team = completed(replace(bare(1), batches=(batch,)), said(None, "john"), migrated=False)
    assert team.batches[0].people == People("john", backup=("maria",))


def test_a_backup_whom_the_old_application_makes_primary_is_seen_to_be_both() -> None:
    backed = Team("course", batches=(Batch("01", People(backup=("x",))),))
    assert completed(backed, said(None, "x"), migrated=True).batch("01").people == People("x", backup=("x",))


def test_where_instructor_and_primary_disagree_the_old_application_wrote_last() -> None:
    team = team_of(1).name_primary("01", "john")
    assert [v.code for v in instructor_agrees(team, said(None, "maria"))] == ["legacy-instructor"]
    assert followed(team, said(None, "maria")).batch("01").people == People("maria")


def test_where_instructor_and_lead_disagree_the_former_lead_becomes_assistant() -> None:
    team = followed(team_of(2, leads="a"), said("b", None, None))
    assert team.instructor == "b"
    assert scopes_of(team) == {"b": ("01", "02")}
    assert team.entry("a").role is Role.ASSISTANT


def test_a_missing_instructor_decides_nothing() -> None:
    team = team_of(1, leads="a").name_primary("01", "b")
    assert followed(team, said(None, None)) == team


def test_an_instructor_who_is_a_lead_on_leave_decides_nothing() -> None:
    team = team_of(1, leads="ab").change("a", Change(status=Status.ON_LEAVE))
    assert followed(team, said("a", None)) == team


def test_following_the_old_application_twice_changes_nothing_more() -> None:
    once = followed(team_of(2, leads="ab"), said("b", "x", "y"))
    assert followed(once, said("b", "x", "y")) == once


def test_following_somebody_new_keeps_every_rule_without_a_further_command() -> None:
    team = followed(team_of(1, leads="a").name_primary("01", "a"), said("a", "new"))
    assert team.entry("new").workload == 25.0
    assert not violations(team)


# Somebody who is no trainer.


def test_an_instructor_who_is_no_trainer_is_nobody_to_a_course_that_was_never_migrated() -> None:
    team = completed(bare(2), said("student", "student", "john"), migrated=False)
    assert [(e.trainer, e.role) for e in team.roster] == [("john", Role.ASSISTANT)]
    assert [b.people.primary for b in team.batches] == [None, "john"]


def test_an_instructor_who_is_no_trainer_decides_nothing() -> None:
    team = team_of(2, leads="a").name_primary("01", "b")
    assert followed(team, said("student", "student", "student")) == team


def test_an_instructor_who_is_no_trainer_is_named_and_is_no_disagreement() -> None:
    team, names = team_of(2, leads="a").name_primary("01", "b"), said("student", "student", "student")
    assert list(instructor_agrees(team, names)) == []
    found = list(instructor_trains(team, names))
    assert [(v.code, v.batch, v.trainer) for v in found] == [
        ("instructor-no-trainer", None, "student"),
        ("instructor-no-trainer", "01", "student"),
        ("instructor-no-trainer", "02", "student"),
    ]
    assert found[0].detail.endswith(".")


def test_who_became_no_trainer_and_still_is_the_primary_is_no_concern_of_the_old_application() -> None:
    team = team_of(1).name_primary("01", "student")
    assert list(instructor_trains(team, said(None, "student"))) == []
    assert disagreeing(team, said(None, "student")) == set()


def test_in_question_is_whoever_is_named_in_place_of_somebody_else_or_of_nobody() -> None:
    team = team_of(3, leads="a").name_primary("01", "b").name_primary("02", "c")
    assert disagreeing(team, said("x", "b", "y", "z")) == {"x", "y", "z"}
    assert disagreeing(team, said("a", "b", "c", None)) == set()


def test_a_command_about_something_else_leaves_who_is_no_trainer_named() -> None:
    before, names = team_of(2, leads="a"), said("student", "student", "b")
    after = before.name_primary("02", "c").name("01", "d", Duty.BACKUP)
    assert settled(names, before, after) == said("student", "student", "c")


def test_a_command_that_decides_the_lead_or_primary_names_that_one_instead() -> None:
    before, names = team_of(2, leads="ab").name_primary("01", "c"), said("student", "student", "student")
    assert settled(names, before, before.name_primary("01", "d")) == said("student", "d", "student")
    assert settled(names, before, before.dismiss("01", "c")) == said("student", None, "student")
    assert settled(names, before, before.led_by("b")) == said("b", "student", "student")


def test_naming_once_more_who_is_lead_or_primary_already_is_a_decision_too() -> None:
    team, names = team_of(2, leads="a").name_primary("01", "c"), said("student", "student", "student")
    assert settled(names, team, team, [THE_COURSE]) == said("a", "student", "student")
    assert settled(names, team, team, ["01"]) == said("student", "c", "student")


def test_of_a_batch_that_is_made_or_deleted_only_those_that_are_left_are_told() -> None:
    before, names = team_of(2, leads="a"), said("a", "student", "student")
    after = before.without_batch("01").with_batch("03")
    assert settled(names, before, after).batches == {"02": "student", "03": None}
