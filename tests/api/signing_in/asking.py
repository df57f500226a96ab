"""How somebody signs in, and how they show who they are."""

from base64 import urlsafe_b64encode

import httpx

from tests.services.people import PASSWORD

SECRET = "s" * 32
FAILURES = 3
ADDRESS = "ada@x.example"
FORM = "application/x-www-form-urlencoded"
FORMS = ("token", "refresh")
JWK = {"kty": "oct", "k": urlsafe_b64encode(b"x" * 32).decode()}


async def sign_in(http: httpx.AsyncClient, password: str = PASSWORD) -> httpx.Response:
    return await http.post("/api/auth/token", data={"username": ADDRESS, "password": password})


async def signed_in(http: httpx.AsyncClient) -> dict[str, str]:
    return bearing((await sign_in(http)).json()["access_token"])


def bearing(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


async def me(http: httpx.AsyncClient, headers: dict[str, str]) -> httpx.Response:
    return await http.get("/api/auth/me", headers=headers)


def must_be_refused(answer: httpx.Response, status: int = 401, code: str = "not-signed-in") -> None:
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer.headers["Content-Type"] == "application/problem+json"
