"""How a process listens to what its server tells."""

import asyncio
from collections.abc import AsyncGenerator

from multitrainer.repositories.events import Events
from multitrainer.services.events.feed import Feed
from multitrainer.services.working.bell import Bell


class Stirring(Events):
    """Something stirs just as the last one who listens goes; and it is known which task has closed it."""

    def __init__(self) -> None:
        self.feed = Feed(self, Bell(), lambda: True)
        self.closed = asyncio.Event()
        self.closed_by: object = None

    async def stirs(self) -> AsyncGenerator[None, None]:
        try:
            self.feed.leave()
            yield
        finally:
            self.closed_by = asyncio.current_task()
            self.closed.set()


async def test_what_the_server_tells_is_closed_by_the_task_that_listened_to_it() -> None:
    """Another one can't: the driver's timeouts belong to the task that set them."""
    events = Stirring()
    events.feed._listening = 1
    watching = asyncio.create_task(events.feed._watch())
    await asyncio.wait_for(events.closed.wait(), 5)
    watching.cancel()
    await asyncio.gather(watching, return_exceptions=True)
    assert events.closed_by is watching
