import os
import subprocess
from pathlib import Path

import pytest

from scripts import environment
from tests.tooling.project import COMMANDS, ROOT


def test_the_promised_commands_are_there() -> None:
    assert {"serve", "test", "check", "lock"} <= {command.name for command in COMMANDS}


@pytest.mark.parametrize("command", [*COMMANDS, ROOT / ".ci" / "run"], ids=lambda path: path.name)
def test_a_command_is_executable(command: Path) -> None:
    assert os.access(command, os.X_OK)


@pytest.mark.parametrize("command", COMMANDS, ids=lambda path: path.name)
def test_a_command_explains_itself_from_any_folder_without_setting_anything_up(command: Path, tmp_path: Path) -> None:
    done = subprocess.run([command, "--help"], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert done.stdout.startswith(f"Usage: scripts/{command.name}")
    assert done.stderr == ""


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
