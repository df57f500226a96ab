"""/api/notification-preferences, and the same below /api/trainers/{trainer}: how somebody wants to be told."""

from fastapi import APIRouter, Request, Response

from multitrainer.api.answers import WITH_BODY, WRITING, describe, done, view
from multitrainer.api.dependencies import IfMatch, asked
from multitrainer.api.routes import Strict
from multitrainer.domain.errors import TrainerNotFound
from multitrainer.schemas.base import Id
from multitrainer.schemas.notifications import NewPreferences, NotificationPreferences

router = APIRouter(tags=["notifications"], route_class=Strict)

MINE, THEIRS = "/api/notification-preferences", "/api/trainers/{trainer_id}/notification-preferences"


@router.get(MINE, **describe(200, NotificationPreferences))
async def read_my_preferences(request: Request) -> Response:
    """Read how one is told."""
    services, caller = asked(request)
    return view(await services.notification_preferences.mine(caller))


@router.put(MINE, **describe(200, NotificationPreferences, *WRITING, *WITH_BODY))
async def set_my_preferences(request: Request, body: NewPreferences, if_match: IfMatch = None) -> Response:
    """Say how one wants to be told; what is left out is as usual."""
    services, caller = asked(request)
    return done(await services.notification_preferences.set_mine(caller, body, if_match))


@router.get(THEIRS, **describe(200, NotificationPreferences, TrainerNotFound))
async def read_preferences(request: Request, trainer_id: Id) -> Response:
    """Read how a trainer is told."""
    services, caller = asked(request)
    return view(await services.notification_preferences.of(caller, trainer_id))


@router.put(THEIRS, **describe(200, NotificationPreferences, TrainerNotFound, *WRITING, *WITH_BODY))
async def set_preferences(request: Request, trainer_id: Id, body: NewPreferences, if_match: IfMatch = None) -> Response:
    """Say how a trainer is to be told; what is left out is as usual."""
    services, caller = asked(request)
    return done(await services.notification_preferences.set_of(caller, trainer_id, body, if_match))
