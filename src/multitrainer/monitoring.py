"""What the driver tells of its commands and connections, counted."""

from functools import cache

from pymongo.monitoring import (
    CommandFailedEvent,
    CommandListener,
    CommandStartedEvent,
    CommandSucceededEvent,
    ConnectionCheckedInEvent,
    ConnectionCheckedOutEvent,
    ConnectionCheckOutFailedEvent,
    ConnectionCheckOutStartedEvent,
    ConnectionClosedEvent,
    ConnectionCreatedEvent,
    ConnectionPoolListener,
    ConnectionReadyEvent,
    PoolClearedEvent,
    PoolClosedEvent,
    PoolCreatedEvent,
    PoolReadyEvent,
)

from multitrainer.metrics import Metrics


class CommandTimes(CommandListener):
    """Times each command, by its name and outcome."""

    def __init__(self, metrics: Metrics) -> None:
        self._seconds = cache(metrics.operations.labels)

    def started(self, event: CommandStartedEvent) -> None:
        """Nothing to count yet."""

    def succeeded(self, event: CommandSucceededEvent) -> None:
        """Count a command that was carried out."""
        self._seconds(event.command_name, "ok").observe(event.duration_micros / 1e6)

    def failed(self, event: CommandFailedEvent) -> None:
        """Count a command that the server refused or that was cut off."""
        self._seconds(event.command_name, "error").observe(event.duration_micros / 1e6)


class PoolSize(ConnectionPoolListener):
    """Follows how many connections are open and how many are in use."""

    def __init__(self, metrics: Metrics) -> None:
        self._open = metrics.connections
        self._in_use = metrics.checked_out

    def connection_created(self, event: ConnectionCreatedEvent) -> None:
        """One more is open."""
        self._open.inc()

    def connection_closed(self, event: ConnectionClosedEvent) -> None:
        """One less is open."""
        self._open.dec()

    def connection_checked_out(self, event: ConnectionCheckedOutEvent) -> None:
        """One more is in use."""
        self._in_use.inc()

    def connection_checked_in(self, event: ConnectionCheckedInEvent) -> None:
        """One less is in use."""
        self._in_use.dec()

    def pool_created(self, event: PoolCreatedEvent) -> None:
        """Not counted."""

    def pool_ready(self, event: PoolReadyEvent) -> None:
        """Not counted."""

    def pool_cleared(self, event: PoolClearedEvent) -> None:
        """Not counted."""

    def pool_closed(self, event: PoolClosedEvent) -> None:
        """Not counted."""

    def connection_ready(self, event: ConnectionReadyEvent) -> None:
        """Not counted."""

    def connection_check_out_started(self, event: ConnectionCheckOutStartedEvent) -> None:
        """Not counted."""

    def connection_check_out_failed(self, event: ConnectionCheckOutFailedEvent) -> None:
        """Not counted."""
