"""An event loop in a thread of its own, which goes on whatever blocks the one of the tests."""

import asyncio
from collections.abc import Callable, Coroutine
from threading import Thread, current_thread
from typing import Any, Self


class OwnLoop:
    """The loop, from entering to leaving."""

    def __init__(self) -> None:
        self.loop = asyncio.new_event_loop()
        self._thread = Thread(target=self.loop.run_forever, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.loop.call_soon_threadsafe(self.loop.stop)
        self._thread.join()
        self.loop.close()

    def do(self, act: Callable[[], object]) -> None:
        """Do something in the loop's thread, and return when it is done. It must not wait for anything."""
        if current_thread() is self._thread:
            act()
        else:
            asyncio.run_coroutine_threadsafe(_doing(act), self.loop).result()

    async def run(self, work: Coroutine[Any, Any, None]) -> None:
        """Wait for work that goes on in the loop."""
        await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(work, self.loop))


async def _doing(act: Callable[[], object]) -> None:
    act()
