"""The streams of a command: what it came to goes to one, what is said meanwhile to the other."""

import os
import sys
from io import BufferedWriter, FileIO, TextIOWrapper
from typing import Any, TextIO

STDOUT, STDERR = 1, 2


class ReaderHasEnough(Exception):
    """Whoever read the output has closed it: no fault, but nothing more is to be said."""


class Output(FileIO):
    """What a command came to. Raises ReaderHasEnough, or OSError, once; then what is left goes nowhere."""

    _has_ended = False

    def write(self, data: Any) -> int:
        """Write, unless that has failed before."""
        if self._has_ended:
            return len(data)
        try:
            return super().write(data)
        except OSError as error:
            self._has_ended = True
            if isinstance(error, BrokenPipeError):
                raise ReaderHasEnough from None
            raise


class Messages(FileIO):
    """What is said meanwhile: the work does not depend on whether anybody can hear it."""

    def write(self, data: Any) -> int:
        """Write what can be written."""
        try:
            return super().write(data)
        except OSError:
            return len(data)


def prepare() -> None:
    """Put both in the place of Python's own, which may be closed, or end a command in the middle of its work.

    Where the input is closed, there is none.
    """
    if sys.stdin is None:
        sys.stdin = open(os.devnull)  # noqa: PTH123, SIM115  (as long as the command runs)
    if sys.stdout is sys.__stdout__:
        sys.stdout = _text(sys.__stdout__, Output, STDOUT)
    if sys.stderr is sys.__stderr__:
        sys.stderr = _text(sys.__stderr__, Messages, STDERR)


def _text(before: TextIO | None, kind: type[FileIO], number: int) -> TextIOWrapper:
    """A stream in the encoding of the one before; a character that it has not is escaped."""
    if before is None:  # it was closed when we were started
        os.dup2(os.open(os.devnull, os.O_RDWR), number)
    stream = BufferedWriter(kind(number, "w", closefd=False))
    encoding = before.encoding if before else "utf-8"
    return TextIOWrapper(stream, encoding, "backslashreplace", line_buffering=number == STDERR or stream.isatty())
