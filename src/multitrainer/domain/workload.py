"""How much of a trainer's week a course takes."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace


@dataclass(frozen=True, slots=True)
class LoadRules:
    """Weekly hours: what counts where nothing was stated, and what was stated of single batches and trainers."""

    batch_hours: float = 5.0
    weekly_hours: float = 20.0
    of_batches: Mapping[str, float] = field(default_factory=dict)
    of_trainers: Mapping[str, float] = field(default_factory=dict)

    def stating(self, of_batches: Mapping[str, float], of_trainers: Mapping[str, float]) -> "LoadRules":
        """The same where nothing was stated, with what is stated of some batches and trainers."""
        return replace(self, of_batches=of_batches, of_trainers=of_trainers)

    def hours(self, batches: Iterable[str]) -> float:
        """Weekly hours of some batches together."""
        return sum(self.of_batches.get(batch, self.batch_hours) for batch in batches)

    def capacity(self, trainer: str) -> float:
        """Weekly hours of a trainer."""
        return self.of_trainers.get(trainer, self.weekly_hours)

    def percentage(self, trainer: str, batches: Iterable[str]) -> float:
        """The workload of whoever is primary of these batches: per cent of the weekly hours, one decimal.

        Source: docs/domain.md, "Workload": 100 · hours / weekly hours.
        """
        return round(100 * self.hours(batches) / self.capacity(trainer), 1)
