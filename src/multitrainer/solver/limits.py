"""How long and how hard to look for an answer."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from multitrainer.solver.objective import Measured

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


@dataclass(slots=True)
class Budget:
    """What is left of the limits. The only place of the solver that looks at a stopwatch; never at the date."""

    limits: Limits
    cancelled: Cancelled
    stopwatch: Callable[[], float] = time.monotonic
    started: float = field(init=False)
    was_cancelled: bool = field(init=False, default=False)

    def __post_init__(self) -> None:
        self.started = self.stopwatch()

    @property
    def seconds_left(self) -> float:
        """How much of the time is left; 0 when it is over or somebody cancelled."""
        self.was_cancelled = self.was_cancelled or self.cancelled()
        return 0.0 if self.was_cancelled else max(0.0, self.limits.seconds - (self.stopwatch() - self.started))

    @property
    def is_spent(self) -> bool:
        """Whether to stop and answer with the best so far."""
        return self.seconds_left <= 0
