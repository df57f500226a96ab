"""`multitrainer user`, as far as people meet it."""

import asyncio
import json
import os
import pty
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from pymongo import MongoClient
from pymongo.database import Database
from typer.testing import CliRunner, Result

from multitrainer.cli import cli
from multitrainer.client import Client
from multitrainer.identity.passwords import Passwords
from tests.storms.forked import COMMAND
from tests.storms.processes import run, serving

FAILED = 2
RIGHT, OTHER = "correct horse battery", "another password"
ANN = ("create-admin", "--email", "ann@school.example", "--name", "Ann")
Users = Callable[..., Result]


@pytest.fixture
def school(mongodb_uri: str) -> Iterator[Database[dict[str, Any]]]:
    """A database of one's own."""
    with MongoClient[dict[str, Any]](mongodb_uri) as client:
        school = client[f"test_{uuid4().hex[:12]}"]
        yield school
        client.drop_database(school.name)


@pytest.fixture
def user(mongodb_uri: str, school: Database[dict[str, Any]], monkeypatch: pytest.MonkeyPatch) -> Users:
    """`multitrainer user` on that database."""
    monkeypatch.setenv("MULTITRAINER_MONGODB_URI", mongodb_uri)
    monkeypatch.setenv("MULTITRAINER_MONGODB_DATABASE", school.name)

    def invoked(*arguments: str, stdin: str | bytes | None = None) -> Result:
        return CliRunner().invoke(cli, ["user", *arguments], input=stdin)

    return invoked


def hashes_in(school: Database[dict[str, Any]]) -> list[str]:
    return [kept["hash"] for kept in school.multitrainer_credentials.find()]


@pytest.mark.parametrize("ending", ["", "\n", "\r\n"])
def test_an_admin_is_made_with_a_password_from_standard_input(
    ending: str, user: Users, school: Database[dict[str, Any]]
) -> None:
    made = user(*ANN, "--password-stdin", stdin=RIGHT + ending)
    assert (made.exit_code, made.stdout) == (0, "")
    assert made.stderr == "Ann is an admin now, and signs in as ann@school.example.\n"
    assert [user["role"] for user in school.users.find()] == ["admin"]
    assert "argon2id" in hashes_in(school)[0]


def test_the_password_that_was_piped_in_is_the_one_without_the_line_break(
    user: Users, school: Database[dict[str, Any]]
) -> None:
    user(*ANN, "--password-stdin", stdin=f"{RIGHT}\n")
    (hashed,) = hashes_in(school)
    assert Passwords().matches(RIGHT, hashed)


def test_an_address_that_exists_is_refused_with_what_to_do_instead(
    user: Users, school: Database[dict[str, Any]]
) -> None:
    school.users.insert_one({"name": "Ann", "email": "ann@school.example", "role": "student"})
    refused = user(*ANN, "--password-stdin", stdin=RIGHT)
    assert (refused.exit_code, refused.stdout) == (FAILED, "")
    assert "`multitrainer user set-password ann@school.example` gives that one a password." in refused.stderr
    changed = user("set-password", "ann@school.example", "--password-stdin", stdin=OTHER)
    assert (changed.exit_code, changed.stdout) == (0, "")
    assert changed.stderr == "ann@school.example has a new password, and is signed out everywhere.\n"
    assert len(hashes_in(school)) == 1


def test_nobody_gets_a_password_who_is_not_there(user: Users, school: Database[dict[str, Any]]) -> None:
    refused = user("set-password", "bob@school.example", "--password-stdin", stdin=OTHER)
    assert refused.exit_code == FAILED
    assert refused.stderr == "No user has the e-mail address bob@school.example, or several have.\n"
    assert hashes_in(school) == []


