import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from scripts import environment
from tests.tooling.project import COMMANDS, MIGRATIONS, ROOT


def test_the_promised_commands_are_there() -> None:
    assert {"serve", "test", "check", "lock", "screenshots"} <= {command.name for command in COMMANDS}
    assert [script.stem for script in MIGRATIONS] == [
        "backfill_batch_trainers",
        "backfill_course_trainers",
        "recount_workload",
        "rollback_migration",
        "verify_migration",
    ]


@pytest.mark.parametrize("command", [*COMMANDS, ROOT / ".ci" / "run"], ids=lambda path: path.name)
def test_a_command_is_executable(command: Path) -> None:
    assert os.access(command, os.X_OK)


@pytest.mark.parametrize("command", [*COMMANDS, *MIGRATIONS], ids=lambda path: path.name)
def test_a_command_explains_itself_from_any_folder_without_setting_anything_up(command: Path, tmp_path: Path) -> None:
    done = subprocess.run([command, "--help"], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert done.stdout.startswith(f"Usage: scripts/{command.name}")
    assert done.stderr == ""


@pytest.mark.parametrize("script", MIGRATIONS, ids=lambda path: path.name)
def test_a_script_of_moving_over_works_on_the_mongodb_that_it_is_given(script: Path, tmp_path: Path) -> None:
    """Which it refuses here, after it has understood the rest."""
    options = ["--yes"] if script.stem == "rollback_migration" else []
    command = [sys.executable, str(script), "localhost:27017/school", *options]
    done = subprocess.run(command, cwd=tmp_path, env=_environment(), capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (2, "")
    assert re.match("MULTITRAINER_MONGODB_URI can't be used: it has to begin with mongodb://", done.stderr)


@pytest.mark.parametrize("script", MIGRATIONS, ids=lambda path: path.name)
def test_an_empty_uri_is_refused_rather_than_the_embedded_data_taken(script: Path, tmp_path: Path) -> None:
    done = subprocess.run([sys.executable, str(script), ""], cwd=tmp_path, env=_environment(), capture_output=True)
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.startswith(b"The URI is empty.")


def _environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT / "src")}


@pytest.fixture
def step(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> environment.Step:
    """A step of the set-up that turns lock.txt into a file named made."""
    monkeypatch.setattr(environment, "STAMPS", tmp_path / "stamps")
    environment.STAMPS.mkdir()
    (tmp_path / "lock.txt").write_text("one")
    return environment.Step(
        "packages",
        "Installing",
        (tmp_path / "made").touch,
        inputs=(tmp_path / "lock.txt",),
        outputs=(tmp_path / "made",),
    )


def test_a_completed_step_is_quiet_until_an_input_changes(
    step: environment.Step, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    environment.perform(step)
    assert capsys.readouterr().err == "==> Installing\n"
    environment.perform(step)
    assert capsys.readouterr().err == ""
    (tmp_path / "lock.txt").write_text("two")
    environment.perform(step)
    assert capsys.readouterr().err == "==> Installing\n"


def test_a_step_whose_result_has_gone_is_done_again(step: environment.Step, tmp_path: Path) -> None:
    environment.perform(step)
    (tmp_path / "made").unlink()
    assert not step.is_current()


def test_an_interrupted_step_does_not_count_as_complete(step: environment.Step, tmp_path: Path) -> None:
    def interrupted() -> None:
        (tmp_path / "made").touch()
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        environment.perform(step._replace(run=interrupted))
    assert not step.is_current()
    assert environment.read_stamp(step) == environment.UNFINISHED


@pytest.mark.parametrize("option", ["--only", "--only=m0003_recount", "--retry-set-aside"])
def test_a_script_of_the_migration_does_its_one_thing(option: str) -> None:
    for script in MIGRATIONS:
        done = subprocess.run([script, "mongodb://localhost/x", option], capture_output=True, text=True, check=False)
        assert (done.returncode, "This script does one thing." in done.stderr) == (2, True)


@pytest.mark.parametrize("given", [["--json", "mongodb+srv:///"], ["mongodb+srv:///", "--json"]], ids=" ".join)
def test_the_uri_may_stand_before_or_behind_the_options(given: list[str]) -> None:
    script = next(script for script in MIGRATIONS if script.stem == "verify_migration")
    done = subprocess.run([script, *given], capture_output=True, text=True, check=False)
    assert (done.returncode, "it names no host" in done.stdout) == (2, True)
