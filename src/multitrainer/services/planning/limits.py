"""What a plan may cost here."""

from dataclasses import dataclass

from multitrainer.schemas.plan_options import PlanOptions
from multitrainer.solver.documents.limits import Limits


@dataclass(frozen=True, slots=True)
class PlanningLimits:
    """Seconds of a proposal and of an answer that somebody waits for, workers, and how many of each run at once."""

    seconds: float
    answer_seconds: float
    workers: int
    at_once: int

    def of(self, options: PlanOptions) -> Limits:
        """What is asked for, as far as it is allowed."""
        return self._limits(options, self.seconds)

    def of_answer(self, options: PlanOptions) -> Limits:
        """The same for what somebody waits for."""
        return self._limits(options, self.answer_seconds)

    def _limits(self, options: PlanOptions, most: float) -> Limits:
        seconds = most if options.seconds is None else min(options.seconds, most)
        return Limits(seconds=seconds, workers=self.workers, seed=options.seed)
