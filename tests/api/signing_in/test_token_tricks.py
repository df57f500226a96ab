"""Who shows what proves nothing, or something made up, gets no further."""

from base64 import urlsafe_b64encode
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from hmac import digest
from itertools import product
from typing import Any

import httpx
import jwt
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

from tests.api.signing_in.asking import (
    JWK,
    SECRET,
    bearing,
    me,
    must_be_refused,
    sign_in,
)
from tests.api.test_observing import Lines, log_lines
from tests.services.people import ADA, BEN

__all__ = ["log_lines"]


def claims(**more: Any) -> dict[str, Any]:
    now = datetime.now(UTC)
    times = {"iat": now, "nbf": now, "exp": now + timedelta(minutes=10)}
    said = {"sub": str(ADA), "sid": "b" * 24, "id": str(ADA), "iss": "multitrainer", "aud": "multitrainer", **times}
    return {**said, **more}


def assembled(head: bytes, token: str, key: bytes | None) -> str:
    """A token of this head, with what another one says, signed with a key that should be none."""
    body = token.split(".")[1]
    start = f"{urlsafe_b64encode(head).rstrip(b'=').decode()}.{body}"
    signature = digest(key, start.encode(), sha256) if key else b""
    return f"{start}.{urlsafe_b64encode(signature).rstrip(b'=').decode()}"


async def test_no_trick_with_a_token_lets_anybody_in(
    http: httpx.AsyncClient, private: RSAPrivateKey, public: str
) -> None:
    past, future = datetime.now(UTC) - timedelta(hours=1), datetime.now(UTC) + timedelta(hours=1)
    mine = (await sign_in(http)).json()["access_token"]
    sid = jwt.decode(mine, options={"verify_signature": False})["sid"]
    tricks = {
        "none": assembled(b'{"alg":"none"}', mine, None),
        "None": assembled(b'{"alg":"None"}', mine, None),
        "no signature": mine.rpartition(".")[0] + ".",
        "another's signature": mine.rpartition(".")[0]
        + "."
        + (await sign_in(http)).json()["access_token"].split(".")[2],
        "wrong key": jwt.encode(claims(sid=sid), "x" * 32, "HS256"),
        "empty key": assembled(b'{"alg":"HS256"}', mine, b"\0"),
        "the public key as secret": assembled(b'{"alg":"HS256","typ":"JWT"}', mine, public.encode()),
        "a key of its own": jwt.encode(claims(sid=sid), "x" * 32, "HS256", headers={"jwk": JWK}),
        "expired": jwt.encode(claims(sid=sid, exp=past), SECRET, "HS256"),
        "not yet valid": jwt.encode(claims(sid=sid, nbf=future), SECRET, "HS256"),
        "other audience": jwt.encode(claims(sid=sid, aud="another"), SECRET, "HS256"),
        "other issuer": jwt.encode(claims(sid=sid, iss="another"), SECRET, "HS256"),
        "another's sign-in": jwt.encode(claims(sid=sid, sub=str(BEN)), SECRET, "HS256"),
        "a sign-in that never was": jwt.encode(claims(), SECRET, "HS256"),
        "an operator": jwt.encode(claims(sid={"$ne": None}), SECRET, "HS256"),
        "theirs, expired": jwt.encode({"id": str(ADA), "exp": past}, private, "RS256"),
        "theirs, of nobody": jwt.encode({"id": "f" * 24}, private, "RS256"),
        "theirs, an operator": jwt.encode({"id": {"$ne": None}}, private, "RS256"),
        "theirs, another claim": jwt.encode({"sub": str(ADA)}, private, "RS256"),
    }
    for trick, token in tricks.items():
        answer = await me(http, bearing(token))
        assert (answer.status_code, answer.json()["code"]) == (401, "not-signed-in"), trick
        assert answer.headers["WWW-Authenticate"] == "Bearer"
        assert token not in answer.text
    assert (await me(http, bearing(mine))).status_code == 200


