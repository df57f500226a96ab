"""The pages: who gets in, what keeps others out, and that nothing of theirs is taken for HTML."""

import re
from collections.abc import AsyncIterator
from enum import Enum
from http import HTTPStatus
from typing import get_type_hints

import httpx
import pytest
from fastapi.routing import APIRoute

from multitrainer.database import Database
from multitrainer.services import Services
from multitrainer.services.events.events import Sent, Stream
from multitrainer.web import doors
from multitrainer.web.static_files import FOREVER
from tests import school
from tests.services.people import ADA, BEN, PASSWORD, WRONG
from tests.web.reading import Read
from tests.web.visiting import HERE, did, founded, mark_of, signed_in

COURSE, BATCH = f"/courses/{school.COURSE}", f"/batches/{school.BATCHES[0]}"
PLANNING = (f"{COURSE}/batching", f"{COURSE}/planner", "/planner", "/workload", "/calendar")
OFFICE = (
    *PLANNING,
    "/migration",
    f"{COURSE}/students",
    "/people",
    f"/people/{school.JOHN}",
    "/audit",
    "/settings",
    f"{COURSE}/convert",
)
"""What admins look after, where names stand."""
EVIL = '<script>alert("x")</script>'


@pytest.fixture
async def there(database: Database) -> None:
    await founded(database)


@pytest.mark.usefixtures("there")
async def test_whoever_is_not_signed_in_gets_to_sign_in_and_then_to_where_they_wanted(http: httpx.AsyncClient) -> None:
    asked = await http.get("/courses")
    assert (asked.status_code, asked.headers["location"]) == (HTTPStatus.SEE_OTHER, "/sign-in?next=%2Fcourses")
    form = await http.get(asked.headers["location"])
    answered = await signed_in(http, next=str(Read(form).field("next")["value"]))
    assert answered.headers["location"] == "/courses"
    assert "German A1" in (await http.get("/courses")).text


def filled(route: APIRoute) -> str:
    """An address of a page, with something that fits in each place."""
    kinds = get_type_hints(route.endpoint)
    return re.sub(r"\{(\w+)\}", lambda place: example(kinds[place[1]]), route.path)


def example(kind: type) -> str:
    if issubclass(kind, Enum):
        return str(next(iter(kind)).value)
    return "1" if kind is int else "0" * 24


PAGES = [
    (method, filled(route))
    for door in doors.ALL
    for route in door.router.routes
    if isinstance(route, APIRoute) and route.path not in {"/sign-in", "/looks"}
    for method in route.methods or ()
]


async def test_no_page_is_shown_and_no_form_is_read_of_whoever_is_not_signed_in(http: httpx.AsyncClient) -> None:
    for method, address in PAGES:
        answer = await http.request(method, address, headers=HERE, data={"name": "x"} if method == "POST" else None)
        if method == "GET":
            assert answer.headers["location"].startswith("/sign-in"), address
        else:
            assert answer.status_code == HTTPStatus.UNAUTHORIZED, address
            assert "Sign in" in Read(answer).words


