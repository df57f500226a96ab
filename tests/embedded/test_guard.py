import asyncio
import os
import signal
import sys
from asyncio.subprocess import PIPE, Process, create_subprocess_exec
from collections.abc import AsyncIterator, Awaitable, Callable

import pytest

from multitrainer.embedded import guard

Guarded = Callable[[str], Awaitable[Process]]
STUBBORN = "trap '' TERM; echo ready; while :; do sleep 0.05; done"
PORT = "9"  # nobody listens there


@pytest.fixture
async def guarded() -> AsyncIterator[Guarded]:
    """A shell script under a guard that waits 0.2 seconds for it to stop."""
    started = []
    program = f"import sys; from multitrainer.embedded import guard; guard.STOP_SECONDS = 0.2; sys.exit(guard.main({PORT}, sys.argv[1:]))"

    async def start(script: str) -> Process:
        process = await create_subprocess_exec(
            sys.executable, "-c", program, "sh", "-c", script, stdin=PIPE, stdout=PIPE, stderr=PIPE
        )
        started.append(process)
        return process

    yield start
    for process in started:
        process.stdin.close()
        await process.wait()
