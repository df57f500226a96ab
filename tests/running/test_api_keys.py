"""`multitrainer apikey`, as far as people and scripts meet it."""

import json
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from pymongo import MongoClient
from typer.testing import CliRunner, Result

from multitrainer.cli import cli, common
from multitrainer.identity.keys import API_KEY, Key, read_key
from multitrainer.schemas.keys import ApiKey

FAILED = 2
Keys = Callable[..., Result]


@pytest.fixture
def apikey(mongodb_uri: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Keys]:
    """`multitrainer apikey` on a database of its own."""
    name = f"test_{uuid4().hex[:12]}"
    monkeypatch.setenv("MULTITRAINER_MONGODB_URI", mongodb_uri)
    monkeypatch.setenv("MULTITRAINER_MONGODB_DATABASE", name)

    def invoked(*arguments: str, stdin: str | None = None) -> Result:
        return CliRunner().invoke(cli, ["apikey", *arguments], input=stdin)

    yield invoked
    with MongoClient[dict[str, Any]](mongodb_uri) as client:
        client.drop_database(name)


def created(apikey: Keys, *more: str, name: str = "nightly export", scopes: str = "read") -> Key:
    made = apikey("create", "--name", name, "--scopes", scopes, *more)
    assert made.exit_code == 0, made.output
    key = read_key(API_KEY, made.stdout.removesuffix("\n"))
    assert key
    assert made.stderr
    assert key.secret not in made.stderr
    return key


def listed(apikey: Keys) -> list[Any]:
    return [json.loads(line) for line in apikey("list", "--json").stdout.splitlines()]


def test_a_key_stands_alone_on_standard_output_and_is_never_shown_again(apikey: Keys) -> None:
    key = created(apikey, scopes="read, admin")
    for shown in (apikey("list").output, apikey("list", "--json").output):
        assert key.id in shown
        assert key.secret not in shown
        assert key.digest not in shown
    (row,) = listed(apikey)
    assert (row["_id"], row["name"], row["scopes"]) == (key.id, "nightly export", ["admin", "read"])


def test_programs_read_of_a_key_what_the_api_answers(apikey: Keys) -> None:
    key = created(apikey, "--expires-in-days", "1")
    (row,) = listed(apikey)
    assert ApiKey.model_validate(row).id == key.id
    assert row["expiresAt"].endswith("Z")
    assert (row["lastUsedAt"], row["revokedAt"]) == (None, None)


def test_a_table_of_keys_has_headings(apikey: Keys) -> None:
    key = created(apikey)
    headings, line = (re.split("  +", line) for line in apikey("list").stdout.splitlines())
    assert headings == ["ID", "SCOPES", "GOOD UNTIL", "LAST USED", "NAME"]
    assert line == [key.id, "read", "for ever", "never", "nightly export"]


def test_where_there_are_no_keys_that_is_said_to_people(apikey: Keys) -> None:
    told, programs = apikey("list"), apikey("list", "--json")
    assert (told.exit_code, told.stdout, told.stderr) == (0, "", "There are no API keys.\n")
    assert (programs.exit_code, programs.output) == (0, "")


@pytest.mark.parametrize("where", ["create --json --name x --scopes read", "create --name x --scopes nothing --json"])
def test_what_goes_wrong_never_stands_where_a_key_is_kept(where: str) -> None:
    refused = CliRunner().invoke(cli, ["apikey", *where.split()])
    assert (refused.exit_code, refused.stdout) == (FAILED, "")
    assert "--json" in refused.stderr


def test_a_key_may_have_an_end(apikey: Keys) -> None:
    before = datetime.now(UTC)
    created(apikey, "--expires-in-days", "30")
    end = f"{before + timedelta(days=30):%Y-%m-%d}", f"{datetime.now(UTC) + timedelta(days=30):%Y-%m-%d}"
    assert re.search(rf"  ({'|'.join(end)})  ", apikey("list").stdout)


def test_every_key_is_listed_in_the_order_they_were_made(apikey: Keys, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("multitrainer.cli.api_keys.PAGE", 2)
    made = [created(apikey, name=f"key {n}").id for n in range(5)]
    assert [row["_id"] for row in listed(apikey)] == made


def test_a_key_that_was_revoked_is_said_to_be(apikey: Keys) -> None:
    key, other = created(apikey), created(apikey)
    done = apikey("revoke", key.id.upper(), "--yes")
    assert (done.exit_code, done.stdout) == (0, "")
    lines = {line.split()[0]: line for line in apikey("list").stdout.splitlines()}
    assert "revoked" in lines[key.id]
    assert "revoked" not in lines[other.id]


def test_revoking_is_asked_about(apikey: Keys, monkeypatch: pytest.MonkeyPatch) -> None:
    key = created(apikey)
    assert "This needs --yes" in apikey("revoke", key.id).stderr
    monkeypatch.setattr(common, "somebody_is_there", lambda: True)
    refused = apikey("revoke", key.id, stdin="n\n")
    assert (refused.exit_code, refused.stderr.endswith("Nothing was done.\n")) == (FAILED, True)
    assert "revoked" not in apikey("list").stdout
    assert apikey("revoke", key.id, stdin="y\n").exit_code == 0
    assert "revoked" in apikey("list").stdout


def test_a_key_that_is_not_there_can_not_be_revoked(apikey: Keys) -> None:
    refused = apikey("revoke", "0" * 24, "--yes")
    assert (refused.exit_code, refused.stderr) == (FAILED, f"There is no API key {'0' * 24}.\n")


def test_nobody_is_asked_about_a_key_that_is_not_there(apikey: Keys, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(common, "somebody_is_there", lambda: True)
    refused = apikey("revoke", "0" * 24, stdin="y\n")
    assert (refused.exit_code, refused.stderr) == (FAILED, f"There is no API key {'0' * 24}.\n")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ("create --name x --scopes write", "admin, read or questions, or several with a comma between; not write"),
        ("create --name x --scopes ,", "not nothing"),
        ("create --name= --scopes read", "name must not be blank."),
        ("create --name x --scopes read --expires-in-days 0", "'--expires-in-days'"),
        ("create --name x", "'--scopes'"),
        ("revoke 7", "24 hexadecimal digits"),
    ],
)
def test_a_wrong_option_is_refused_in_words(arguments: str, words: str) -> None:
    refused = CliRunner().invoke(cli, ["apikey", *arguments.split()], env={"COLUMNS": "300"})
    assert (refused.exit_code, refused.stdout) == (FAILED, "")
    assert words in refused.stderr
