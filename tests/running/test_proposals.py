"""`multitrainer plan courses`, `show`, `list`, `apply` and `revert`, as far as people meet them."""

import json
from collections.abc import Callable, Iterator
from typing import Any
from uuid import uuid4

import pytest
from bson import ObjectId
from pymongo import MongoClient
from pymongo.database import Database
from typer.testing import CliRunner, Result

from multitrainer import clock
from multitrainer.cli import cli

FAILED = 2
SARAH, JOHN, COURSE = (ObjectId(f"{digit}00000000000000000000000") for digit in "abc")
Plan = Callable[..., Result]


@pytest.fixture
def school(mongodb_uri: str) -> Iterator[Database[dict[str, Any]]]:
    """A course with a lead and an assistant, and two batches that nobody teaches yet."""
    with MongoClient[dict[str, Any]](mongodb_uri) as client:
        school = client[f"test_{uuid4().hex[:12]}"]
        names = {SARAH: "Dr. Sarah", JOHN: "John"}
        school.users.insert_many([{"_id": id_, "name": name, "role": "trainer"} for id_, name in names.items()])
        roster = [{"trainer": SARAH, "role": "lead"}, {"trainer": JOHN, "role": "assistant"}]
        school.courses.insert_one({"_id": COURSE, "__v": 0, "name": "German A1", "trainers": roster})
        school.batches.insert_many([{"course": COURSE, "name": f"Batch {n}", "__v": 0} for n in (1, 2)])
        yield school
        client.drop_database(school.name)


@pytest.fixture
def plan(mongodb_uri: str, school: Database[dict[str, Any]], monkeypatch: pytest.MonkeyPatch) -> Plan:
    """`multitrainer plan` on that database."""
    monkeypatch.setenv("MULTITRAINER_MONGODB_URI", mongodb_uri)
    monkeypatch.setenv("MULTITRAINER_MONGODB_DATABASE", school.name)
    return lambda *arguments: CliRunner().invoke(cli, ["plan", *arguments], env={"COLUMNS": "200"})


def primaries(school: Database[dict[str, Any]]) -> list[ObjectId | None]:
    return [batch.get("trainers", {}).get("primary") for batch in school.batches.find().sort("name", 1)]


def test_a_plan_is_proposed_shown_applied_and_reverted(plan: Plan, school: Database[dict[str, Any]]) -> None:
    made = plan("courses", str(COURSE))
    assert made.exit_code == 0, made.output
    assert "Batch 1" in made.stdout
    assert "John" in made.stdout
    assert "Nothing has been changed." in made.stderr
    assert primaries(school) == [None, None]
    (proposal,) = [str(one["_id"]) for one in school.multitrainer_proposals.find()]
    assert proposal in plan("list").stdout
    assert json.loads(plan("show", proposal, "--json").stdout)["summary"] == {
        "status": "optimal", "changes": 2, "uncovered": 0,
    }  # fmt: skip
    batch = str(school.batches.distinct("_id", {"name": "Batch 1"})[0])
    assert batch in plan("show", proposal, "--json").stdout, "Other commands take ids."
    assert plan("why", proposal, batch).stdout == plan("why", proposal, "Batch 1").stdout
    assert "John teaches Batch 1." in plan("why", proposal, batch).stdout
    assert "25 %" in plan("candidates", batch).stdout
    assert (plan("apply", proposal).exit_code, primaries(school)) == (FAILED, [None, None]), "Nobody could be asked."
    assert plan("apply", proposal, "--yes").stderr == f"Proposal {proposal} is applied.\n"
    assert primaries(school) == [JOHN, JOHN]
    assert (
        plan("show", proposal).stderr == f"It has been applied. `multitrainer plan revert {proposal}` takes it back.\n"
    )
    assert plan("courses", str(COURSE)).stderr == "There is nothing to apply.\n"
    assert plan("revert", proposal, "--yes", "--json").exit_code == 0
    assert primaries(school) == [None, None]
    assert plan("show", proposal).stderr == "This proposal has been reverted.\n"


