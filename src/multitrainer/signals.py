"""An orderly end of whatever runs, when Ctrl-C is pressed or the system asks for it."""

import asyncio
import signal


def cancel_this() -> None:
    """Let SIGINT and SIGTERM cancel the present task, so that everything it started ends with it."""
    task = asyncio.current_task()
    assert task is not None
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, task.cancel)
