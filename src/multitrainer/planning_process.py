"""Processes of their own that solve problems and explain plans: the event loop is free, time and memory have limits."""

import asyncio
import contextlib
import os
import signal
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import AsyncGenerator, Callable
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Self

import multitrainer
from multitrainer.domain.errors import MultitrainerError, NotAProblem, PlanningFailed
from multitrainer.domain.sentences import Sentence
from multitrainer.solver.documents.limits import Limits
from multitrainer.solver.documents.solution import Solution
from multitrainer.solver.lines import Line, Refusal, Step, read_line

LONGEST_LINE = 256 * 1024 * 1024
"""Bytes; a solution of 20,000 batches has three million."""

SILENCE_SECONDS = 60.0
"""It beats twice a second. Whatever is silent for so long, also on a busy machine, will not answer any more."""

OVERTIME_SECONDS = 300.0
"""For reading, the first answer and the checks, beside the seconds that are allowed for the search."""

STEPPING_BACK = 10
"""As `nice` counts it: planning waits while anybody else has something to do."""

OnStep = Callable[[Step], None]


@dataclass(frozen=True, slots=True)
class Allowance:
    """What planning may cost this machine."""

    limits: Limits = field(default_factory=Limits)
    memory_mb: int | None = None
    """None: as much as there is. Only Linux keeps it."""

    nice: int = STEPPING_BACK

    @property
    def arguments(self) -> list[str]:
        """As the process takes them."""
        wanted = {
            "--seconds": self.limits.seconds,
            "--effort": self.limits.effort,
            "--workers": self.limits.workers,
            "--seed": self.limits.seed,
            "--memory-mb": self.memory_mb,
            "--nice": self.nice,
        }
        return [part for name, value in wanted.items() if value is not None for part in (name, str(value))]


class PlanningProcess:
    """Solves one problem. An async context manager: at the end of the block the process is gone, whatever happened."""

    def __init__(self, problem: bytes, allowance: Allowance | None = None) -> None:
        """Nothing is started yet. The problem is a JSON text, which the process reads and checks."""
        self._problem = problem
        self._allowance = allowance or Allowance()
        self._process: Process | None = None
        self._listens = asyncio.Event()

    async def __aenter__(self) -> Self:
        """Start it. Raises PlanningFailed if that can't be done."""
        try:
            self._process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-P", "-m", "multitrainer.solver", *self._allowance.arguments),
                stdin=PIPE,
                stdout=PIPE,
                stderr=DEVNULL,
                env=_environment(),
                limit=LONGEST_LINE,
                start_new_session=True,  # Ctrl-C is for whoever started us to act on
            )
        except OSError as error:
            raise PlanningFailed(NO_PLAN, f"The planning process can't be started: {error.strerror}.") from None
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.kill()
        await self._running.wait()

    @property
    def pid(self) -> int:
        """The process id."""
        return self._running.pid

    async def solution(self, on_step: OnStep = lambda _: None) -> Solution:
        """Hand the problem over and follow until the answer. To be called once.

        Raises:
            NotAProblem: with every fault.
            PlanningFailed: it needed too much memory or time, was killed, or its answer was wrong.
        """
        feeding = asyncio.create_task(self._feed())
        try:
            async with asyncio.timeout(self._allowance.limits.seconds + OVERTIME_SECONDS):
                return await self._followed(on_step)
        except TimeoutError:
            raise PlanningFailed(
                Sentence("Planning did not end in its time, and was stopped. Plan fewer courses at once.")
            ) from None
        finally:
            feeding.cancel()

    async def cancel(self) -> None:
        """Ask for the best so far, which `solution` then answers. A second time, it ends without an answer."""
        await self._listens.wait()
        self._signal(signal.SIGTERM)

    def kill(self) -> None:
        """End it at once."""
        self._signal(signal.SIGKILL)

    @property
    def _running(self) -> Process:
        assert self._process is not None, "the process runs inside of its block"
        return self._process

    def _signal(self, number: signal.Signals) -> None:
        with contextlib.suppress(ProcessLookupError):
            self._running.send_signal(number)

    async def _followed(self, on_step: OnStep) -> Solution:
        async with contextlib.aclosing(self._lines()) as lines:
            async for line in lines:
                if line.progress is not None:
                    on_step(line.progress)
                if line.refusal is not None:
                    raise _error(line.refusal)
                if line.solution is not None:
                    return line.solution
        raise PlanningFailed(_ended(await self._running.wait()))

    async def _feed(self) -> None:
        stdin = self._running.stdin
        assert stdin is not None
        with contextlib.suppress(ConnectionError):  # it has ended; `solution` says why
            stdin.write(self._problem)
            await stdin.drain()
            stdin.close()

    async def _lines(self) -> AsyncGenerator[Line, None]:
        """What it says, until it says no more."""
        stdout = self._running.stdout
        assert stdout is not None
        try:
            while text := await _next_line(stdout):
                self._listens.set()
                if (line := await asyncio.to_thread(read_line, text)) is not None:
                    yield line
        finally:
            self._listens.set()  # nobody is to wait for what has ended


async def _next_line(said: asyncio.StreamReader) -> bytes:
    """Raises TimeoutError after the longest silence."""
    # Not by wait_for: before Python 3.12 it goes on where it is cancelled at the moment at which a line comes.
    async with asyncio.timeout(SILENCE_SECONDS):
        return await said.readline()


async def told(question: bytes, seconds: float, memory_mb: int | None) -> bytes:
    """What `python -m multitrainer.planning` answers to a question about a plan, looking so long for ways out.

    Raises PlanningFailed: it needed too much memory or time, or was killed.
    """
    memory = () if memory_mb is None else ("--memory-mb", str(memory_mb))
    allowed = ("--seconds", str(seconds), *memory, "--nice", str(STEPPING_BACK))
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-P", "-m", "multitrainer.planning", *allowed),
        stdin=PIPE,
        stdout=PIPE,
        stderr=DEVNULL,
        env=_environment(),
        start_new_session=True,
    )
    try:
        async with asyncio.timeout(seconds + OVERTIME_SECONDS):
            answer, _ = await process.communicate(question)
    except TimeoutError:
        raise PlanningFailed(Sentence("Explaining the plan did not end in its time, and was stopped.")) from None
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        code = await process.wait()
    if code:
        raise PlanningFailed(_ended(code))
    return answer


NO_PLAN = Sentence("No plan could be made. Plan fewer courses at once, or ask whoever runs the service.")


def _environment() -> dict[str, str]:
    """Ours without our settings, of which some are secret; and with the place where we were found."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("MULTITRAINER_")}
    found = str(Path(multitrainer.__file__).parents[1])
    return {**kept, "PYTHONPATH": os.pathsep.join(filter(None, [found, os.environ.get("PYTHONPATH")]))}


def _error(refusal: Refusal) -> MultitrainerError:
    kind = NotAProblem if refusal.code == NotAProblem.code else PlanningFailed
    return kind(NO_PLAN, refusal.detail, **refusal.facts)


def _ended(code: int) -> Sentence:
    if code == -signal.SIGKILL:
        return Sentence("The planning process was killed. If nobody did that, the machine had too little memory left.")
    if code == -signal.SIGABRT:
        return Sentence(
            "The planning process gave up, most likely for want of memory. Allow more, or plan fewer courses at once."
        )
    return Sentence("The planning process ended without an answer, with exit code {code}.", code=str(code))
