"""`python -m multitrainer.planning`: answers one question about a plan (telling.py), from standard input to output.

It steps back behind other processes, and is content with the memory it is given. Reasons that are not found in half of
its time, and ways out that are not found in its time after that, are left out of the answer.
"""

import os
import resource
import signal
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from functools import partial
from types import FrameType

from multitrainer.planning.telling import answered
from multitrainer.solver.documents.limits import Budget
from multitrainer.solver.documents.problem import Problem
from multitrainer.solver.documents.solution import Solution
from multitrainer.solver.reading.texts import MEGABYTE
from multitrainer.solver.ways.documents import WayOut
from multitrainer.solver.ways.finding import ways_out

HALF = 0.5
"""Which part of the time reasons may take, beside what ways out take."""


def main(arguments: list[str] | None = None) -> None:
    """Answer what stands on standard input."""
    options = _options(arguments)
    os.nice(options.nice)
    if options.memory_mb:
        resource.setrlimit(resource.RLIMIT_DATA, (options.memory_mb * MEGABYTE,) * 2)
    for_reasons = Budget(HALF * options.seconds, lambda: False)
    ways = partial(_ways_in_time, options.seconds)
    sys.stdout.buffer.write(answered(sys.stdin.buffer.read(), ways, lambda: for_reasons.is_spent))


def _ways_in_time(seconds: float, problem: Problem, solution: Solution) -> Sequence[WayOut] | None:
    def ring(_: int, __: FrameType | None) -> None:
        raise TimeoutError

    signal.signal(signal.SIGALRM, ring)
    try:
        signal.setitimer(signal.ITIMER_REAL, seconds)
        found = ways_out(problem, solution)
        signal.setitimer(signal.ITIMER_REAL, 0)
    except TimeoutError:
        return None
    return found


def _options(arguments: list[str] | None) -> Namespace:
    parser = ArgumentParser(prog="python -m multitrainer.planning", description="Answer a question about a plan.")
    parser.add_argument("--seconds", type=float, required=True, help="how long to look for ways out")
    parser.add_argument("--memory-mb", type=int, help="memory to be content with")
    parser.add_argument("--nice", type=int, required=True, help="how far to stand back behind others")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    main()
