"""Signing in and out."""

from multitrainer.client.identity import Identity
from multitrainer.client.messages import body, view
from multitrainer.client.transport import Call, Transport, path
from multitrainer.schemas.auth import Myself, PasswordGrant, Tokens


class Auth:
    """`client.auth`: who the client is. An access token that has ended is renewed by itself, once for all requests."""

    def __init__(self, transport: Transport, identity: Identity) -> None:
        self._transport = transport
        self._identity = identity

    async def sign_in(self, email: str, password: str) -> Tokens:
        """Sign in; each request that follows is this person's.

        Raises:
            InvalidInput, WrongCredentials.
            TooManyAttempts: `facts["retryAfterSeconds"]` tells when to try again.
        """
        call = Call("POST", path("auth", "token"), body=body(PasswordGrant, username=email, password=password))
        self._identity.tokens = tokens = view(Tokens, await self._transport.send(call))
        return tokens

    async def resume(self, refresh_token: str) -> Tokens:
        """Go on with a sign-in of another process, whose refresh token is used up by that. Raises NotSignedIn."""
        self._identity.tokens = tokens = await self._transport.refresh(refresh_token)
        return tokens

    async def sign_out(self) -> None:
        """End this sign-in. Raises NotSignedIn where it has ended before, NotAllowed for a machine."""
        await self._end("sign-out")

    async def sign_out_everywhere(self) -> None:
        """End every sign-in of this person, on other devices as well. Raises NotSignedIn, NotAllowed for a machine."""
        await self._end("sign-out-everywhere")

    async def me(self) -> Myself:
        """Read who the client is. Raises NotSignedIn."""
        return view(Myself, await self._transport.send(Call("GET", path("auth", "me"))))

    async def _end(self, how: str) -> None:
        await self._transport.send(Call("POST", path("auth", how), once=True))
        self._identity.tokens = None
