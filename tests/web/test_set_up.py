"""The set-up page, as a browser without scripts sees it."""

import asyncio
from typing import Any

import httpx
import pytest
from structlog.testing import capture_logs

from multitrainer import logs
from multitrainer.database import Database
from multitrainer.failures import AWAY
from multitrainer.services import Services
from multitrainer.services.people.set_up import SetUp
from tests.web.reading import Read

RIGHT = "correct horse battery"
ANN = {"name": "Ann", "email": "ann@school.example", "password": RIGHT, "again": RIGHT}
HOSTILE = "\"><script>alert('$token')</script>"


async def post(http: httpx.AsyncClient, token: str, **changed: str) -> httpx.Response:
    return await http.post("/setup", data={"token": token, **ANN, **changed})


async def admins(database: Database) -> list[Any]:
    return [user["email"] async for user in database.motor.users.find({"role": "admin"})]


async def test_the_link_leads_to_a_form_that_says_what_each_field_is_for(http: httpx.AsyncClient, token: str) -> None:
    page = await http.get("/setup", params={"token": token})
    assert (page.status_code, page.headers["content-type"]) == (200, "text/html; charset=utf-8")
    read = Read(page)
    assert read.all("form") == [{"method": "post", "action": "/setup"}]
    assert read.field("token")["value"] == token
    shown = [field for field in read.all("input") if field["type"] != "hidden"]
    assert [field["autocomplete"] for field in shown] == ["name", "username", "new-password", "new-password"]
    assert [label["for"] for label in read.all("label")] == [field["id"] for field in shown]
    assert read.all("html")[0]["lang"] == "en"


async def test_sending_it_makes_the_admin_and_says_what_comes_next(
    http: httpx.AsyncClient, token: str, database: Database, services: Services
) -> None:
    page = await post(http, token)
    assert page.status_code == 200
    assert "sign in as ann@school.example" in Read(page).words
    assert RIGHT not in page.text
    assert await admins(database) == ["ann@school.example"]
    assert await services.sign_ins.sign_in("ann@school.example", RIGHT, "address")


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("wrong", ["", "mtsetup_0_0", HOSTILE])
async def test_a_link_that_is_wrong_says_how_to_get_another(
    method: str, wrong: str, http: httpx.AsyncClient, token: str, database: Database
) -> None:
    page = await (post(http, wrong, name=HOSTILE) if method == "POST" else http.get("/setup", params={"token": wrong}))
    read = Read(page)
    assert page.status_code == 403
    assert "This link is not good" in read.words
    assert "multitrainer serve prints a new link" in read.words
    assert not read.all("form") + read.all("script")
    assert await admins(database) == []


async def test_a_link_without_a_token_says_so_too(http: httpx.AsyncClient) -> None:
    assert (await http.get("/setup")).status_code == 403
    assert (await http.post("/setup")).status_code == 403


async def test_a_link_that_was_used_is_good_for_nothing(
    http: httpx.AsyncClient, token: str, database: Database
) -> None:
    await post(http, token)
    assert (await http.get("/setup", params={"token": token})).status_code == 403
    assert (await post(http, token, email="bob@school.example")).status_code == 403
    assert await admins(database) == ["ann@school.example"]


async def test_where_there_is_an_admin_every_link_says_so_and_where_to_sign_in(
    http: httpx.AsyncClient, token: str
) -> None:
    await post(http, token)
    for page in (await http.get("/setup", params={"token": token}), await http.get("/setup"), await post(http, "")):
        read = Read(page)
        assert page.status_code == 403
        assert "There is an admin already" in read.words
        assert "multitrainer serve prints a new link" not in read.words
        assert [a["href"] for a in read.all("a")] == ["/sign-in"]
        assert read.all("form") == []


async def test_two_who_send_it_at_once_make_one_admin(http: httpx.AsyncClient, token: str, database: Database) -> None:
    pages = await asyncio.gather(*(post(http, token, email=f"{n}@school.example") for n in range(2)))
    assert sorted(page.status_code for page in pages) == [200, 403]
    assert len(await admins(database)) == 1


