"""Accounts and keys where the streams are none: nothing is made that nobody gets to see, and no trace is shown."""

import os
import subprocess
import sys
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from pymongo import MongoClient
from pymongo.database import Database

from tests.marks import FULL, needs_full

Raw = dict[str, Any]
Done = subprocess.CompletedProcess[str]

SET = ("user", "set-password", "ann@school.example", "--password-stdin")
MAKE = ("apikey", "create", "--name", "export", "--scopes", "read")


@pytest.fixture
def school(mongodb_uri: str) -> Iterator[Database[Raw]]:
    """A database with many users."""
    with MongoClient[Raw](mongodb_uri) as client:
        school = client[f"test_{uuid4().hex[:12]}"]
        school.users.insert_many({"name": f"User {n}", "email": f"{n}@school.example"} for n in range(3_000))
        yield school


def run(
    arguments: tuple[str, ...], uri: str, school: Database[Raw], *, closing: int | None = None, **more: Any
) -> Done:
    """`multitrainer`, one of whose streams may be closed, as by >&- in a shell."""
    names = {"MONGODB_URI": uri, "MONGODB_DATABASE": school.name, "JWT_SECRET": "s" * 32}
    environment = {**os.environ, **{f"MULTITRAINER_{name}": value for name, value in names.items()}}
    given = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True, "env": environment, **more}
    close = None if closing is None else lambda: os.close(closing)
    return subprocess.run([sys.executable, "-m", "multitrainer", *arguments], preexec_fn=close, check=False, **given)


def test_without_input_there_is_no_password(mongodb_uri: str, school: Database[Raw]) -> None:
    done = run(SET, mongodb_uri, school, closing=0)
    assert (done.returncode, done.stdout) == (2, "")
    assert "password must be" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("email", [b"\xff\xfe", b"\x1b[31mann@school.example", b"ann\n@school.example"])
def test_an_address_that_can_not_be_printed_is_not_printed(
    mongodb_uri: str, school: Database[Raw], email: bytes
) -> None:
    arguments = ("user", "set-password", os.fsdecode(email), "--password-stdin")
    done = run(arguments, mongodb_uri, school, input="correct horse battery")
    assert done.returncode == 2
    assert "EMAIL is no e-mail address" in done.stderr
    assert not {"\x1b", "\udcff"} & {*done.stderr}
    assert "Traceback" not in done.stderr


def test_no_key_is_made_for_a_closed_output(mongodb_uri: str, school: Database[Raw]) -> None:
    done = run(MAKE, mongodb_uri, school, closing=1)
    assert (done.returncode, "Nothing was done" in done.stderr) == (2, True)
    assert school.multitrainer_api_keys.count_documents({}) == 0


@needs_full
def test_a_key_that_can_not_be_printed_is_revoked(mongodb_uri: str, school: Database[Raw]) -> None:
    with FULL.open("w") as full:
        done = run(MAKE, mongodb_uri, school, stdout=full)
    assert (done.returncode, "it was revoked again" in done.stderr) == (2, True)
    assert school.multitrainer_api_keys.count_documents({"revoked_at": None}) == 0
    assert school.multitrainer_api_keys.count_documents({}) == 1


def test_a_reader_who_has_seen_enough_users_ends_the_list_quietly(mongodb_uri: str, school: Database[Raw]) -> None:
    ours, theirs = os.pipe()
    os.close(ours)
    with os.fdopen(theirs, "w") as pipe:
        done = run(("user", "list"), mongodb_uri, school, stdout=pipe)
    assert (done.returncode, done.stderr) == (141, "")
