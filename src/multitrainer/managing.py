"""`multitrainer user` and `apikey`: the connection around the services."""

from collections.abc import Awaitable, Callable
from typing import TypeVar

from multitrainer import signals, wiring
from multitrainer.connecting import awaited, existing
from multitrainer.services import Services
from multitrainer.settings import Settings

T = TypeVar("T")


async def carry_out(
    work: Callable[[Services], Awaitable[T]], settings: Settings, tell: Callable[[str], None], *, writes: bool
) -> T:
    """Do something with the data there is, also beside a `serve`, until it is done or a signal cancels it.

    What does not write makes no indexes either. Raises CannotConnect, EmbeddedServerFailed, MultitrainerError.
    """
    signals.cancel_this()
    async with existing(settings) as at, awaited(at, settings, tell, makes_indexes=writes) as database:
        return await work(wiring.build(database, settings))
