"""The database's guard: a process that ends the database when the service is gone, however that went.

Run by path as `python -I guard.py PORT COMMAND...`, it starts the command, says its process id on standard output, and
exits as the command does. It ends the command when standard input, which the service holds open, comes to its end:
that happens even at kill -9. It imports nothing of the service, so that it starts quickly.
"""

import ctypes
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from contextlib import suppress

STOP_SECONDS = 8.0
"""The database gives its connections up to seven seconds to finish."""

PR_SET_PDEATHSIG = 1


def main(port: int, command: list[str]) -> int:
    """Run the command until it ends or standard input does. Returns its exit code, 128 + n for a signal n."""
    for number in (signal.SIGINT, signal.SIGTERM):
        # The service decides when to stop. Ignoring these instead would make the database ignore them too.
        signal.signal(number, lambda *_: None)
    database = _started(command)
    os.write(sys.stdout.fileno(), b"%d\n" % database.pid)
    threading.Thread(target=_stop_when_alone, args=(database, port), daemon=True).start()
    code = database.wait()
    return code if code >= 0 else 128 - code


def _started(command: list[str]) -> "subprocess.Popen[bytes]":
    guard = os.getpid()
    # The service's settings hold secrets, and PYTHON* variables are meant for the service.
    environment = {name: os.environ[name] for name in ("HOME", "PATH", "TMPDIR") if name in os.environ}
    return subprocess.Popen(  # noqa: S603  (a command of our own making)
        command,
        stdin=subprocess.DEVNULL,
        stdout=sys.stderr,
        env=environment,
        close_fds=False,  # the lock on the data folder is handed down
        preexec_fn=lambda: _end_with(guard),
    )


def _end_with(guard: int) -> None:
    """Have the system kill this process with the guard. Elsewhere than on Linux, killing the guard leaves it alive."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != guard:
            os._exit(1)


def _stop_when_alone(database: "subprocess.Popen[bytes]", port: int) -> None:
    while os.read(sys.stdin.fileno(), 1):
        pass
    database.terminate()
    _wake(port)
    try:
        database.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        database.kill()


def _wake(port: int) -> None:
    """Connect once: the database waits in accept(), and would notice only two seconds later that it is to stop.

    Not at once, because a connection that comes together with the signal can make the signal go unnoticed.
    """
    time.sleep(0.25)
    with suppress(OSError):
        socket.create_connection(("127.0.0.1", port), timeout=1).close()


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), sys.argv[2:]))
