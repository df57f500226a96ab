"""When trainers are available."""

from multitrainer.client.messages import view
from multitrainer.client.transport import Call, Transport, path
from multitrainer.schemas.availability import AvailabilityView, NewAvailability


class Availability:
    """`client.availability`: a trainer's week, weekly hours and skills. Times are those of the institute's clock."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    async def read(self, trainer: str) -> AvailabilityView:
        """Read what a trainer has stated. Raises TrainerNotFound."""
        return view(
            AvailabilityView, await self._transport.send(Call("GET", path("trainers", trainer, "availability")))
        )

    async def state(
        self, trainer: str, availability: NewAvailability, *, if_match: str | None = None
    ) -> AvailabilityView:
        """State what is named; what is left out stays, and `weekly_hours=None` takes them away.

        Raises TrainerNotFound, SenselessAvailability, Stale, Contended.
        """
        call = Call("PUT", path("trainers", trainer, "availability"), body=availability, if_match=if_match)
        return view(AvailabilityView, await self._transport.send(call))