@pytest.mark.parametrize(
    ("stdin", "words"),
    [
        (b"", "password must be 12 to 1000 characters long."),
        (b"eleven char\n", "password must be 12 to 1000 characters long."),
        (b"x" * 1_001, "password must be 12 to 1000 characters long."),
        (b"x" * 9_000, "password must be 12 to 1000 characters long."),
        (b"correct horse\nbattery staple\n", "There is more than one line on standard input. A password has one."),
        (b"correct horse \xff\n", "The password on standard input is no UTF-8 text."),
    ],
)
@pytest.mark.parametrize("command", [ANN, ("set-password", "ann@school.example")], ids=lambda command: command[0])
def test_a_password_that_may_not_be_one_is_refused(command: tuple[str, ...], stdin: bytes, words: str) -> None:
    refused = CliRunner().invoke(cli, ["user", *command, "--password-stdin"], input=stdin)
    assert (refused.exit_code, refused.stdout, refused.stderr) == (FAILED, "", f"{words}\n")


def test_an_address_or_a_name_that_is_none_is_refused_before_a_password_is_asked_for() -> None:
    refused = CliRunner().invoke(cli, ["user", "create-admin", "--email", "ann", "--name", " "])
    assert (refused.exit_code, refused.stdout) == (FAILED, "")
    assert refused.stderr == "name must not be blank. email must be an e-mail address.\n"


def test_where_nobody_can_be_asked_the_password_has_to_be_piped_in() -> None:
    refused = CliRunner().invoke(cli, ["user", *ANN])
    assert (refused.exit_code, refused.stdout) == (FAILED, "")
    assert (
        refused.stderr
        == "Nobody can be asked for the password here. Pipe it into the command, with --password-stdin.\n"
    )


def test_a_password_is_no_option() -> None:
    assert CliRunner().invoke(cli, ["user", *ANN, "--password", RIGHT]).exit_code == FAILED


@pytest.fixture
def _at_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("multitrainer.cli.users.somebody_is_there", lambda: True)


@pytest.mark.usefixtures("_at_a_terminal")
def test_whoever_does_not_want_to_give_one_is_told_that_nothing_was_done(user: Users) -> None:
    ended = user(*ANN, stdin="")
    assert ended.exit_code == FAILED
    assert ended.stderr.endswith("Nothing was done.\n")


@pytest.mark.usefixtures("_at_a_terminal")
def test_nobody_is_asked_for_a_password_that_no_account_could_get(
    user: Users, school: Database[dict[str, Any]]
) -> None:
    school.users.insert_one({"name": "Ann", "email": "ann@school.example", "role": "student"})
    for command, words in (
        (ANN, "A user has this e-mail address already. `multitrainer user set-password ann@school.example`"),
        (("set-password", "bob@school.example"), "No user has the e-mail address bob@school.example"),
    ):
        refused = user(*command, stdin=f"{RIGHT}\n{RIGHT}\n")
        assert (refused.exit_code, refused.stdout) == (FAILED, "")
        assert refused.stderr.startswith(words)


@pytest.mark.usefixtures("_at_a_terminal")
def test_a_password_that_may_not_be_one_is_not_asked_for_again(user: Users) -> None:
    refused = user(*ANN, stdin="eleven char\neleven char\n")
    assert refused.exit_code == FAILED
    assert refused.stderr.endswith("password must be 12 to 1000 characters long.\n")
    assert "again" not in refused.stderr


