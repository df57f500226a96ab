"""`python -m multitrainer.solver`: solves one problem in a process of its own, which a service can limit and end.

The problem comes on standard input; lines of JSON go to standard output (`lines.py`), the last of them with the
solution or why there is none. The first SIGTERM or SIGINT asks for the best so far, the second ends it at once. It also
ends when nobody reads its output any more. Exits with 0, with 2 where there is no solution, with 128 + n where a second
signal n ended it.
"""

import os
import resource
import signal
import sys
import threading
import time
from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from types import FrameType
from typing import BinaryIO

from multitrainer.domain.errors import MultitrainerError, PlanningFailed
from multitrainer.solver.documents.limits import Limits, Progress
from multitrainer.solver.documents.solution import Solution
from multitrainer.solver.lines import Line, Refusal, Step
from multitrainer.solver.reading.texts import LARGEST_MB, MEGABYTE, read_problem
from multitrainer.solver.solving import solve
from multitrainer.solver.validating import breaches

HEARTBEAT_SECONDS = 0.5
SOLVED, REFUSED, SIGNALLED = 0, 2, 128
NAMED = 3


class Speaker:
    """Says one line at a time, whichever thread has something to say."""

    def __init__(self, out: BinaryIO) -> None:
        self._out = out
        self._lock = threading.Lock()
        self._began = time.monotonic()
        self._said: tuple[str, float] = ("", 0.0)

    def beat(self) -> None:
        """Say that it is alive."""
        self.say(Line(heartbeat=round(time.monotonic() - self._began, 1)))

    def progress(self, progress: Progress) -> None:
        """Say how far it is, a few times a second at the most while it does the same."""
        phase, at = self._said
        now = time.monotonic()
        if phase != progress.phase or now - at >= HEARTBEAT_SECONDS / 2:
            self._said = progress.phase, now
            self.say(Line(progress=Step(phase=progress.phase, done=progress.done, values=dict(progress.values))))

    def say(self, line: Line) -> None:
        """Say it at once. Raises OSError where nobody can hear it."""
        with self._lock:
            self._out.write(line.written())
            self._out.flush()


class Work:
    """Reads, solves and checks in a thread of its own, so that signals and heartbeats never wait for it."""

    def __init__(self, options: Namespace, speaker: Speaker) -> None:
        self._options = options
        self._speaker = speaker
        self.is_cancelled = False
        self.is_done = threading.Event()
        self.last = _refusal(PlanningFailed("Planning ended without an answer."))

    def run(self) -> None:
        """Leaves in `last` what is to be said last."""
        try:
            _limit_memory(self._options.memory_mb)
            self.last = Line(solution=self._solved())
        except MemoryError:
            self.last = _refusal(PlanningFailed(_too_much(self._options.memory_mb)))
        except MultitrainerError as error:
            self.last = _refusal(error)
        except Exception as error:  # the last one who could tell
            self.last = _refusal(PlanningFailed(_fault(error)))
        finally:
            self.is_done.set()

    def _solved(self) -> Solution:
        problem = read_problem(sys.stdin.buffer.read(LARGEST_MB * MEGABYTE + 1))
        options = self._options
        limits = Limits(seconds=options.seconds, effort=options.effort, workers=options.workers, seed=options.seed)
        solution = solve(
            problem, limits=limits, on_progress=self._speaker.progress, cancelled=lambda: self.is_cancelled
        )
        if wrong := breaches(problem, solution):
            raise PlanningFailed(f"The plan is not what it says, which is a fault of the planner: {_first(wrong)}")
        return solution


def main(arguments: list[str] | None = None) -> int:
    """Solve what stands on standard input. Returns the exit code."""
    options = _options(arguments)
    out = sys.stdout.buffer
    work = Work(options, speaker := Speaker(out))
    _listen(work)
    os.nice(options.nice)
    try:
        return _carry_out(work, speaker)
    except BrokenPipeError:
        os._exit(SIGNALLED + signal.SIGPIPE)  # nobody is left who could use an answer
    except OSError as error:
        sys.stderr.write(f"The output can't be written: {error.strerror}.\n")
        sys.stderr.flush()
        os._exit(REFUSED)


def _carry_out(work: Work, speaker: Speaker) -> int:
    speaker.beat()  # from now on a signal is heard
    threading.Thread(target=work.run, daemon=True).start()
    while not work.is_done.wait(HEARTBEAT_SECONDS):
        speaker.beat()
    speaker.say(work.last)
    return REFUSED if work.last.refusal else SOLVED


def _listen(work: Work) -> None:
    def hear(number: int, _: FrameType | None) -> None:
        if work.is_cancelled:
            os._exit(SIGNALLED + number)
        work.is_cancelled = True

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, hear)


def _limit_memory(megabytes: int | None) -> None:
    """Of data rather than of addresses, most of which threads and libraries only reserve."""
    if megabytes:
        resource.setrlimit(resource.RLIMIT_DATA, (min(megabytes * MEGABYTE, sys.maxsize),) * 2)


def _refusal(error: MultitrainerError) -> Line:
    return Line(refusal=Refusal(code=error.code, detail=error.detail, facts=error.facts))


def _too_much(memory_mb: int | None) -> str:
    most = f"{memory_mb:,} MB of memory" if memory_mb else "memory than there is"
    return f"Planning needed more than {most}. Allow it more, or plan fewer courses at once."


def _fault(error: Exception) -> str:
    trace = error.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    where = f", {os.path.basename(trace.tb_frame.f_code.co_filename)} line {trace.tb_lineno}" if trace else ""  # noqa: PTH119
    return f"Planning failed by a fault of the planner: {type(error).__name__}{where}. Please report it."


def _first(wrong: list[str]) -> str:
    more = f"; and {len(wrong) - NAMED:,} more" if len(wrong) > NAMED else ""
    return "; ".join(wrong[:NAMED]) + more


def _at_least(least: float, kind: Callable[[str], float]) -> Callable[[str], float]:
    def number(text: str) -> float:
        value = kind(text)
        if not value >= least:
            raise ValueError
        return value

    number.__name__ = f"number of at least {least}"
    return number


def _options(arguments: list[str] | None) -> Namespace:
    parser = ArgumentParser(
        prog="python -m multitrainer.solver",
        description="Solve the planning problem on standard input; docs/planning.md describes it.",
    )
    parser.add_argument("--seconds", type=_at_least(0, float), default=60.0)
    parser.add_argument("--workers", type=_at_least(1, int), default=1)
    parser.add_argument("--seed", type=_at_least(0, int), default=0)
    parser.add_argument("--effort", type=_at_least(0, int), help="moves to try, whatever time that takes")
    parser.add_argument("--memory-mb", type=_at_least(1, int), help="memory to be content with")
    parser.add_argument("--nice", type=_at_least(0, int), default=0, help="how far to stand back behind others")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
