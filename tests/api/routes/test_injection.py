"""Operators of MongoDB in every field, parameter and address: refused or taken as text, and never a wider result."""

import re
from collections.abc import Iterator
from functools import cache
from itertools import cycle, product
from typing import Any

import pytest

from multitrainer.app import create_app
from multitrainer.database import Database
from multitrainer.settings import Settings
from tests.api.everybody import A_WEBHOOK, OURS, ROUTES, About, Asked, Sender

OPERATORS: list[Any] = [
    {"$ne": None}, {"$gt": ""}, {"$regex": ".*"}, {"$where": "sleep(1)"}, {"$in": []}, {"$expr": True}, ["$ne"],
    {"$oid": "0" * 24}, {"__proto__": {"role": "admin"}},
]  # fmt: skip
TEXTS = ["$ne", "$where", "{$gt: ''}", '{"$ne": null}', "a.b", "\u0000", "'; return true; //", "$$ROOT", "[$ne]=1"]
PARAMETERS = (
    "course",
    "cursor",
    "limit",
    "migration",
    "about",
    "by",
    "action",
    "since",
    "until",
    "person",
    "force",
    "state",
)


def address(path: str) -> str:
    return path.format(**OURS._asdict())


def bodies(asked: Asked) -> Iterator[dict[str, Any]]:
    """The body with an operator in place of each field."""
    for field in asked.json or {}:
        for operator in OPERATORS:
            yield {**(asked.json or {}), field: operator}


@cache
def described() -> dict[str, Any]:
    """The paths of our description: the same for every test, and slow to make."""
    paths: dict[str, Any] = create_app(Settings(_env_file=None), "mongodb://127.0.0.1:9").openapi()["paths"]
    return paths


def known(path: str) -> set[str]:
    """The parameters of a route's query, by their names."""
    named = path.replace(str(A_WEBHOOK), "{webhook}")
    operation = described()[re.sub(r"{(\w+)}", r"{\1_id}", named).replace("/versions/1", "/versions/{number}")]["get"]
    return {one["name"] for one in operation.get("parameters", ()) if one["in"] == "query"}


WITH_OPERATORS = [f"{parameter}{operator}" for parameter in PARAMETERS for operator in ("[$ne]", ".$gt")]
ALL_OF_THEM = [*product([*PARAMETERS, *WITH_OPERATORS], TEXTS)]


def some(known: set[str]) -> list[tuple[str, str]]:
    """Every text in each parameter that a route knows, and one in each of the others."""
    unknown = [name for name in (*PARAMETERS, *WITH_OPERATORS) if name not in known]
    return [*product(sorted(known), TEXTS), *zip(unknown, cycle(TEXTS), strict=False)]


@pytest.mark.parametrize(("method", "path"), [route for route, asked in ROUTES.items() if asked.json])
async def test_an_operator_in_a_field_is_refused(sender: Sender, database: Database, method: str, path: str) -> None:
    before = [await database.motor[name].find().to_list(None) for name in ("users", "courses", "batches")]
    for body in bodies(ROUTES[method, path]):
        answer = await sender.ask("admin", method, address(path), ROUTES[method, path]._replace(json=body))
        assert answer.status_code == 422, (body, answer.text)
    assert [await database.motor[name].find().to_list(None) for name in ("users", "courses", "batches")] == before


@pytest.mark.parametrize("all_of_them", [False, pytest.param(True, marks=pytest.mark.long)], ids=["some", "all"])
@pytest.mark.parametrize("path", [path for method, path in ROUTES if method == "GET"])
async def test_an_operator_in_a_parameter_is_refused_or_a_text(sender: Sender, path: str, *, all_of_them: bool) -> None:
    asked = ROUTES["GET", path]
    plain = await sender.ask("admin", "GET", address(path), asked)
    for name, text in ALL_OF_THEM if all_of_them else some(known(path)):
        query = {**(asked.query or {}), name: text}
        answer = await sender.ask("admin", "GET", address(path), asked._replace(query=query))
        assert answer.status_code in {200, 422}, (query, answer.text)
        assert len(answer.content) <= len(plain.content) or answer.status_code == 422


@pytest.mark.parametrize(("method", "path"), [route for route in ROUTES if "{" in route[1]])
async def test_an_operator_in_an_address_finds_nothing(sender: Sender, method: str, path: str) -> None:
    for text in ("$ne", "%7B%22$ne%22:null%7D", "..%2f..", "%00", "[$gt]="):
        there = path.format(**dict.fromkeys(About._fields, text))
        answer = await sender.ask("admin", method, there, ROUTES[method, path])
        assert answer.status_code in {404, 405, 422}, (there, answer.text)


@pytest.mark.parametrize("text", [*TEXTS, '{"$gt": ""}', "admin' || '1'=='1"])
async def test_an_operator_signs_nobody_in(sender: Sender, text: str) -> None:
    for form in ({"username": text, "password": "x"}, {"username": "ada@x.example", "password": text}):
        answer = await sender.form("/api/auth/token", form)
        assert answer.status_code in {401, 422}, answer.text
    for form in ({"username[$ne]": "", "password[$ne]": ""}, {"username": "a", "password[$gt]": ""}):
        assert (await sender.form("/api/auth/token", form)).status_code == 422
