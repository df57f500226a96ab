"""How the service is."""

from http import HTTPStatus

from multitrainer.client.messages import view
from multitrainer.client.transport import Call, Transport
from multitrainer.schemas import health


class Health:
    """`client.health`: for whoever watches over the service."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    async def alive(self) -> health.Health:
        """Whether the process answers. Raises Unavailable when nothing does."""
        return view(health.Health, await self._transport.send(Call("GET", "/healthz")))

    async def ready(self) -> health.Readiness:
        """Whether the service can do its work, and which dependency is down if it can't."""
        call = Call("GET", "/readyz", expected=(HTTPStatus.SERVICE_UNAVAILABLE,))
        return view(health.Readiness, await self._transport.send(call))

    async def metrics(self) -> str:
        """What the service measures, in Prometheus' text format."""
        return (await self._transport.send(Call("GET", "/metrics"))).text
