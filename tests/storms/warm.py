"""Starts `multitrainer` without loading it again: this process has it loaded, and forks.

Loading takes a second, for nothing in a test that starts a process. What is started has its own arguments, folder,
environment, streams and signals, and ends as if from a shell.

    python -m tests.storms.warm DESCRIPTOR      # of a socket, on which tests/storms/forked.py asks
"""

import gc
import json
import os
import sys
from contextlib import suppress
from selectors import EVENT_READ, DefaultSelector
from socket import recv_fds, socket
from typing import NamedTuple

import multitrainer.cli
import multitrainer.examining
import multitrainer.managing
import multitrainer.migrating.carrying
import multitrainer.serving  # noqa: F401
from multitrainer.__main__ import main

MOST = 1 << 20
"""Bytes of arguments and environment."""


class Child(NamedTuple):
    """What was started, and where to tell how it ended."""

    pid: int
    told: socket


def until_one_is_asked_for(control: socket) -> None:
    """Return in each process that is to become `multitrainer`. This one tells how they end, until nobody asks."""
    with DefaultSelector() as ready:
        ready.register(control, EVENT_READ)
        while True:
            for key, _ in ready.select():
                if isinstance(key.data, Child):
                    _tell(key.data)
                    ready.unregister(key.fileobj)
                    os.close(key.fd)
                elif child := _forked(control):
                    ready.register(os.pidfd_open(child.pid), EVENT_READ, child)
                else:
                    return


def _forked(control: socket) -> Child | None:
    """The process that was asked for; None in that process itself."""
    asked, descriptors, _, _ = recv_fds(control, MOST, 4)
    if not asked:
        os._exit(0)
    pid, told = os.fork(), socket(fileno=descriptors.pop())
    if pid == 0:
        told.close()
        arguments, folder, environment = json.loads(asked)
        _become(arguments, folder, environment, descriptors)
        return None
    told.sendall(f"{pid}\n".encode())
    for descriptor in descriptors:
        os.close(descriptor)
    return Child(pid, told)


def _become(arguments: list[str], folder: str, environment: dict[str, str], streams: list[int]) -> None:
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
        os.close(stream)
    os.chdir(folder)
    os.environ.clear()
    os.environ |= environment
    sys.argv[1:] = arguments


def _tell(child: Child) -> None:
    _, status = os.waitpid(child.pid, 0)
    with child.told, suppress(BrokenPipeError):  # nobody may be left to be told
        child.told.sendall(f"{os.waitstatus_to_exitcode(status)}\n".encode())


if __name__ == "__main__":
    gc.freeze()
    until_one_is_asked_for(socket(fileno=int(sys.argv[1])))
    main()
