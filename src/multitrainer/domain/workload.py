"""How much of a trainer's week a course takes."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class LoadRules:
    """What counts where nothing was stated: weekly hours of a batch, weekly hours of a trainer."""

    batch_hours: float = 5.0
    weekly_hours: float = 20.0

    def percentage(self, batches: int) -> float:
        """The workload of whoever is primary of so many batches: per cent of the weekly hours, one decimal.

        Source: docs/domain.md, "Workload": 100 · hours / weekly hours.
        """
        return round(100 * batches * self.batch_hours / self.weekly_hours, 1)
