"""The folder of the embedded server's data: one holder at a time, known by name."""

import asyncio
import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, BinaryIO

from pydantic import BaseModel, ConfigDict, Field

from multitrainer.embedded.errors import DataFolderInUse, EmbeddedServerFailed

SERVICE_SECONDS = 0.5
"""How long a service that was killed or is just ending may take to be gone."""

DATABASE_SECONDS = 15.0
"""How long its database may take to be gone. The guard sees to it that it takes less."""

LOG_TAIL_BYTES = 2_000

NOBODY = -1


class Note(BaseModel):
    """What `serve.lock` tells about who holds it. There is no port while the database is starting or ending."""

    model_config = ConfigDict(strict=True)

    pid: int
    started: str
    port: Annotated[int, Field(ge=1, le=65535)] | None


class DataFolder:
    """Data, log and locks of one embedded server.

    There are two locks, each released by the system when the last process that holds it is gone.
    `serve.lock` is held by the service alone, so it tells at once whether another service is at work.
    `database.lock` is inherited by the database, so it tells when the data files are free.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.data = path / "database"
        self.log = path / "database.log"
        self._service_lock = NOBODY
        self.database_lock = NOBODY
        """A descriptor for the database to inherit."""

    async def hold(self) -> None:
        """Take the folder, making it if it is missing.

        Raises:
            DataFolderInUse: another service holds it.
            EmbeddedServerFailed: it can't be written.
        """
        with self._explained():
            self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._service_lock = _opened(self.path / "serve.lock")
            self.database_lock = _opened(self.path / "database.lock")
            await self._lock()
            self.data.mkdir(mode=0o700, exist_ok=True)

    def note(self, port: int) -> None:
        """Leave word for others that the database of the folder's holder answers on `port`."""
        with self._explained():
            self._write_note(port)

    def new_log(self) -> BinaryIO:
        """The log, emptied: it tells about one run. Raises EmbeddedServerFailed."""
        with self._explained():
            return self.log.open("wb")

    def log_tail(self) -> str:
        """The last lines of the log."""
        return self.log.read_bytes()[-LOG_TAIL_BYTES:].decode(errors="replace").strip()

    def release(self) -> None:
        """Leave the folder to others."""
        for lock in (self._service_lock, self.database_lock):
            if lock != NOBODY:
                os.close(lock)
        self._service_lock = self.database_lock = NOBODY

    async def _lock(self) -> None:
        holder = _holder(self._service_lock)
        if not await _locked_within(SERVICE_SECONDS, self._service_lock):
            raise DataFolderInUse(
                f"{self.path} is in use by another `multitrainer serve`: {holder}. "
                "Stop that one, or name another folder with MULTITRAINER_DATA_DIR.",
                _running_at(self._service_lock),
            )
        self._write_note(None)
        if not await _locked_within(DATABASE_SECONDS, self.database_lock):
            raise DataFolderInUse(
                f"{self.path} is in use by the database of another `multitrainer serve` that has ended: {holder}. "
                "End the `secantusd-py` process that works on this folder."
            )

    def _write_note(self, port: int | None) -> None:
        started = f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S} UTC"
        text = json.dumps({"pid": os.getpid(), "started": started, "port": port}).encode()
        os.pwrite(self._service_lock, text, 0)
        os.ftruncate(self._service_lock, len(text))

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            file = isinstance(error, FileExistsError | NotADirectoryError)
            reason = "there is a file in its place" if file else error.strerror
            folder = error.filename if file else self.path
            raise EmbeddedServerFailed(
                f"The data folder {folder} can't be used: {reason}. Name another with MULTITRAINER_DATA_DIR."
            ) from error


def _opened(path: Path) -> int:
    return os.open(path, os.O_RDWR | os.O_CREAT, 0o600)


def _locked(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


async def _locked_within(seconds: float, descriptor: int) -> bool:
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            # A lock tells nobody that it has become free, and a thread that waits for it can't be called off.
            while not _locked(descriptor):  # noqa: ASYNC110  (no event tells)
                await asyncio.sleep(0.05)
            return True
    return False


def uri_at(port: int) -> str:
    """Where a database on this port of the machine answers. Its writes are acknowledged when they are on the disk."""
    return (
        f"mongodb://127.0.0.1:{port}/?directConnection=true&w=majority&journal=true"
        # Its bookkeeping for retryable writes makes updates slow after ten thousand of them.
        "&retryWrites=false"
        # After an error that sounds like a change of primary, the driver waits for a heartbeat.
        "&heartbeatFrequencyMS=500"
    )


def _running_at(descriptor: int) -> str | None:
    note = _note(descriptor)
    return uri_at(note.port) if note and note.port else None


def _holder(descriptor: int) -> str:
    note = _note(descriptor)
    if note is None:
        return "it is just starting"
    database = f", database on port {note.port}" if note.port else ""
    return f"process {note.pid}, since {note.started}{database}"


def _note(descriptor: int) -> Note | None:
    """What the holder left word of; None when there is nothing that a holder could have written."""
    try:
        return Note.model_validate_json(os.pread(descriptor, 1_000, 0))
    except ValueError:
        return None
