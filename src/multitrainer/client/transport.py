"""Requests over HTTP: timeouts, repeats, and problem documents as exceptions."""

import asyncio
import random
from collections.abc import AsyncIterator, Mapping
from http import HTTPStatus
from typing import NamedTuple
from urllib.parse import quote, urlencode
from uuid import uuid4

import httpx

from multitrainer.client.identity import Identity
from multitrainer.client.messages import body, view
from multitrainer.client.problems import error_of
from multitrainer.domain.errors import NotSignedIn, Unavailable
from multitrainer.schemas.auth import RefreshGrant, Tokens
from multitrainer.schemas.base import Body, Form

Query = Mapping[str, str | int | bool | None]

NOT_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)
UNREACHABLE = (httpx.TimeoutException, httpx.NetworkError, httpx.RemoteProtocolError, httpx.ProxyError)
Outcome = httpx.Response | httpx.TransportError

FIRST_PAUSE_SECONDS = 0.1


class Call(NamedTuple):
    """What to ask of the service."""

    method: str
    path: str
    query: Query | None = None
    body: Body | None = None
    if_match: str | None = None
    expected: tuple[int, ...] = ()
    """What is a good answer although its status is none of 2xx."""
    file: bytes | None = None
    """A body that is sent as it is."""
    once: bool = False
    """Whether the service could not tell a repeat from another request: it keeps no answer that has secrets."""

    @property
    def signs_in(self) -> bool:
        """Whether this is how somebody comes to be known, so that nothing of who they are is shown."""
        return isinstance(self.body, Form)

    @property
    def may_be_repeated(self) -> bool:
        """Whether another try does no harm when the first was carried out and only its answer got lost.

        Most POSTs carry an idempotency key, and our PATCH sets values. But a write on condition would meet its own
        outcome and be refused as stale.
        """
        if self.once or self.signs_in:
            return False
        return self.method in {"GET", "POST"} or self.if_match is None

    @property
    def headers(self) -> dict[str, str]:
        """Made once for all tries: the key is what the service knows a repeat by."""
        key = {"Idempotency-Key": uuid4().hex} if self.method == "POST" and self.may_be_repeated else {}
        condition = {"If-Match": self.if_match} if self.if_match is not None else {}
        kind = "application/x-www-form-urlencoded" if self.signs_in else "application/json"
        if self.file is not None:
            kind = "application/octet-stream"
        return {**key, **condition, **({"Content-Type": kind} if self.body or self.file is not None else {})}

    @property
    def content(self) -> str | bytes | None:
        """The body as JSON, as a form or as it is: what was given, and nothing else."""
        if self.file is not None:
            return self.file
        if self.body and self.signs_in:
            return urlencode(self.body.model_dump(exclude_unset=True))
        return self.body.model_dump_json(by_alias=True, exclude_unset=True) if self.body else None


