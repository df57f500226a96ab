"""Requests over HTTP: timeouts, repeats, and problem documents as exceptions."""

import asyncio
import random
from collections.abc import Mapping
from http import HTTPStatus
from typing import NamedTuple
from urllib.parse import quote
from uuid import uuid4

import httpx

from multitrainer.client.problems import error_of
from multitrainer.domain.errors import Unavailable
from multitrainer.schemas.base import Body

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

    @property
    def may_be_repeated(self) -> bool:
        """Whether another try does no harm when the first was carried out and only its answer got lost.

        A POST carries an idempotency key, and our PATCH sets values. But a write on condition would meet its own
        outcome and be refused as stale.
        """
        return self.method in {"GET", "POST"} or self.if_match is None

    @property
    def headers(self) -> dict[str, str]:
        """Made once for all tries: the key is what the service knows a repeat by."""
        key = {"Idempotency-Key": uuid4().hex} if self.method == "POST" else {}
        condition = {"If-Match": self.if_match} if self.if_match is not None else {}
        return {**key, **condition, **({"Content-Type": "application/json"} if self.body else {})}

    @property
    def content(self) -> str | None:
        """The body's JSON: what was given, and nothing else."""
        return self.body.model_dump_json(by_alias=True, exclude_unset=True) if self.body else None


class Transport:
    """Sends calls to one service, several times where that is safe and can help."""

    def __init__(self, http: httpx.AsyncClient, attempts: int, patience: float) -> None:
        """Nothing is sent yet.

        Args:
            http: What sends. Whoever made it closes it.
            attempts: How often one call is sent at the most.
            patience: The longest pause between two tries, in seconds. Whoever asks for a longer one isn't asked again.
        """
        self._http = http
        self._attempts = attempts
        self._patience = patience

    async def send(self, call: Call) -> httpx.Response:
        """Send a call until there is an answer.

        Raises:
            Unavailable: nothing answers, or the service says that it can't work now.
            MultitrainerError: the service refuses; the class is the one with the answer's code.
            ApiError: what answers is not the service.
        """
        request = self._http.build_request(
            call.method, call.path, params=_given(call.query), headers=call.headers, content=call.content
        )
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
