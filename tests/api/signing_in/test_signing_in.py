"""Signing in over HTTP: what is answered, what is refused, and what no trick gets."""

from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from multitrainer.api.docs import WAYS_IN
from multitrainer.app import create_app
from multitrainer.database import Database
from multitrainer.domain.actors import THE_ADMIN, Scope
from multitrainer.schemas.keys import NewApiKey
from multitrainer.services import Services
from multitrainer.settings import Settings
from tests.api.conftest import BASE_URL
from tests.api.signing_in.asking import ADDRESS, FAILURES, bearing, me, must_be_refused, sign_in, signed_in
from tests.api.test_observing import Lines, log_lines
from tests.services.people import ADA, PASSWORD, WRONG

__all__ = ["log_lines"]


async def test_signing_in_is_answered_as_oauth2_has_it_and_kept_by_nobody(http: httpx.AsyncClient) -> None:
    answer = await sign_in(http)
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    granted = answer.json()
    assert granted.keys() == {"access_token", "token_type", "expires_in", "refresh_token"}
    assert (granted["token_type"], granted["expires_in"]) == ("bearer", 600)
    told = await me(http, bearing(granted["access_token"]))
    assert told.json() == {"id": str(ADA), "kind": "admin", "name": "Ada", "scopes": []}


async def test_a_refresh_token_is_good_once_and_a_thief_ends_the_sign_in(http: httpx.AsyncClient) -> None:
    first = (await sign_in(http)).json()
    form = {"grant_type": "refresh_token", "refresh_token": first["refresh_token"]}
    second = await http.post("/api/auth/refresh", data=form)
    assert (second.status_code, second.headers["Cache-Control"]) == (200, "no-store")
    assert (await me(http, bearing(second.json()["access_token"]))).status_code == 200
    must_be_refused(await http.post("/api/auth/refresh", data=form))
    for ended in (first, second.json()):
        must_be_refused(await me(http, bearing(ended["access_token"])))


async def test_a_wrong_password_is_answered_with_what_to_show_and_too_many_with_when_to_try_again(
    http: httpx.AsyncClient,
) -> None:
    for _ in range(FAILURES):
        answer = await sign_in(http, WRONG)
        must_be_refused(answer, 401, "wrong-credentials")
        assert answer.headers["WWW-Authenticate"] == "Bearer"
    answer = await sign_in(http)
    must_be_refused(answer, 429, "too-many-attempts")
    assert int(answer.headers["Retry-After"]) == answer.json()["retryAfterSeconds"] <= 15 * 60


@pytest.mark.parametrize("how", ["sign-out", "sign-out-everywhere"])
async def test_whoever_signs_out_is_out(http: httpx.AsyncClient, how: str) -> None:
    headers = await signed_in(http)
    answer = await http.post(f"/api/auth/{how}", headers=headers)
    assert (answer.status_code, answer.content) == (204, b"")
    must_be_refused(await me(http, headers))
    must_be_refused(await http.post(f"/api/auth/{how}", headers=headers))


async def test_a_key_opens_the_door_until_it_is_revoked(http: httpx.AsyncClient) -> None:
    admin = await signed_in(http)
    made = await http.post("/api/keys", json={"name": " Board ", "scopes": ["read"]}, headers=admin)
    assert (made.status_code, made.headers["Cache-Control"]) == (201, "no-store")
    key = made.json()
    shown = {"X-API-Key": key.pop("key")}
    machine = {"id": key["_id"], "kind": "machine", "name": "Board", "scopes": ["read"]}
    assert (await me(http, shown)).json() == machine
    must_be_refused(await http.post("/api/auth/sign-out", headers=shown), 403, "not-allowed")
    must_be_refused(await http.get("/api/keys", headers=shown), 403, "not-allowed")
    (listed,) = (await http.get("/api/keys", headers=admin)).json()["items"]
    assert {**listed, "lastUsedAt": None} == key
    for _ in range(2):
        assert (await http.delete(f"/api/keys/{key['_id']}", headers=admin)).status_code == 204
    must_be_refused(await me(http, shown))
    (listed,) = (await http.get("/api/keys", headers=admin)).json()["items"]
    assert listed["revokedAt"]
    must_be_refused(await http.delete(f"/api/keys/{'f' * 24}", headers=admin), 404, "key-not-found")


