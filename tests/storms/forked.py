"""`multitrainer` as a process, begun by warm.py, which has it loaded."""

import asyncio
import atexit
import json
import os
import signal
import subprocess
import sys
from asyncio import StreamReader
from asyncio.subprocess import PIPE, STDOUT, Process, create_subprocess_exec
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from socket import AF_UNIX, SOCK_SEQPACKET, send_fds, socket, socketpair
from tempfile import TemporaryFile
from typing import BinaryIO

ROOT = Path(__file__).parents[2]
COMMAND = (sys.executable, "-m", "multitrainer")
AT_FIRST = {**os.environ}
"""The environment of the tests, before any of them has changed it."""


class Forked:
    """What asyncio's own processes offer, as far as tests need it."""

    def __init__(self, pid: int, told: StreamReader, stdout: StreamReader, stderr: StreamReader) -> None:
        self.pid = pid
        self.stdout = stdout
        self.returncode: int | None = None
        self._stderr = stderr
        self._ending = asyncio.create_task(self._end(told))

    async def wait(self) -> int:
        """Until it has ended; the exit code, or the negative of the signal that ended it."""
        return await asyncio.shield(self._ending)

    async def communicate(self) -> tuple[bytes, bytes]:
        """All that it prints until it ends."""
        out, err, _ = await asyncio.gather(self.stdout.read(), self._stderr.read(), self.wait())
        return out, err

    def send_signal(self, number: int) -> None:
        """Raises ProcessLookupError once it has ended."""
        if self.returncode is not None:
            raise ProcessLookupError
        os.kill(self.pid, number)

    def terminate(self) -> None:
        """Ask it to end."""
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """End it, whatever it is doing."""
        self.send_signal(signal.SIGKILL)

    async def _end(self, told: StreamReader) -> int:
        self.returncode = int(await told.readline())
        return self.returncode


async def begin(
    *arguments: str, cwd: Path, env: dict[str, str], stdin: str = "", together: bool = False
) -> "Forked | Process":
    """Start it, with this as its input; what it says of errors may come together with what it prints."""
    with TemporaryFile() as given:
        given.write(stdin.encode())
        given.seek(0)
        if sys.platform != "linux" or _of_python(env) != _of_python(AT_FIRST):  # what warm.py needs, or has read
            error = STDOUT if together else PIPE
            return await create_subprocess_exec(
                *COMMAND, *arguments, cwd=cwd, env=env, stdin=given, stdout=PIPE, stderr=error
            )
        (stdout, out), (stderr, err), (ours, theirs) = os.pipe(), os.pipe(), socketpair()
        if together:
            os.dup2(out, err)
        asked = json.dumps([arguments, str(cwd), env]).encode()
        send_fds(_warm(), [asked], (given.fileno(), out, err, theirs.fileno()))
    os.close(out)
    os.close(err)
    theirs.close()
    told = await _read(ours)
    pid = int(await told.readline())
    return Forked(pid, told, await _read(os.fdopen(stdout, "rb")), await _read(os.fdopen(stderr, "rb")))


@cache
def _warm() -> socket:
    """Where one asks for a process."""
    ours, theirs = socketpair(AF_UNIX, SOCK_SEQPACKET)
    with theirs:
        command = (sys.executable, "-m", "tests.storms.warm", str(theirs.fileno()))
        nothing = subprocess.DEVNULL
        process = subprocess.Popen(
            command, cwd=ROOT, env=AT_FIRST, stdin=nothing, stdout=nothing, pass_fds=[theirs.fileno()]
        )
    atexit.register(process.wait)
    atexit.register(ours.close)
    return ours


def _of_python(environment: Mapping[str, str]) -> dict[str, str]:
    """What Python itself reads, when it begins."""
    return {name: value for name, value in environment.items() if name.startswith("PYTHON")}


async def _read(pipe: BinaryIO | socket) -> StreamReader:
    reader = StreamReader()
    protocol = asyncio.StreamReaderProtocol(reader)
    await asyncio.get_running_loop().connect_read_pipe(lambda: protocol, pipe)
    return reader
