import os
import signal
import sys
from asyncio import StreamReader, StreamWriter
from asyncio.subprocess import PIPE, Process, create_subprocess_exec
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import cast

import pytest

# The guard as it is, but for its patience. Nobody listens on port 9.
PROGRAM = """
import sys
from multitrainer.embedded import guard
guard.STOP_SECONDS = 0.2
sys.exit(guard.main(9, ["sh", "-c", sys.argv[1]]))
"""
SLEEPS = "echo ready; exec sleep 60"
STOPS_WITH_7 = "trap 'exit 7' TERM; echo ready; while :; do sleep 0.1; done"
IGNORES_TERM = "trap '' TERM; echo ready; while :; do sleep 0.1; done"


class Guarded:
    """A shell script under a guard."""

    def __init__(self, guard: Process) -> None:
        self.guard = guard
        self.output = cast(StreamReader, guard.stderr)

    async def pid(self) -> int:
        return int(await cast(StreamReader, self.guard.stdout).readline())

    async def ended(self) -> int:
        """The guard's exit code, once the script and all that it started have let go of their output."""
        await self.output.read()
        return await self.guard.wait()

    def leave_alone(self) -> None:
        cast(StreamWriter, self.guard.stdin).close()


@asynccontextmanager
async def guarded(script: str) -> AsyncIterator[Guarded]:
    guard = await create_subprocess_exec(sys.executable, "-c", PROGRAM, script, stdin=PIPE, stdout=PIPE, stderr=PIPE)
    running = Guarded(guard)
    try:
        yield running
    finally:
        running.leave_alone()
        with suppress(ProcessLookupError):
            guard.kill()
        await running.ended()


async def test_the_guard_ends_as_the_database_ends() -> None:
    async with guarded("exit 3") as running:
        assert await running.ended() == 3


async def test_a_database_that_was_killed_shows_in_the_exit_code() -> None:
    async with guarded(SLEEPS) as running:
        os.kill(await running.pid(), signal.SIGKILL)
        assert await running.ended() == 128 + signal.SIGKILL


async def test_the_database_is_stopped_when_the_service_lets_go() -> None:
    async with guarded(STOPS_WITH_7) as running:
        await running.output.readline()
        running.leave_alone()
        assert await running.ended() == 7


async def test_a_database_that_will_not_stop_is_killed() -> None:
    async with guarded(IGNORES_TERM) as running:
        await running.output.readline()
        running.leave_alone()
        assert await running.ended() == 128 + signal.SIGKILL


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
async def test_signals_meant_for_the_service_do_not_end_the_guard(number: signal.Signals) -> None:
    async with guarded(STOPS_WITH_7) as running:
        await running.output.readline()
        running.guard.send_signal(number)
        running.leave_alone()
        assert await running.ended() == 7


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no signal for a parent's death")
async def test_killing_the_guard_kills_the_database() -> None:
    async with guarded(IGNORES_TERM) as running:
        await running.output.readline()
        running.guard.kill()
        assert await running.ended() == -signal.SIGKILL


async def test_the_database_sees_no_setting_of_the_service(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MULTITRAINER_MONGODB_URI", "mongodb://user:secret@elsewhere/")
    async with guarded("env") as running:
        environment = await running.output.read()
    assert b"PATH=" in environment
    assert b"secret" not in environment
