"""Sends what is entered, and notes which fields took what is written in all of them."""

from collections.abc import Iterator, Mapping
from typing import Any

import httpx
from fastapi import FastAPI

from tests.services.people import PASSWORD

Raw = dict[str, Any]
Said = tuple[str, str, str]
"""A method, a path as the routes have it, and the field of its body: lists and what is in them are one field."""


class Api:
    """The API, for people of the small school; `words` are written wherever anybody may write something."""

    def __init__(self, http: httpx.AsyncClient, words: str) -> None:
        self.words = words
        self.took: set[Said] = set()
        self._http = http
        self._tokens: dict[str, str] = {}

    async def put(self, path: str, body: Raw, who: str = "ada", **places: object) -> Raw:
        """Send it with PUT."""
        return await self.send("PUT", path, body, who, **places)

    async def patch(self, path: str, body: Raw, who: str = "ada", **places: object) -> Raw:
        """Send it with PATCH."""
        return await self.send("PATCH", path, body, who, **places)

    async def post(self, path: str, body: Raw, who: str = "ada", **places: object) -> Raw:
        """Send it with POST."""
        return await self.send("POST", path, body, who, **places)

    async def get(self, address: str, who: str = "ada") -> Raw:
        """Ask for what is there."""
        answer = await self._http.get(address, headers=await self._headers(who))
        assert answer.is_success, f"GET {address}: {answer.text}"
        return dict(answer.json())

    async def upload(self, address: str, who: str) -> Raw:
        """Send the words as a file."""
        headers = await self._headers(who) | {"Content-Type": "text/plain"}
        answer = await self._http.post(address, content=self.words, headers=headers)
        assert answer.is_success, f"POST {address}: {answer.text}"
        return dict(answer.json())

    async def send(self, method: str, path: str, body: Raw, who: str, **places: object) -> Raw:
        """Send something to a path with its places filled in, and note what it was written in."""
        headers = await self._headers(who) | {"If-Match": "*"}
        answer = await self._http.request(method, path.format(**places), json=body, headers=headers)
        assert answer.is_success, f"{method} {path}: {answer.text}"
        self.took |= {(method, path, field) for field, value in leaves_of(body) if value == self.words}
        return dict(answer.json())

    async def _headers(self, who: str) -> dict[str, str]:
        if who not in self._tokens:
            form = {"grant_type": "password", "username": f"{who}@x.example", "password": PASSWORD}
            answer = await self._http.post("/api/auth/token", data=form)
            self._tokens[who] = answer.json()["access_token"]
        return {"Authorization": f"Bearer {self._tokens[who]}"}


def leaves_of(value: object, at: str = "") -> Iterator[tuple[str, object]]:
    """What stands in a body, each with its field."""
    if isinstance(value, Mapping):
        for name, one in value.items():
            yield from leaves_of(one, f"{at}.{name}".lstrip("."))
    elif isinstance(value, list):
        for one in value:
            yield from leaves_of(one, at)
    else:
        yield at, value


def writable(app: FastAPI) -> set[Said]:
    """Every field of the API in which anything may be written: text, and no id, no time, no address, no choice."""
    described = app.openapi()
    found: set[Said] = set()
    for path, methods in described["paths"].items():
        for method, operation in methods.items():
            for kind, content in operation.get("requestBody", {}).get("content", {}).items():
                if kind == "application/json":
                    fields = _texts(content["schema"], described["components"]["schemas"], "")
                    found |= {(method.upper(), path, field) for field in fields}
    return found


ANYTHING = {None, r"\S"}
"""Patterns that leave it to who writes."""


def _texts(schema: Raw, named: dict[str, Raw], at: str) -> Iterator[str]:
    if "$ref" in schema:
        schema = named[schema["$ref"].rpartition("/")[2]]
    for one in (*schema.get("anyOf", ()), *schema.get("oneOf", ()), *schema.get("allOf", ())):
        yield from _texts(one, named, at)
    if "items" in schema:
        yield from _texts(schema["items"], named, at)
    for name, one in schema.get("properties", {}).items():
        yield from _texts(one, named, f"{at}.{name}".lstrip("."))
    is_text = schema.get("type") == "string" and not schema.keys() & {"enum", "const", "format"}
    if is_text and schema.get("pattern") in ANYTHING:
        yield at
