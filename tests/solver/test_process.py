"""The planner as a process: what it says, how it is limited, and how it ends."""

import asyncio
import json
import os
import select
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress

import pytest

from multitrainer.domain.errors import NotAProblem, PlanningFailed
from multitrainer.planning_process import Allowance, PlanningProcess
from multitrainer.solver.documents.limits import Limits
from multitrainer.solver.documents.solution import SolutionStatus
from multitrainer.solver.lines import Line, Step, read_line
from tests.solver.stating import batch, endless, stated

SMALL = json.dumps(stated()).encode()
LARGE = json.dumps(endless()).encode()
FOR_EVER = Limits(seconds=600, effort=10**12)
SECONDS = 30.0


def gone(pid: int) -> bool:
    with suppress(ProcessLookupError):
        os.kill(pid, 0)
        return False
    return True


async def test_it_tells_how_far_it_is_and_then_the_solution() -> None:
    steps: list[Step] = []
    async with PlanningProcess(SMALL, Allowance(Limits(effort=500))) as planning:
        solution = await planning.solution(steps.append)
    assert {one.primary for one in solution.people} == {"John", "Maria"}
    assert len({step.phase for step in steps}) > 2
    assert gone(planning.pid)


async def test_the_same_seed_and_effort_give_the_same_plan() -> None:
    async def planned() -> bytes:
        async with PlanningProcess(LARGE, Allowance(Limits(effort=5_000, seed=7))) as planning:
            return (await planning.solution()).model_dump_json().encode()

    assert await planned() == await planned()


async def test_what_is_no_problem_is_refused_with_every_fault() -> None:
    async with PlanningProcess(b'{"trainers": []}') as planning:
        with pytest.raises(NotAProblem) as refused:
            await planning.solution()
    assert refused.value.facts == {"errors": [{"field": "batches", "message": "is required"}], "more": 0}


async def test_whoever_cancels_gets_the_best_so_far() -> None:
    async with PlanningProcess(LARGE, Allowance(FOR_EVER)) as planning:
        began = asyncio.Event()
        following = asyncio.create_task(planning.solution(lambda _: began.set()))
        await began.wait()
        await planning.cancel()
        solution = await following
    assert solution.status is SolutionStatus.CANCELLED
    assert all(one.primary for one in solution.people)


async def test_one_that_is_killed_is_an_error_in_words() -> None:
    async with PlanningProcess(LARGE, Allowance(FOR_EVER)) as planning:
        with pytest.raises(PlanningFailed, match="was killed") as failed:
            await planning.solution(lambda _: planning.kill())
    assert failed.value.code == "planning-failed"


@pytest.mark.skipif(sys.platform != "linux", reason="Only Linux keeps the limit.")
async def test_more_memory_than_can_be_counted_is_no_limit() -> None:
    async with PlanningProcess(json.dumps(stated()).encode(), Allowance(memory_mb=10**14)) as planning:
        assert (await planning.solution()).people


async def test_too_little_memory_is_an_error_in_words() -> None:
    large = json.dumps(stated(batches=[batch(f"B{n}") for n in range(50_000)])).encode()
    async with PlanningProcess(large, Allowance(memory_mb=48)) as planning:
        with pytest.raises(PlanningFailed, match="Planning needed more than 48 MB of memory"):
            await planning.solution()


async def test_one_that_does_not_end_in_its_time_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("multitrainer.planning_process.OVERTIME_SECONDS", -FOR_EVER.seconds)
    async with PlanningProcess(LARGE, Allowance(FOR_EVER)) as planning:
        with pytest.raises(PlanningFailed, match="did not end in its time"):
            await planning.solution()
    assert gone(planning.pid)


async def test_whoever_leaves_early_leaves_nothing_running() -> None:
    async with PlanningProcess(LARGE, Allowance(FOR_EVER)) as planning:
        began = asyncio.Event()
        following = asyncio.create_task(planning.solution(lambda _: began.set()))
        await began.wait()
        following.cancel()
        await asyncio.wait([following])
    assert gone(planning.pid)