def test_whoever_is_asked_is_told_first_what_would_change(
    plan: Plan, school: Database[dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    plan("courses", str(COURSE))
    (proposal,) = [str(one["_id"]) for one in school.multitrainer_proposals.find()]
    for module in ("common", "proposals"):
        monkeypatch.setattr(f"multitrainer.cli.{module}.somebody_is_there", lambda: True)
    asked = plan("apply", proposal)
    assert (asked.exit_code, primaries(school)) == (FAILED, [None, None])
    assert f"2 batches change. Apply proposal {proposal}? [y/N]" in asked.stderr


def test_what_has_changed_since_is_listed(plan: Plan, school: Database[dict[str, Any]]) -> None:
    plan("courses", str(COURSE))
    (proposal,) = [str(one["_id"]) for one in school.multitrainer_proposals.find()]
    gone, changed = (str(one) for one in school.batches.distinct("_id"))
    school.batches.delete_one({"_id": ObjectId(gone)})
    school.batches.update_one({"_id": ObjectId(changed)}, {"$set": {"trainers.primary": JOHN, "instructor": JOHN}})
    lines = plan("apply", proposal, "--yes").stderr.splitlines()
    assert lines[:-1] == ["Batch 1 is gone.", "Batch 2 is taught by John; that was nobody."]
    assert lines[-1].startswith("2 things have changed since the plan was made")


def test_rebalancing_says_that_the_highest_load_comes_before_few_changes(plan: Plan) -> None:
    assert "a low highest load (within 5 %) comes first." in plan("courses", "--help").stdout


def test_several_courses_are_told_apart(plan: Plan, school: Database[dict[str, Any]]) -> None:
    other = school.courses.insert_one({"__v": 0, "name": "French B2", "trainers": [{"trainer": JOHN}]}).inserted_id
    school.batches.insert_one({"course": other, "name": "Batch 1", "__v": 0})
    shown = plan("courses", "--all").stdout
    assert "Course" in shown
    assert "German" in shown  # which may be broken before its level
    assert "French" in shown


def test_batches_are_proposed_shown_and_applied(plan: Plan, school: Database[dict[str, Any]]) -> None:
    assert "PUT its batching first" in plan("batches", str(COURSE)).stderr
    slotless = {"target": 2, "minimum": 1, "maximum": 2, "rest": "spread", "slots": []}
    school.multitrainer_courses.insert_one({"_id": COURSE, "batching": slotless})
    waiting = {"course": COURSE, "slots": [], "joinedAt": clock.now(), "status": "waiting", "batch": None}
    school.multitrainer_enrolments.insert_many([{**waiting, "student": ObjectId()} for _ in range(6)])
    shown = plan("batches", str(COURSE))
    assert shown.exit_code == 0, shown.output
    assert "6 students get a place (6 without a wish), 0 students move, 0 wait." in shown.stdout
    assert "Batch 3" in shown.stdout
    assert "1 batch has no known times: Batch 3;" in shown.stdout
    applied = plan("batches", str(COURSE), "--apply", "--yes")
    assert (applied.exit_code, "Nothing has been changed" in applied.stderr) == (0, False)
    assert [len(batch["students"]) for batch in school.batches.find()] == [2, 2, 2]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        pytest.param(["courses"], "Name courses by their ids, or --all.", id="no course"),
        pytest.param(["courses", "xyz"], "must be an id", id="no id"),
        pytest.param(["courses", "f" * 24], "There is no course", id="unknown course"),
        pytest.param(["courses", str(COURSE), "--seconds", "0"], "seconds must be greater than 0", id="no time"),
        pytest.param(["candidates", "f" * 24], "There is no batch", id="unknown batch"),
        pytest.param(["show", "x"], "x is no id", id="show what"),
        pytest.param(["apply", "f" * 24, "--yes"], "There is no proposal", id="unknown proposal"),
    ],
)
def test_what_is_wrong_is_said_in_words(plan: Plan, arguments: list[str], words: str) -> None:
    refused = plan(*arguments)
    assert refused.exit_code == FAILED
    assert words in refused.stderr
    assert "Traceback" not in refused.output


def test_an_id_that_is_wrong_is_all_that_is_said_of_it(plan: Plan) -> None:
    assert plan("courses", "xyz").stderr == "courses.0 must be an id: 24 hexadecimal digits.\n"
