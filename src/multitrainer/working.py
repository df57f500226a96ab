"""`multitrainer worker`: what goes on beside the requests, in a process of its own."""

import asyncio
from collections.abc import Callable

from multitrainer import signals, wiring
from multitrainer.connecting import CannotConnect, database_at, existing, short, wait_for
from multitrainer.failures import AWAY, REFUSED
from multitrainer.settings import Settings
from multitrainer.signing import with_secret_of_ours


async def work(settings: Settings, tell: Callable[[str], None]) -> None:
    """Work until it is cancelled, as SIGINT and SIGTERM do; what has begun is finished then, within seconds.

    Raises:
        CannotConnect: the database can't be used.
        EmbeddedServerFailed: the embedded server could not be started, or what is kept beside it can't be used.
    """
    signals.cancel_this()
    async with existing(settings) as at:
        settings = with_secret_of_ours(settings)
        if settings.public_url and not settings.jwt_secret:
            tell("E-mails have no links to answer with: MULTITRAINER_JWT_SECRET has to be what `serve` has.")
        database = database_at(at.uri, settings)
        try:
            await wait_for(database, at, tell)
        except BaseException:
            database.close()
            raise
        try:
            async with database:
                tell(f"Working on {at.words}. Ctrl-C ends it.")
                services = wiring.build(database, settings)
                feed = asyncio.create_task(services.feed.keep())  # who listens elsewhere is told of what is done here
                try:
                    await services.worker.keep()
                finally:
                    feed.cancel()
                    await asyncio.gather(feed, return_exceptions=True)
        except (*AWAY, *REFUSED) as error:
            raise CannotConnect(f"MongoDB can't be used: {short(error, at.uri)}") from None
