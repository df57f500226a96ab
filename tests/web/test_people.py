"""People on pages: who has an account, and how they sign in."""

from http import HTTPStatus

import httpx
import pytest

from tests.services.people import BEN, ZOE
from tests.web.conftest import Office
from tests.web.reading import Read
from tests.web.visiting import HERE, did, send

A_PASSWORD = "a password of theirs"
TWICE = {"password": A_PASSWORD, "password_again": A_PASSWORD}


async def can_sign_in(office: Office, email: str) -> bool:
    transport = httpx.ASGITransport(office.app)
    async with httpx.AsyncClient(base_url="http://test", transport=transport) as http:
        typed = {"email": email, "password": A_PASSWORD}
        return (await http.post("/sign-in", data=typed, headers=HERE)).status_code == HTTPStatus.SEE_OTHER


@pytest.mark.parametrize("kind", ["admin", "trainer"])
async def test_an_account_that_an_admin_makes_is_good_to_sign_in_with(office: Office, kind: str) -> None:
    email = f"new-{kind}@x.example"
    page = await did(office.http, "/people", "/people", name=f"New {kind}", email=email, kind=kind, **TWICE)
    assert email in Read(await office.http.get(page)).words
    assert await can_sign_in(office, email)


async def test_an_account_that_is_refused_comes_back_with_what_was_typed_and_without_the_password(
    office: Office,
) -> None:
    typed = {"name": "Emma", "email": "ben@x.example", "kind": "admin"}
    refused = await send(office.http, "/people", "/people", **typed, **TWICE)
    assert refused.status_code == HTTPStatus.CONFLICT
    assert "A user has this e-mail address already." in Read(refused).words
    assert Read(refused).field("name")["value"] == "Emma"
    assert A_PASSWORD not in refused.text
    differs = await send(office.http, "/people", "/people", **typed, password=A_PASSWORD, password_again="x")
    assert differs.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert Read(differs).field("password_again")["aria-invalid"] == "true"


async def test_people_are_found_by_a_part_of_their_name_or_address_and_by_what_they_are(office: Office) -> None:
    found = Read(await office.http.get("/people?search=EN%40x&kind=trainer"))
    assert f"/people/{BEN}" in {link.get("href") for link in found.all("a")}
    assert "Zoe" not in found.words
    assert "Zoe" in Read(await office.http.get("/people?kind=student")).words
    assert "Nobody is called so" in Read(await office.http.get("/people?search=.*")).words


async def test_a_new_password_ends_every_sign_in_and_so_does_signing_somebody_out(office: Office) -> None:
    page = f"/people/{ZOE}"
    await did(office.http, page, f"{page}/password", **TWICE)
    assert await can_sign_in(office, "zoe@x.example")
    assert "Since" in Read(await office.http.get(page)).words
    await did(office.http, f"{page}/sign-out", f"{page}/sign-out")
    assert "Nowhere just now" in Read(await office.http.get(page)).words