class Transport:
    """Sends calls to one service, several times where that is safe and can help."""

    def __init__(self, http: httpx.AsyncClient, identity: Identity, attempts: int, patience: float) -> None:
        """Nothing is sent yet.

        Args:
            http: What sends. Whoever made it closes it.
            identity: What is shown of who sends.
            attempts: How often one call is sent at the most.
            patience: The longest pause between two tries, in seconds. Whoever asks for a longer one isn't asked again.
        """
        self._http = http
        self._identity = identity
        self._attempts = attempts
        self._patience = patience

    async def send(self, call: Call) -> httpx.Response:
        """Send a call until there is an answer; and once more with new tokens, where the present ones have ended.

        Raises:
            Unavailable: nothing answers, or the service says that it can't work now.
            MultitrainerError: the service refuses; the class is the one with the answer's code.
            ApiError: what answers is not the service.
        """
        request = self._http.build_request(
            call.method, call.path, params=_given(call.query), headers=call.headers, content=call.content
        )
        if call.signs_in:
            return await self._send(call, request)
        tokens = self._identity.tokens
        request.headers.update(self._identity.headers)
        try:
            return await self._send(call, request)
        except NotSignedIn:
            if tokens is None or not await self._identity.renew(tokens, self.refresh):
                raise
        request.headers.update(self._identity.headers)
        return await self._send(call, request)

    async def lines(self, call: Call, headers: Mapping[str, str], silence: float) -> AsyncIterator[str]:
        """The lines of an answer that goes on, as they come; `silence` is how many seconds may lie between two.

        Raises what `send` does; Unavailable also where the connection breaks.
        """
        wait = httpx.Timeout(self._http.timeout.connect, read=silence)
        for attempt in (1, 2):
            tokens = self._identity.tokens
            sent = {**self._identity.headers, "Accept": "text/event-stream", **headers}
            try:
                async with self._http.stream(call.method, call.path, headers=sent, timeout=wait) as answer:
                    if not answer.is_success:
                        await answer.aread()
                        raise error_of(answer)
                    async for line in answer.aiter_lines():
                        yield line
                    return
            except httpx.TransportError as error:
                raise Unavailable(f"The service does not answer: {error!r}.") from error
            except NotSignedIn:
                if attempt > 1 or tokens is None or not await self._identity.renew(tokens, self.refresh):
                    raise

    async def refresh(self, token: str) -> Tokens:
        """New tokens for a refresh token. Raises NotSignedIn and what `send` does."""
        grant = body(RefreshGrant, grant_type="refresh_token", refresh_token=token)
        return view(Tokens, await self.send(Call("POST", path("auth", "refresh"), body=grant)))

    async def _send(self, call: Call, request: httpx.Request) -> httpx.Response:
        in_doubt = False
        for attempt in range(1, self._attempts + 1):
            outcome = await self._try(request)
            pause = self._pause(call, outcome, attempt)
            if pause is None:
                break
            in_doubt = in_doubt or not isinstance(outcome, NOT_SENT)
            await asyncio.sleep(pause)
        return _concluded(call, outcome, in_doubt=in_doubt)

    async def _try(self, request: httpx.Request) -> Outcome:
        try:
            return await self._http.send(request)
        except UNREACHABLE as error:
            return error

    def _pause(self, call: Call, outcome: Outcome, attempt: int) -> float | None:
        """Seconds until the next try, None when there is none."""
        if attempt >= self._attempts or not _calls_for_another(call, outcome):
            return None
        asked = outcome.headers.get("Retry-After", "") if isinstance(outcome, httpx.Response) else ""
        if asked.isdecimal():
            return float(asked) if float(asked) <= self._patience else None
        return random.uniform(0, min(self._patience, FIRST_PAUSE_SECONDS * 2**attempt))  # noqa: S311  (jitter)


def path(*parts: str) -> str:
    """The address of something of the API: ids and words, of which none can name anything else."""
    return "/".join(("/api", *(quote(part, safe="") for part in parts)))


def _given(query: Query | None) -> dict[str, str | int | bool]:
    return {name: value for name, value in (query or {}).items() if value is not None}


def _calls_for_another(call: Call, outcome: Outcome) -> bool:
    if isinstance(outcome, httpx.Response):
        away = outcome.status_code == HTTPStatus.SERVICE_UNAVAILABLE and outcome.status_code not in call.expected
        return away and call.may_be_repeated
    return call.may_be_repeated or isinstance(outcome, NOT_SENT)


def _concluded(call: Call, outcome: Outcome, *, in_doubt: bool) -> httpx.Response:
    if not isinstance(outcome, httpx.Response):
        raise Unavailable(f"The service does not answer: {outcome!r}.") from outcome
    # An earlier try may have deleted it, its answer lost; gone it is.
    deleted = in_doubt and call.method == "DELETE" and outcome.status_code == HTTPStatus.NOT_FOUND
    if outcome.is_success or outcome.status_code in call.expected or deleted:
        return outcome
    raise error_of(outcome)
