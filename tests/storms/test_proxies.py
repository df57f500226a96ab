"""Whose word is taken for the address that somebody comes from: that of proxies which a setting names, no other's."""

from http import HTTPStatus
from pathlib import Path
from uuid import uuid4

import httpx
import pytest

from multitrainer.services.people.sign_ins import PER_ADDRESS
from tests.storms.processes import serving


@pytest.mark.parametrize(
    ("trusted", "told"), [("", HTTPStatus.TOO_MANY_REQUESTS), ("127.0.0.0/8", HTTPStatus.UNAUTHORIZED)]
)
async def test_addresses_that_are_made_up_do_not_help_to_try_more_often(
    mongodb_uri: str, tmp_path: Path, trusted: str, told: HTTPStatus
) -> None:
    at = {"mongodb_uri": mongodb_uri, "mongodb_database": f"test_{uuid4().hex[:12]}", "sign_in_failures": "1"}
    async with (
        serving(folder=tmp_path, trusted_proxies=trusted, **at) as service,
        httpx.AsyncClient(base_url=await service.url()) as client,
    ):
        statuses = [await wrong(client, n) for n in range(PER_ADDRESS + 1)]
    assert statuses == [*[HTTPStatus.UNAUTHORIZED] * PER_ADDRESS, told]


async def wrong(client: httpx.AsyncClient, n: int) -> int:
    """Somebody fails to sign in, and says to come from an address of their own."""
    form = {"username": f"nobody-{n}@x.example", "password": "wrong"}
    headers = {"X-Forwarded-For": f"203.0.113.{n}"}
    return (await client.post("/api/auth/token", data=form, headers=headers)).status_code
