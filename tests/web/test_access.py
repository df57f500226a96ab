"""Access on a page: machines' keys, and who may change what."""

import re
from http import HTTPStatus

import httpx

from tests.web.conftest import Office
from tests.web.reading import Read
from tests.web.visiting import HERE, did, send

KEYS = "/access/keys"


async def works(office: Office, key: str) -> bool:
    async with httpx.AsyncClient(base_url="http://test", transport=httpx.ASGITransport(office.app)) as machine:
        return (await machine.get("/api/courses", headers={"X-API-Key": key})).status_code == HTTPStatus.OK


async def test_a_key_is_shown_once_works_and_works_no_more_once_it_is_revoked(office: Office) -> None:
    hidden = Read(await office.http.get("/access")).hidden_of(KEYS)
    typed = {**hidden, "name": "Timetable", "scopes": ["read"], "expiresAt": "2099-12-31"}
    made = await office.http.post(KEYS, data=typed, headers=HERE)
    (key,) = (str(one["value"]) for one in Read(made).all("input") if one.get("id") == "key")
    assert await works(office, key)
    again = await office.http.post(KEYS, data=typed, headers=HERE)
    assert again.status_code == HTTPStatus.SEE_OTHER
    listed = await office.http.get("/access")
    assert "Timetable" in Read(listed).words
    assert key not in listed.text
    (page,) = re.findall(rf"{KEYS}/{key.split('_')[1]}/revoke", listed.text)
    await did(office.http, page, page)
    assert not await works(office, key)


async def test_a_key_that_is_refused_comes_back_with_what_was_typed_and_ticked(office: Office) -> None:
    refused = await send(office.http, "/access", KEYS, name="Export", scopes=[], expiresAt="")
    assert refused.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert Read(refused).field("name")["value"] == "Export"
    assert "Choose at least one." in Read(refused).words
    over = Read(await send(office.http, "/access", KEYS, name="Export", scopes=["read"], expiresAt="2020-01-01"))
    assert over.field("expiresAt")["aria-invalid"] == "true"
    assert [box["value"] for box in over.all("input") if "checked" in box] == ["read"]


async def test_it_says_who_may_change_what(office: Office) -> None:
    words = " ".join(Read(await office.http.get("/access")).words.split())
    assert "put a trainer on a courseadmin, key for everything, lead within their scope" in words
    assert "create an API keyadmin" in words
