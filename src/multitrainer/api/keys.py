"""/api/keys."""

from fastapi import APIRouter, Request, Response

from multitrainer import wire
from multitrainer.api.answers import GONE, NOT_KEPT, OF_PAGE, WITH_BODY, describe, gone, view
from multitrainer.api.dependencies import Cursor, Limit, asked
from multitrainer.api.routes import Strict
from multitrainer.domain.errors import KeyNotFound
from multitrainer.schemas.base import Id, Page
from multitrainer.schemas.keys import ApiKey, CreatedApiKey, NewApiKey

router = APIRouter(prefix="/api/keys", tags=["API keys"], route_class=Strict)


@router.get("", **describe(200, Page[ApiKey], headers=OF_PAGE))
async def list_keys(request: Request, cursor: Cursor = None, limit: Limit = 100) -> Response:
    """List keys in the order they were made, revoked ones as well."""
    services, caller = asked(request)
    page = await services.api_keys.page(caller, cursor, limit)
    return view(page._asdict())


@router.post("", **describe(201, CreatedApiKey, *WITH_BODY, headers=NOT_KEPT))
async def create_key(request: Request, body: NewApiKey) -> Response:
    """Make a key for a machine. `key` is shown this once."""
    services, caller = asked(request)
    created = await services.api_keys.create(caller, body)
    return Response(
        wire.encode({**created.view, "key": created.key}), 201, {"Cache-Control": "no-store"}, "application/json"
    )


@router.delete("/{key_id}", **describe(204, None, KeyNotFound, headers=GONE))
async def revoke_key(request: Request, key_id: Id) -> Response:
    """Revoke a key, from the next request on. It stays in the list."""
    services, caller = asked(request)
    await services.api_keys.revoke(caller, key_id)
    return gone()
