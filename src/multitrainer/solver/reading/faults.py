"""What is wrong with a document: each fault with its path, as in `batches[3].sessions[0].end`."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

MOST_LISTED = 100
LONGEST_NAME = 60

Path = tuple[str | int, ...]


class Fault(NamedTuple):
    """One thing that is wrong: where, and what to do about it."""

    path: str
    words: str

    def __str__(self) -> str:
        """A line for people."""
        return f"{self.path}: {self.words}" if self.path else self.words


@dataclass(slots=True)
class Faults:
    """The first faults of a document, and how many there are."""

    listed: list[Fault] = field(default_factory=list)
    number: int = 0

    def add(self, path: Path, words: str) -> None:
        """Count a fault, and list it while there is room."""
        self.number += 1
        if not self.is_full:
            self.listed.append(Fault(written(path), words))

    def add_unlisted(self, number: int) -> None:
        """Count faults that nobody looks at any more."""
        self.number += number

    @property
    def is_full(self) -> bool:
        """Whether no more are listed."""
        return len(self.listed) >= MOST_LISTED

    @property
    def more(self) -> int:
        """How many there are besides those listed."""
        return self.number - len(self.listed)


def written(path: Sequence[str | int]) -> str:
    """A path as people read it."""
    return "".join(map(_step, path)).removeprefix(".")


def quoted(name: str) -> str:
    """A name that somebody made up, on one line and not too long."""
    short = name if len(name) <= LONGEST_NAME else f"{name[:LONGEST_NAME]}…"
    return "'" + "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in short) + "'"


def _step(step: str | int) -> str:
    if isinstance(step, int):
        return f"[{step}]"
    return f".{step}" if step.isascii() and step.isidentifier() and len(step) <= LONGEST_NAME else f"[{quoted(step)}]"