async def test_whoever_leaves_just_when_it_says_something_has_left() -> None:
    async with PlanningProcess(SMALL) as planning:
        said = planning._running.stdout = Heard()
        following = asyncio.create_task(planning.solution())
        await said.is_heard.wait()
        said.feed_data(Line(heartbeat=1.0).written())
        following.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asyncio.wait_for(following, SECONDS)


class Heard(asyncio.StreamReader):
    """Tells that somebody waits for a line."""

    def __init__(self) -> None:
        super().__init__()
        self.is_heard = asyncio.Event()

    async def readline(self) -> bytes:
        self.is_heard.set()
        return await super().readline()


async def test_it_stands_back_behind_others_and_knows_none_of_our_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MULTITRAINER_JWT_SECRET", "secret")
    async with PlanningProcess(LARGE, Allowance(FOR_EVER)) as planning:
        began = asyncio.Event()
        following = asyncio.create_task(planning.solution(lambda _: began.set()))
        await began.wait()
        assert os.getpriority(os.PRIO_PROCESS, planning.pid) == min(19, os.getpriority(os.PRIO_PROCESS, 0) + 10)
        assert b"JWT" not in _environment_of(planning.pid)
        following.cancel()
        await asyncio.wait([following])


def _environment_of(pid: int) -> bytes:
    with open(f"/proc/{pid}/environ", "rb") as environment:  # noqa: PTH123
        return environment.read()


PARENT = """
import asyncio, sys
from multitrainer.planning_process import Allowance, PlanningProcess
from multitrainer.solver.documents.limits import Limits

async def main():
    async with PlanningProcess(sys.stdin.buffer.read(), Allowance(Limits(seconds=600, effort=10**12))) as planning:
        await planning.solution(lambda step: print(planning.pid, flush=True))

asyncio.run(main())
"""


@pytest.mark.skipif(not hasattr(os, "pidfd_open"), reason="Only Linux tells of a grandchild's end.")
def test_it_ends_when_whoever_started_it_is_killed() -> None:
    with subprocess.Popen([sys.executable, "-c", PARENT], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as parent:
        assert parent.stdin is not None
        assert parent.stdout is not None
        parent.stdin.write(LARGE)
        parent.stdin.close()
        watched = os.pidfd_open(int(parent.stdout.readline()))
        parent.kill()
    assert select.select([watched], [], [], SECONDS)[0] == [watched]
    os.close(watched)


@pytest.fixture
def waiting() -> Iterator[subprocess.Popen[bytes]]:
    """A planner who is still waiting for the end of its problem."""
    command = [sys.executable, "-m", "multitrainer.solver"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as started:
        yield started
        started.kill()


def heard(planner: subprocess.Popen[bytes]) -> float | None:
    assert planner.stdout is not None
    line = read_line(planner.stdout.readline())
    assert line is not None
    return line.heartbeat


def test_it_beats_while_it_has_nothing_to_say(waiting: subprocess.Popen[bytes]) -> None:
    beats = [heard(waiting) for _ in range(3)]
    assert beats == sorted(beat for beat in beats if beat is not None)


def test_a_second_signal_ends_it_at_once(waiting: subprocess.Popen[bytes]) -> None:
    heard(waiting)
    waiting.send_signal(signal.SIGINT)
    heard(waiting)
    waiting.send_signal(signal.SIGTERM)
    assert waiting.wait(SECONDS) == 128 + signal.SIGTERM


@pytest.mark.parametrize("option", ["--seconds=-1", "--seconds=nan", "--workers=0", "--memory-mb=much"])
def test_a_wrong_option_is_refused(option: str) -> None:
    done = subprocess.run([sys.executable, "-m", "multitrainer.solver", option], capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (2, "")
    assert option.partition("=")[0] in done.stderr
    assert "Traceback" not in done.stderr


def test_it_loads_nothing_of_the_service() -> None:
    loaded = "import sys, multitrainer.solver.__main__; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", loaded], capture_output=True, text=True, check=True)
    assert not {"beanie", "motor", "pymongo", "fastapi", "typer", "ortools"} & {*done.stdout.split()}
