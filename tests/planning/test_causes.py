"""What has changed since a plan was made, as people are told."""

from dataclasses import replace

import pytest

from multitrainer.domain.people import People
from multitrainer.domain.recount import Batch
from multitrainer.domain.roster import Entry, Role, Status
from multitrainer.domain.team import Team
from multitrainer.planning.causes import causes
from multitrainer.planning.differences import changed_people, differences, locked_primaries, outdated, still_locked
from multitrainer.planning.moves import Move
from multitrainer.planning.problem import problem_of
from multitrainer.planning.school import School
from multitrainer.schemas.plan_options import PlanOptions

ROSTER = (Entry("l", Role.LEAD, batches=("1", "2", "3")), Entry("t"))
TEAM = Team("c", ROSTER, (Batch("1", People("t")), Batch("2"), Batch("3")))
NAMES = {"l": "Luz", "t": "Tom", "c": "German A1", "1": "Batch 1", "2": "Batch 2", "3": "Batch 3"}
SCHOOL = School([TEAM], names=NAMES)
OTHER = Team("d", (Entry("t"),), (Batch("4"),))
MOVE = Move("1", "c", People("l"), People("t"))


def with_team(**changes: object) -> School:
    return replace(SCHOOL, teams=[replace(TEAM, **changes)])  # type: ignore[arg-type]


def told(now: School, before: School = SCHOOL) -> list[str]:
    problems = [problem_of(school, PlanOptions()) for school in (before, now)]
    return causes(differences(*problems), *problems)


@pytest.mark.parametrize(
    ("now", "words"),
    [
        pytest.param(with_team(roster=(ROSTER[0], Entry("t", status=Status.INACTIVE))),
                     "Tom is inactive, and was active.", id="inactive on three batches"),
        pytest.param(with_team(roster=(Entry("l", Role.LEAD, batches=("1",)), ROSTER[1])),
                     "Luz no longer answers for Batch 2 and Batch 3.", id="another scope"),
        pytest.param(with_team(roster=(replace(ROSTER[0], role=Role.ASSISTANT), ROSTER[1])),
                     "Luz is assistant on German A1, and was lead.", id="another role"),
        pytest.param(with_team(roster=ROSTER[:1]), "Tom is gone.", id="left"),
        pytest.param(with_team(batches=TEAM.batches[:2]), "Batch 3 is gone.", id="a batch is gone"),
        pytest.param(with_team(batches=(Batch("1", People("l", ("t",))), *TEAM.batches[1:])),
                     "Batch 1 is taught by Luz; that was Tom. Batch 1 has standing by Tom; that was nobody.",
                     id="people"),
        pytest.param(replace(SCHOOL, elsewhere={"t": 5.0}),
                     "Tom teaches on other courses 5 h a week; that was 0 h.", id="elsewhere"),
        pytest.param(replace(SCHOOL, trainers={"t": {"skills": ["C1"]}}),
                     "The skills of Tom are C1; that was none.", id="a skill"),
        pytest.param(replace(SCHOOL, batches={"1": {"pinned": True}}), "Batch 1 is locked now.", id="a lock"),
        pytest.param(replace(SCHOOL, batches={"1": {"slot": "S"}, "2": {"slot": "S"}}),
                     "Batch 1 and Batch 2 now count as meeting at the same time.", id="one slot"),
    ],
)  # fmt: skip
def test_one_cause_is_one_sentence_with_names(now: School, words: str) -> None:
    assert " ".join(told(now)) == words


def test_who_is_away_on_one_of_two_courses_is_one_cause_and_the_course_is_named() -> None:
    both = replace(SCHOOL, teams=[TEAM, OTHER])
    away = replace(TEAM, roster=(ROSTER[0], Entry("t", status=Status.ON_LEAVE)))
    assert told(replace(SCHOOL, teams=[away, OTHER]), both) == [
        "Tom can't teach Batch 2 of German A1 and Batch 3 of German A1 now: on leave."
    ]


def test_reverting_does_not_ask_for_a_new_plan() -> None:
    problem = problem_of(SCHOOL, PlanOptions())
    found = changed_people([MOVE], {"1": People("l")})
    refusal = outdated(found, "applied", causes(found, problem, problem))
    assert refusal.facts["words"] == ["Batch 1 is taught by Luz; that was Tom."]
    assert refusal.detail.startswith("1 thing has changed since the plan was applied, so nothing was reverted.")
    assert "anew" not in refusal.detail


def test_a_lock_that_holds_what_would_be_reverted_is_named_by_its_batch() -> None:
    problem = problem_of(SCHOOL, PlanOptions())
    found = locked_primaries([MOVE], {"1"})
    assert still_locked(found, causes(found, problem, problem)).detail.startswith("Batch 1 is locked now, so that")