async def test_what_oauth2_sends_besides_means_nothing(http: httpx.AsyncClient) -> None:
    form = {"username": ADDRESS, "password": PASSWORD, "grant_type": "password", "scope": "", "client_id": "x"}
    answer = await http.post(
        "/api/auth/token", data={**form, "client_secret": ""}, headers={"Authorization": "Basic Og=="}
    )
    assert answer.status_code == 200


@pytest.mark.parametrize("path", ["/api/auth/token", "/api/auth/refresh", "/api/auth/sign-out", "/api/keys"])
async def test_no_answer_with_a_secret_is_kept_for_repeats(
    http: httpx.AsyncClient, database: Database, path: str
) -> None:
    headers = {**await signed_in(http), "Idempotency-Key": "k"}
    form = {"username": ADDRESS, "password": PASSWORD}
    body: dict[str, Any] = {"json": {"name": "x", "scopes": ["read"]}} if path.endswith("keys") else {"data": form}
    answer = await http.post(path, headers=headers, **body)
    must_be_refused(answer, 422, "invalid-input")
    assert [error["field"] for error in answer.json()["errors"]] == ["header.Idempotency-Key"]
    assert await database.motor.multitrainer_idempotency.count_documents({}) == 0


async def test_no_secret_and_no_address_reaches_the_log(http: httpx.AsyncClient, log_lines: Lines) -> None:
    granted = (await sign_in(http)).json()
    await sign_in(http, WRONG)
    headers = bearing(granted["access_token"])
    key = (await http.post("/api/keys", json={"name": "x", "scopes": ["read"]}, headers=headers)).json()["key"]
    await me(http, {"X-API-Key": key})
    for _ in range(2):
        form = {"grant_type": "refresh_token", "refresh_token": granted["refresh_token"]}
        await http.post("/api/auth/refresh", data=form)
    lines = log_lines()
    assert {"request", "sign-in-failed", "refresh-token-used-twice"} <= {line["event"] for line in lines}
    for secret in (PASSWORD, WRONG, ADDRESS, granted["access_token"], granted["refresh_token"], key):
        assert secret not in str(lines)


async def test_an_ipv6_host_is_as_many_addresses_as_it_likes_and_counts_once(app: FastAPI) -> None:
    outcomes = []
    for n in range(FAILURES * 5 + 1):
        from_there = httpx.ASGITransport(app, client=(f"2001:db8:1:2::{n:x}", 1))
        async with httpx.AsyncClient(base_url=BASE_URL, transport=from_there) as http:
            form = {"username": f"{n}@x.example", "password": WRONG}
            outcomes.append((await http.post("/api/auth/token", data=form)).status_code)
    assert outcomes == [401] * FAILURES * 5 + [429]


async def test_a_use_of_a_key_is_written_down_before_the_service_ends(
    mongodb_uri: str, settings: Settings, database: Database
) -> None:
    app = create_app(settings, mongodb_uri)
    async with app.router.lifespan_context(app):
        services: Services = app.state.services
        _, kept = await services.api_keys.create(THE_ADMIN, NewApiKey(name="x", scopes=[Scope.READ]))
        services.key_uses.note(kept)
    (kept,) = await database.motor.multitrainer_api_keys.find().to_list(None)
    assert kept["last_used_at"]


def test_every_address_of_the_api_says_how_to_come_in_except_those_where_one_does(app: FastAPI) -> None:
    described = app.openapi()
    assert described["components"]["securitySchemes"] == WAYS_IN
    open_ones = {
        path
        for path, item in described["paths"].items()
        for operation in item.values()
        if path.startswith("/api/") and operation.get("security") != [{name: []} for name in WAYS_IN]
    }
    assert open_ones == {"/api/auth/token", "/api/auth/refresh"}
