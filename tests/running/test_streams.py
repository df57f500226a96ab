"""Output that nobody can read: no trace, and an exit code that says so where it matters."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from multitrainer import __version__
from tests.marks import FULL, needs_full

VERSION = ("version",)
HELP = ("migrate", "--help")
WRONG = ("migrate", "up", "--batch-size", "0", "--json")
NOWHERE = ("migrate", "plan")
"""There is no data to plan for, which is said on stderr."""

Done = subprocess.CompletedProcess[str]


def run(arguments: tuple[str, ...], folder: Path, **streams: object) -> Done:
    environment = {**os.environ, "MULTITRAINER_DATA_DIR": str(folder / "none")}
    given = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **streams}
    command = [sys.executable, "-m", "multitrainer", *arguments]
    return subprocess.run(command, env=environment, cwd=folder, text=True, **given)  # type: ignore[call-overload, no-any-return]


def closed(*numbers: int) -> Callable[[], None]:
    """What a shell does for >&- and 2>&-."""

    def close() -> None:
        for number in numbers:
            os.close(number)

    return close


@pytest.mark.parametrize("arguments", [VERSION, HELP, WRONG], ids=" ".join)
def test_a_reader_who_has_enough_ends_it_quietly(arguments: tuple[str, ...], tmp_path: Path) -> None:
    ours, theirs = os.pipe()
    os.close(ours)
    with os.fdopen(theirs, "w") as pipe:
        done = run(arguments, tmp_path, stdout=pipe)
    assert (done.returncode, done.stderr) == (141, "")


@needs_full
@pytest.mark.parametrize("arguments", [VERSION, HELP, WRONG], ids=" ".join)
def test_output_that_can_not_be_written_is_a_failure(arguments: tuple[str, ...], tmp_path: Path) -> None:
    with FULL.open("w") as full:
        done = run(arguments, tmp_path, stdout=full)
    assert (done.returncode, done.stderr) == (2, "The output can't be written: No space left on device.\n")


@needs_full
@pytest.mark.parametrize(
    ("arguments", "code", "out"), [(VERSION, 0, f"{__version__}\n"), (NOWHERE, 2, "")], ids=["done", "refused"]
)
def test_messages_that_can_not_be_written_change_nothing(
    arguments: tuple[str, ...], code: int, out: str, tmp_path: Path
) -> None:
    with FULL.open("w") as full:
        done = run(arguments, tmp_path, stderr=full)
    assert (done.returncode, done.stdout) == (code, out)


@pytest.mark.parametrize("numbers", [(1,), (2,), (1, 2), (0, 1, 2)])
@pytest.mark.parametrize(("arguments", "code"), [(VERSION, 0), (NOWHERE, 2)])
def test_closed_streams_change_nothing(
    numbers: tuple[int, ...], arguments: tuple[str, ...], code: int, tmp_path: Path
) -> None:
    done = run(arguments, tmp_path, preexec_fn=closed(*numbers))
    assert (done.returncode, "Traceback" in done.stderr) == (code, False)


@needs_full
def test_nobody_hears_anything_and_it_fails_all_the_same(tmp_path: Path) -> None:
    with FULL.open("w") as full:
        assert run(VERSION, tmp_path, stdout=full, stderr=full).returncode == 2
