"""A service with an embedded server, in a process of its own: to be killed."""

import os
import signal
import sys
from asyncio.subprocess import PIPE, Process, create_subprocess_exec
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

PROGRAM = """
import asyncio, sys
from pathlib import Path
from multitrainer.embedded import EmbeddedServer

async def serve():
    async with EmbeddedServer(Path(sys.argv[1])) as server:
        print(server.pid, server.uri, flush=True)
        await server.wait_until_gone()

asyncio.run(serve())
"""


@dataclass
class Service:
    """A running service and the process id of its database."""

    process: Process
    database: int
    uri: str

    def kill_everything(self) -> None:
        """Kill -9 the service, the guard and the database."""
        self.process.kill()
        os.killpg(os.getpgid(self.database), signal.SIGKILL)


@asynccontextmanager
async def service_on(folder: Path) -> AsyncIterator[Service]:
    """A service that works on a folder until it is killed, at the end of the block at the latest."""
    process = await create_subprocess_exec(sys.executable, "-c", PROGRAM, str(folder), stdout=PIPE)
    assert process.stdout is not None
    try:
        pid, uri = (await process.stdout.readline()).decode().split()
        yield Service(process, int(pid), uri)
    finally:
        with suppress(ProcessLookupError):
            process.kill()
        await process.wait()
