"""`multitrainer enrolments`, as far as people and scripts meet it."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from bson import ObjectId
from pymongo import MongoClient
from typer.testing import CliRunner, Result

from multitrainer.cli import cli

DONE, LEFT_OVER, FAILED = range(3)
COURSE, STUDENT, SEATED = ObjectId(), ObjectId(), ObjectId()
Enrolments = Callable[..., Result]


@pytest.fixture
def enrolments(mongodb_uri: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Enrolments]:
    """`multitrainer enrolments` on a database of its own, with a course, two students and a batch with one of them."""
    name = f"test_{uuid4().hex[:12]}"
    monkeypatch.setenv("MULTITRAINER_MONGODB_URI", mongodb_uri)
    monkeypatch.setenv("MULTITRAINER_MONGODB_DATABASE", name)
    with MongoClient[dict[str, Any]](mongodb_uri) as client:
        users = [{"_id": one, "name": "S", "role": "student"} for one in (STUDENT, SEATED)]
        client[name].users.insert_many([*users, {"name": "Zoe", "email": "zoe@x.example", "role": "student"}])
        client[name].courses.insert_one({"_id": COURSE, "name": "German A1", "trainers": []})
        client[name].batches.insert_one({"course": COURSE, "name": "Batch 1", "students": [SEATED]})
        yield lambda *arguments: CliRunner().invoke(cli, ["enrolments", *arguments])
        client.drop_database(name)


def listed(enrolments: Enrolments) -> list[tuple[str, str]]:
    lines = enrolments("list", str(COURSE), "--json").stdout.splitlines()
    return [(one["student"], one["status"]) for one in map(json.loads, lines)]


def test_a_file_goes_from_a_dry_run_over_its_bad_rows_into_the_list(enrolments: Enrolments, tmp_path: Path) -> None:
    file = tmp_path / "a1.csv"
    file.write_text(f"Student;name\n{STUDENT};Bo\nnobody@x.example;No\x1b[31m\nzoe@x.example;Zoë\n")
    dry = enrolments("import", str(COURSE), str(file), "--dry-run")
    assert dry.exit_code == LEFT_OVER, dry.output
    assert dry.stdout.splitlines() == [
        "line 3: No user has this e-mail address. Register the student in the institute's own application first, or "
        "correct it.",
        "Columns that were not looked at: name.",
        "2 would be enrolled, 1 is wrong.",
    ]
    refused = enrolments("import", str(COURSE), str(file))
    wrong, detail = refused.stderr.splitlines()
    assert (refused.exit_code, wrong) == (FAILED, dry.stdout.splitlines()[0])
    assert detail.startswith("1 of 3 rows is wrong, first line 3")
    assert "--skip-bad" in refused.stderr
    assert listed(enrolments) == []
    taken = enrolments("import", str(COURSE), str(file), "--skip-bad", "--json")
    assert (taken.exit_code, json.loads(taken.stdout)["new"]) == (LEFT_OVER, 2)
    assert [status for _, status in listed(enrolments)] == ["waiting"] * 2
    adopted = enrolments("adopt", str(COURSE))
    assert (adopted.exit_code, adopted.stdout.partition(" ")[0]) == (DONE, "1")
    assert listed(enrolments)[2] == (str(SEATED), "placed")
    headings, *lines = enrolments("list", str(COURSE), "--status", "placed").stdout.splitlines()
    assert headings.split() == ["ID", "STUDENT", "STATUS", "BATCH", "JOINED", "WISHES"]
    assert [line.split()[1:3] for line in lines] == [[str(SEATED), "placed"]]


def test_what_is_wrong_for_many_rows_is_said_once(enrolments: Enrolments, tmp_path: Path) -> None:
    file = tmp_path / "a1.csv"
    file.write_text("student;slots\n" + f"{STUDENT};Mon 18:00\n" + "nobody@x.example;Sat 10:00\n" * 7)
    refused = enrolments("import", str(COURSE), str(file)).stderr.splitlines()
    first, second, counted = enrolments("import", str(COURSE), str(file), "--dry-run").stdout.splitlines()
    assert refused[:-1] == [first, second], "Also where nothing was imported, all is named that is known to be wrong."
    assert first.startswith("line 2: `slots` names slots, and the course has none")
    assert second.startswith("line 3, line 4, line 5, line 6, line 7 and 2 more: No user has this e-mail address.")
    assert "and the course has none" in second
    assert counted == "8 are wrong."


def test_an_import_of_nobody_says_so(enrolments: Enrolments, tmp_path: Path) -> None:
    (tmp_path / "a1.csv").write_text("student\n")
    assert enrolments("import", str(COURSE), str(tmp_path / "a1.csv")).stdout == "There is nobody to enrol.\n"


def test_adopting_from_a_path_that_is_not_there_says_so(enrolments: Enrolments) -> None:
    assert enrolments("adopt", str(COURSE), "--path", "class.members").stdout.startswith("No document has this path,")


def test_what_can_not_be_is_refused_in_words(enrolments: Enrolments, tmp_path: Path) -> None:
    for arguments, words in (
        (("import", "x", "y"), "24 hexadecimal digits"),
        (("import", str(COURSE), str(tmp_path / "none.csv")), "can't be read: No such file"),
        (("import", str(COURSE), str(tmp_path)), "can't be read: Is a directory"),
        (("adopt", str(COURSE), "--path", "$where"), "a dotted path"),
        (("adopt", str(ObjectId())), "There is no course"),
        (("list", str(ObjectId())), "There is no course"),
    ):
        told = enrolments(*arguments)
        assert (told.exit_code, words in " ".join(told.stderr.split())) == (FAILED, True), told.output
    told = enrolments("adopt", str(ObjectId()), "--json")
    assert json.loads(told.stdout)["error"]["code"] == "course-not-found"