@pytest.mark.parametrize(
    ("field", "changed"),
    [
        ("name", {"name": " "}),
        ("name", {"name": "a\0b"}),
        ("email", {"email": "ann"}),
        ("email", {"email": ""}),
        ("password", {"password": "eleven char", "again": "eleven char"}),
        ("password", {"password": "x" * 1001, "again": "x" * 1001}),
        ("again", {"again": RIGHT + "!"}),
        ("again", {"again": ""}),
    ],
)
async def test_what_is_wrong_with_a_field_is_said_beside_it(
    field: str, changed: dict[str, str], http: httpx.AsyncClient, token: str, database: Database
) -> None:
    page = await post(http, token, **changed)
    read = Read(page)
    assert page.status_code == 422
    assert [one["name"] for one in read.all("input") if "aria-invalid" in one] == [field]
    assert f"{field}-wrong" in str(read.field(field)["aria-describedby"])
    assert [one["id"] for one in read.all("div") if one.get("role") == "alert"] == [f"{field}-wrong"]
    assert read.field("token")["value"] == token
    assert await admins(database) == []


async def test_what_was_right_stays_filled_in_but_for_the_passwords(http: httpx.AsyncClient, token: str) -> None:
    read = Read(await post(http, token, again="another", name="Ann & Co"))
    values = [read.field(name)["value"] for name in ("name", "email", "password", "again")]
    assert values == ["Ann & Co", "ann@school.example", "", ""]


async def test_an_address_that_somebody_has_is_said_beside_it(
    http: httpx.AsyncClient, token: str, database: Database
) -> None:
    await database.motor.users.insert_one({"name": "Ann", "email": "ann@school.example", "role": "student"})
    page = await post(http, token)
    assert page.status_code == 409
    assert "Your e-mail address: A user has this e-mail address already." in Read(page).words
    assert (await post(http, token, email="ann.too@school.example")).status_code == 200


async def test_nothing_that_is_sent_becomes_a_part_of_the_page(http: httpx.AsyncClient, token: str) -> None:
    read = Read(await post(http, token, name=HOSTILE, email=HOSTILE, password=HOSTILE))
    assert read.all("script") == []
    assert read.field("name")["value"] == HOSTILE
    assert read.field("email")["value"] == HOSTILE


async def test_a_form_with_a_file_is_none_of_ours(http: httpx.AsyncClient, token: str) -> None:
    fields = {name: value for name, value in ANN.items() if name != "name"}
    page = await http.post("/setup", data={"token": token, **fields}, files={"name": ("name.txt", b"Ann")})
    assert page.status_code == 400
    assert "nothing was done" in Read(page).words


async def test_a_database_that_is_away_is_told_on_the_page(
    http: httpx.AsyncClient, token: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def away(*_: object) -> None:
        raise AWAY[0]("no answer")

    monkeypatch.setattr(SetUp, "create_admin", away)
    page = await post(http, token)
    assert page.status_code == 503
    assert "The database does not answer" in Read(page).words
    assert Read(page).field("token")["value"] == token


async def test_no_page_may_run_a_script_be_framed_cached_or_ask_another_host(
    http: httpx.AsyncClient, token: str
) -> None:
    pages = [
        await http.get("/setup"),
        await http.get("/setup", params={"token": token}),
        await post(http, token, again=""),
        await http.post("/setup", json={"token": token}),
        await post(http, token),
    ]
    for page in pages:
        policy = page.headers["content-security-policy"]
        assert policy.startswith("default-src 'none'; script-src 'none'; style-src 'self'; ")
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy + page.headers["content-type"]
        assert (page.headers["referrer-policy"], page.headers["cache-control"]) == ("no-referrer", "no-store")
        read = Read(page)
        assert read.all("script") + read.all("img") == []
        assert {str(link["href"])[:8] for link in read.all("link")} == {"data:,", "/assets/", "/static/"}
        assert all(str(a["href"]).startswith("/") for a in read.all("a"))


async def test_neither_token_nor_password_nor_address_is_logged(http: httpx.AsyncClient, token: str) -> None:
    logs.configure("debug")
    with capture_logs() as lines:
        await http.get("/setup", params={"token": token})
        await post(http, token, again="")
        await post(http, token)
    logs.configure("error")
    assert len(lines) >= 3
    for secret in (token, token.split("_", 2)[2], RIGHT, "ann@school"):
        assert secret not in str(lines)


async def test_it_speaks_the_browsers_language(http: httpx.AsyncClient, token: str) -> None:
    german = {"Accept-Language": "de"}
    read = Read(await http.get("/setup", params={"token": token}, headers=german))
    assert read.all("html")[0]["lang"] == "de"
    assert "12 bis 1.000 Zeichen" in read.words
    assert "Dieser Link gilt nicht" in Read(await http.get("/setup", headers=german)).words
