"""The documents that planning commands read and write."""

import contextlib
import sys
from pathlib import Path
from typing import Annotated

import typer
from pydantic import BaseModel

from multitrainer.cli.common import fail
from multitrainer.solver.reading.texts import LARGEST_MB, MEGABYTE

STDIN = "-"
INDENT = 2

ProblemFile = Annotated[str, typer.Argument(metavar="PROBLEM.json", help="The problem; - is standard input.")]
SolutionFile = Annotated[str, typer.Argument(metavar="SOLUTION.json", help="The solution; - is standard input.")]


def read(name: str) -> bytes:
    """What a file, or standard input, has in it; no more than is too large. Ends the command where it can't be read."""
    most = LARGEST_MB * MEGABYTE + 1
    try:
        if name == STDIN:
            return sys.stdin.buffer.read(most)
        with Path(name).open("rb") as file:
            return file.read(most)
    except OSError as error:
        fail(f"{'Standard input' if name == STDIN else name} can't be read: {error.strerror}.")
    except ValueError:
        fail("This file name can't be looked for.")


def written(document: BaseModel) -> str:
    """A document as people read it."""
    return document.model_dump_json(by_alias=True, indent=INDENT) + "\n"


def write(text: str, file: Path | None) -> None:
    """Write to a file, which is there whole or not at all, or to standard output. Ends the command where it can't."""
    if file is None:
        sys.stdout.write(text)
        return
    part = file.with_name(f"{file.name}.part")
    try:
        part.write_text(text, encoding="utf-8")
        part.replace(file)
    except OSError as error:
        with contextlib.suppress(OSError):
            part.unlink()
        fail(f"{file} can't be written: {error.strerror}.")
