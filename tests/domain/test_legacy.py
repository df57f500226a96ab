"""Living with an application that knows one instructor."""

from dataclasses import replace

from multitrainer.domain.invariants import violations
from multitrainer.domain.legacy import Instructors, completed, followed, instructor_agrees
from multitrainer.domain.people import People
from multitrainer.domain.recount import Batch
from multitrainer.domain.roster import Change, Role, Status
from multitrainer.domain.team import Team
from tests.domain.teams import scopes_of, team_of


def bare(batches: int) -> Team:
    return team_of(batches)


def said(course: str | None, *batches: str | None) -> Instructors:
    return Instructors(course, {f"{n:02}": name for n, name in enumerate(batches, 1)})


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
