"""How long and how hard to look for an answer."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from multitrainer.solver.documents.objective import Measured

Cancelled = Callable[[], bool]


@dataclass(frozen=True, slots=True)
class Limits:
    """What an answer may cost.

    `effort` is the number of moves that improving may try; it alone decides how far a search goes that ends before
    `seconds` are over, so the same effort, seed and one worker give the same answer on every machine.
    """

    seconds: float = 60.0
    effort: int | None = None
    workers: int = 1
    seed: int = 0
    exact: bool | None = None
    """Whether to use OR-Tools; None: where it is there and the problem is small enough."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far it is: what is being done, and the best values so far, as they stand in the objective."""

    phase: str
    done: float
    """From 0 to 1, as far as can be told."""
    values: Mapping[Measured, int] = field(default_factory=dict)


OnProgress = Callable[[Progress], None]


class Budget:
    """The time that is left. The only place of the solver that looks at a stopwatch; never at the date."""

    def __init__(self, seconds: float, cancelled: Cancelled, stopwatch: Callable[[], float] = time.monotonic) -> None:
        self._seconds = seconds
        self._cancelled = cancelled
        self._stopwatch = stopwatch
        self._began = stopwatch()
        self._was_cancelled = False

    @property
    def was_cancelled(self) -> bool:
        """Whether somebody has said that the best so far will do."""
        self._was_cancelled = self._was_cancelled or self._cancelled()
        return self._was_cancelled

    @property
    def seconds_left(self) -> float:
        """How much of the time is left; 0 when it is over or somebody cancelled."""
        return 0.0 if self.was_cancelled else max(0.0, self._seconds - (self._stopwatch() - self._began))

    @property
    def is_spent(self) -> bool:
        """Whether to stop and answer with the best so far."""
        return self.seconds_left <= 0

    @property
    def part_spent(self) -> float:
        """From 0 to 1."""
        return 1 - self.seconds_left / self._seconds if self._seconds else 1.0

    def part(self, share: float) -> "Budget":
        """A part of what is left, from now on."""
        return Budget(share * self.seconds_left, lambda: self.was_cancelled, self._stopwatch)
