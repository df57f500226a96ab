"""Bodies of signing in and of keys that can't be right."""

from typing import Any

import httpx
import pytest

from multitrainer.database import Database
from multitrainer.domain.actors import Scope
from tests.api.signing_in.asking import FORM, FORMS, must_be_refused, signed_in

BAD_KEYS: list[tuple[dict[str, Any], str]] = [
    ({"name": "x", "scopes": []}, "body.scopes"),
    ({"name": "x", "scopes": ["boss"]}, "body.scopes"),
    ({"name": "x", "scopes": ["read"] * (len(Scope) + 1)}, "body.scopes"),
    ({"name": "x", "scopes": {"$ne": 1}}, "body.scopes"),
    ({"name": "x"}, "body.scopes"),
    ({"name": "x" * 101, "scopes": ["read"]}, "body.name"),
    ({"name": " ", "scopes": ["read"]}, "body.name"),
    ({"name": "x", "scopes": ["read"], "digest": "x"}, "body.digest"),
    *(
        ({"name": "x", "scopes": ["read"], "expiresAt": moment}, "body.expiresAt")
        for moment in (
            "2020-01-01T00:00:00Z",
            "2099-01-01T00:00:00",
            "2099-01-01",
            "9999-12-31T23:59:59-14:00",
            "0001-01-01T00:00:00+14:00",
            4_000_000_000,
            "4000000000",
            True,
            "soon",
            {"$gt": ""},
            None,
        )
    ),
]


async def test_a_key_that_can_not_be_is_refused_naming_the_field(http: httpx.AsyncClient, database: Database) -> None:
    headers = await signed_in(http)
    for body, field in BAD_KEYS:
        answer = await http.post("/api/keys", json=body, headers=headers)
        must_be_refused(answer, 422, "invalid-input")
        assert {error["field"] for error in answer.json()["errors"]} == {field}, body
    assert await database.motor.multitrainer_api_keys.count_documents({}) == 0


BAD_FORMS = [
    (b"", "body.username"),
    (b"username=ada%40x.example", "body.password"),
    (b"username=ada%40x.example&password=", "body.password"),
    (b"username=" + b"a" * 1_001 + b"&password=x", "body.username"),
    (b"username=a&password=" + b"a" * 1_001, "body.password"),
    (b"username=a&username=b&password=c", "body.username"),
    (b"username=a&password=b&password=b", "body.password"),
    (b"username=a&password=b&grant_type=client_credentials", "body.grant_type"),
    (b"username=a&password=b&role=admin", "body.role"),
    (b"username[$ne]=a&password=b", "body.username"),
    (b"username=a&password=b&" + b"&".join(b"f%d=1" % n for n in range(900)), "body.f0"),
]


async def test_a_form_that_can_not_be_is_refused_naming_the_field(http: httpx.AsyncClient, database: Database) -> None:
    for content, field in BAD_FORMS:
        answer = await http.post("/api/auth/token", content=content, headers={"Content-Type": FORM})
        must_be_refused(answer, 422, "invalid-input")
        assert field in {error["field"] for error in answer.json()["errors"]}, content[:60]
    assert await database.motor.multitrainer_attempts.count_documents({}) == 0


@pytest.mark.parametrize("form", FORMS)
async def test_what_is_no_form_is_refused_with_how_to_send_one(http: httpx.AsyncClient, form: str) -> None:
    body = b'{"username": "ada@x.example", "password": "x"}'
    for kind in (None, "application/json", "multipart/form-data; boundary=x", "text/plain", ";"):
        answer = await http.post(f"/api/auth/{form}", content=body, headers={"Content-Type": kind} if kind else {})
        must_be_refused(answer, 422, "invalid-input")
        assert answer.json()["detail"] == f"body must be a form, sent with Content-Type: {FORM}."


ODD_FORMS = [
    b"username=a%00b&password=%00",
    b"username=%ED%A0%80&password=%ED%B0%80",
    b"username=%FF%FE&password=\xff\xfe",
    b"username=\x00\x01&password=%",
    b"username=a&username=b&password=c&password=d",
    b"username=%24ne&password=%7B%22%24ne%22%3A1%7D",
    b"&".join(b"f%d=1" % n for n in range(10_000)),
    b"=" * 10_000,
    b"&;" * 10_000,
    b"username=a&password=b&=",
]


@pytest.mark.parametrize("form", FORMS)
async def test_no_form_however_odd_is_more_than_refused(http: httpx.AsyncClient, form: str) -> None:
    for content in ODD_FORMS:
        answer = await http.post(f"/api/auth/{form}", content=content, headers={"Content-Type": FORM})
        assert answer.status_code in {400, 401, 422}, content[:60]
        assert answer.headers["Content-Type"] == "application/problem+json"
        assert len(answer.content) < 10_000