def test_who_exists_and_shall_be_an_admin_becomes_one_in_the_old_application(
    user: Users, school: Database[dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MULTITRAINER_USER_ROLE_FIELD", "userType")
    monkeypatch.setenv("MULTITRAINER_ADMIN_ROLES", "head,owner")
    school.users.insert_one({"name": "Ann", "email": "ann@school.example", "userType": "student"})
    refused = user(*ANN, "--password-stdin", stdin=RIGHT)
    assert "set `userType` of that user to head or owner in the institute's own application" in refused.stderr


def test_where_there_are_no_users_that_is_said(user: Users) -> None:
    told = user("list")
    assert (told.exit_code, told.stdout, told.stderr) == (0, "", "There are no users.\n")


async def test_at_a_terminal_it_is_asked_for_twice_and_never_shown(mongodb_uri: str, tmp_path: Path) -> None:
    name = f"test_{uuid4().hex[:12]}"
    ours, theirs = pty.openpty()
    env = {**os.environ, "MULTITRAINER_MONGODB_URI": mongodb_uri, "MULTITRAINER_MONGODB_DATABASE": name}
    command = await asyncio.create_subprocess_exec(
        *COMMAND,
        "user",
        *ANN,
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        cwd=tmp_path,
        env=env,
        start_new_session=True,
    )
    os.close(theirs)
    said = ""
    for asked, answer in [("Password: ", OTHER), ("again: ", RIGHT), ("Password: ", RIGHT), ("again: ", RIGHT)]:
        said += (await asyncio.to_thread(read_until, ours, asked)) + asked
        os.write(ours, f"{answer}\n".encode())
    said += await asyncio.to_thread(read_until, ours, "signs in as")
    assert await command.wait() == 0
    os.close(ours)
    assert "A password has 12 to 1,000 characters." in said
    assert "do not match" in said
    assert RIGHT not in said
    assert OTHER not in said
    with MongoClient[dict[str, Any]](mongodb_uri) as client:
        assert client[name].users.count_documents({"role": "admin"}) == 1
        client.drop_database(name)


def read_until(terminal: int, words: str) -> str:
    """What comes before some words on a terminal."""
    said = ""
    while words not in said:
        said += os.read(terminal, 1).decode()
    return said.removesuffix(words)


def test_everybody_is_listed_without_any_hash(user: Users, school: Database[dict[str, Any]]) -> None:
    user(*ANN, "--password-stdin", stdin=RIGHT)
    old = "$2b$10$" + "a" * 53
    school.users.insert_one({"name": "Bob\x1b[2J", "email": "bob@school.example", "role": "student", "password": old})
    listed = user("list")
    assert (listed.exit_code, listed.stderr) == (0, "")
    assert [re.split("  +", line) for line in listed.stdout.splitlines()] == [
        ["E-MAIL", "PASSWORD", "ROLE", "NAME"],
        ["ann@school.example", "ours", "admin", "Ann"],
        ["bob@school.example", "old", "student", "Bob\N{REPLACEMENT CHARACTER}[2J"],
    ]
    rows = [json.loads(line) for line in user("list", "--json").stdout.splitlines()]
    assert [(row["email"], row["password"], row["role"]) for row in rows] == [
        ("ann@school.example", "ours", "admin"),
        ("bob@school.example", "old", "student"),
    ]
    assert {*rows[0]} == {"_id", "email", "name", "role", "password"}


def test_listing_writes_nothing(user: Users, school: Database[dict[str, Any]]) -> None:
    school.users.insert_one({"name": "Bob"})
    assert user("list").exit_code == 0
    assert school.list_collection_names() == ["users"]


@pytest.mark.parametrize("command", ["list", "list --json"])
def test_where_there_is_no_data_that_is_said(command: str, tmp_path: Path) -> None:
    env = {"MULTITRAINER_DATA_DIR": str(tmp_path / "nothing")}
    refused = CliRunner().invoke(cli, ["user", *command.split()], env=env)
    assert refused.exit_code == FAILED
    assert "There is no data in" in refused.stderr


async def test_it_works_beside_a_serve_on_embedded_data(tmp_path: Path) -> None:
    async with serving(folder=tmp_path) as service:
        link = (await service.says(r"http://\S+/setup\?token=\S+"))[0]
        assert await service.url() in link
        made = await run("user", *ANN, "--password-stdin", folder=tmp_path, stdin=RIGHT)
        assert (made.code, made.out) == (0, "")
        listed = await run("user", "list", folder=tmp_path)
        assert "\nann@school.example " in listed.out
    async with serving(folder=tmp_path) as again:
        async with Client(await again.url()) as client:
            await client.auth.sign_in("ann@school.example", RIGHT)
            assert (await client.auth.me()).kind == "admin"
        assert "/setup" not in again.said
