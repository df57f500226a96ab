"""Makes plans in a thread of this process."""

import asyncio
from collections.abc import Callable

from multitrainer.solver.limits import Limits, Progress
from multitrainer.solver.problem import Problem
from multitrainer.solver.solution import Solution
from multitrainer.solver.solving import solve


async def plan_here(
    problem: Problem, limits: Limits, on_progress: Callable[[Progress], None], cancelled: asyncio.Event
) -> Solution:
    """The best plan within the limits; once `cancelled` is set or the caller is cancelled, the best so far."""
    loop = asyncio.get_running_loop()
    stop = asyncio.Event()

    def tell(progress: Progress) -> None:
        loop.call_soon_threadsafe(on_progress, progress)

    def is_over() -> bool:
        return cancelled.is_set() or stop.is_set()

    try:
        return await asyncio.to_thread(solve, problem, limits=limits, on_progress=tell, cancelled=is_over)
    finally:
        stop.set()
