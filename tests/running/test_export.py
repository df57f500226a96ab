"""`multitrainer export course` writes everything of a course into a folder."""

import hashlib
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from bson import ObjectId, json_util
from pymongo import MongoClient
from typer.testing import CliRunner, Result

from multitrainer.cli import cli, folders
from multitrainer.repositories.exports import PARTS

DONE, _, FAILED = range(3)
COURSE, BATCH, SESSION, COVER, TRAINER, STUDENT, OTHER, FILE, GONE = (ObjectId() for _ in range(9))
STORED: dict[str, list[dict[str, Any]]] = {
    "courses": [{"_id": COURSE, "name": "German A1", "room": {"floor": 2}}, {"_id": OTHER, "name": "French"}],
    "batches": [{"_id": BATCH, "course": COURSE, "name": "B", "students": [STUDENT]}, {"course": OTHER, "name": "F"}],
    "multitrainer_courses": [{"_id": COURSE, "batching": {}}],
    "multitrainer_batches": [{"_id": BATCH, "course": COURSE, "hours": 5}],
    "multitrainer_enrolments": [{"course": COURSE, "student": STUDENT}, {"course": OTHER, "student": STUDENT}],
    "multitrainer_sessions": [{"_id": SESSION, "batch": BATCH, "day": "2026-03-02", "number": 0}],
    "multitrainer_handover_versions": [{"batch": BATCH, "number": 1, "stands": "Page 34", "by": str(TRAINER)}],
    "multitrainer_session_reports": [{"_id": SESSION, "batch": BATCH, "held": True, "by": str(TRAINER)}],
    "multitrainer_covers": [{"_id": COVER, "course": COURSE, "session": SESSION}],
    "multitrainer_cover_settings": [{"_id": COURSE, "tiers": ["lead"]}],
    "multitrainer_cover_ledger": [{"_id": f"{COVER}:covered", "cover": COVER, "hours": 1.5}],
    "multitrainer_swaps": [{"courses": [OTHER, COURSE], "live": [SESSION]}],
    "multitrainer_threads": [{"_id": f"batch:{BATCH}", "kind": "batch"}, {"_id": f"batch:{OTHER}", "kind": "batch"}],
    "multitrainer_messages": [
        {
            "thread": f"batch:{BATCH}",
            "place": 1,
            "text": "x",
            "attachments": [{"_id": FILE, "name": "../a.PDF"}, {"_id": GONE}],
        },
        {"thread": f"direct:{TRAINER}:{OTHER}", "place": 1, "text": "private"},
    ],
    "multitrainer_files.files": [{"_id": FILE, "length": 3, "chunkSize": 2, "filename": "a.pdf"}],
    "multitrainer_files.chunks": [
        {"files_id": FILE, "n": 0, "data": b"%P"},
        {"files_id": FILE, "n": 1, "data": b"D"},
    ],
    "multitrainer_questions": [{"course": COURSE, "text": "When?"}],
    "multitrainer_replies": [{"course": COURSE, "text": "On Monday."}],
    "multitrainer_proposals": [{"_id": BATCH, "courses": [COURSE]}],
    "multitrainer_proposal_parts": [{"proposal": BATCH, "part": "view", "n": 0, "data": b"x"}],
    "multitrainer_audit": [{"about": [str(COURSE)], "action": "x"}, {"about": [str(OTHER)], "action": "x"}],
    "users": [
        {"_id": TRAINER, "name": "Sarah", "role": "trainer", "email": "s@x.example", "password": "$2b$10$secret"},
        {"_id": STUDENT, "name": "Stu", "role": "student", "resetToken": "secret"},
        {"name": "Nobody of the course", "role": "student"},
    ],
}
Export = Callable[..., Result]


@pytest.fixture
def export(mongodb_uri: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Export]:
    """`multitrainer export course` in a folder, on a database with something of each kind."""
    name = f"test_{uuid4().hex[:12]}"
    monkeypatch.setenv("MULTITRAINER_MONGODB_URI", mongodb_uri)
    monkeypatch.setenv("MULTITRAINER_MONGODB_DATABASE", name)
    monkeypatch.chdir(tmp_path)
    with MongoClient[dict[str, Any]](mongodb_uri) as client:
        for collection, documents in STORED.items():
            client[name][collection].insert_many(documents)
        yield lambda *arguments: CliRunner().invoke(cli, ["export", "course", *arguments])
        client.drop_database(name)


