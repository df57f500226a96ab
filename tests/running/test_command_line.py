"""What everybody tries first on a command line."""

import pytest
from typer.testing import CliRunner

from multitrainer import __version__
from multitrainer.cli import cli


@pytest.mark.parametrize("asked", ["version", "--version"])
def test_it_tells_its_version(asked: str) -> None:
    told = CliRunner().invoke(cli, [asked])
    assert (told.exit_code, told.stdout) == (0, f"{__version__}\n")


@pytest.mark.parametrize("command", [[], ["serve"], ["doctor"], ["version"]])
def test_help_is_a_short_word(command: list[str]) -> None:
    short, long = (CliRunner().invoke(cli, [*command, wish]) for wish in ("-h", "--help"))
    assert (short.exit_code, short.stdout) == (0, long.stdout)
    assert "Usage" in short.stdout
