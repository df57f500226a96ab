"""What everybody tries first on a command line."""

import json
import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from multitrainer import __version__
from multitrainer.cli import cli, common, main
from multitrainer.cli.migrate_options import chosen, limits
from multitrainer.migrations import ALL
from multitrainer.services.moving_over.limits import Limits


@pytest.mark.parametrize("asked", ["version", "--version"])
def test_it_tells_its_version(asked: str) -> None:
    told = CliRunner().invoke(cli, [asked])
    assert (told.exit_code, told.stdout) == (0, f"{__version__}\n")


WIDE = {"COLUMNS": "300"}
DOCS = Path(__file__).parents[2] / "docs"
MIGRATE = ("status", "plan", "up", "verify", "down", "sync", "enforce")


@pytest.mark.parametrize(
    "command",
    [
        *([], ["serve"], ["worker"], ["doctor"], ["version"], ["migrate"], ["user"], ["apikey"], ["plan"], ["outbox"]),
        ["ledger"],
        *(["migrate", name] for name in MIGRATE),
        *(["user", name] for name in ("create-admin", "set-password", "list")),
        *(["apikey", name] for name in ("create", "list", "revoke")),
        *(["plan", name] for name in ("solve", "check", "validate", "schema")),
        *(["outbox", name] for name in ("list", "resend")),
    ],
    ids=" ".join,
)
def test_help_is_a_short_word(command: list[str]) -> None:
    short, long = (CliRunner().invoke(cli, [*command, wish]) for wish in ("-h", "--help"))
    assert (short.exit_code, short.stdout) == (0, long.stdout)
    assert "Usage" in short.stdout


@pytest.mark.parametrize("command", [["outbox", "resend"], ["plan", "courses"]], ids=" ".join)
def test_several_that_may_be_named_are_written_as_everybody_writes_it(command: list[str]) -> None:
    words = CliRunner().invoke(cli, [*command, "--help"]).stdout.split()
    assert words[words.index("[OPTIONS]") + 1] == "[ID]..."


@pytest.mark.parametrize("day", ["2026-13-01", "2026-02-30", "20260302", "tomorrow", "2026-03-02T10:00"])
def test_what_is_no_day_is_refused_in_plain_words(day: str) -> None:
    refused = CliRunner().invoke(cli, ["ledger", "--since", day], env=WIDE)
    assert refused.exit_code == 2
    assert f"{day} is no day; give one like 2026-03-02." in refused.stderr


@pytest.mark.parametrize("command", MIGRATE)
def test_help_explains_a_command_to_an_administrator(command: str) -> None:
    words = " ".join(CliRunner().invoke(cli, ["migrate", command, "--help"], env=WIDE).stdout.split())
    assert re.search(r"Writes( nothing| validators)?( to the database)?\.", words)
    assert "Exits with 0" in words
    assert "--json" in words


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ("up --batch-size 0", "'--batch-size'"),
        ("up --batch-size 5001", "'--batch-size'"),
        ("up --batch-size many", "'--batch-size'"),
        ("up --max-rate 0", "'--max-rate'"),
        ("sync --max-latency -1", "'--max-latency'"),
        ("up --pause-file /nowhere/at/all", "the folder /nowhere/at does not exist"),
        ("up --pause-file /tmp", "/tmp is a folder"),
        (f"up --pause-file /tmp/{'a' * 300}", "this name can't be looked for"),
        ("up --only m0004", f"m0004 is no migration; {ALL[0].name}, "),
        (f"up --only {ALL[0].name} --retry-set-aside", "--only does not go with it"),
        ("enforce --error --off", "exclude each other"),
        ("enforce --force", "--force belongs to --error"),
        ("status --force", "--force belongs to --csv FILE"),
        ("status --csv - --json", "--csv - prints no JSON"),
        ("status --csv /nowhere/at/all", "the folder /nowhere/at does not exist"),
        ("status --csv /tmp", "/tmp is a folder; name a file"),
        ("status --csv=", "is a folder; name a file"),
        ("status --csv - --set-aside", "--csv takes the place of --set-aside"),
    ],
)
def test_a_wrong_option_is_refused_in_words(arguments: str, words: str) -> None:
    refused = CliRunner().invoke(cli, ["migrate", *arguments.split()], env=WIDE)
    assert refused.exit_code == 2
    assert words in refused.stderr


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ("migrate up --batch-size 0 --json", "'--batch-size'"),
        ("migrate up --pause-file /tmp --json", "/tmp is a folder"),
        ("migrate status --force --json", "--force belongs to --csv FILE"),
        ("migrate up --json --nonsense", "--nonsense"),
        ("migrate nonsense --json", "'nonsense'"),
        ("doctor --json --course", "--course"),
        ("doctor --json --course 7", "24 hexadecimal digits"),
        ("nonsense --json", "'nonsense'"),
        ("--json", "--json"),
    ],
)
def test_what_is_wrong_with_an_option_is_told_to_programs(arguments: str, words: str) -> None:
    refused = CliRunner().invoke(cli, arguments.split(), env=WIDE)
    told = json.loads(refused.stdout)
    assert (refused.exit_code, told["exitCode"]) == (2, 2)
    assert told["error"]["code"] in {"invalid-input", "failed"}
    assert words in told["error"]["detail"]
    assert refused.stderr


