"""What all routes below /api have in common."""

import json
from collections import Counter
from collections.abc import Callable, Coroutine
from contextlib import suppress
from typing import Any

from fastapi import Request, Response, params
from fastapi.routing import APIRoute
from starlette.datastructures import FormData, QueryParams

from multitrainer.domain.errors import MalformedBody
from multitrainer.schemas.wording import refusal

SHOWN = 100
FORM = "application/x-www-form-urlencoded"


class Strict(APIRoute):
    """A route that refuses parameters it doesn't know: a misspelt one would be ignored, and something else done.

    So it does with one, a field of a form, or a member of an object in the body, that comes twice, of which all but the
    last would be ignored; and with a body that should be a form and is none, of which FastAPI says that all fields are
    missing.
    """

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """FastAPI's handler, behind a look at the query string if there is one, and at the kind of a form."""
        handle = super().get_route_handler()
        known = [parameter.alias for parameter in self.dependant.query_params]
        takes_json = self.body_field is not None and not isinstance(self.body_field.field_info, params.Form)
        takes_form = self.body_field is not None and isinstance(self.body_field.field_info, params.Form)

        async def strict(request: Request) -> Response:
            if request.scope["query_string"]:
                _must_be_known(request, known)
                _must_come_once("query", request.query_params)
            if takes_form:
                _must_be_a_form(request)
                _must_come_once("body", await request.form())
            if takes_json and "json" in request.headers.get("content-type", "").lower():
                request = _Read(request.scope, request.receive)
                with suppress(ValueError, RecursionError):  # FastAPI meets them, too, and says so
                    await request.json()
            return await handle(request)

        return strict


class _Read(Request):
    """A request whose body is read with a look at the members of its objects."""

    async def json(self) -> Any:
        """The body's value, read once. Raises MalformedBody."""
        if not hasattr(self, "_json"):
            self._json = json.loads(await self.body(), object_pairs_hook=_of_members)
        return self._json


def _of_members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) < len(pairs):
        twice = next(name for name, times in Counter(name for name, _ in pairs).items() if times > 1)
        raise MalformedBody(f"The body has a member twice in one object: {twice[:SHOWN]!r}. Send it once.")
    return made


def _must_be_known(request: Request, known: list[str]) -> None:
    if unknown := [name for name in request.query_params if name not in known]:
        there = f"{', '.join(known)} {'are' if len(known) > 1 else 'is'}" if known else "none is"
        raise refusal((f"query.{name}", f"is no parameter here; {there}") for name in unknown)


def _must_come_once(where: str, sent: QueryParams | FormData) -> None:
    counted = Counter(name for name, _ in sent.multi_items())
    if several := [name for name, times in counted.items() if times > 1]:
        raise refusal((f"{where}.{name}", "comes more than once; send one") for name in several)


def _must_be_a_form(request: Request) -> None:
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != FORM:
        raise refusal([("body", f"must be a form, sent with Content-Type: {FORM}")])