async def test_tokens_of_the_old_application_are_good_until_their_owner_signs_out_everywhere(
    http: httpx.AsyncClient, private: RSAPrivateKey
) -> None:
    theirs = bearing(jwt.encode({"id": str(BEN), "iat": datetime.now(UTC) - timedelta(hours=1)}, private, "RS256"))
    assert (await me(http, theirs)).json() == {"id": str(BEN), "kind": "trainer", "name": "Ben", "scopes": []}
    assert (await http.post("/api/auth/sign-out-everywhere", headers=theirs)).status_code == 204
    must_be_refused(await me(http, theirs))


PROVING_NOTHING: list[dict[str, str]] = [
    {},
    {"Authorization": "Basic YWRhOng="},
    {"Authorization": "Bearer"},
    {"Authorization": "Bearer "},
    {"Authorization": "Bearer x" + "y" * 5_000},
    {"Authorization": "x", "X-API-Key": "y"},
    {"X-API-Key": "mtkey_"},
    {"X-API-Key": "mtkey_" + "f" * 24 + "_" + "a" * 43},
    {"X-API-Key": "mtrefresh_" + "f" * 24 + "_" + "a" * 43},
]


async def test_whatever_proves_nothing_is_asked_to_sign_in(http: httpx.AsyncClient) -> None:
    routes = (("GET", "auth/me"), ("POST", "auth/sign-out"), ("GET", "keys"), ("DELETE", f"keys/{ADA}"))
    for headers, (method, path) in product(PROVING_NOTHING, routes):
        must_be_refused(await http.request(method, f"/api/{path}", headers=headers))


async def test_whoever_shows_two_of_a_kind_is_asked_for_one(http: httpx.AsyncClient) -> None:
    mine = bearing((await sign_in(http)).json()["access_token"])
    answer = await http.post("/api/keys", json={"name": "x", "scopes": ["read"]}, headers=mine)
    good = {"Authorization": mine["Authorization"], "X-API-Key": answer.json()["key"]}
    for name, value in good.items():
        for other in (value, "x", ""):
            for both in ([(name, value), (name, other)], [(name, other), (name, value)]):
                answer = await http.get("/api/auth/me", headers=both)
                must_be_refused(answer)
                assert answer.json()["detail"] == f"Send one {name} header, not several."
        assert (await me(http, {name: value})).status_code == 200


async def test_why_a_token_is_refused_stands_in_the_log_once_and_nothing_of_the_token(
    http: httpx.AsyncClient, private: RSAPrivateKey, log_lines: Lines
) -> None:
    past = datetime.now(UTC) - timedelta(hours=1)
    neither = "ours: InvalidAlgorithmError; old: "
    refused = {
        jwt.encode({"id": str(ADA), "exp": past}, private, "RS256"): neither + "ExpiredSignatureError",
        jwt.encode({"sub": str(ADA)}, private, "RS256"): neither + "id names no user.",
        jwt.encode(claims(exp=past), SECRET, "HS256"): "ours: ExpiredSignatureError; old: InvalidKeyError",
        jwt.encode(claims(sid="Mallory"), SECRET, "HS256"): "ours: sub or sid is no id.; old: InvalidKeyError",
        "Mallory": "ours: DecodeError; old: DecodeError",
        jwt.encode(
            {"id": "Mallory"}, private, "RS256", headers={"crit": ["Mallory"], "Mallory": 1}
        ): "ours: InvalidTokenError; old: InvalidTokenError",
    }
    for method, path in (("GET", "/api/auth/me"), ("POST", "/api/courses")):
        for token in refused:
            headers = {**bearing(token), "Idempotency-Key": "k"} if method == "POST" else bearing(token)
            must_be_refused(await http.request(method, path, headers=headers))
    lines = [line for line in log_lines() if line["event"] == "token-refused"]
    assert [(line["level"], line["reason"]) for line in lines] == [("info", why) for why in refused.values()] * 2
    assert all(line["request_id"] for line in lines)
    for secret in (*refused, "Mallory", str(ADA)):
        assert secret not in str(lines)


async def test_a_token_that_is_good_leaves_no_word_of_its_own(http: httpx.AsyncClient, log_lines: Lines) -> None:
    assert (await me(http, bearing((await sign_in(http)).json()["access_token"]))).status_code == 200
    must_be_refused(await me(http, {}))
    assert "token-refused" not in {line["event"] for line in log_lines()}
