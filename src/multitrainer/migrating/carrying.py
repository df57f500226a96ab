"""How a command is carried out: the connection and the progress around it."""

from collections.abc import Awaitable, Callable
from dataclasses import replace

from rich.console import Console

from multitrainer import signals, wiring
from multitrainer.connecting import awaited, existing, whereabouts
from multitrainer.migrating.progress import watching
from multitrainer.migrating.reports import Report
from multitrainer.services import Services
from multitrainer.services.moving_over.listening import Listener
from multitrainer.settings import Settings

Command = Callable[[Services, Listener], Awaitable[Report]]


async def carry_out(command: Command, settings: Settings, err: Console, *, writes: bool = True) -> Report:
    """Carry out a command on the data there is, until it is done or a signal cancels it.

    One that does not write makes no indexes either. Raises CannotConnect, EmbeddedServerFailed, MultitrainerError.
    """
    signals.cancel_this()
    async with (
        watching(err) as listener,
        existing(settings) as at,
        awaited(at, settings, listener.says, makes_indexes=writes) as database,
    ):
        where = whereabouts(settings)
        listener.says(f"This is {where}.")
        report = await command(wiring.build(database, settings), listener)
        return replace(report, data={**report.data, "database": where})
