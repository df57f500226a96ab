"""What makes plans in tests of what is done with them; tests/solver, running and storms have the processes."""

import asyncio
from collections.abc import Callable
from dataclasses import replace

from multitrainer.planning.telling import answered
from multitrainer.solver.documents.limits import Limits, Progress
from multitrainer.solver.documents.problem import Problem
from multitrainer.solver.documents.solution import Solution
from multitrainer.solver.solving import solve
from multitrainer.solver.ways.finding import ways_out


class Quickly:
    """The solver itself, in threads, with little effort: a process takes longer to start than a few batches need."""

    async def plan(
        self, problem: Problem, limits: Limits, on_progress: Callable[[Progress], None], cancelled: asyncio.Event
    ) -> Solution:
        return await asyncio.to_thread(solve, problem, limits=replace(limits, effort=50), cancelled=cancelled.is_set)

    async def tell(self, question: bytes, seconds: float, *, is_long: bool) -> bytes:
        return await asyncio.to_thread(answered, question, ways_out)
