"""What every command needs: where it prints, its settings, and how it ends."""

import re
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer
from pydantic import ValidationError
from pydantic_core import ErrorDetails
from rich.console import Console

from multitrainer.migrating.reports import Ending, extended

if TYPE_CHECKING:
    from multitrainer.settings import Settings

FAILED = "failed"
"""The code of what failed and has none of its own."""

ID = re.compile(r"[0-9a-f]{24}", re.IGNORECASE)

err = Console(stderr=True)
out = Console()


def _an_id(value: str) -> str:
    if not ID.fullmatch(value):
        raise typer.BadParameter("this takes an id: 24 hexadecimal digits.")
    return value.lower()


Course = Annotated[str, typer.Argument(metavar="COURSE", callback=_an_id, help="The course's id.")]


def settings_from(given: Mapping[str, Any] | None = None, *, as_json: bool = False) -> "Settings":
    """The settings, with what the command line says. Ends the command where one is wrong."""
    from multitrainer.settings import Settings  # takes a tenth of a second that `plan solve` and its like don't need

    try:
        return Settings(**(given or {}))  # the command line's own, validated like the others
    except ValidationError as error:
        fail(f"A setting is wrong. {'; '.join(map(_wrong, error.errors()))}", as_json=as_json)
    except UnicodeDecodeError:
        fail("The file .env is no UTF-8 text. Save it as UTF-8.", as_json=as_json)
    except OSError as error:
        fail(f"The file .env can't be read: {error.strerror}.", as_json=as_json)


def _wrong(found: ErrorDetails) -> str:
    name = "_".join(map(str, found["loc"])).upper()
    return f"MULTITRAINER_{name}: {found['msg'].removeprefix('Value error, ').replace(' after validation', '')}"


def say(line: str) -> None:
    """Print a line as it is."""
    out.print(line, markup=False, highlight=False, soft_wrap=True)


def printable(text: str | None) -> str:
    """On one line, and without what a terminal would take for a command."""
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text or "-")


def cell(text: str | None) -> str:
    """The same for a table, and without what Rich would take for markup."""
    return printable(text).replace("[", r"\[")


def tell_programs(detail: str, *, code: str = FAILED, facts: Mapping[str, Any] | None = None) -> None:
    """Print the object that says why a command failed."""
    say(extended({"error": {"code": code, "detail": detail, **(facts or {})}, "exitCode": int(Ending.FAILED)}))


def fail(
    words: object, *, as_json: bool = False, code: str = FAILED, facts: Mapping[str, Any] | None = None
) -> NoReturn:
    """Say what went wrong, to programs as an object on stdout too, and end."""
    if as_json:
        tell_programs(str(words), code=code, facts=facts)
    err.print(str(words), style="red", markup=False, highlight=False, soft_wrap=True)
    raise typer.Exit(Ending.FAILED)


def usable_file(path: Path | None) -> Path | None:
    """The file that an option names. It has to be somewhere where it can be seen to be there or not."""
    if path is None:
        return None
    try:
        path.exists()
        there = path.absolute().parent.is_dir()
    except (OSError, ValueError):
        raise typer.BadParameter("this name can't be looked for.") from None
    if path.is_dir():
        raise typer.BadParameter(f"{path.absolute()} is a folder; name a file.")
    if not there:
        raise typer.BadParameter(f"the folder {path.absolute().parent} does not exist.")
    return path.absolute()


def somebody_is_there() -> bool:
    """Whether a question could be answered."""
    return sys.stdin.isatty()


def confirm(question: str, *, yes: bool, as_json: bool) -> None:
    """Ask whoever sits at a terminal. Ends the command unless they, or `--yes`, agree."""
    if yes:
        return
    if as_json or not somebody_is_there():
        fail("This needs --yes, because nobody can be asked here. Nothing was done.", as_json=as_json)
    try:
        typer.confirm(question, abort=True, err=True)
    except typer.Abort:
        fail("Nothing was done.")
