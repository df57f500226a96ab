"""/api/trainers/{trainer}/availability: when trainers are available, how much they teach and what they can."""

from fastapi import APIRouter, Request, Response

from multitrainer.api.answers import WITH_BODY, WRITING, describe, done, view
from multitrainer.api.dependencies import IfMatch, asked
from multitrainer.api.routes import Strict
from multitrainer.domain.errors import SenselessAvailability, TrainerNotFound
from multitrainer.schemas.availability import AvailabilityView, NewAvailability
from multitrainer.schemas.base import Id

router = APIRouter(tags=["availability"], route_class=Strict)


@router.get("/api/trainers/{trainer_id}/availability", **describe(200, AvailabilityView, TrainerNotFound))
async def read_availability(request: Request, trainer_id: Id) -> Response:
    """Read a trainer's week, weekly hours and skills."""
    services, caller = asked(request)
    return view(await services.availability.of_trainer(caller, trainer_id))


@router.put(
    "/api/trainers/{trainer_id}/availability",
    **describe(200, AvailabilityView, TrainerNotFound, SenselessAvailability, *WRITING, *WITH_BODY),
)
async def state_availability(
    request: Request, trainer_id: Id, body: NewAvailability, if_match: IfMatch = None
) -> Response:
    """State a trainer's week, weekly hours and skills; what is left out stays as it is."""
    services, caller = asked(request)
    return done(await services.availability.state(caller, trainer_id, body, if_match))