@pytest.mark.parametrize("command", ["doctor", "migrate status", "migrate down"])
def test_a_wrong_setting_is_told_to_programs(command: str) -> None:
    env = {"MULTITRAINER_PORT": "many"}
    refused = CliRunner().invoke(cli, [*command.split(), "--json"], env=env)
    assert (refused.exit_code, json.loads(refused.stdout)["error"]["code"]) == (2, "failed")


def test_exit_codes_are_those_of_the_runbook() -> None:
    words = " ".join(CliRunner().invoke(cli, ["migrate", "--help"], env=WIDE).stdout.split())
    table = re.findall(r"^\| ([012]) \| (.*) \|$", (DOCS / "migrating.md").read_text(), re.MULTILINE)
    assert [code for code, _ in table] == ["0", "1", "2"]
    assert [code for code, meaning in table if f"{code}, {meaning.replace('`', '')}." not in words] == []


@pytest.mark.parametrize("arguments", ["down", "enforce --error --force"])
def test_what_nobody_can_be_asked_about_needs_yes(arguments: str) -> None:
    refused = CliRunner().invoke(cli, ["migrate", *arguments.split()])
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert refused.stderr == "This needs --yes, because nobody can be asked here. Nothing was done.\n"


@pytest.mark.parametrize("answer", ["n\n", ""])
def test_who_does_not_agree_is_told_that_nothing_was_done(answer: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(common, "somebody_is_there", lambda: True)
    refused = CliRunner().invoke(cli, ["migrate", "down"], input=answer)
    assert refused.exit_code == 2
    assert refused.stderr.endswith("Nothing was done.\n")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (
            "down",
            "Undo all migrations of the database school on host-1:27017,host-2: trainers and instructor become",
        ),
        ("enforce --error --force", "Refuse writes to the database school on host-1:27017,host-2 although"),
    ],
)
def test_who_is_asked_is_told_which_database_and_no_password(
    arguments: str, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(common, "somebody_is_there", lambda: True)
    env = {"MULTITRAINER_MONGODB_URI": "mongodb://sarah:se%2Fcret@host-1:27017,host-2/school?replicaSet=rs&tls=true"}
    asked = CliRunner().invoke(cli, ["migrate", *arguments.split()], input="n\n", env=env)
    assert words in asked.stderr
    assert "cret" not in asked.output


def test_limits_are_those_of_the_options() -> None:
    assert limits() == Limits()
    assert limits(10, 20, 30, Path("stop")) == Limits(10, 20, 0.03, Path("stop"))
    assert limits(max_latency=0) == Limits(max_latency=None)


def test_chosen_migrations_come_in_their_order() -> None:
    assert chosen([]) == ALL
    assert chosen([ALL[2].name, ALL[0].name]) == (ALL[0], ALL[2])


@pytest.mark.parametrize("command", [["migrate", "up"], ["doctor"]])
def test_a_uri_that_is_no_argument_is_refused_without_its_password(
    command: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["multitrainer", *command, "mongodb://sarah:secret@localhost/school"])
    with pytest.raises(SystemExit) as ended:
        main()
    told = capsys.readouterr()
    assert (ended.value.code, "MULTITRAINER_MONGODB_URI" in told.err) == (2, True)
    assert "secret" not in told.err + told.out