@pytest.mark.usefixtures("there")
@pytest.mark.parametrize("address", ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:x", ""])
async def test_nobody_is_led_to_another_host(http: httpx.AsyncClient, address: str) -> None:
    assert (await signed_in(http, next=address)).headers["location"] == "/"


@pytest.mark.usefixtures("there")
async def test_a_wrong_password_shows_the_form_again_with_what_was_typed_and_without_it(
    http: httpx.AsyncClient,
) -> None:
    refused = await http.post("/sign-in", data={"email": "ada@x.example", "password": WRONG}, headers=HERE)
    assert refused.status_code == HTTPStatus.UNAUTHORIZED
    assert "No account has this e-mail address and password" in Read(refused).words
    assert Read(refused).field("email")["value"] == "ada@x.example"
    assert WRONG not in refused.text
    assert "set-cookie" not in refused.headers


@pytest.mark.usefixtures("there")
async def test_what_a_browser_keeps_is_out_of_reach_of_scripts_and_of_other_sites(http: httpx.AsyncClient) -> None:
    cookie = (await signed_in(http)).headers["set-cookie"]
    assert {"HttpOnly", "SameSite=lax", "Path=/"} <= {*cookie.split("; ")}
    http.base_url = httpx.URL("https://test")
    assert "Secure" in (await signed_in(http)).headers["set-cookie"].split("; ")


@pytest.mark.usefixtures("there")
async def test_what_a_browser_keeps_is_no_access_token_and_an_access_token_is_not_it(
    http: httpx.AsyncClient, services: Services
) -> None:
    await signed_in(http)
    kept = http.cookies["multitrainer_sign_in"]
    assert (await http.get("/api/auth/me", headers={"Authorization": f"Bearer {kept}"})).status_code == 401
    granted = await services.sign_ins.sign_in("ada@x.example", PASSWORD, "192.0.2.1")
    http.cookies.clear()
    http.cookies.set("multitrainer_sign_in", granted.access_token)
    assert (await http.get("/")).headers["location"] == "/sign-in"


@pytest.mark.usefixtures("there")
async def test_whoever_signs_out_is_out_and_so_is_whoever_has_kept_a_copy(http: httpx.AsyncClient) -> None:
    await signed_in(http)
    kept = dict(http.cookies)
    left = await http.post("/sign-out", data={"mark": mark_of(await http.get("/"))}, headers=HERE)
    assert left.headers["location"] == "/sign-in"
    http.cookies.update(kept)
    assert (await http.get("/")).headers["location"] == "/sign-in"


@pytest.mark.usefixtures("there")
@pytest.mark.parametrize(
    ("headers", "mark"),
    [
        ({"Sec-Fetch-Site": "cross-site"}, None),
        ({"Sec-Fetch-Site": "same-site"}, None),
        ({"Origin": "https://evil.example"}, None),
        (HERE, ""),
        (HERE, "x" * 52),
    ],
)
async def test_a_form_of_another_site_does_nothing(
    http: httpx.AsyncClient, headers: dict[str, str], mark: str | None
) -> None:
    await signed_in(http)
    sent = {"mark": mark_of(await http.get("/")) if mark is None else mark}
    refused = await http.post("/sign-out", data=sent, headers=headers)
    assert refused.status_code == HTTPStatus.BAD_REQUEST
    assert "Load the page anew" in refused.text
    assert (await http.get("/")).status_code == HTTPStatus.OK


@pytest.mark.usefixtures("there")
async def test_nor_does_the_form_of_somebody_else(http: httpx.AsyncClient) -> None:
    await signed_in(http, "john@x.example")
    theirs = mark_of(await http.get("/courses"))
    await signed_in(http)
    assert (await http.post("/sign-out", data={"mark": theirs}, headers=HERE)).status_code == 400


@pytest.mark.usefixtures("there")
async def test_an_admin_sees_what_is_to_be_decided_and_a_trainer_what_comes_next(
    http: httpx.AsyncClient, database: Database
) -> None:
    await database.motor.batches.update_one({"_id": school.BATCHES[0]}, {"$set": {"trainers.backup": []}})
    await signed_in(http)
    overview = Read(await http.get("/")).words
    assert "Batches that lack somebody" in overview
    assert "no backup" in overview
    await signed_in(http, "sarah@x.example")
    assert "Your sessions" in Read(await http.get("/")).words
    await signed_in(http, "zoe@x.example")
    assert "Nothing here for you" in Read(await http.get("/")).words


@pytest.mark.usefixtures("there")
async def test_a_trainer_sees_their_own_courses_and_of_another_not_even_that_it_is_there(
    http: httpx.AsyncClient,
) -> None:
    await signed_in(http, "john@x.example")
    assert "Batch 1" in (await http.get(f"/courses/{school.COURSE}")).text
    await signed_in(http, "ben@x.example")
    assert "no courses for you" in (await http.get("/courses")).text
    refused = await http.get(f"/courses/{school.COURSE}")
    assert refused.status_code == HTTPStatus.NOT_FOUND
    assert "This is not here" in Read(refused).words


@pytest.mark.usefixtures("there")
async def test_who_is_on_a_course_and_on_none_of_its_batches_is_told_so(http: httpx.AsyncClient) -> None:
    course = f"/courses/{school.COURSE}"
    await signed_in(http)
    await did(http, course, f"{course}/trainers", trainer=str(BEN), role="substitute")
    await signed_in(http, "ben@x.example")
    words = Read(await http.get(course)).words
    assert "You are on no batch of this course." in words
    assert "no batches yet" not in words


@pytest.mark.usefixtures("there")
async def test_whatever_is_stored_is_shown_and_never_run(http: httpx.AsyncClient, database: Database) -> None:
    for collection in ("users", "courses", "batches"):
        await database.motor[collection].update_many({}, {"$set": {"name": EVIL}})
    await database.motor.batches.update_many({}, {"$set": {"trainers.backup": []}})
    await signed_in(http)
    addresses = ("/", "/courses", COURSE, f"{COURSE}/board", BATCH, f"{COURSE}/trainers/{school.JOHN}", "/trainers")
    for address in (*addresses, *OFFICE):
        shown = await http.get(address)
        assert shown.status_code == HTTPStatus.OK
        assert EVIL not in shown.text
        assert EVIL in Read(shown).words


@pytest.mark.usefixtures("there")
async def test_documents_that_lack_everything_but_what_they_are_are_shown(
    http: httpx.AsyncClient, database: Database
) -> None:
    await signed_in(http)
    lost = dict.fromkeys(("email", "phone", "specialization", "createdAt", "updatedAt"), "")
    await database.motor.users.update_many({"_id": {"$ne": ADA}}, {"$unset": {"name": "", **lost}})
    for collection in ("courses", "batches"):
        await database.motor[collection].update_many({}, {"$unset": {"name": "", **lost}})
    addresses = ("/", "/courses", COURSE, f"{COURSE}/board", BATCH, f"{COURSE}/trainers/{school.JOHN}", "/trainers")
    others = (
        f"/trainers/{school.JOHN}",
        "/leave",
        "/covers",
        f"{COURSE}/delete",
        f"{BATCH}/delete",
        f"{COURSE}/students",
    )
    for address in (*addresses, *others, *OFFICE):
        assert (await http.get(address)).status_code == HTTPStatus.OK, address


@pytest.mark.usefixtures("there")
async def test_a_page_loads_nothing_from_elsewhere_runs_nothing_of_its_own_and_is_kept_nowhere(
    http: httpx.AsyncClient,
) -> None:
    await signed_in(http)
    shown = await http.get("/")
    policy = shown.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert shown.headers["cache-control"] == "no-store"
    assert not re.search(r" (style|on\w+)=", shown.text)
    read = Read(shown)
    loaded = [str(one[name]) for tag, name in (("script", "src"), ("link", "href")) for one in read.all(tag)]
    for address in loaded:
        if address != "data:,":
            file = await http.get(address)
            assert file.status_code == HTTPStatus.OK
            assert file.headers["cache-control"] == FOREVER


@pytest.mark.usefixtures("there")
async def test_pages_speak_the_language_of_the_browser_until_another_is_chosen(http: httpx.AsyncClient) -> None:
    http.headers["Accept-Language"] = "fr, de-AT;q=0.9, en;q=0.5"
    assert "Anmelden" in (await http.get("/sign-in")).text
    chosen = await http.post("/looks", data={"multitrainer_language": "en", "back": "/sign-in"}, headers=HERE)
    assert chosen.headers["location"] == "/sign-in"
    assert "Sign in" in (await http.get("/sign-in")).text
    wrong = await http.post("/looks", data={"multitrainer_language": "fr", "back": "/"}, headers=HERE)
    assert wrong.status_code == HTTPStatus.BAD_REQUEST
    other = await http.post("/looks", data={"multitrainer_sign_in": "en", "back": "/"}, headers=HERE)
    assert other.status_code == HTTPStatus.BAD_REQUEST


@pytest.mark.usefixtures("there")
async def test_a_trainer_sees_the_questions_that_wait_for_them(http: httpx.AsyncClient, services: Services) -> None:
    asked = {"batch": str(school.BATCHES[0]), "student": str(school.STUDENT), "text": "When is the exam?"}
    granted = await services.sign_ins.sign_in("ada@x.example", PASSWORD, "192.0.2.1")
    await http.post("/api/questions", json=asked, headers={"Authorization": f"Bearer {granted.access_token}"})
    await signed_in(http, "john@x.example")
    assert "When is the exam?" in Read(await http.get("/")).words
    await signed_in(http, "maria@x.example")
    assert "When is the exam?" not in Read(await http.get("/")).words


@pytest.mark.usefixtures("there")
async def test_an_account_that_is_gone_is_signed_out_at_once(http: httpx.AsyncClient, database: Database) -> None:
    await signed_in(http)
    await database.motor.users.delete_one({"_id": ADA})
    assert (await http.get("/courses")).headers["location"].startswith("/sign-in")


@pytest.mark.usefixtures("there")
@pytest.mark.parametrize("last", ["9" * 5000, "-1", "x"])
async def test_a_stream_begins_anew_for_whoever_says_they_heard_what_was_never_sent(
    http: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch, last: str
) -> None:
    async def nothing(stream: Stream) -> AsyncIterator[list[Sent]]:
        yield []

    monkeypatch.setattr(Stream, "sent", nothing)  # without a socket, nobody gets an answer before its end
    await signed_in(http)
    answer = await http.get("/live", headers={"Last-Event-ID": last})
    assert answer.status_code == HTTPStatus.OK
    assert answer.headers["content-type"].startswith("text/event-stream")


@pytest.mark.usefixtures("there")
async def test_pages_and_their_files_are_sent_compressed_and_what_programs_ask_for_as_it_is(
    http: httpx.AsyncClient,
) -> None:
    await signed_in(http)
    page = await http.get("/courses")
    files = [str(one["href"]) for one in Read(page).all("link") if "/assets/" in str(one["href"])]
    assert files
    for address in ("/courses", *files):
        answer = await http.get(address)
        assert answer.headers["content-encoding"] == "gzip", address
        assert "Accept-Encoding" in answer.headers["vary"]
        assert "content-encoding" not in (await http.get(address, headers={"Accept-Encoding": "identity"})).headers
    assert "content-encoding" not in (await http.get("/openapi.json")).headers
