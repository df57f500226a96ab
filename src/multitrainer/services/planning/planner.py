"""What makes plans, wherever it does."""

import asyncio
from collections.abc import Callable
from typing import Protocol

from multitrainer.solver.documents.limits import Limits, Progress
from multitrainer.solver.documents.problem import Problem
from multitrainer.solver.documents.solution import Solution


class Planner(Protocol):
    """Makes plans, and explains them, beside the event loop."""

    async def plan(
        self, problem: Problem, limits: Limits, on_progress: Callable[[Progress], None], cancelled: asyncio.Event
    ) -> Solution:
        """The best plan within the limits, checked by the independent validator.

        `on_progress` is called on the event loop; once `cancelled` is set, the best so far is the answer. Ends what it
        started when it is cancelled itself. Raises PlanningFailed.
        """

    async def tell(self, question: bytes, seconds: float, *, is_long: bool) -> bytes:
        """The answer to a question about a plan (planning/telling.py), with seconds to look for ways out.

        `is_long` says that there are ways out to look for. Raises PlanningFailed.
        """
