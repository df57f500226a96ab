"""/api/auth: signing in and out. The forms and answers of OAuth2 (RFC 6749); what goes wrong is a problem as always."""

from typing import Annotated

from fastapi import APIRouter, Form, Request, Response

from multitrainer import wire
from multitrainer.api.answers import GONE, NOT_KEPT, WITH_BODY, describe, gone, view
from multitrainer.api.dependencies import asked, services_of
from multitrainer.api.routes import Strict
from multitrainer.domain.errors import NotSignedIn, TooManyAttempts, WrongCredentials
from multitrainer.identity.places import place_of
from multitrainer.schemas.auth import Myself, PasswordGrant, RefreshGrant, Tokens
from multitrainer.services.people.sign_ins import Granted

router = APIRouter(prefix="/api/auth", tags=["signing in"], route_class=Strict)


@router.post(
    "/token",
    **describe(200, Tokens, WrongCredentials, TooManyAttempts, *WITH_BODY, headers=NOT_KEPT, asks_who=False),
)
async def sign_in(request: Request, body: Annotated[PasswordGrant, Form()]) -> Response:
    """Sign in with e-mail address and password."""
    services = services_of(request)
    return _tokens(await services.sign_ins.sign_in(body.username, body.password, place_of(request.client)))


@router.post("/refresh", **describe(200, Tokens, NotSignedIn, *WITH_BODY, headers=NOT_KEPT, asks_who=False))
async def refresh(request: Request, body: Annotated[RefreshGrant, Form()]) -> Response:
    """Stay signed in: new tokens for a refresh token, which is used up by that.

    One that comes twice was stolen from somebody: then both have to sign in again.
    """
    services = services_of(request)
    return _tokens(await services.sign_ins.refresh(body.refresh_token))


@router.post("/sign-out", **describe(204, None, headers=GONE))
async def sign_out(request: Request) -> Response:
    """Sign out here: the access token and the refresh token that came with it are no good any more.

    Tokens of the old application belong to no sign-in of ours; `sign-out-everywhere` ends those.
    """
    services, caller = asked(request)
    await services.sign_ins.sign_out(caller)
    return gone()


@router.post("/sign-out-everywhere", **describe(204, None, headers=GONE))
async def sign_out_everywhere(request: Request) -> Response:
    """Sign out on every device, of the old application's tokens as well."""
    services, caller = asked(request)
    await services.sign_ins.sign_out_everywhere(caller)
    return gone()


@router.get("/me", **describe(200, Myself))
async def me(request: Request) -> Response:
    """Tell who calls."""
    services, caller = asked(request)
    actor, name = await services.sign_ins.who(caller)
    return view({"id": actor.id, "kind": actor.kind.value, "name": name, "scopes": sorted(actor.scopes)})


def _tokens(granted: Granted) -> Response:
    body = wire.encode({**granted._asdict(), "token_type": "bearer"})
    return Response(body, 200, {"Cache-Control": "no-store"}, "application/json")
