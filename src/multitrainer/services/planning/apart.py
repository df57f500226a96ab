"""Makes plans in processes of their own, which have limits of time and memory and step back for everybody else."""

import asyncio
from collections.abc import Callable

from multitrainer.planning.telling import answered
from multitrainer.planning_process import Allowance, PlanningProcess, told
from multitrainer.solver.documents.limits import Limits, Progress
from multitrainer.solver.documents.problem import Problem
from multitrainer.solver.documents.solution import Solution
from multitrainer.solver.lines import Step
from multitrainer.solver.ways.finding import ways_out

SMALL = 64 * 1024
"""Bytes: up to about sixty batches, of which all is said in a tenth of a second."""


class PlanningApart:
    """A planner (planner.py): each plan is made by a process, which checks its own answer before it gives it."""

    def __init__(self, memory_mb: int) -> None:
        self._memory_mb = memory_mb

    async def plan(
        self, problem: Problem, limits: Limits, on_progress: Callable[[Progress], None], cancelled: asyncio.Event
    ) -> Solution:
        """The best plan within the limits. Raises NotAProblem, PlanningFailed."""

        def tell(step: Step) -> None:
            on_progress(Progress(step.phase, step.done, step.values))

        text = await asyncio.to_thread(problem.model_dump_json, by_alias=True)
        async with PlanningProcess(text.encode(), Allowance(limits, self._memory_mb)) as process:
            cancelling = asyncio.create_task(_cancel(process, cancelled))
            try:
                return await process.solution(tell)
            finally:
                cancelling.cancel()

    async def tell(self, question: bytes, seconds: float, *, is_long: bool) -> bytes:
        """What is quickly said is said by a thread; anything else by a process. Raises PlanningFailed."""
        if is_long or len(question) > SMALL:
            return await told(question, seconds, self._memory_mb)
        return await asyncio.to_thread(answered, question, ways_out)


async def _cancel(process: PlanningProcess, cancelled: asyncio.Event) -> None:
    await cancelled.wait()
    await process.cancel()
