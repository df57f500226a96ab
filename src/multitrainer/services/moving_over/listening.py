"""What long work tells while it runs."""

from typing import Protocol


class Listener(Protocol):
    """Whoever watches long work: a progress bar, a log, a test."""

    def begins(self, what: str, phase: str, total: int) -> None:
        """A pass over about so many documents begins."""

    def advances(self, documents: int) -> None:
        """So many more are done."""

    def says(self, words: str) -> None:
        """Something that a person who waits should know."""


class Silence:
    """Nobody watches."""

    def begins(self, what: str, phase: str, total: int) -> None:
        """Nobody is told."""

    def advances(self, documents: int) -> None:
        """Nobody is told."""

    def says(self, words: str) -> None:
        """Nobody is told."""