def read(folder: Path) -> dict[str, list[dict[str, Any]]]:
    return {file.stem: [*map(json_util.loads, file.read_text().splitlines())] for file in folder.glob("*.jsonl")}


def test_every_kind_of_document_of_the_course_is_a_file_of_them_as_they_are_stored(export: Export) -> None:
    assert export(str(COURSE)).exit_code == DONE
    found = read(Path(f"course-{COURSE}"))
    assert {name: len(documents) for name, documents in found.items()} == {
        **{part.name: 1 for part in PARTS},
        "people": 2,
    }
    for part in PARTS:
        assert found[part.name] == STORED[part.collection][:1]


def test_of_people_there_are_those_who_are_named_anywhere_and_nothing_that_signs_them_in(export: Export) -> None:
    export(str(COURSE))
    assert sorted(read(Path(f"course-{COURSE}"))["people"], key=lambda one: str(one["name"])) == [
        {"_id": TRAINER, "name": "Sarah", "role": "trainer", "email": "s@x.example"},
        {"_id": STUDENT, "name": "Stu", "role": "student"},
    ]


def test_the_manifest_says_what_each_file_holds(export: Export) -> None:
    printed = json.loads(export(str(COURSE), "--json").stdout)
    folder = Path(printed.pop("folder"))
    manifest = json.loads((folder / "manifest.json").read_text())
    assert manifest == printed
    assert manifest["course"] == str(COURSE)
    for file in manifest["files"]:
        written = (folder / file["name"]).read_bytes()
        assert file["sha256"] == hashlib.sha256(written).hexdigest()
        assert file.get("documents", written.count(b"\n")) == written.count(b"\n")
    there = {str(file.relative_to(folder)) for file in folder.rglob("*") if file.is_file()}
    assert {file["name"] for file in manifest["files"]} == there - {"manifest.json"}


def test_files_of_messages_lie_under_their_ids_and_one_that_is_gone_is_left_out(export: Export) -> None:
    export(str(COURSE), "mine")
    assert {file.name: file.read_bytes() for file in Path("mine/files").iterdir()} == {f"{FILE}.pdf": b"%PD"}


def test_nobody_else_can_read_the_folder(export: Export) -> None:
    export(str(COURSE), "there/and/there")
    assert Path("there/and/there").stat().st_mode & 0o077 == 0


def test_an_empty_folder_is_filled_and_one_with_something_in_it_is_not_touched(export: Export) -> None:
    Path("mine").mkdir()
    assert export(str(COURSE), "mine").exit_code == DONE
    before = {file.name: file.stat().st_mtime_ns for file in Path("mine").iterdir()}
    again = export(str(COURSE), "mine")
    assert (again.exit_code, "is not empty. Name a new folder." in again.stderr) == (FAILED, True)
    assert {file.name: file.stat().st_mtime_ns for file in Path("mine").iterdir()} == before
    assert [file.name for file in Path().iterdir()] == ["mine"]


@pytest.mark.parametrize(
    ("course", "why"),
    [("f" * 24, "There is no course"), ("x", "24 hexadecimal digits"), ("", "24 hexadecimal digits")],
)
def test_what_is_no_course_is_refused_and_leaves_nothing(export: Export, course: str, why: str) -> None:
    refused = export(course)
    assert refused.exit_code == FAILED
    assert why in " ".join(refused.stderr.split())
    assert not [*Path().iterdir()]


def test_a_disk_that_is_full_leaves_nothing(export: Export, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(folders.File, "add", full)
    refused = export(str(COURSE))
    assert (refused.exit_code, "No space left on device" in refused.stderr) == (FAILED, True)
    assert not [*Path().iterdir()]


def test_the_documentation_names_every_file() -> None:
    table = (Path(__file__).parents[2] / "docs/exporting.md").read_text(encoding="utf-8")
    named = {
        name
        for row in table.splitlines()
        if row.startswith("| `")
        for name in re.findall(r"`([a-z-]+)`", row.split("|")[1])
    }
    assert named == {part.name for part in PARTS} | {"people"}
