"""Makes plans in processes of their own, which have limits of time and memory and step back for everybody else."""

import asyncio
from collections.abc import Callable

from multitrainer.planning_process import Allowance, PlanningProcess
from multitrainer.solver.limits import Limits, Progress
from multitrainer.solver.lines import Step
from multitrainer.solver.problem import Problem
from multitrainer.solver.solution import Solution


class PlanningApart:
    """A planner (planner.py): each call starts a process, which checks its own answer before it gives it."""

    def __init__(self, memory_mb: int) -> None:
        self._memory_mb = memory_mb

    async def __call__(
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


async def _cancel(process: PlanningProcess, cancelled: asyncio.Event) -> None:
    await cancelled.wait()
    await process.cancel()
